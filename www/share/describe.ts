/** What a run is called: in the names of files, and in what is printed into pictures. */

import { changedKeys } from '../store/validate';
import type { CellKind, Experiment } from '../generated/types';
import type { Messages } from '../i18n';
import { count } from '../views/format';

/** What is on view, as far as its name needs it. */
export interface Subject {
  experiment: Experiment;
  update: number;
  /** The address that gives the same run. */
  link: string;
}

/** `vanishing-point-recall-seed156-update104-lstm.json`. */
export function fileName({ experiment, update }: Subject, extension: string, ...parts: string[]): string {
  return ['vanishing-point', experiment.task, `seed${experiment.seed}`, `update${update}`, ...parts].join('-') + `.${extension}`;
}

/** One line in English for what is read by programs and programmers: `recall, lstm at update 104, seed 156`. */
export function plainTitle({ experiment, update }: Subject, cell: CellKind): string {
  return `${experiment.task}, ${cell} at update ${update}, seed ${experiment.seed}`;
}

/** The task and the update, in words. */
export function heading({ experiment, update }: Subject, words: Messages): string {
  return `${words.tasks[experiment.task].name} · ${words.share.atUpdate(count(update))}`;
}

/** Every parameter that differs from its default, under the key that the address has for it; the seed in any case. */
export function parameterList({ experiment }: Subject): string[] {
  const changed = [...changedKeys(experiment)];
  if (!changed.some(([key]) => key === 'seed')) changed.push(['seed', String(experiment.seed)]);
  return changed.map(([key, value]) => `${key} ${value}`);
}
