/** What the run has been through so far, in bounded memory: loss, accuracy and gradients over the updates. */

import type { Change } from '../engine/changes';
import type { LaneFrame, StageFrame } from '../engine/frame';
import type { CellKind } from '../generated/types';
import { askedSteps } from './answers';
import { gradientNorms } from './quantity';
import { referenceNorm } from './reference';

/** Columns that a history holds at most; when updates outrun them, neighbours share one. */
const CAPACITY = 256;
/** The first range of updates shown. */
const FIRST_RANGE = 64;
/** A gradient at an earlier step that is this many times the one at the last step is exploding. */
const EXPLODING = 10;
/** Rows of the film: longer sequences share rows. */
const MAX_ROWS = 48;

/** A record of a run as it is kept in a file: a few numbers, and arrays by name. */
export interface Kept {
  numbers: Record<string, number | null>;
  arrays: Map<string, Float32Array | Float64Array>;
}

/** The columns of a lane that a file keeps. */
const COLUMNS = ['loss', 'accuracy', 'trainLoss', 'gradNorm', 'gradient'] as const;

/** One cell's past, a value a column; NaN where nothing was recorded. */
export class LaneHistory {
  readonly cell: CellKind;
  readonly rows: number;
  readonly loss = new Float32Array(CAPACITY).fill(NaN);
  readonly accuracy = new Float32Array(CAPACITY).fill(NaN);
  /** The loss of the batch that the last update learned from, before it. */
  readonly trainLoss = new Float32Array(CAPACITY).fill(NaN);
  /** The norm of the last update's gradient before clipping. */
  readonly gradNorm = new Float32Array(CAPACITY).fill(NaN);
  /** log10 of the gradient of what carries the memory, relative to the last step, [CAPACITY, rows]: of one sequence, the probe. */
  readonly gradient: Float32Array;
  /** Time steps that share a row of the film. */
  readonly merged: number;
  /** The update at which the lane diverged. */
  divergedAt: number | null = null;
  /** The first update seen at which a step's gradient was larger than {@link EXPLODING} times the last step's. */
  explodedAt: number | null = null;
  /** log10 from which a gradient counts as exploding: where many steps have losses of their own, that many may add up. */
  readonly #exploding: number;

  constructor(lane: LaneFrame) {
    this.cell = lane.cell;
    this.#exploding = Math.log10(EXPLODING * Math.max(1, askedSteps(lane.run).length));
    this.merged = Math.ceil(lane.run.steps / MAX_ROWS);
    this.rows = Math.ceil(lane.run.steps / this.merged);
    this.gradient = new Float32Array(CAPACITY * this.rows).fill(NaN);
  }

  record(lane: LaneFrame, column: number): void {
    this.divergedAt = lane.diverged?.update ?? null;
    if (lane.diverged !== null) return;
    this.loss[column] = lane.scalar('loss');
    this.accuracy[column] = lane.scalar('accuracy');
    this.trainLoss[column] = lane.scalar('trainLoss');
    this.gradNorm[column] = lane.scalar('gradNorm');
    const norms = gradientNorms(lane, 'memory', lane.run.layers - 1);
    const reference = referenceNorm(norms);
    for (let row = 0; row < this.rows; row++) {
      let value = -Infinity;
      const end = Math.min(norms.length, (row + 1) * this.merged);
      for (let step = row * this.merged; step < end; step++) value = Math.max(value, norms[step]! - reference);
      this.gradient[column * this.rows + row] = value;
      if (value > this.#exploding) this.explodedAt ??= lane.scalar('update');
    }
  }

  /** Copies a column over the ones up to `to`, which no frame fell into. */
  hold(from: number, to: number): void {
    for (let column = from + 1; column < to; column++) this.#copy(from, column);
  }

  /** Makes one column of every two: the later one, unless only the earlier was recorded. */
  halve(): void {
    for (let column = 0; column < CAPACITY / 2; column++) {
      const later = 2 * column + 1;
      this.#copy(Number.isNaN(this.loss[later]) ? later - 1 : later, column);
    }
    this.clear(CAPACITY / 2);
  }

  /** Gradients so far were those of another loss. */
  forgetGradients(): void {
    this.gradient.fill(NaN);
    this.explodedAt = null;
  }

