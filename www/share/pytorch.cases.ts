/** Lanes of the core in Node, and the scripts that replay them: what both kinds of tests of the script work on. */

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { CellKind, Experiment, RunDescription, Trace } from '../generated/types';
import { initSync, Lane } from '../generated/vanishing_point.js';
import { defaults } from '../store/parameters';
import { pytorchScript } from './pytorch';

const generated = (name: string) => readFileSync(fileURLToPath(new URL(`../generated/${name}`, import.meta.url)));
initSync({ module: generated('vanishing_point_bg.wasm') });

export interface Case {
  cell: CellKind;
  experiment: Partial<Experiment>;
  updates: number;
  text?: string;
  /** The file below `data/` of a task that reads one. */
  data?: string;
}

export interface Replayed {
  script: string;
  run: RunDescription;
  trace: Trace;
  weights: Uint8Array;
}

/** Trains a lane and writes its script. */
export function replay({ cell, experiment, updates, text, data }: Case): Replayed {
  const whole = { ...defaults(), ...experiment };
  const bytes = data === undefined ? null : new Uint8Array(readFileSync(fileURLToPath(new URL(`../../data/${data}`, import.meta.url))));
  const lane = new Lane(whole, cell, text === undefined ? (bytes ?? undefined) : new TextEncoder().encode(text));
  lane.train(updates);
  const [run, trace, weights] = [lane.describe(), lane.trace(), lane.weights()];
  const script = pytorchScript({
    title: `${whole.task}, ${cell} at update ${updates}`, file: 'replay.py', experiment: whole, cell, run, update: updates, trace,
    weights: weights.slice().buffer, text: text ?? null, data: bytes,
  });
  lane.free();
  return { script, run, trace, weights };
}

/** Runs Python on a script in a file of its own. */
export function python(script: string, before: readonly string[], after: readonly string[] = []): string {
  const file = join(mkdtempSync(join(tmpdir(), 'vanishing-point-')), 'replay.py');
  writeFileSync(file, script);
  return execFileSync('python3', [...before, file, ...after], { encoding: 'utf8' });
}
