/** A series run on: what is forecast from some step on without the truth, and the answers to beat. */

/** So much at least of a window is read before a model runs on. */
const LEAST_SHARE = 0.5;

/**
 * How many values are read: half of them, and all that are not held out, so that what is forecast was never learned from.
 * `targets` says at which steps the next value is asked; so many values are left at least.
 */
export function historyOf(targets: readonly unknown[], left = 6): number {
  const asked = targets.findIndex((target) => target !== null);
  return Math.max(1, Math.min(Math.max(Math.floor(targets.length * LEAST_SHARE), asked + 1), targets.length - left));
}

/** The same season before: of each value from `history` on the last one that was read so many whole seasons before; null where less than one was read. */
export function sameSeason(truth: readonly number[], history: number, season: number): number[] | null {
  if (season < 1 || history < season) return null;
  return truth.slice(history).map((_, index) => truth[history - season + (index % season)]!);
}

/** Root of the mean squared error. */
export function error(said: readonly number[], truth: readonly number[]): number {
  return Math.sqrt(truth.reduce((sum, value, index) => sum + (said[index]! - value) ** 2, 0) / truth.length);
}
