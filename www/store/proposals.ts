/** What choosing a task proposes: its own sizes and rates, and data in the visitor's language, wherever nobody has set others. */

import { taskOf } from '../engine/tasks';
import type { Experiment, TaskKind } from '../generated/types';
import { PARAMETERS } from './parameters';

/** What a task proposes, by parameter. Data in `own` are proposed where they are what the task reads. */
function proposedBy(task: TaskKind, own: Partial<Experiment>): Record<string, unknown> {
  const read = PARAMETERS.filter(({ key, tasks }) => key in own && tasks?.includes(task));
  return { ...taskOf(task).proposed, ...Object.fromEntries(read.map(({ key }) => [key, own[key]])) };
}

/** The change that chooses a task, for a visitor whose language has the data `own`. What differs from the default, or from what the task before proposed, was set on purpose and stays. */
export function changeTo(task: TaskKind, experiment: Experiment, own: Partial<Experiment> = {}): Partial<Experiment> {
  const [before, after] = [proposedBy(experiment.task, own), proposedBy(task, own)];
  const change: Record<string, unknown> = { task };
  for (const { key, default: value } of PARAMETERS) {
    const [old, proposed] = [before[key] ?? value, after[key] ?? value];
    if (old !== proposed && experiment[key] === old) change[key] = proposed;
  }
  return change;
}
