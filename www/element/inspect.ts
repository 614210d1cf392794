/** A model of one's own and its sequences, given by a script: what an element's `inspect` does. */

import type { ModuleDescription } from '../generated/types';
import { npyOfRows, type Nested } from '../engine/npy';
import { experimentFor, packed } from '../engine/own-model';
import { describeFailure } from './errors';
import type { Past } from './past';
import type { Store } from '../store/store';

/** Numbers: a `.npy` file, or nested arrays. */
export type GivenNumbers = BufferSource | Nested;
/** A text: its bytes, or itself. */
export type GivenText = BufferSource | string;

/** What the model reads, and what is asked of it; without anything, random inputs and the last state. */
export interface GivenSequences {
  /** Where the sequences come from; by default `table` with `inputs`, `text` with `text`, else `random`. */
  source?: 'table' | 'text' | 'random' | 'oneHot';
  /** T × I, N × T × I, or symbols N × T where `ids` says how many there are. */
  inputs?: GivenNumbers;
  /** For each step a class, or V numbers; −1 and NaN ask nothing. */
  targets?: GivenNumbers;
  /** How many steps each of N sequences has. */
  lengths?: GivenNumbers;
  text?: GivenText;
  /** A symbol a line. */
  vocabulary?: GivenText;
  /** By default `targets` where there are some, else `state`: the mean square of the last state. */
  loss?: 'targets' | 'output' | 'state';
  /** Which output is asked for at the end, from 0. */
  output?: number;
  /** How many symbols there are. */
  ids?: number;
  /** How long sequences of a text and drawn ones are. */
  steps?: number;
  /** What random inputs are drawn from. */
  seed?: number;
  /** Which sequence is on view, from 0. */
  shown?: number;
}

const FILES = ['inputs', 'targets', 'lengths', 'text', 'vocabulary'] as const;
const NUMBERS = ['output', 'ids', 'steps', 'seed', 'shown'] as const;

/** The element, as far as it is needed here. */
interface Inspecting extends HTMLElement {
  readonly store: Store;
  readonly past: Past;
  readonly settled: Promise<void>;
}

/** Puts the model on stage. @throws Error with a sentence, when it or its sequences cannot be had; the stage is then as it was. */
export async function inspect(element: Inspecting, model: BufferSource, given: GivenSequences): Promise<ModuleDescription> {
  const { store } = element;
  const { description, model: weights } = await element.past.readModel(bytesOf(model)).catch(async (failure: unknown) => {
    throw new Error((await describeFailure(failure, store.options.language.peek())).message, { cause: failure });
  });
  const files: Record<string, Uint8Array> = { model: weights };
  for (const name of FILES) {
    const file = given[name];
    if (file !== undefined) files[name] = bytesOf(file);
  }
  const source = given.source ?? (given.inputs !== undefined ? 'table' : given.text !== undefined ? 'text' : 'random');
  const loss = given.loss ?? (given.targets !== undefined || source === 'text' ? 'targets' : 'state');
  const about: Record<string, string> = { source, loss };
  for (const name of NUMBERS) {
    const number = given[name];
    if (number !== undefined) about[name] = String(number);
  }
  const text = packed(files, about);
  const done = new AbortController();
  const refusal = new Promise<Error>((resolve) => {
    element.addEventListener('error', (event) => {
      const { message, failure } = (event as unknown as CustomEvent<{ message: string; failure?: unknown }>).detail;
      if (failure !== undefined) resolve(new Error(message, { cause: failure }));
    }, { signal: done.signal });
  });
  try {
    store.useModel(experimentFor(description, store.experiment.peek()), text);
    await element.settled;
    if (store.text.peek() !== text) throw await refusal;
  } finally {
    done.abort();
  }
  return description;
}

function bytesOf(given: GivenNumbers | GivenText): Uint8Array {
  if (typeof given === 'string') return new TextEncoder().encode(given);
  if (isNested(given)) return npyOfRows(given);
  return ArrayBuffer.isView(given) ? new Uint8Array(given.buffer, given.byteOffset, given.byteLength) : new Uint8Array(given);
}

const isNested = (given: BufferSource | Nested): given is Nested => Array.isArray(given);
