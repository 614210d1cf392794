/** The time axis and the input under it: one letter, chip or bar a step. */

import type { RunDescription } from '../generated/types';
import type { Messages } from '../i18n';
import { askedSteps, soleTarget } from './answers';
import { fitCanvas } from './canvas';
import { h, rich } from './dom';
import { glyph, value } from './format';
import { inputViewOf, readsWords } from './input';
import { labelAt } from './input/letters';
import { areLetters, classNames, labelsFor } from './labels';
import { inputText, targetText } from './steps';
import { textWidth } from './ruler';
import type { TimeScale } from './scale';
import type { Theme } from './theme';

export interface AxisContext {
  run: RunDescription;
  scale: TimeScale;
  theme: Theme;
  words: Messages;
  /** Of the input, in CSS pixels. */
  height: number;
}

const TICKS = 18;
/** No number stands closer than this to the middle of the pill, in label sizes. */
const CLEARANCE = 3.6;

/** Height of the numbers on the axis, in CSS pixels. */
export const axisHeight = ({ small }: Theme): number => Math.max(TICKS, small + 6);

/** Height of the input under them, where a column is so wide; with what is asked at every step, where that is another word each time. */
export const inputHeight = (run: RunDescription, theme: Theme, column: number): number => inputViewOf(run).height(run, theme, column) + wantedHeight(run, theme);

/** The ends of the input's scale, from top to bottom; none where it has no scale. */
export const inputEnds = (run: RunDescription): readonly string[] => inputViewOf(run).ends?.(run) ?? [];

const wantedHeight = (run: RunDescription, { small }: Theme): number => (asksWords(run) ? small + 6 : 0);

/** Whether different words are asked at the steps, which no chip at the end could tell. */
const asksWords = (run: RunDescription): boolean => run.loss === 'crossEntropy' && !areLetters(run.outputLabels) && soleTarget(run) === null;

/** What the answer of a run should be, as it stands at the right end of the input; null where there are several. */
export function targetOf(run: RunDescription, words: Messages): string | null {
  const target = soleTarget(run);
  if (target === null) return null;
  return typeof target === 'number' ? glyph(classNames(run, words)[target]!) : targetText(run, target, words);
}

/** What the bars mean that letters shrink to; null where there are letters, or none that could shrink. */
export function barsLegend(run: RunDescription, scale: TimeScale, words: Messages): string | null {
  return run.probe.symbols === null || scale.hasLetters || readsWords(run) ? null : words.bars(run.probe.marks.length < run.steps / 2);
}

/** What stands below the chart where the row itself has no room for it: the sentence, or what its bars mean. */
export function inputInWords(run: RunDescription, scale: TimeScale, words: Messages): string | null {
  if (readsWords(run)) return (run.probe.symbols ?? []).map((symbol) => labelAt(run, symbol)).join(' ');
  return barsLegend(run, scale, words);
}

export class AxisView {
  readonly element: HTMLElement;
  readonly input: HTMLElement;
  readonly #ticks = h('canvas', { 'aria-hidden': 'true' });
  readonly #symbols = h('canvas', { role: 'img' });
  readonly #target = h('div', { class: 'target', translate: 'no' });
  readonly #ends = h('div', { class: 'input-ends', translate: 'no' });
  readonly #pill = h('span', { class: 'pill', translate: 'no', hidden: true });
  readonly #tickLabel = h('div', { class: 'label' });
  readonly #inputLabel = h('div', { class: 'label' });
  #context: AxisContext | null = null;
  #selected: number | null = null;

