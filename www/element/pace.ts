/** How many updates a second are shown: fixed, or slow at first and then ever faster. */

/**
 * Above this many updates a second there is no wave: no one could follow it, and large areas that fade and come back
 * more than three times a second are not safe for everyone's eyes.
 */
export const FASTEST_WAVE = 3;
/** The automatic pace grows by this factor every second, once the first slow update is over. */
const GROWTH = 1.5;
/** From here on the automatic pace is flat out. */
const FLAT_OUT = 2000;
/** Milliseconds of work that one call to the workers shall hold, so that frames keep coming. */
const CALL = 30;

/** Updates a second; Infinity is flat out. */
export type Speed = number | 'auto';

export class Pace {
  speed: Speed = 'auto';
  /** The automatic pace, updates a second. */
  #auto = 1;
  #credit = 0;
  /** Smoothed milliseconds an update takes, all lanes together; 0 until measured. */
  #cost = 0;

  /** Back to the start of the automatic pace, which is that of the waves. */
  restart(naturalMilliseconds: number): void {
    this.#auto = 1000 / naturalMilliseconds;
    this.#credit = 0;
  }

  get updatesPerSecond(): number {
    if (this.speed !== 'auto') return this.speed;
    return this.#auto >= FLAT_OUT ? Infinity : this.#auto;
  }

  get hasWave(): boolean {
    return this.updatesPerSecond <= FASTEST_WAVE;
  }

  /** Time goes by while training plays; `grows` once the first update was shown in full. */
  run(milliseconds: number, grows: boolean): void {
    if (grows && this.speed === 'auto' && this.#auto < FLAT_OUT) this.#auto *= GROWTH ** (milliseconds / 1000);
    if (this.hasWave) this.#credit = 0;
    else this.#credit = Math.min(this.#credit + (this.updatesPerSecond * milliseconds) / 1000, this.#mostPerCall());
  }

  /** How many updates the next call shall make; 0 when it is too early for one. */
  take(): number {
    const updates = Math.min(Math.floor(this.#credit), this.#mostPerCall());
    this.#credit = this.#credit === Infinity ? 0 : this.#credit - updates;
    return updates;
  }

  /** The most updates that keep a call short. */
  #mostPerCall(): number {
    return this.#cost === 0 ? 1 : Math.max(1, Math.round(CALL / this.#cost));
  }

  /** Learns how long a call took. */
  measure(updates: number, milliseconds: number): void {
    const cost = milliseconds / updates;
    this.#cost = this.#cost === 0 ? cost : this.#cost + 0.3 * (cost - this.#cost);
  }

  /** The size of a call when nothing but time matters. */
  get callSize(): number {
    return this.#mostPerCall();
  }
}
