/**
 * What people changed while a run went on. With the experiment that it began with and its seed, these decide every number of
 * the run, so that any update can be reached again.
 *
 * A change at update n acts between update n and update n + 1: what is on view at n has it already.
 */

import type { CellKind, Experiment } from '../generated/types';

/** The parameters that need no restart. */
export const LIVE_KEYS = ['rate', 'clip', 'clipBy', 'truncate', 'shortest', 'hold'] as const satisfies readonly (keyof Experiment)[];
export type LiveParameters = Pick<Experiment, (typeof LIVE_KEYS)[number]>;

export type Change =
  /** Parameters that take effect from the next update on. */
  | { update: number; kind: 'set'; parameters: Partial<LiveParameters> }
  /** The recurrent weights of one lane, or of all, rescaled to a spectral radius. */
  | { update: number; kind: 'rescale'; radius: number; cell: CellKind | null };

/** The live parameters of an experiment that differ from those in force. */
export function liveDifferences(before: Experiment, after: Experiment): Partial<LiveParameters> {
  return Object.fromEntries(LIVE_KEYS.filter((key) => before[key] !== after[key]).map((key) => [key, after[key]]));
}

/** The parameters that act on the update after `update`. */
export function inForceAt(origin: Experiment, log: readonly Change[], update: number): Experiment {
  const set = log.flatMap((change) => (change.kind === 'set' && change.update <= update ? [change.parameters] : []));
  return Object.assign({}, origin, ...set) as Experiment;
}
