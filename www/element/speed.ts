/** How many updates a second are shown: fixed, or by itself: slow enough to follow at first, then faster where nothing changes. */

import type { Speed } from '../store/run';

/**
 * Above this many updates a second there is no wave: no one could follow it, and large areas that fade and come back
 * more than three times a second are not safe for everyone's eyes.
 */
export const FASTEST_WAVE = 3;
/** After the first pass so many updates come one by one, slower than words change, so that chart and words are of one update. */
const ONE_BY_ONE = 3;
const READING_PACE = 0.9;
/** The automatic pace after them, and the factor by which it grows every second, up to what an eye can follow. */
const SLOW_START = 2;
const EARLY_GROWTH = 1.25;
export const FOLLOWED = 10;
/** While something happens it is no faster than this. */
const EVENTFUL = 5;
/** A run that has shown nothing for so many updates is hurried on, as is one that goes on after its milestone. */
const PATIENT_UPDATES = 200;
const GROWTH = 1.6;
/** From here on the automatic pace is flat out. */
const FLAT_OUT = 2000;
/** Milliseconds of training that one call to the workers holds at least and at most, so that frames keep coming. */
const SHORTEST_CALL = 25;
const LONGEST_CALL = 120;
/** Within these limits, training takes this many times as long as tracing, packing and sending the frame. */
const TRAINING_SHARE = 12;

/** Of the automatic pace: the first update with its waves, updates that can be followed, and the way to flat out. */
type Phase = 'first' | 'followed' | 'growing';

export class Pace {
  #speed: Speed = 'auto';
  #phase: Phase = 'first';
  /** Updates made since the first pass. */
  #made = 0;
  /** Whether something happens that is worth seeing. */
  eventful = false;
  /** The automatic pace, updates a second. */
  #auto = 1;
  #credit = 0;
  /** Milliseconds an update takes in the slowest lane; 0 until known. */
  #cost = 0;
  /** Smoothed milliseconds that a call takes beyond its updates. */
  #overhead = 0;
  /** Whether lanes and page share too few cores: then drawing a frame takes its time from training. */
  #crowded = false;

  /**
   * Back to the start of the automatic pace, which is that of the waves.
   *
   * @param crowded whether the lanes leave no core to the page.
   */
  restart(naturalMilliseconds: number, crowded = false): void {
    this.#crowded = crowded;
    this.#auto = 1000 / naturalMilliseconds;
    this.#phase = 'first';
    this.#made = 0;
    this.eventful = false;
    this.#credit = 0;
  }

  get speed(): Speed {
    return this.#speed;
  }

  set speed(speed: Speed) {
    this.#speed = speed;
  }

  /** The first update was shown in full: updates follow. */
  introduced(): void {
    if (this.#phase !== 'first') return;
    this.#phase = 'followed';
    this.#auto = READING_PACE;
    this.#credit = 0;
  }

  /** What was worth seeing has been seen: the automatic pace picks up. */
  goOn(): void {
    this.#phase = 'growing';
    this.#auto = FOLLOWED;
  }

  get updatesPerSecond(): number {
    if (this.#speed !== 'auto') return this.#speed;
    if (this.#phase === 'followed' && this.eventful) return Math.min(EVENTFUL, this.#auto);
    return this.#auto >= FLAT_OUT ? Infinity : this.#auto;
  }

  get hasWave(): boolean {
    return this.#speed === 'auto' ? this.#phase === 'first' : this.#speed <= FASTEST_WAVE;
  }

  /** Time goes by while training plays; `held` while it shall not pick up speed by itself. */
  run(milliseconds: number, held = false): void {
    if (!held && this.#speed === 'auto') this.#grow(milliseconds / 1000);
    const speed = this.updatesPerSecond;
    const most = this.#mostPerCall();
    // Not by arithmetic: in no time at all, infinitely fast, is not a number.
    if (speed === Infinity) this.#credit = most;
    else this.#credit = Math.min(this.#credit + (speed * milliseconds) / 1000, most);
  }

  #grow(seconds: number): void {
    if (this.#phase === 'followed') {
      if (this.#made >= PATIENT_UPDATES) this.goOn();
      else if (this.#made < ONE_BY_ONE) return;
      else if (this.#auto < SLOW_START) this.#auto = SLOW_START;
      else if (!this.eventful) this.#auto = Math.min(FOLLOWED, this.#auto * EARLY_GROWTH ** seconds);
    } else if (this.#phase === 'growing' && this.#auto < FLAT_OUT) this.#auto *= GROWTH ** seconds;
  }

  /** How many updates the next call shall make; 0 when it is too early for one. */
  take(): number {
    const updates = Math.min(Math.floor(this.#credit), this.#mostPerCall());
    this.#credit -= updates;
    return updates;
  }

  /** The one update of a wave, which takes its own time. */
  takeOne(): number {
    this.#credit = 0;
    return 1;
  }

  /** The most updates that keep a call short. */
  #mostPerCall(): number {
    const call = this.#crowded ? LONGEST_CALL : Math.max(SHORTEST_CALL, Math.min(LONGEST_CALL, this.#overhead * TRAINING_SHARE));
    return this.#cost === 0 ? 1 : Math.max(1, Math.round(call / this.#cost));
  }

  /** Learns how long a call took, and how fast its slowest lane trains by itself. */
  measure(updates: number, milliseconds: number, updatesPerSecond: number): void {
    this.#made += updates;
    this.#cost = updatesPerSecond > 0 ? 1000 / updatesPerSecond : milliseconds / updates;
    const overhead = Math.max(0, milliseconds - updates * this.#cost);
    this.#overhead += 0.2 * (overhead - this.#overhead);
  }

  /** The size of a call when nothing but time matters. */
  get callSize(): number {
    return this.#mostPerCall();
  }
}

// --- The elements of a page that are starting ---------------------------------

/** Milliseconds after which nobody waits any longer for one that does not come to its first frame. */
const PATIENCE = 20_000;

const starting = new Set<object>();

/**
 * Counts an element as starting until its start has ended, well or badly. Others, which have started, do not pick up
 * speed before that: where there are few cores, whoever came first would leave the rest no time to compile and to begin.
 */
export function countStart(ended: Promise<unknown>): void {
  const mark = {};
  starting.add(mark);
  const end = () => starting.delete(mark);
  ended.then(end, end);
  setTimeout(end, PATIENCE);
}

export function someStart(): boolean {
  return starting.size > 0;
}
