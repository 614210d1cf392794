/** ρ and σ₁ of the recurrent weights over the updates, in bounded memory. */

import type { WeightGains } from '../generated/types';

/** Points that a history holds at most; when there are more, every second one goes. */
export const CAPACITY = 256;

/** One lane's past: a point each time that its weights were looked at, by rising update. */
export class WeightHistory {
  readonly points: WeightGains[] = [];

  record(gains: WeightGains): void {
    this.forget(gains.updates);
    this.points.push(gains);
    // The newest stays: it is the one that is read as a number.
    if (this.points.length > CAPACITY) this.points.splice(0, this.points.length, ...this.points.filter((_, index) => (this.points.length - 1 - index) % 2 === 0));
  }

  /** The run went back to an earlier update, or began anew: what came from there on is no longer its past. */
  forget(from: number): void {
    while (this.points.length > 0 && this.points.at(-1)!.updates >= from) this.points.pop();
  }
}