  constructor() {
    this.element = h('div', { class: 'row axis', 'data-row': 'axis' }, this.#tickLabel, h('div', { class: 'track' }, this.#ticks, this.#pill), h('div', { class: 'scale' }));
    this.input = h('div', { class: 'row input', 'data-row': 'input', 'data-panel': 'input', part: 'row input' }, this.#inputLabel, h('div', { class: 'track' }, this.#symbols), h('div', { class: 'scale input-scale' }, this.#ends, this.#target));
  }

  /** Names the selected step on the axis; the numbers beside it make room. */
  select(step: number | null): void {
    this.#selected = step;
    this.#pill.hidden = step === null;
    const context = this.#context;
    if (context === null) return;
    this.#drawTicks(context);
    this.#drawInput(context);
    if (step === null) return;
    const { scale, run } = context;
    const word = readsWords(run) ? inputText(run, step) : '';
    this.#pill.replaceChildren(h('i', {}, 't'), ` = ${step + 1}${word === '' ? '' : ` · ${word}`}`);
    const half = word === '' ? 0 : textWidth(`t = ${step + 1} · ${word}`, `700 ${context.theme.small}px ${context.theme.font}`) / 2;
    const middle = scale.left(step) + scale.column / 2;
    this.#pill.style.setProperty('left', `${Math.max(half, Math.min(Math.max(half, scale.width - half), middle))}px`);
  }

  lay(context: AxisContext): void {
    this.#context = context;
    const { words, run } = context;
    this.#tickLabel.replaceChildren(rich(words.rows.time));
    const bars = barsLegend(run, context.scale, words);
    const label = bars === null ? words.rows.symbols : words.rows.symbolBars;
    this.#inputLabel.replaceChildren(rich(asksWords(run) ? `${label}\n${words.rows.asked}` : label));
    this.#inputLabel.title = bars ?? '';
    this.#drawTicks(context);
    this.#drawInput(context);
    this.#ends.replaceChildren(...inputEnds(run).map((end) => h('span', {}, end)));
    this.#symbols.setAttribute('aria-label', summary(run, words));
    this.#writeTarget(context);
  }

  #drawTicks({ run, scale, theme }: AxisContext): void {
    const height = axisHeight(theme);
    const context = fitCanvas(this.#ticks, scale.width + 24, height);
    context.clearRect(0, 0, scale.width + 24, height);
    context.font = `400 ${theme.small}px ${theme.font}`;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.fillStyle = theme.secondary;
    const pill = this.#selected === null ? -Infinity : scale.left(this.#selected) + scale.column / 2;
    for (const step of scale.ticks()) {
      // The canvas begins with the first column, which may be narrower than its number.
      const x = Math.max(scale.x(step), context.measureText(String(step + 1)).width / 2);
      if (Math.abs(x - pill) > theme.small * CLEARANCE) context.fillText(String(step + 1), x, height / 2 + 1);
    }
    // Where answers are due, unless it is everywhere or only at the end, which the input row shows.
    const asked = askedSteps(run);
    if (asked.length > 1 && asked.length < run.steps) {
      context.fillStyle = theme.ink;
      for (const step of asked) context.fillRect(scale.left(step) + 1, height - 2, scale.column - 2, 2);
    }
  }

  #drawInput({ run, scale, theme, words, height }: AxisContext): void {
    const canvas = fitCanvas(this.#symbols, scale.width + 2, height);
    canvas.clearRect(0, 0, scale.width + 2, height);
    const below = wantedHeight(run, theme);
    inputViewOf(run).draw(canvas, { run, scale, theme, height: height - below, selected: this.#selected });
    if (below > 0) drawWanted(canvas, { run, scale, theme, words }, height - below / 2);
  }

  /** Right of the input: what the single answer should be. */
  #writeTarget({ run, words }: AxisContext): void {
    this.#target.replaceChildren();
    const target = targetOf(run, words);
    if (target !== null) this.#target.append('→ ', h('span', { class: 'chip', title: words.answer.wanted }, target));
  }
}

/** What is asked at every step, spelled out where there is room; nothing where a column has none for a letter. */
function drawWanted(canvas: CanvasRenderingContext2D, { run, scale, theme, words }: Omit<AxisContext, 'height'>, middle: number): void {
  const labels = labelsFor(classNames(run, words), scale.column, theme);
  canvas.font = `700 ${Math.min(theme.small, scale.column)}px ${theme.font}`;
  canvas.textAlign = 'center';
  canvas.textBaseline = 'middle';
  canvas.fillStyle = theme.ink;
  if (!scale.hasLetters) return;
  run.probe.targets.forEach((target, step) => {
    if (typeof target === 'number') canvas.fillText(labels[target] ?? '', scale.x(step), middle, scale.column);
  });
}

function summary(run: RunDescription, words: Messages): string {
  const { symbols, values, marks } = run.probe;
  const several = run.input.type === 'channels' && run.input.channels.length > 2;
  const inputs = symbols?.map((symbol) => run.inputLabels?.[symbol] ?? String(symbol)).join(' ')
    ?? (several ? words.channels((run.input.type === 'channels' ? run.input.channels : []).map(({ name }) => name).join(', '), run.steps) : null)
    ?? values?.map((_, step) => (run.input.type === 'image' ? inputText(run, step) : value(values[step]?.[0] ?? NaN))).join(run.input.type === 'image' ? '; ' : ' ')
    ?? '';
  return words.inputs(inputs, marks.length < run.steps / 2 ? marks.map((step) => step + 1).join(', ') : '');
}
