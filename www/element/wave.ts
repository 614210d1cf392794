/** The two waves of an update: forward through time from left to right, then backward from right to left. */

import type { Pass } from '../views/row';

/** Milliseconds a time step at the natural pace. */
const FORWARD_STEP = 22;
const BACKWARD_STEP = 35;
/** However long the sequence, a pass takes no longer than this at the natural pace. */
const LONGEST_FORWARD = 2200;
const LONGEST_BACKWARD = 3500;
/** Milliseconds of rest after a pass. */
const REST = 150;

/** Milliseconds that both passes and their rests take at the natural pace. */
export function naturalDuration(steps: number): number {
  return forwardDuration(steps) + backwardDuration(steps) + 2 * REST;
}

function forwardDuration(steps: number): number {
  return Math.min(FORWARD_STEP * steps, LONGEST_FORWARD);
}

function backwardDuration(steps: number): number {
  return Math.min(BACKWARD_STEP * steps, LONGEST_BACKWARD);
}

/** Where the two passes of one update stand. */
export class Wave {
  /** The pass under way; null when both are complete. */
  pass: Pass | null = null;
  /** Time steps that the pass has gone through. */
  reached = 0;
  #steps = 0;
  /** Milliseconds of this pass spent so far, at the natural pace. */
  #spent = 0;
  /** Milliseconds of rest still to go before the next pass. */
  #rest = 0;

  begin(steps: number): void {
    this.#steps = steps;
    this.#enter('forward');
    this.#rest = 0;
  }

  /** Both passes are complete. */
  finish(): void {
    this.pass = null;
    this.reached = this.#steps;
    this.#rest = 0;
  }

  get complete(): boolean {
    return this.pass === null;
  }

  /** Whether the pass has gone through all steps, and only the rest after it is left. */
  get passComplete(): boolean {
    return this.pass === null || this.reached >= this.#steps;
  }

  #enter(pass: Pass): void {
    this.pass = pass;
    this.reached = 0;
    this.#spent = 0;
  }

  /** Lets time go by. Returns true when another pass began, or the last one ended. */
  run(milliseconds: number): boolean {
    if (this.pass === null) return false;
    if (!this.passComplete) {
      const duration = this.pass === 'forward' ? forwardDuration(this.#steps) : backwardDuration(this.#steps);
      this.#spent += milliseconds;
      this.reached = Math.min(this.#steps, Math.floor((this.#spent / duration) * this.#steps));
      if (this.reached >= this.#steps) this.#rest = REST;
      return false;
    }
    this.#rest -= milliseconds;
    if (this.#rest > 0) return false;
    this.next();
    return true;
  }

  /** One time step further; from the end of a pass into the next one. Returns as `run` does. */
  step(): boolean {
    if (this.pass === null) return false;
    const turns = this.passComplete;
    if (turns) this.next();
    this.#advance();
    return turns;
  }

  #advance(): void {
    if (this.complete) return;
    this.reached += 1;
    const duration = this.pass === 'forward' ? forwardDuration(this.#steps) : backwardDuration(this.#steps);
    this.#spent = (this.reached / this.#steps) * duration;
    if (this.passComplete) this.#rest = REST;
  }

  /** From the forward to the backward pass, or from that to the end. */
  next(): void {
    if (this.pass === 'forward') this.#enter('backward');
    else this.finish();
  }
}
