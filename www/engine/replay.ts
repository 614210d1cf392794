/** Reaches a past update again: from a checkpoint or the initial weights, with every change made where it was made. */

import type { Divergence, Experiment } from '../generated/types';
import type { Lane } from '../generated/vanishing_point';
import { inForceAt, type Change } from './changes';
import type { Checkpoint } from './checkpoints';

/** Milliseconds of training between two progress messages. */
export const SLICE = 200;

/**
 * @param from the nearest checkpoint at or before `target`; undefined for the initial weights.
 * @param log what was changed in this lane's run, in order.
 * @param working is called while it takes long.
 * @returns where the lane diverged, if that was before `target`.
 */
export function replay(lane: Lane, from: Checkpoint | undefined, target: number, origin: Experiment, log: readonly Change[], working: () => void): Divergence | null {
  if (from === undefined) lane.reset();
  else lane.restore(from.snapshot);
  const start = from?.update ?? 0;
  lane.set(inForceAt(origin, log, start));
  let at = start;
  const advance = (to: number): Divergence | null => {
    while (at < to) {
      const report = lane.trainFor(SLICE, to - at);
      if (report.divergence !== null) return report.divergence;
      at = report.updates;
      working();
    }
    return null;
  };
  for (const change of log) {
    // A checkpoint holds what was changed at its update already, the initial weights do not.
    if (change.update > target || (from !== undefined && change.update <= start)) continue;
    const divergence = advance(change.update);
    if (divergence !== null) return divergence;
    if (change.kind === 'set') lane.set(inForceAt(origin, log, change.update));
    else lane.rescale(change.radius);
  }
  return advance(target);
}
