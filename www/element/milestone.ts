/** The moment worth staying at: every gated cell on stage answers nearly always right, and keeps doing so. */

import type { StageFrame } from '../engine/engine';
import type { CellKind } from '../generated/types';

/** The share of right answers, over the held-out sequences, from which a task counts as learned. */
export const LEARNED = 0.95;
/** For this many updates it must have held: a single lucky update is none. */
export const HELD = 5;

export interface Milestone {
  /** The update since which every frame has shown it. */
  since: number;
  /** The gated cells, all of which have learned the task. */
  learned: CellKind[];
  /** The other cells, with their share of right answers now. */
  others: { cell: CellKind; accuracy: number }[];
}

/** Watches the frames of one run. */
export class Watch {
  #since: number | null = null;
  #reached = false;

  /** Takes the next frame; returns the milestone with the frame that reaches it, once. */
  see(frame: StageFrame): Milestone | null {
    if (this.#reached) return null;
    const lanes = frame.lanes.filter(({ diverged, run }) => diverged === null && run.loss === 'crossEntropy');
    const gated = lanes.filter(({ run }) => run.gates.length > 0);
    if (gated.length === 0 || gated.some((lane) => !(lane.scalar('accuracy') >= LEARNED))) {
      this.#since = null;
      return null;
    }
    this.#since ??= frame.update;
    if (frame.update < this.#since + HELD) return null;
    this.#reached = true;
    return {
      since: this.#since,
      learned: gated.map(({ cell }) => cell),
      others: lanes.filter((lane) => !gated.includes(lane)).map((lane) => ({ cell: lane.cell, accuracy: lane.scalar('accuracy') })),
    };
  }
}
