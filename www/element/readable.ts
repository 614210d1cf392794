/** Words on the stage stand long enough to be read, however fast training goes. */

/** Milliseconds for which words stand at least while frame follows frame: no one reads them faster. */
export const READABLE = 1000;

export class Readable {
  /** When the words on view came, and the update that they are of. */
  #cameAt = -Infinity;
  #update = -1;
  #due = false;

  /** Whether the words of this update may be written now: where frame follows frame not before the last ones could be read. Remembers that they are. */
  write(training: boolean, now: number, update: number): boolean {
    if (training && !this.#due && now - this.#cameAt < READABLE) return false;
    this.#due = false;
    // Words that are written again have stood all the while: the next ones need not wait for them anew.
    if (update !== this.#update) this.#cameAt = now;
    this.#update = update;
    return true;
  }

  /** The next words are written at once: what they speak of is another. */
  forget(): void {
    this.#due = true;
  }
}
