/** What the model answers on the probe, and whether that is right. */

import type { RunDescription } from '../generated/types';

/** The most probable class at a step (0-based), the first of equals; `outputs` is [T, V]. */
export function answerAt(outputs: Float32Array, step: number, classes: number): number {
  let best = 0;
  for (let index = 1; index < classes; index++) {
    if (outputs[step * classes + index]! > outputs[step * classes + best]!) best = index;
  }
  return best;
}

/** The steps (0-based) at which the probe asks for an answer. */
export function askedSteps(run: RunDescription): number[] {
  return run.probe.targets.flatMap((target, step) => (target === null ? [] : [step]));
}

/** The one step that is asked, when there is exactly one. */
export function onlyAsked(run: RunDescription): number | null {
  const asked = askedSteps(run);
  return asked.length === 1 ? asked[0]! : null;
}

/** What all steps that are asked should answer, where it is the same of all; null where it is not. */
export function soleTarget(run: RunDescription): number | readonly number[] | null {
  const [first, ...others] = run.probe.targets.filter((target) => target !== null);
  if (first === undefined || (others.length > 0 && typeof first !== 'number')) return null;
  return others.every((other) => other === first) ? first : null;
}

/**
 * The class that an answer at a step is compared with: the step's own target or, where a single answer is due later,
 * that one, so that the picture shows since when the model would know. Null when there is nothing to compare with.
 */
export function wantedAt(run: RunDescription, step: number): number | null {
  const own = run.probe.targets[step];
  if (typeof own === 'number') return own;
  const only = onlyAsked(run);
  const target = only === null ? null : run.probe.targets[only];
  return typeof target === 'number' ? target : null;
}
