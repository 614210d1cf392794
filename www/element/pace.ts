/** How many updates a second are shown: fixed, or slow at first and then ever faster. */

/**
 * Above this many updates a second there is no wave: no one could follow it, and large areas that fade and come back
 * more than three times a second are not safe for everyone's eyes.
 */
export const FASTEST_WAVE = 3;
/** The automatic pace grows by this factor every second, once the first slow update is over. */
const GROWTH = 1.6;
/** From here on the automatic pace is flat out. */
const FLAT_OUT = 2000;
/** Milliseconds of training that one call to the workers holds at least and at most, so that frames keep coming. */
const SHORTEST_CALL = 25;
const LONGEST_CALL = 80;
/** Within these limits, training takes this many times as long as tracing, packing and sending the frame. */
const TRAINING_SHARE = 8;

/** Updates a second; Infinity is flat out. */
export type Speed = number | 'auto';

export class Pace {
  speed: Speed = 'auto';
  /** The automatic pace, updates a second. */
  #auto = 1;
  #credit = 0;
  /** Milliseconds an update takes in the slowest lane; 0 until known. */
  #cost = 0;
  /** Smoothed milliseconds that a call takes beyond its updates. */
  #overhead = 0;

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
    const speed = this.updatesPerSecond;
    const most = this.#mostPerCall();
    if (this.hasWave) this.#credit = 0;
    // Not by arithmetic: in no time at all, infinitely fast, is not a number.
    else if (speed === Infinity) this.#credit = most;
    else this.#credit = Math.min(this.#credit + (speed * milliseconds) / 1000, most);
  }

  /** How many updates the next call shall make; 0 when it is too early for one. */
  take(): number {
    const updates = Math.min(Math.floor(this.#credit), this.#mostPerCall());
    this.#credit -= updates;
    return updates;
  }

  /** The most updates that keep a call short. */
  #mostPerCall(): number {
    const call = Math.max(SHORTEST_CALL, Math.min(LONGEST_CALL, this.#overhead * TRAINING_SHARE));
    return this.#cost === 0 ? 1 : Math.max(1, Math.round(call / this.#cost));
  }

  /** Learns how long a call took, and how fast its slowest lane trains by itself. */
  measure(updates: number, milliseconds: number, updatesPerSecond: number): void {
    this.#cost = updatesPerSecond > 0 ? 1000 / updatesPerSecond : milliseconds / updates;
    const overhead = Math.max(0, milliseconds - updates * this.#cost);
    this.#overhead += 0.2 * (overhead - this.#overhead);
  }

  /** The size of a call when nothing but time matters. */
  get callSize(): number {
    return this.#mostPerCall();
  }
}
