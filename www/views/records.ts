/** The numbers of a run, update by update, as far back as bounded memory reaches: for a table of them. */

import type { StageFrame } from '../engine/frame';
import type { CellKind } from '../generated/types';
import type { Kept } from './history';

/** What is recorded of a lane: scalars of its frames. */
export const RECORDED = ['loss', 'accuracy', 'probeLoss', 'trainLoss', 'gradNorm', 'log10Ratio', 'log10RatioMemory'] as const;
export type Recorded = (typeof RECORDED)[number];

/** One lane at one update. */
export interface RecordRow extends Record<Recorded, number> {
  update: number;
  cell: CellKind;
}

/** Updates that are kept at most. When there are more, every second one is given up. */
export const MOST_RECORDS = 4096;

export class Records {
  #cells: readonly CellKind[] = [];
  #updates = new Float64Array(MOST_RECORDS);
  /** One array a lane, [MOST_RECORDS, RECORDED]; NaN where the lane stood still. */
  #numbers: Float32Array[] = [];
  #count = 0;
  /** Updates between two records at least; the newest is always there. */
  #apart = 1;

  /** Forgets everything: a new run. */
  restart(frame: StageFrame): void {
    this.#cells = frame.lanes.map(({ cell }) => cell);
    this.#numbers = frame.lanes.map((_, index) => this.#numbers[index] ?? new Float32Array(MOST_RECORDS * RECORDED.length));
    this.#count = 0;
    this.#apart = 1;
  }

  /** All that is recorded, for a file. */
  keep(): Kept {
    const arrays = new Map<string, Float32Array | Float64Array>([['updates', this.#updates.slice(0, this.#count)]]);
    this.#cells.forEach((cell, index) => arrays.set(cell, this.#numbers[index]!.slice(0, this.#count * RECORDED.length)));
    return { numbers: { apart: this.#apart }, arrays };
  }

  /** Takes the place of what is recorded, if it is of the same cells and was left at the same update. */
  recall({ numbers, arrays }: Kept): void {
    const updates = arrays.get('updates');
    const count = updates?.length ?? 0;
    const fits = count > 0 && count <= MOST_RECORDS && updates!.at(-1) === this.#updates[this.#count - 1] && this.#cells.every((cell) => arrays.get(cell)?.length === count * RECORDED.length);
    if (!fits) return;
    this.#updates.set(updates!);
    this.#cells.forEach((cell, index) => this.#numbers[index]!.set(arrays.get(cell)!));
    this.#count = count;
    this.#apart = numbers.apart ?? 1;
  }

  record(frame: StageFrame): void {
    // Training that begins anew further back overwrites what came after.
    while (this.#count > 0 && this.#updates[this.#count - 1]! >= frame.update) this.#count -= 1;
    if (this.#count >= 2 && this.#updates[this.#count - 1]! - this.#updates[this.#count - 2]! < this.#apart) this.#count -= 1;
    if (this.#count === MOST_RECORDS) this.#thin();
    const row = this.#count;
    this.#updates[row] = frame.update;
    frame.lanes.forEach((lane, index) => {
      const numbers = this.#numbers[index];
      for (let column = 0; column < RECORDED.length; column++) {
        if (numbers !== undefined) numbers[row * RECORDED.length + column] = lane.diverged === null ? lane.scalar(RECORDED[column]!) : NaN;
      }
    });
    this.#count += 1;
  }

  #thin(): void {
    const half = this.#count / 2;
    for (let row = 0; row < half; row++) {
      this.#updates[row] = this.#updates[2 * row]!;
      for (const numbers of this.#numbers) {
        numbers.copyWithin(row * RECORDED.length, 2 * row * RECORDED.length, (2 * row + 1) * RECORDED.length);
      }
    }
    this.#count = half;
    this.#apart = Math.ceil(this.#updates[half - 1]! / half);
  }

  /** Update by update, lane by lane; a lane that has diverged has no rows from then on. */
  *rows(): Generator<RecordRow> {
    for (let row = 0; row < this.#count; row++) {
      for (const [index, cell] of this.#cells.entries()) {
        const numbers = this.#numbers[index]!;
        const at = row * RECORDED.length;
        // The loss of the held-out sequences is a number as long as the lane trains.
        if (Number.isNaN(numbers[at])) continue;
        yield {
          update: this.#updates[row]!, cell,
          ...Object.fromEntries(RECORDED.map((name, column) => [name, numbers[at + column]!])) as Record<Recorded, number>,
        };
      }
    }
  }
}
