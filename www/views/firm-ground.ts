import type { CellKind } from '../generated/types';
import type { History } from './history';

/**
 * Where to go back to from a divergence: the last column before it in which the gradient of the lane was ordinary, at most ten times its
 * median so far, less one so that the run stands on firm ground.
 */
export function firmGround(history: History, cell: CellKind): number {
  const lane = history.lanes.find((each) => each.cell === cell);
  if (lane === undefined || lane.divergedAt === null) return 0;
  const end = history.columnOf(lane.divergedAt - 1);
  const norms = lane.gradNorm.slice(0, end + 1);
  const sorted = norms.filter(Number.isFinite).sort();
  const ordinary = 10 * (sorted[Math.floor(sorted.length / 2)] ?? 0);
  let column = end;
  while (column > 0 && !(norms[column]! <= ordinary)) column -= 1;
  return history.updateOf(Math.max(0, column - 1));
}
