/** What can be kept of a run, each as one file's content. */

import type { VanishingPointElement } from '../element/vanishing-point';
import { dataFor } from '../engine/data';
import { ownData, ownKindOf } from '../engine/own';
import { readsText } from '../engine/tasks';
import type { CellKind, Experiment } from '../generated/types';
import { fileName, plainTitle, type Subject } from './describe';
import { pytorchScript } from './pytorch';

export function subjectOf(stage: VanishingPointElement): Subject {
  return { experiment: stage.experiment, update: stage.status.updates, link: location.href };
}

/** A cell's Trace, as DESIGN's contract has it. */
export async function traceJson(stage: VanishingPointElement, cell: CellKind): Promise<string> {
  return JSON.stringify(await stage.trace(cell));
}

/** The traces of all cells, with what they belong to. */
export async function allTracesJson(stage: VanishingPointElement, { experiment, update, link }: Subject): Promise<string> {
  const traces = await Promise.all(experiment.cells.map(async (cell) => [cell, await stage.trace(cell)] as const));
  return JSON.stringify({ link, experiment, update, traces: Object.fromEntries(traces) });
}

/** @throws Error when the lane is not on view. */
export async function cellScript(stage: VanishingPointElement, cell: CellKind): Promise<string> {
  const subject = subjectOf(stage);
  const lane = stage.frame?.lanes.find((each) => each.cell === cell);
  if (lane === undefined) throw new Error(`${cell} is not on view.`);
  // A lane that diverged stands at an update of its own.
  const update = lane.scalar('update');
  const { run } = lane;
  const [trace, weights, text, data] = await Promise.all([stage.trace(cell), stage.weights(cell), textOf(stage, subject.experiment), numbersOf(stage, subject.experiment)]);
  const here = { ...subject, update };
  return pytorchScript({ title: plainTitle(here, cell), file: fileName(here, 'py', cell), experiment: subject.experiment, cell, run, update, trace, weights, text, data });
}

/** What a task of text reads; null for the others. */
async function textOf(stage: VanishingPointElement, experiment: Experiment): Promise<string | null> {
  if (!readsText(experiment.task)) return null;
  const data = await dataFor(experiment);
  return data === null ? null : (stage.text ?? new TextDecoder().decode(data));
}

/** The data set of a task that reads no text, with what the visitor brought along; null for a task by rule. */
async function numbersOf(stage: VanishingPointElement, experiment: Experiment): Promise<Uint8Array | null> {
  if (readsText(experiment.task)) return null;
  return stage.text !== null && ownKindOf(experiment.task) !== null ? ownData(experiment, stage.text) : dataFor(experiment);
}
