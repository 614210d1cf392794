/** Whose loss the gradients on view belong to. */

import type { RunDescription } from '../generated/types';

/** `all` losses together, or the loss of one step (from 1); null leaves it to the task. */
export type Of = 'all' | number | null;

/** The steps of the probe that have a loss, from 0. */
export function lossSteps(run: RunDescription): number[] {
  return run.probe.targets.flatMap((target, step) => (target === null ? [] : [step]));
}

/** The step itself, where it has one of several losses; null where there is nothing to choose. */
export function lossAt(run: RunDescription | undefined, step: number): number | null {
  const steps = run === undefined ? [] : lossSteps(run);
  return steps.length > 1 && steps.includes(step) ? step : null;
}

/**
 * The step (from 0) whose loss is followed, null for all of them. Left to the task it is the last one where there are
 * several, because the sum of many losses says nothing of how far one of them reaches; where there is one, `all` is the
 * same and needs no name. A step without a loss gives way to the nearest that has one.
 */
export function followedStep(run: RunDescription, of: Of): number | null {
  const steps = lossSteps(run);
  if (of === 'all' || steps.length < 2) return null;
  if (of === null) return steps.at(-1)!;
  const wanted = of - 1;
  return steps.reduce((best, step) => (Math.abs(step - wanted) <= Math.abs(best - wanted) ? step : best));
}
