/** ρ and σ₁ of the recurrent weights over the updates, in bounded memory. */

import type { WeightGains } from '../generated/types';

/** Points that a history holds at most; when there are more, every second one goes. */
export const CAPACITY = 256;

/** One lane's past: a point each time that its weights were looked at, by rising update. */
export class WeightHistory {
  readonly points: WeightGains[] = [];

  /** Takes a point to its place; a look at an update that was looked at before takes the former one's. */
  record(gains: WeightGains): void {
    const { points } = this;
    const place = points.findLastIndex(({ updates }) => updates < gains.updates) + 1;
    points.splice(place, points[place]?.updates === gains.updates ? 1 : 0, gains);
    // The first and the newest stay, as the number of points to go through is odd.
    if (points.length > CAPACITY) points.splice(0, points.length, ...points.filter((_, index) => index % 2 === 0));
  }

  /** What was known last at an update; undefined before the first look. */
  at(update: number): WeightGains | undefined {
    return this.points.findLast(({ updates }) => updates <= update);
  }

  /** The run goes on from an earlier update: what was from there on is no longer its past. */
  forget(from: number): void {
    while (this.points.length > 0 && this.points.at(-1)!.updates >= from) this.points.pop();
  }
}
