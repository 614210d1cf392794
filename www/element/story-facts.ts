/** The facts of the frame on view, from which the sentences about it are made. */

import type { StageFrame } from '../engine/frame';
import type { RunDescription } from '../generated/types';
import type { Messages } from '../i18n';
import { factsOf, type Facts, type Pass } from '../story/facts';
import { laneRecord } from '../story/record';
import { askedSteps, onlyAsked } from '../views/answers';
import type { Quantity } from '../views/quantity';
import { milestoneOf } from './milestone';

export interface OnView {
  words: Messages;
  quantity: Quantity;
  /** The layer on view, from 0. */
  layer: number;
  seed: number;
  pass: Pass;
}

export function factsOnView(frame: StageFrame, { words, quantity, layer, seed, pass }: OnView): Facts {
  const run = frame.lanes[0]?.run;
  const asked = run === undefined ? [] : askedSteps(run);
  const followed = frame.lanes[0]?.followed ?? null;
  return factsOf({
    steps: run?.steps ?? 0,
    source: (followed ?? asked.at(-1) ?? 0) + 1,
    single: followed !== null,
    letter: run === undefined ? null : letterOf(run),
    pass,
    update: updateOnView(frame),
    seed,
    milestone: milestoneOf(frame)?.update ?? null,
    chance: run?.loss === 'crossEntropy' ? run.baseline.accuracy : null,
    answers: run === undefined ? 0 : heldOut(run.steps, asked.length) * asked.length,
    asked: asked.length,
    unseen: run?.heldOut !== false,
    lanes: frame.lanes.map((lane) => laneRecord({
      label: words.cells[lane.cell],
      spec: lane.run.spec,
      layer,
      read: (name, of) => (of === null ? lane.field(name) : lane.field(name, of)),
      scored: lane.run.loss === 'crossEntropy',
      divergedAt: lane.diverged?.update ?? null,
      shows: lane.diverged === null ? null : lane.scalar('update'),
    }, quantity)),
  });
}

/** The update whose numbers are on view: where every lane has diverged, the last one that any of them shows. */
function updateOnView({ update, lanes }: StageFrame): number {
  const over = lanes.length > 0 && lanes.every(({ diverged }) => diverged !== null);
  return over ? Math.max(...lanes.map((lane) => lane.scalar('update'))) : update;
}

/** The symbol that the first step reads, where it alone is to be remembered and is what the only answer has to name. */
function letterOf(run: RunDescription): string | null {
  const only = onlyAsked(run);
  const { symbols, marks, targets } = run.probe;
  if (only === null || symbols === null || marks.length !== 1 || marks[0] !== 0) return null;
  const target = targets[only];
  const [read, wanted] = [run.inputLabels?.[symbols[0]!], typeof target === 'number' ? run.outputLabels?.[target] : undefined];
  return read !== undefined && read === wanted ? read : null;
}

/** How many held-out sequences the core scores: 64, or as few, from 16, as still have 2,560 steps and 1,024 answers. */
function heldOut(steps: number, answers: number): number {
  return Math.max(16, Math.min(64, Math.max(Math.ceil(2560 / Math.max(1, steps)), Math.ceil(1024 / Math.max(1, answers)))));
}
