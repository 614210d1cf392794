/** One lane of a run as a Python script for plain PyTorch, with the page's numbers in it to compare with. */

import type { CellKind, Experiment, RunDescription, TaskKind, Trace } from '../generated/types';
import { taskOf } from '../engine/tasks';
import { specOf } from '../views/cells/spec';
import ruleTasks from './replay-rules.py?raw';
import dataTasks from './replay-tasks.py?raw';
import template from './replay.py?raw';
import training from './replay-training.py?raw';

export interface Replay {
  /** Names the run in one line. */
  title: string;
  /** The name of the file, for its usage. */
  file: string;
  experiment: Experiment;
  cell: CellKind;
  run: RunDescription;
  /** The update that `trace` and `weights` belong to. */
  update: number;
  trace: Trace;
  /** A safetensors file. */
  weights: ArrayBuffer;
  /** What the task `text` reads; null for the other tasks. */
  text: string | null;
  /** The data set of the other tasks that have one; null for a task by rule. */
  data: Uint8Array | null;
}

/** The tasks whose rules stand in a file of their own. */
const LONG_RULES: ReadonlySet<TaskKind> = new Set(['translate', 'video']);
/** Characters in a line of base64. */
const LINE = 100;

/** The script, whole. */
export function pytorchScript(replay: Replay): string {
  const { experiment, cell, run, update, trace, text, data } = replay;
  const content = {
    title: replay.title,
    experiment,
    cell: specOf(cell),
    sizes: { units: run.units, inner: run.inner, layers: run.layers, inputs: run.inputs, outputs: run.outputs },
    loss: run.loss,
    update,
    probe: { inputs: run.probe.symbols ?? run.probe.values, targets: run.probe.targets },
    page: { loss: trace.loss, log10Norms: norms(trace) },
    text,
    data: data === null ? null : base64(data),
    naturalLengths: taskOf(experiment.task).naturalLengths,
  };
  // Replaced by functions, because `$` would mean something in a string.
  return template
    .replace('# @TRAINING@\n', () => training)
    .replace('@TITLE@', () => oneLine(replay.title))
    .replaceAll('@FILE@', () => oneLine(replay.file))
    .replace('# @TASKS@\n', () => (data !== null ? dataTasks : LONG_RULES.has(experiment.task) ? ruleTasks : ''))
    .replace('@RUN@', () => pythonJson(content))
    .replace('@WEIGHTS@', () => base64Lines(new Uint8Array(replay.weights)));
}

/** log10 of the gradients' norms at every step, by the name of the state. */
function norms(trace: Trace): Record<string, (number | null)[]> {
  return Object.fromEntries(trace.layers.flatMap(({ log10GradHidden, log10GradCell }, layer) => [
    [`hidden l${layer}`, log10GradHidden],
    ...(log10GradCell === undefined ? [] : [[`cell l${layer}`, log10GradCell]]),
  ]) as [string, (number | null)[]][]);
}

/** JSON that stands in a raw Python string between triple apostrophes: there is none in it. One line a key. */
function pythonJson(content: Readonly<Record<string, unknown>>): string {
  const lines = Object.entries(content).map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  return `{\n${lines.join(',\n')}\n}`.replaceAll("'", '\\u0027');
}

/** Text that neither ends a docstring nor begins an escape in it. */
function oneLine(text: string): string {
  return text.replaceAll(/[\r\n]+/g, ' ').replaceAll('\\', '/').replaceAll('"', "'");
}

function base64(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

function base64Lines(bytes: Uint8Array): string {
  return base64(bytes).replaceAll(new RegExp(`.{${LINE}}(?=.)`, 'g'), '$&\n');
}
