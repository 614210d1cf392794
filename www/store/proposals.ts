/** What choosing a task proposes: its own sizes and rates, wherever nobody has set others. */

import { taskOf } from '../engine/tasks';
import type { Experiment, TaskKind } from '../generated/types';
import { PARAMETERS } from './parameters';

/** The change that chooses a task. What differs from the default, or from what the task before proposed, was set on purpose and stays. */
export function changeTo(task: TaskKind, experiment: Experiment): Partial<Experiment> {
  const [before, after] = [taskOf(experiment.task).proposed, taskOf(task).proposed];
  const change: Record<string, unknown> = { task };
  for (const { key, default: value } of PARAMETERS) {
    const [old, proposed] = [before[key] ?? value, after[key] ?? value];
    if (old !== proposed && experiment[key] === old) change[key] = proposed;
  }
  return change;
}
