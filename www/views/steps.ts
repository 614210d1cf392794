/** What is read, asked and answered at one step, as people would write it. */

import type { Channel, RunDescription } from '../generated/types';
import type { Messages } from '../i18n';
import { answerAt } from './answers';
import { classNames } from './labels';
import { percent, symbolName, value, type PercentWords } from './format';

/** Pixels of an image that are named one by one. */
const MOST_PIXELS = 12;
/** From here on a pixel between 0 and 1 is lit. */
const LIT = 0.5;

type Described = Pick<RunDescription, 'input' | 'answer' | 'inputLabels' | 'outputLabels' | 'outputs' | 'loss' | 'probe'>;

/** What a step (from 0) reads: the symbol by its name, the channels by name and unit, of an image the lit pixels. */
export function inputText({ input, inputLabels, probe }: Described, step: number): string {
  const symbol = probe.symbols?.[step];
  if (symbol !== undefined) return symbolName(inputLabels?.[symbol] ?? String(symbol));
  const values = probe.values?.[step];
  if (values === undefined) return '';
  if (input.type === 'image') return pixels(values, input.width);
  const channels = input.type === 'channels' ? input.channels : [];
  return values.map((each, index) => quantity(each, channels[index], channels.length > 2)).join(', ');
}

/** The same where there is room for a word: of many channels how many there are. */
export function diagramInput(run: Described, step: number): string {
  const values = run.probe.values?.[step];
  if (values === undefined || values.length <= 2) return inputText(run, step);
  return run.input.type === 'image' ? `${run.input.width} × ${run.input.height}` : `${values.length} ×`;
}

/** What a step should answer: a class by its name, numbers as they are. */
export function targetText(run: Described, target: number | readonly number[], words: Pick<Messages, 'classes'>): string {
  const { answer } = run;
  if (typeof target === 'number') return symbolName(classNames(run, words)[target]!);
  const channels = answer.type === 'values' ? answer.channels : [];
  return target.map((each, index) => quantity(each, channels[index], channels.length > 1)).join(', ');
}

/** What a model answers at a step: the most probable class and, unless it is to be `short`, how sure it is. */
export function answerText(run: Described, outputs: Float32Array, step: number, words: PercentWords & Pick<Messages, 'classes'>, short = false): string {
  const from = step * run.outputs;
  if (run.loss === 'squaredError') return targetText(run, [...outputs.subarray(from, from + run.outputs)], words);
  const best = answerAt(outputs, step, run.outputs);
  const name = targetText(run, best, words);
  return short ? name : `${name} (${percent(outputs[from + best]!, words)})`;
}

/** What a number of a channel is in the unit of that channel. */
export const inUnit = (number: number, { offset, scale }: Channel): number => offset + scale * number;

/** A number with its unit and, where there are several, with its name. */
function quantity(number: number, channel: Channel | undefined, named: boolean): string {
  const text = value(channel === undefined ? number : inUnit(number, channel));
  if (channel === undefined) return text;
  return `${named ? `${channel.name} ` : ''}${text}${channel.unit === null ? '' : `\u00a0${channel.unit}`}`;
}

/** The lit pixels of an image as row, column; of one with many, how many there are. */
function pixels(values: readonly number[], width: number): string {
  const lit = values.flatMap((each, index) => (each >= LIT ? [`(${Math.floor(index / width) + 1}, ${(index % width) + 1})`] : []));
  return lit.length > MOST_PIXELS ? `${lit.length} / ${values.length}` : lit.join(' ') || `0 / ${values.length}`;
}
