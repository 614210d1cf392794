/** What a reader drew: the curve expected, as powers of ten of the gradient at a few steps, over that of the last one. No DOM. */

import type { CellKind } from '../generated/types';

/** A question that is answered by drawing. */
export interface Drawing {
  /** Whose curve is asked for. */
  cell: CellKind;
  /** How many powers of ten the chart goes down. */
  decades: number;
  /** Where the line ends at step 1 decides which of the choices was drawn: these powers of ten part them, the highest first. */
  ends: readonly number[];
}

const HANDLES = 9;

/** The steps that have a handle, from 1 to the last, which stands at 1 for ever. */
export function handleSteps(steps: number): number[] {
  const count = Math.min(HANDLES, steps);
  return Array.from({ length: count }, (_, place) => 1 + Math.round((place * (steps - 1)) / (count - 1)));
}

/** The place of the choice that a curve stands for. */
export function choiceOf({ ends }: Drawing, curve: readonly number[]): number {
  const end = curve[0] ?? 0;
  const place = ends.findIndex((bound) => end >= bound);
  return place === -1 ? ends.length : place;
}

/** A curve that stands for a choice, for one that was made elsewhere: a straight line to the middle of what the choice means. */
export function curveOf({ ends, decades }: Drawing, choice: number, handles: number): number[] {
  const upper = choice === 0 ? 0 : ends[choice - 1]!;
  const lower = choice === ends.length ? -decades : ends[choice]!;
  const end = (upper + lower) / 2;
  return Array.from({ length: handles }, (_, place) => (place === handles - 1 ? 0 : (end * (handles - 1 - place)) / (handles - 1)));
}

/** Sets a handle, and all between it and the one that was set before in the same stroke. The last handle stays. */
export function stroke(curve: readonly number[], from: { place: number; value: number } | null, to: { place: number; value: number }, decades: number): number[] {
  const clamp = (value: number) => Math.min(0, Math.max(-decades, value));
  const start = from ?? to;
  return curve.map((value, place) => {
    if (place === curve.length - 1) return 0;
    const inside = place >= Math.min(start.place, to.place) && place <= Math.max(start.place, to.place);
    if (!inside || (place === start.place && start.place !== to.place)) return value;
    const share = start.place === to.place ? 1 : (place - start.place) / (to.place - start.place);
    return clamp(start.value + share * (to.value - start.value));
  });
}

/** What was drawn at each step, for the handles alone are kept. */
export function everyStep(curve: readonly number[], steps: number): Float64Array {
  const places = handleSteps(steps);
  return Float64Array.from({ length: steps }, (_, index) => {
    const right = Math.max(1, places.findIndex((place) => place >= index + 1));
    const share = (index + 1 - places[right - 1]!) / (places[right]! - places[right - 1]!);
    return curve[right - 1]! + share * (curve[right]! - curve[right - 1]!);
  });
}

/** How many powers of ten lie between where two curves end at step 1. */
export function apart(drawn: readonly number[], model: readonly number[]): number {
  return Math.abs((drawn[0] ?? 0) - (model[0] ?? 0));
}
