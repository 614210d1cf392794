/** Takes a lane of the core back to an update that is past. It is retrained from a checkpoint: the same bits, by determinism. */

import type { Divergence, Experiment } from '../generated/types';
import type { Lane } from '../generated/vanishing_point';
import { inForceAt, type Change } from './changes';
import type { Checkpoint } from './checkpoints';

/** Updates between two signs of life. */
const SLICE = 16;

/**
 * @param from the nearest checkpoint at or before `target`; undefined for the initial weights.
 * @param log what was changed in this lane's run, in order.
 * @param means.rescale rescales the lane's recurrent weights to a radius.
 * @param means.working is called while it works.
 * @returns where the lane diverged, if that was before `target`.
 */
export async function replay(
  lane: Lane, from: Checkpoint | undefined, target: number, origin: Experiment, log: readonly Change[],
  means: { rescale: (radius: number) => Promise<void>; working: () => void },
): Promise<Divergence | null> {
  if (from === undefined) lane.reset();
  else lane.restore(from.snapshot);
  const start = from?.update ?? 0;
  lane.set(inForceAt(origin, log, start));
  let at = start;
  const advance = (to: number): Divergence | null => {
    while (at < to) {
      const slice = Math.min(SLICE, to - at);
      const { divergence } = lane.train(slice);
      if (divergence !== null) return divergence;
      at += slice;
      means.working();
    }
    return null;
  };
  for (const change of log) {
    // A checkpoint holds what was changed at its update already, the initial weights do not.
    if (change.update > target || (from !== undefined && change.update <= start)) continue;
    const divergence = advance(change.update);
    if (divergence !== null) return divergence;
    if (change.kind === 'set') lane.set(inForceAt(origin, log, change.update));
    else await means.rescale(change.radius);
  }
  return advance(target);
}
