/** The moment to stop at: every gated lane on stage has learned its task. The core finds it; here lanes are put together. */

import type { StageFrame } from '../engine/engine';

/** The update at which the last of the gated lanes had learned its task; null as long as one has not, or where there is none. */
export function milestoneOf(frame: StageFrame): number | null {
  let latest: number | null = null;
  for (const { run, diverged, learnedAt } of frame.lanes) {
    if (diverged !== null || run.gates.length === 0) continue;
    if (learnedAt === null) return null;
    latest = Math.max(latest ?? 0, learnedAt);
  }
  return latest;
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
