/** How long one slice of training should last, in milliseconds: short beside any watchdog, long beside a message. */
const SLICE = 200;
/** How much work the speed is measured over, in milliseconds: clocks in browsers are coarse on purpose. */
const WINDOW = 250;
/** How much work is enough for a first guess. */
const GUESS = 25;

/** Measures a lane's speed and cuts long trainings into slices of even time. */
export class Pace {
  /** Updates a second of pure training, over the last window; 0 until enough was measured. */
  updatesPerSecond = 0;
  /** Updates in the next slice of a long training. */
  slice = 1;
  #updates = 0;
  #milliseconds = 0;

  note(updates: number, milliseconds: number): void {
    if (milliseconds > SLICE) this.slice = Math.max(1, this.slice >> 1);
    else if (milliseconds < SLICE / 2 && updates === this.slice) this.slice *= 2;

    this.#updates += updates;
    this.#milliseconds += milliseconds;
    if (this.#milliseconds < (this.updatesPerSecond > 0 ? WINDOW : GUESS)) return;
    this.updatesPerSecond = (this.#updates / this.#milliseconds) * 1000;
    if (this.#milliseconds < WINDOW) return;
    this.#updates = 0;
    this.#milliseconds = 0;
  }

  clear(): void {
    this.updatesPerSecond = 0;
    this.slice = 1;
    this.#updates = 0;
    this.#milliseconds = 0;
  }
}
