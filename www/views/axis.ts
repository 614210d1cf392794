/** The time axis and the input under it: one letter, chip or bar a step. */

import type { RunDescription } from '../generated/types';
import type { Messages } from '../i18n';
import { askedSteps, onlyAsked } from './answers';
import { fitCanvas } from './canvas';
import { h, rich } from './dom';
import { glyph, value } from './format';
import type { TimeScale } from './scale';
import type { Theme } from './theme';

export interface AxisContext {
  run: RunDescription;
  scale: TimeScale;
  theme: Theme;
  words: Messages;
}

const TICKS = 18;
const INPUT = 22;
/** No number stands closer than this to the middle of the pill, in label sizes. */
const CLEARANCE = 3.6;

/** Heights of the numbers on the axis, and of the input under them, in CSS pixels. */
export const axisHeight = ({ small }: Theme): number => Math.max(TICKS, small + 6);
export const inputHeight = ({ small }: Theme): number => Math.max(INPUT, small + 8);

/** What the single answer of a run should be, as it stands at the right end of the input; null where there are several. */
export function targetOf(run: RunDescription): string | null {
  const only = onlyAsked(run);
  const target = only === null ? null : run.probe.targets[only];
  if (target === null || target === undefined) return null;
  return typeof target === 'number' ? glyph(run.outputLabels?.[target] ?? String(target)) : value(target[0] ?? NaN);
}

/** What the bars mean that letters shrink to; null where there are letters, or none that could shrink. */
export function barsLegend(run: RunDescription, scale: TimeScale, words: Messages): string | null {
  return run.probe.symbols === null || scale.hasLetters ? null : words.bars(run.probe.marks.length < run.steps / 2);
}

export class AxisView {
  readonly element: HTMLElement;
  readonly input: HTMLElement;
  readonly #ticks = h('canvas', { 'aria-hidden': 'true' });
  readonly #symbols = h('canvas', { role: 'img' });
  readonly #target = h('div', { class: 'scale target', translate: 'no' });
  readonly #pill = h('span', { class: 'pill', translate: 'no', hidden: true });
  readonly #tickLabel = h('div', { class: 'label' });
  readonly #inputLabel = h('div', { class: 'label' });
  #context: AxisContext | null = null;
  #selected: number | null = null;

