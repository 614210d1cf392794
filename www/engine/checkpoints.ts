/** Snapshots of a run in bounded memory, so that any of its updates can be reached again in little time. */

import type { Bytes } from './protocol';

/** Bytes that the checkpoints of one lane take at most, unless two of them are larger. */
export const CHECKPOINT_BYTES = 32 * 2 ** 20;
/** Checkpoints of one lane at most: one for each column of the film. */
export const MOST_CHECKPOINTS = 256;

export interface Checkpoint {
  readonly update: number;
  readonly snapshot: Bytes;
}

/**
 * Keeps a snapshot at every multiple of a spacing. When there is no room for one more the spacing doubles, and those between
 * go. So what lies between two of them is at most as many updates as the spacing: no more than 1/64 of the run, but for models so large
 * that fewer than 64 snapshots fit.
 */
export class Checkpoints {
  /** Updates from one checkpoint to the next. */
  spacing = 1;
  #kept: Checkpoint[] = [];

  get kept(): readonly Checkpoint[] {
    return this.#kept;
  }

  get bytes(): number {
    return this.#kept.reduce((sum, { snapshot }) => sum + snapshot.byteLength, 0);
  }

  /** Updates that may be made until the next checkpoint is due. */
  until(update: number): number {
    return this.spacing - (update % this.spacing);
  }

  /** Whether a checkpoint is due at this update. */
  isDue(update: number): boolean {
    return update > 0 && update % this.spacing === 0 && (this.#kept.at(-1)?.update ?? 0) < update;
  }

  add(update: number, snapshot: Bytes): void {
    this.#kept.push({ update, snapshot });
    while (this.#kept.length > 2 && (this.#kept.length > MOST_CHECKPOINTS || this.bytes > CHECKPOINT_BYTES)) {
      this.spacing *= 2;
      this.#kept = this.#kept.filter((checkpoint) => checkpoint.update % this.spacing === 0);
    }
  }

  /** The last checkpoint at or before an update; undefined where only the beginning of the run is. */
  before(update: number): Checkpoint | undefined {
    return this.#kept.findLast((checkpoint) => checkpoint.update <= update);
  }

  /** Drops what lies after an update: it did not happen. */
  cut(update: number): void {
    this.#kept = this.#kept.filter((checkpoint) => checkpoint.update <= update);
  }

  clear(): void {
    this.#kept = [];
    this.spacing = 1;
  }
}
