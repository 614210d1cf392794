/** How far the two passes of the frame on view have come, in columns of the stage: several steps may share one. */

import type { Facts } from '../story/facts';
import type { Pass } from '../views/row';
import type { TimeScale } from '../views/scale';

export class Reached {
  /** The pass under way; null when both are complete. */
  pass: Pass | null = null;
  /** Columns that it has painted. */
  columns = 0;

  begin(pass: Pass): void {
    this.pass = pass;
    this.columns = 0;
  }

  complete(): void {
    this.pass = null;
    this.columns = 0;
  }

  /** The steps from…to − 1, counted along the pass, are reached: from which column to which there is to paint. */
  advance({ steps, merged, columns }: TimeScale, pass: Pass, from: number, to: number): [number, number] {
    this.pass = pass;
    // A column that several steps share is painted when all of them are reached.
    if (pass === 'forward') {
      this.columns = to >= steps ? columns : Math.floor(to / merged);
      return [Math.floor(from / merged), this.columns];
    }
    const first = Math.ceil((steps - to) / merged);
    this.columns = columns - first;
    return [first, Math.ceil((steps - from) / merged)];
  }

  /** Steps that the pass under way has gone through. */
  steps(scale: TimeScale | null): number {
    return (scale?.merged ?? 1) * this.columns;
  }

  /** Where the passes of so many steps stand, as the story tells it. */
  place(scale: TimeScale | null, steps: number): Facts['pass'] {
    if (this.pass === null) return { kind: 'finished' };
    return { kind: this.pass, at: this.pass === 'forward' ? this.steps(scale) : Math.max(1, steps - this.steps(scale)) };
  }

  /** Which of the two passes have been at a step. */
  at(step: number, scale: TimeScale | null): Record<Pass, boolean> {
    const { pass, columns } = this;
    const column = Math.floor(step / (scale?.merged ?? 1));
    return { forward: pass !== 'forward' || column < columns, backward: pass === null || (pass === 'backward' && column >= (scale?.columns ?? 0) - columns) };
  }
}