  constructor() {
    this.element = h('div', { class: 'row axis', 'data-row': 'axis' }, this.#tickLabel, h('div', { class: 'track' }, this.#ticks, this.#pill), h('div', { class: 'scale' }));
    this.input = h('div', { class: 'row input', 'data-row': 'input', 'data-panel': 'input', part: 'row input' }, this.#inputLabel, h('div', { class: 'track' }, this.#symbols), this.#target);
  }

  /** Names the selected step on the axis; the numbers beside it make room. */
  select(step: number | null): void {
    this.#selected = step;
    this.#pill.hidden = step === null;
    const context = this.#context;
    if (context === null) return;
    this.#drawTicks(context);
    if (step === null) return;
    const { scale } = context;
    this.#pill.replaceChildren(h('i', {}, 't'), ` = ${step + 1}`);
    this.#pill.style.setProperty('left', `${scale.left(step) + scale.column / 2}px`);
  }

  lay(context: AxisContext): void {
    this.#context = context;
    const { words, run } = context;
    this.#tickLabel.replaceChildren(rich(words.rows.time));
    const bars = barsLegend(run, context.scale, words);
    this.#inputLabel.replaceChildren(rich(bars === null ? words.rows.symbols : words.rows.symbolBars));
    this.#inputLabel.title = bars ?? '';
    this.#drawTicks(context);
    if (run.probe.symbols !== null) this.#drawSymbols(context, run.probe.symbols);
    else if (run.probe.values !== null) this.#drawValues(context, run.probe.values);
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

  #drawSymbols({ run, scale, theme }: AxisContext, symbols: readonly number[]): void {
    const height = inputHeight(theme);
    const context = fitCanvas(this.#symbols, scale.width + 2, height);
    context.clearRect(0, 0, scale.width + 2, height);
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    const marked = new Set(run.probe.marks);
    // Every step is to be remembered when text predicts itself: then no chip stands out.
    const chips = marked.size < run.steps / 2;
    const size = theme.small + 1;
    if (!scale.hasLetters) {
      context.fillStyle = theme.hairline;
      for (let column = 0; column < scale.columns; column++) context.fillRect(column * scale.column + 0.5, height / 2 - 2, scale.column - 1, 4);
    }
    for (let step = 0; step < run.steps; step++) {
      const isChip = chips && marked.has(step);
      if (!scale.hasLetters && !isChip) continue;
      const label = glyph(run.inputLabels?.[symbols[step]!] ?? String(symbols[step]));
      const room = Math.max(scale.column, size + 4);
      // Where chips would lie on each other, each is a bar without its letter.
      const crowded = isChip && run.probe.marks.some((mark) => mark !== step && Math.abs(scale.x(mark) - scale.x(step)) < room);
      const width = crowded ? Math.max(2, scale.column - 2) : room;
      const x = Math.max(width / 2, Math.min(scale.width - width / 2, scale.x(step)));
      if (isChip) {
        context.fillStyle = theme.ink;
        context.beginPath();
        context.roundRect(x - width / 2, 1, width, height - 2, 4);
        context.fill();
      }
      if (crowded) continue;
      context.font = `${isChip ? 700 : 400} ${size}px ${theme.font}`;
      context.fillStyle = isChip ? theme.page : theme.secondary;
      context.fillText(label, x, height / 2 + 0.5, width);
    }
  }

  /** Inputs that are numbers: the first as a bar from the bottom, in ink where it has to be remembered. */
  #drawValues({ run, scale, theme }: AxisContext, values: readonly (readonly number[])[]): void {
    const height = inputHeight(theme);
    const context = fitCanvas(this.#symbols, scale.width + 2, height);
    context.clearRect(0, 0, scale.width + 2, height);
    context.fillStyle = theme.hairline;
    context.fillRect(0, height - 2, scale.width, 1);
    const marked = new Set(run.probe.marks);
    for (let step = 0; step < run.steps; step++) {
      const size = Math.max(1, Math.max(0, Math.min(1, values[step]?.[0] ?? 0)) * (height - 6));
      const inset = Math.max(1, scale.column * 0.28);
      const width = Math.max(2, scale.column - 2 * inset);
      context.fillStyle = marked.has(step) ? theme.ink : theme.tertiary;
      context.globalAlpha = marked.has(step) ? 1 : 0.5;
      context.fillRect(scale.left(step) + inset, height - 2 - size, width, size);
      if (!marked.has(step)) continue;
      // However small the number, its mark is seen.
      context.strokeStyle = theme.ink;
      context.lineWidth = 1.5;
      context.beginPath();
      context.roundRect(scale.left(step) + inset - 3, 1, width + 6, height - 2, 4);
      context.stroke();
    }
    context.globalAlpha = 1;
  }

  /** Right of the input: what the single answer should be. */
  #writeTarget({ run, words }: AxisContext): void {
    this.#target.replaceChildren();
    const target = targetOf(run);
    if (target !== null) this.#target.append('→ ', h('span', { class: 'chip', title: words.answer.wanted }, target));
  }
}

function summary(run: RunDescription, words: Messages): string {
  const { symbols, values, marks } = run.probe;
  const inputs = symbols?.map((symbol) => run.inputLabels?.[symbol] ?? String(symbol)).join(' ')
    ?? values?.map((step) => value(step[0] ?? NaN)).join(' ')
    ?? '';
  return words.inputs(inputs, marks.length < run.steps / 2 ? marks.map((step) => step + 1).join(', ') : '');
}
