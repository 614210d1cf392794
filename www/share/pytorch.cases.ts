/** Lanes of the core in Node, and the scripts that replay them: what both kinds of tests of the script work on. */

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { CellKind, Experiment, RunDescription, Trace } from '../generated/types';
import { initSync, Lane } from '../generated/vanishing_point.js';
import { initSync as initInspector, Inspector } from '../generated/vanishing_point_inspector.js';
import { defaults } from '../store/parameters';
import { pytorchScript } from './pytorch';

const generated = (name: string) => readFileSync(fileURLToPath(new URL(`../generated/${name}`, import.meta.url)));
initSync({ module: generated('vanishing_point_bg.wasm') });
initInspector({ module: generated('vanishing_point_inspector_bg.wasm') });

export interface Case {
  cell: CellKind;
  experiment: Partial<Experiment>;
  updates: number;
  text?: string;
}

export interface Replayed {
  script: string;
  run: RunDescription;
  trace: Trace;
  weights: Uint8Array;
}

/** Trains a lane and writes its script. */
export function replay({ cell, experiment, updates, text }: Case): Replayed {
  const whole = { ...defaults(), ...experiment };
  const inspector = new Inspector(whole, cell, text);
  const lane = new Lane(whole, cell, text, whole.radius === null ? undefined : inspector.initialWeights());
  lane.train(updates);
  inspector.load(lane.snapshot());
  const [run, trace, weights] = [lane.describe(), inspector.trace(), inspector.weights()];
  const script = pytorchScript({
    title: `${whole.task}, ${cell} at update ${updates}`, file: 'replay.py', experiment: whole, cell, run, update: updates, trace,
    weights: weights.slice().buffer, text: text ?? null,
  });
  lane.free();
  inspector.free();
  return { script, run, trace, weights };
}

/** Runs Python on a script in a file of its own. */
export function python(script: string, before: readonly string[], after: readonly string[] = []): string {
  const file = join(mkdtempSync(join(tmpdir(), 'vanishing-point-')), 'replay.py');
  writeFileSync(file, script);
  return execFileSync('python3', [...before, file, ...after], { encoding: 'utf8' });
}
