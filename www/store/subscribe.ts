/** How the parts of a page and of an element follow the store. */

import { computed, effect, untracked, type ReadonlySignal } from '@preact/signals-core';

/** Stops following. */
export type Stop = () => void;

/**
 * Calls `act` now, and again whenever one of the signals has another value. Nothing else that `act` reads makes it run
 * again: what a part depends on is said in one list.
 */
export function subscribe(signals: readonly ReadonlySignal<unknown>[], act: () => void): Stop {
  return effect(() => {
    const values = signals.map((each) => each.value);
    if (values.length > 0) untracked(act);
  });
}

/** The same, but not now: only when one of the signals changes. */
export function onChange(signals: readonly ReadonlySignal<unknown>[], act: () => void): Stop {
  let first = true;
  return subscribe(signals, () => {
    if (first) first = false;
    else act();
  });
}

/** A computed value that counts as another only if `same` finds it so. */
export function computedBy<Value>(compute: () => Value, same: (a: Value, b: Value) => boolean): ReadonlySignal<Value> {
  let last: { value: Value } | null = null;
  return computed(() => {
    const value = compute();
    if (last !== null && same(last.value, value)) return last.value;
    last = { value };
    return value;
  });
}

/** Whether two flat records hold the same values. */
export function sameRecord<Shape extends object>(a: Shape, b: Shape): boolean {
  const keys = Object.keys(a) as (keyof Shape)[];
  return keys.length === Object.keys(b).length && keys.every((key) => Object.is(a[key], b[key]));
}

/** What is to be stopped together. */
export class Subscriptions {
  #stops: Stop[] = [];

  add(...stops: Stop[]): void {
    this.#stops.push(...stops);
  }

  stop(): void {
    for (const stop of this.#stops) stop();
    this.#stops = [];
  }
}

/** Calls `act` at most once in so many milliseconds, and always once after the last call. */
export function throttled(act: () => void, milliseconds: number): () => void {
  let waiting = false;
  return () => {
    if (waiting) return;
    waiting = true;
    setTimeout(() => {
      waiting = false;
      act();
    }, milliseconds);
  };
}
