/** The tasks as the core describes them: where their data come from, what is read and asked, whether a model runs on. */

import table from '../generated/tasks.json';
import type { Experiment, TaskDescription, TaskKind } from '../generated/types';

const TASKS = new Map((table as unknown as readonly TaskDescription[]).map((task) => [task.kind, task]));

export function taskOf(kind: TaskKind): TaskDescription {
  const task = TASKS.get(kind);
  if (task === undefined) throw new RangeError(`The table of tasks has no ${kind}.`);
  return task;
}

/** Whether a task reads a text, in whose place the user's own may stand. */
export function readsText(kind: TaskKind): boolean {
  const { data, inputs, runsOn } = taskOf(kind);
  return data !== null && inputs.type === 'symbols' && runsOn;
}

/** The parameter that chooses among the data sets of a task; null where there is only one, or a rule. */
export const dataParameter = (kind: TaskKind): keyof Experiment | null => (taskOf(kind).data?.parameter ?? null) as keyof Experiment | null;

/** The file of the data set that an experiment chooses, below the folder `data`; null for a task by rule, and for one that there is not. */
export function dataFileOf(experiment: Experiment): string | null {
  const data = TASKS.get(experiment.task)?.data ?? null;
  if (data === null) return null;
  const { parameter, choices } = data;
  const name = parameter === null ? null : experiment[parameter as keyof Experiment];
  return (choices.find((choice) => choice.name === name) ?? choices[0]!).file;
}
