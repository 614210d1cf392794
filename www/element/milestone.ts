/** The moment worth staying at: the update at which every gated cell on stage has learned the task, as the core says. */

import type { StageFrame } from '../engine/engine';
import type { CellKind } from '../generated/types';

export interface Milestone {
  /** The update at which the last of them had learned it. */
  update: number;
  /** The gated cells, all of which have learned the task. */
  learned: CellKind[];
  /** The other cells, with their share of right answers in this frame. */
  others: { cell: CellKind; accuracy: number }[];
}

/** The milestone of a run, if it is no later than this frame. A lane that has diverged is not waited for. */
export function milestoneOf(frame: StageFrame): Milestone | null {
  const lanes = frame.lanes.filter(({ diverged }) => diverged === null);
  const gated = lanes.filter(({ run }) => run.gates.length > 0);
  const updates = gated.flatMap(({ learnedAt }) => learnedAt ?? []);
  if (gated.length === 0 || updates.length < gated.length) return null;
  return {
    update: Math.max(...updates),
    learned: gated.map(({ cell }) => cell),
    others: lanes.filter((lane) => !gated.includes(lane)).map((lane) => ({ cell: lane.cell, accuracy: lane.scalar('accuracy') })),
  };
}

/** Updates over which a change of accuracy counts as one. */
const WITHIN = 6;
/** The change from which something happens. */
const CHANGE = 0.12;

/** Tells whether something happens in a run that is being watched: a gated lane's share of right answers goes up or down. */
export class Watch {
  #seen: { update: number; accuracies: number[] }[] = [];

  see(frame: StageFrame): boolean {
    const accuracies = frame.lanes.map((lane) => (lane.diverged === null && lane.run.gates.length > 0 && lane.run.loss === 'crossEntropy' ? lane.scalar('accuracy') : 0));
    this.#seen = [...this.#seen.filter(({ update }) => update < frame.update && update >= frame.update - WITHIN), { update: frame.update, accuracies }];
    const before = this.#seen[0]!.accuracies;
    return accuracies.some((accuracy, index) => Math.abs(accuracy - (before[index] ?? accuracy)) >= CHANGE);
  }
}
