/** What the list of runs says of each. */

import type { StageFrame } from '../engine/frame';
import type { CellKind, Experiment } from '../generated/types';
import { PARAMETERS, sameValue } from '../store/parameters';

/** How a model stood at the end of a run. */
export interface Ended {
  cell: CellKind;
  loss: number;
  /** Null where no answer is right or wrong. */
  accuracy: number | null;
  /** Of what carries the memory. */
  log10Ratio: number;
  divergedAt: number | null;
}

export function recordOf({ lanes }: StageFrame): Ended[] {
  return lanes.map((lane) => ({
    cell: lane.cell, loss: lane.scalar('loss'), accuracy: lane.run.loss === 'crossEntropy' ? lane.scalar('accuracy') : null,
    log10Ratio: lane.scalar('log10RatioMemory'), divergedAt: lane.diverged?.update ?? null,
  }));
}

/** The keys in which any two of the experiments differ, in the order of the table. */
export function varying(experiments: readonly Experiment[]): (keyof Experiment)[] {
  const [first, ...others] = experiments;
  if (first === undefined) return [];
  return PARAMETERS.map(({ key }) => key).filter((key) => others.some((other) => !sameValue(other[key], first[key])));
}

/** A, B, … Z, A2, B2, … */
export function runName(index: number): string {
  const round = Math.floor(index / 26);
  return String.fromCharCode(65 + (index % 26)) + (round === 0 ? '' : String(round + 1));
}
