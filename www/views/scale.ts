/** The one horizontal time axis: everything about step t sits in one column. */

/** Below this width in CSS pixels, neighbouring steps share a column. */
const NARROWEST = 6;
/** From this width on, a column has room for a letter. */
const LETTER = 13;

export class TimeScale {
  /** T. */
  readonly steps: number;
  /** Steps that share one column; 1 while columns are wide enough. */
  readonly merged: number;
  readonly columns: number;
  /** Width of a column in whole CSS pixels. */
  readonly column: number;
  /** Width of all columns together in CSS pixels, at most what there is. */
  readonly width: number;

  /** Width of a column with room for a letter. */
  readonly #letter: number;

  /** @param least the least size of letters that the visitor asks for, in CSS pixels. */
  constructor(steps: number, available: number, least = 0) {
    this.steps = steps;
    this.#letter = Math.max(LETTER, least);
    const room = Math.max(NARROWEST, available);
    this.merged = Math.ceil(steps / Math.floor(room / NARROWEST));
    this.columns = Math.ceil(steps / this.merged);
    this.column = Math.floor(room / this.columns);
    this.width = this.column * this.columns;
  }

  get hasLetters(): boolean {
    return this.merged === 1 && this.column >= this.#letter;
  }

  /** Middle of a step (0-based) in CSS pixels from the left end of the axis. */
  x(step: number): number {
    return ((step + 0.5) / this.merged) * this.column;
  }

  /** Left edge of the column that a step belongs to. */
  left(step: number): number {
    return this.columnOf(step) * this.column;
  }

  columnOf(step: number): number {
    return Math.floor(step / this.merged);
  }

  /** The step (0-based) under a place on the axis; of a merged column, its first. */
  stepAt(x: number): number {
    const column = Math.max(0, Math.min(this.columns - 1, Math.floor(x / this.column)));
    return Math.min(this.steps - 1, column * this.merged);
  }

  /** The steps (0-based) that carry a number on the axis: the first, the last, and round ones in between. */
  ticks(): number[] {
    const apart = 56;
    const unit = [1, 2, 5, 10, 20, 50, 100, 200, 500].find((step) => (step / this.merged) * this.column >= apart) ?? 500;
    const ticks = [0];
    for (let step = unit - 1; step < this.steps - 1; step += unit) {
      if (step > 0 && this.x(step) - this.x(0) >= apart * 0.55 && this.x(this.steps - 1) - this.x(step) >= apart * 0.55) {
        ticks.push(step);
      }
    }
    if (this.steps > 1) ticks.push(this.steps - 1);
    return ticks;
  }
}
