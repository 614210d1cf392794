/** The gain of every step back: what is left at a step of the gradient one step later, as a bar from the line of ×1. */

import type { LaneFrame } from '../engine/frame';
import { fitCanvas } from './canvas';
import { h, rich } from './dom';
import { gradientNorms } from './quantity';
import type { Row, RowContext, RowKind } from './row';
import { term } from './terms';

export const gainRows: RowKind = () => [new GainRow()];

/** The edges are this many times ×1, and as small a part of it; what is beyond ends there. */
const EDGE = 4;
const SPAN = Math.log10(EDGE);
const FRESH = 1;
const STALE = 2;

/** log10 of the gain from every step to the one before, one a column: the mean of those that share it; NaN where no error is. */
export function columnGains(log10Norms: ArrayLike<number>, columns: number, merged: number): Float64Array {
  return Float64Array.from({ length: columns }, (_, column) => {
    let [sum, count] = [0, 0];
    for (let step = column * merged; step < Math.min((column + 1) * merged, log10Norms.length - 1); step++) {
      const gain = log10Norms[step]! - log10Norms[step + 1]!;
      if (Number.isNaN(gain)) continue;
      sum += gain;
      count += 1;
    }
    return count === 0 ? NaN : sum / count;
  });
}

class GainRow implements Row {
  readonly panel = 'gains';
  readonly pass = 'backward';
  readonly height = 36;
  readonly stretches = false;
  readonly detail = true;
  readonly element: HTMLElement;
  readonly #label = h('div', { class: 'label' });
  readonly #canvas = h('canvas', { 'aria-hidden': 'true' });
  #context: RowContext | null = null;
  #gains = new Float64Array(0);
  #age = new Uint8Array(0);
  #cell: LaneFrame['cell'] = 'rnn';

  constructor() {
    this.element = h('div', { class: 'row gains', 'data-row': 'gains', 'data-panel': 'gains', part: 'row gains' }, this.#label,
      h('div', { class: 'track' }, this.#canvas),
      h('div', { class: 'scale gain-scale', translate: 'no', 'aria-hidden': 'true' }, h('span', {}, `×${EDGE}`), h('span', {}, '×1'), h('span', {}, `÷${EDGE}`)));
  }

  lay(context: RowContext): void {
    this.#context = context;
    this.#gains = new Float64Array(context.scale.columns).fill(NaN);
    this.#age = new Uint8Array(context.scale.columns);
    this.#label.replaceChildren(term(rich(context.words.rows.gain), 'gain', context.words));
    this.#draw();
  }

  paint(lane: LaneFrame, from: number, to: number): void {
    const context = this.#context;
    if (context === null || from >= to) return;
    const { scale, quantity, layer } = context;
    this.#cell = lane.cell;
    const gains = columnGains(gradientNorms(lane, quantity, layer), scale.columns, scale.merged);
    for (let column = from; column < to; column++) {
      this.#gains[column] = gains[column]!;
      this.#age[column] = FRESH;
    }
    this.#draw();
  }

  fade(): void {
    this.#age = this.#age.map((age) => (age === FRESH ? STALE : age));
    this.#draw();
  }

  #draw(): void {
    const context = this.#context;
    if (context === null) return;
    const { scale, theme } = context;
    const height = Math.max(this.height, 3 * theme.small);
    const canvas = fitCanvas(this.#canvas, scale.width, height);
    canvas.clearRect(0, 0, scale.width, height);
    const middle = Math.round(height / 2);
    canvas.fillStyle = theme.cells[this.#cell].mark;
    this.#gains.forEach((gain, column) => {
      if (this.#age[column] === 0 || Number.isNaN(gain)) return;
      canvas.globalAlpha = this.#age[column] === FRESH ? 1 : 0.4;
      const end = middle - (Math.max(-SPAN, Math.min(SPAN, gain)) / SPAN) * (middle - 1);
      canvas.fillRect(column * scale.column + 0.5, Math.min(middle, end), Math.max(1, scale.column - 1), Math.abs(middle - end));
    });
    canvas.globalAlpha = 1;
    canvas.fillStyle = theme.tertiary;
    canvas.fillRect(0, middle - 0.5, scale.width, 1);
  }
}
