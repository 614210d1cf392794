/** Words on the stage stand long enough to be read, however fast training goes. */

/** Milliseconds for which words stand at least while frame follows frame: no one reads them faster. */
export const READABLE = 1000;

export class Readable {
  #wroteAt = -Infinity;

  /** Whether words may be written now: where frame follows frame not before the last ones could be read. Remembers that they are. */
  write(training: boolean, now: number): boolean {
    if (training && now - this.#wroteAt < READABLE) return false;
    this.#wroteAt = now;
    return true;
  }

  /** The next words are written at once: what they speak of is another. */
  forget(): void {
    this.#wroteAt = -Infinity;
  }
}
