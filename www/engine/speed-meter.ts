/** How much training the speed is measured over, in milliseconds: clocks in browsers are coarse on purpose. */
const WINDOW = 250;
/** How much is enough for a first estimate. */
const FIRST = 25;

/** Measures how many updates a lane makes in a second of pure training. */
export class SpeedMeter {
  /** Over the last window; 0 until enough was measured. */
  updatesPerSecond = 0;
  #updates = 0;
  #milliseconds = 0;

  add(updates: number, milliseconds: number): void {
    this.#updates += updates;
    this.#milliseconds += milliseconds;
    if (this.#milliseconds < (this.updatesPerSecond > 0 ? WINDOW : FIRST)) return;
    this.updatesPerSecond = (this.#updates / this.#milliseconds) * 1000;
    if (this.#milliseconds < WINDOW) return;
    this.#updates = 0;
    this.#milliseconds = 0;
  }

  clear(): void {
    this.updatesPerSecond = 0;
    this.#updates = 0;
    this.#milliseconds = 0;
  }
}