  /** Forgets the columns from one on, and what happened from an update on. */
  clear(from: number, update = Infinity): void {
    if (this.explodedAt !== null && this.explodedAt >= update) this.explodedAt = null;
    this.loss.fill(NaN, from);
    this.accuracy.fill(NaN, from);
    this.trainLoss.fill(NaN, from);
    this.gradNorm.fill(NaN, from);
    this.gradient.fill(NaN, from * this.rows);
  }

  #copy(from: number, to: number): void {
    this.loss[to] = this.loss[from]!;
    this.accuracy[to] = this.accuracy[from]!;
    this.trainLoss[to] = this.trainLoss[from]!;
    this.gradNorm[to] = this.gradNorm[from]!;
    this.gradient.copyWithin(to * this.rows, from * this.rows, (from + 1) * this.rows);
  }
}

export class History {
  lanes: LaneHistory[] = [];
  /** Updates that the columns span. */
  range = FIRST_RANGE;
  /** What was changed while the run went on. */
  changes: readonly Change[] = [];
  /** The newest update recorded, −1 before the first. */
  latest = -1;
  /** Grows whenever old columns changed, so that a view knows to draw them all. */
  generation = 0;

  /** All that is recorded, for a file. */
  keep(): Kept {
    const kept: Kept = { numbers: { range: this.range, latest: this.latest }, arrays: new Map() };
    for (const lane of this.lanes) {
      Object.assign(kept.numbers, { [`${lane.cell}.divergedAt`]: lane.divergedAt, [`${lane.cell}.explodedAt`]: lane.explodedAt });
      for (const column of COLUMNS) kept.arrays.set(`${lane.cell}.${column}`, lane[column]);
    }
    return kept;
  }

  /** Takes the place of what is recorded, if it is of a run of the same shape that was left at the same update. */
  recall({ numbers, arrays }: Kept): void {
    const fits = numbers.latest === this.latest && this.lanes.every((lane) => COLUMNS.every((column) => arrays.get(`${lane.cell}.${column}`)?.length === lane[column].length));
    if (!fits) return;
    for (const lane of this.lanes) {
      lane.divergedAt = numbers[`${lane.cell}.divergedAt`] ?? null;
      lane.explodedAt = numbers[`${lane.cell}.explodedAt`] ?? null;
      for (const column of COLUMNS) lane[column].set(arrays.get(`${lane.cell}.${column}`)!);
    }
    this.range = numbers.range ?? this.range;
    this.generation += 1;
  }

  /** Forgets everything: a new run. */
  restart(frame: StageFrame): void {
    this.lanes = frame.lanes.map((lane) => new LaneHistory(lane));
    this.range = FIRST_RANGE;
    this.latest = -1;
    this.generation += 1;
    this.record(frame);
  }

  /** Columns that `range` is divided into. */
  get columns(): number {
    return Math.min(CAPACITY, this.range);
  }

  /** The first update of a column. */
  updateOf(column: number): number {
    return Math.ceil((column * this.range) / this.columns);
  }

  columnOf(update: number): number {
    return Math.floor((update * this.columns) / this.range);
  }

  record(frame: StageFrame): void {
    while (frame.update >= this.range) {
      // While there are columns to spare a wider range costs nothing; after that, pairs become one.
      if (this.range >= CAPACITY) for (const lane of this.lanes) lane.halve();
      this.range *= 2;
      this.generation += 1;
    }
    const column = this.columnOf(frame.update);
    const former = this.latest < 0 ? column : this.columnOf(this.latest);
    frame.lanes.forEach((lane, index) => {
      this.lanes[index]?.hold(former, column);
      this.lanes[index]?.record(lane, column);
    });
    this.latest = frame.update;
  }

  /** From now on gradients are those of another loss: those of former updates are not shown beside them. */
  forgetGradients(): void {
    for (const lane of this.lanes) lane.forgetGradients();
    this.generation += 1;
  }

  /** The run was taken back to this frame: what came after it is forgotten. */
  rewind(frame: StageFrame): void {
    const column = this.columnOf(frame.update);
    for (const lane of this.lanes) lane.clear(column, frame.update);
    this.latest = -1;
    this.generation += 1;
    this.record(frame);
  }
}
