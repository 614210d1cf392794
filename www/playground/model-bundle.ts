/** A model of the visitor's own and the sequences for it, as the one file that the task `own` reads. */

import { dataFor } from '../engine/data';
import { isNpy } from '../engine/npy';
import { packed } from '../engine/own-model';
import { dataParameter } from '../engine/tasks';
import { loadPart } from '../engine/part';
import type { Experiment, ModuleDescription, TaskKind } from '../generated/types';
import type { Messages } from '../i18n';

export type Source = 'task' | 'table' | 'text' | 'oneHot' | 'random';
export type Loss = 'targets' | 'output' | 'state';

/** What is to be read, and what is asked. */
export interface Sequences {
  source: Source;
  /** The task whose sequences are read, with what it chooses among its data. */
  task: Experiment;
  inputs: File | null;
  targets: File | null;
  text: File | null;
  vocabulary: File | null;
  steps: number;
  seed: number;
  loss: Loss;
  output: number;
}

/** Which losses a model and its sequences allow; targets come with a task or a text. */
export function lossesOf(source: Source, model: ModuleDescription): Loss[] {
  if (source === 'task') return ['targets'];
  const ends: Loss[] = model.readout === null ? ['state'] : ['output', 'state'];
  return source === 'table' || source === 'text' ? ['targets', ...ends] : ends;
}

/** A table that cannot be read, and why. */
export class TableProblem extends Error {
  readonly sentence: (csv: Messages['own']['problems']['csv']) => string;

  constructor(file: string, sentence: (csv: Messages['own']['problems']['csv']) => string) {
    super(`${file} is no table of numbers.`);
    this.sentence = (csv) => `${file}: ${sentence(csv)}`;
  }
}

/** The file in base64, as an element takes it. @throws TableProblem */
export async function bundle(weights: Uint8Array, sequences: Sequences): Promise<string> {
  const { source, task, steps, seed, loss, output } = sequences;
  const about: Record<string, string> = { source, steps: String(steps), seed: String(seed), loss, output: String(output) };
  const files: Record<string, Uint8Array> = { model: weights };
  const add = async (name: string, file: File | null) => {
    if (file !== null) files[name] = await readFile(name, file);
  };
  if (source === 'task') {
    about.task = task.task;
    about.steps = String(task.length);
    about.shortest = String(task.shortest);
    const parameter = dataParameter(task.task);
    if (parameter !== null) about.choice = String(task[parameter]);
    const data = await dataFor(task);
    if (data !== null) files.data = data;
  } else if (source === 'table') {
    if (sequences.inputs !== null) files.inputs = await readNumbers(sequences.inputs);
    if (loss === 'targets' && sequences.targets !== null) files.targets = await readNumbers(sequences.targets);
  } else if (source === 'text') {
    await add('text', sequences.text);
    await add('vocabulary', sequences.vocabulary);
  }
  return packed(files, about);
}

/** Numbers as NumPy saves them, from such a file or a table of text. */
async function readNumbers(file: File): Promise<Uint8Array> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (isNpy(bytes)) return bytes;
  const { numbersOf, sentenceOf } = await loadPart(() => import('./series-csv'));
  const read = numbersOf(new TextDecoder().decode(bytes));
  if ('kind' in read) throw new TableProblem(file.name, (csv) => sentenceOf(read, csv));
  return read;
}

/** A vocabulary may be JSON, as tokenizers save it: a list, or symbols with their numbers. */
async function readFile(name: string, file: File): Promise<Uint8Array> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (name !== 'vocabulary') return bytes;
  const symbols = symbolsOf(new TextDecoder().decode(bytes));
  return symbols === null ? bytes : new TextEncoder().encode(symbols.map(escaped).join('\n'));
}

/** The symbols of a vocabulary in JSON, in the order of their numbers; null when it is none. */
export function symbolsOf(text: string): string[] | null {
  try {
    const given = JSON.parse(text) as unknown;
    if (Array.isArray(given)) return given.map(String);
    if (typeof given !== 'object' || given === null) return null;
    return Object.entries(given as Record<string, number>).sort(([, a], [, b]) => a - b).map(([symbol]) => symbol);
  } catch {
    return null;
  }
}

const escaped = (symbol: string): string => symbol.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\t', '\\t');

/** The tasks whose sequences a model may read. */
export const isReadable = (task: TaskKind): boolean => task !== 'own' && task !== 'text';
