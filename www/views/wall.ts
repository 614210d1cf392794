/** Truncated backpropagation: the walls that no gradient passes. */

/** The steps (0-based, ascending) on whose left there is a wall: every k-th, none without truncation. */
export function walls(steps: number, truncate: number): number[] {
  if (truncate <= 0) return [];
  return Array.from({ length: Math.ceil(steps / truncate) - 1 }, (_, index) => (index + 1) * truncate);
}

/** Whether there is a wall between a step (0-based) and the one before it. */
export function isWalled(step: number, truncate: number): boolean {
  return truncate > 0 && step > 0 && step % truncate === 0;
}
