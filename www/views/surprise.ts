/**
 * For a text: the character that comes next at every step, on a ground that is the stronger the more it surprised the model,
 * −log₂ of the probability that the model gave it. As a row of answers: who chooses a character there follows its loss.
 */

import type { LaneFrame } from '../engine/frame';
import type { Messages } from '../i18n';
import { fitCanvas } from './canvas';
import { h, rich, write } from './dom';
import { glyph, value } from './format';
import type { Row, RowContext, RowKind } from './row';

/** Bits from which a ground is full. */
const MOST_BITS = 8;
/** From here on letters on the ground are those of paper. */
const DARK = 0.55;

export const surpriseRows: RowKind = (run, words) => (run.runsOn && run.loss === 'crossEntropy' ? [new SurpriseRow(words)] : []);

/** The bits of surprise at each step; NaN where nothing is asked. `outputs` is [T, V], probabilities. */
export function surprises(outputs: Float32Array, targets: readonly unknown[], classes: number): Float32Array {
  return Float32Array.from(targets, (target, step) => (typeof target === 'number' ? -Math.log2(Math.max(outputs[step * classes + target]!, 1e-38)) : NaN));
}

class SurpriseRow implements Row {
  readonly panel = 'answer';
  readonly pass = 'forward';
  readonly height = 20;
  readonly stretches = false;
  readonly detail = false;
  readonly element: HTMLElement;
  readonly #canvas = h('canvas', { class: 'answers', 'aria-hidden': 'true' });
  readonly #result = h('div', { class: 'scale result', translate: 'no' });
  readonly #words: Messages;
  #context: RowContext | null = null;
  #bits = new Float32Array(0);
  /** Of each step: 0 not reached yet, 1 of an earlier pass, 2 of this one. */
  #age = new Uint8Array(0);

  constructor(words: Messages) {
    this.#words = words;
    this.element = h('div', { class: 'row answer', 'data-row': 'surprise', 'data-panel': 'answer', part: 'row surprise' },
      h('div', { class: 'label', title: words.surprise.explanation }, rich(words.surprise.label)),
      h('div', { class: 'track' }, this.#canvas), this.#result);
  }

  lay(context: RowContext): void {
    this.#context = context;
    this.#bits = new Float32Array(context.run.steps).fill(NaN);
    this.#age = new Uint8Array(context.run.steps);
    this.#draw();
  }

  paint(lane: LaneFrame, from: number, to: number): void {
    const context = this.#context;
    if (context === null || from >= to) return;
    const { run, scale } = context;
    const all = surprises(lane.field('outputs'), run.probe.targets, run.outputs);
    const end = Math.min(run.steps, to * scale.merged);
    for (let step = from * scale.merged; step < end; step++) {
      this.#bits[step] = all[step]!;
      this.#age[step] = 2;
    }
    this.#draw();
  }

  fade(): void {
    this.#age = this.#age.map((age) => Math.min(1, age));
    this.#draw();
  }

  numbersAt(lane: LaneFrame, step: number): { label: string; texts: string[] } {
    const bits = surprises(lane.field('outputs'), lane.run.probe.targets, lane.run.outputs)[step]!;
    return { label: this.#words.surprise.label, texts: [this.#words.surprise.bits(value(bits, 1))] };
  }

  #draw(): void {
    const context = this.#context;
    if (context === null) return;
    const { run, scale, theme, words } = context;
    const height = Math.max(this.height, theme.small + 5);
    const canvas = fitCanvas(this.#canvas, scale.width + 2, height);
    canvas.clearRect(0, 0, scale.width + 2, height);
    canvas.textAlign = 'center';
    canvas.textBaseline = 'middle';
    canvas.font = `400 ${Math.min(theme.small + 1, scale.column)}px ${theme.font}`;
    run.probe.targets.forEach((target, step) => {
      const bits = this.#bits[step]!;
      if (this.#age[step] === 0 || typeof target !== 'number' || Number.isNaN(bits)) return;
      const strength = Math.min(1, bits / MOST_BITS);
      const fresh = this.#age[step] === 2 ? 1 : 0.4;
      canvas.globalAlpha = strength * fresh;
      canvas.fillStyle = theme.ink;
      canvas.fillRect((step / scale.merged) * scale.column, 1, scale.column / scale.merged, height - 2);
      if (!scale.hasLetters) return;
      canvas.globalAlpha = fresh;
      canvas.fillStyle = strength > DARK ? theme.page : theme.ink;
      canvas.fillText(glyph(run.outputLabels?.[target] ?? ''), scale.x(step), height / 2 + 0.5, scale.column);
    });
    canvas.globalAlpha = 1;
    const seen = [...this.#bits].filter((bits, step) => this.#age[step] !== 0 && !Number.isNaN(bits));
    write(this.#result, seen.length === 0 ? '' : words.surprise.bits(value(seen.reduce((sum, bits) => sum + bits, 0) / seen.length, 1)));
    this.#result.title = words.surprise.mean;
  }
}
