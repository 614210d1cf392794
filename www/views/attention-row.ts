/**
 * Of a cell that attends: how far one step reads itself and each step before it, a strip for each head. The step is the
 * selected one, or the last one that the pass has come to.
 */

import type { LaneFrame } from '../engine/frame';
import { specOf } from './cells/spec';
import { colourMap, gatePixel } from './colormap';
import { h, plain, rich } from './dom';
import { value } from './format';
import { putPixels } from './pixels';
import type { Row, RowContext, RowKind } from './row';

/** Alpha of what an earlier pass left. */
const STALE = 0x66;

export const attentionRows: RowKind = (run) => (specOf(run.cell).attends ? [new AttentionRow()] : []);

/** Of each head the attention of a step over all steps; null where the frame does not hold it. */
export function attentionOf(lane: LaneFrame, layer: number, step: number): Float32Array[] | null {
  const shape = lane.run.layout.find((field) => field.name === 'attention' && field.layer === layer)!.shape;
  const [heads, rows, steps] = shape as [number, number, number];
  const all = lane.field('attention', layer);
  // Of a long sequence there is the last step's alone.
  const row = step - (steps - rows);
  if (row < 0) return null;
  return Array.from({ length: heads }, (_, head) => all.subarray((head * rows + row) * steps, (head * rows + row + 1) * steps));
}

/** The mean over heads. */
export function meanAttention(heads: readonly Float32Array[]): Float32Array {
  return heads[0]!.map((_, step) => heads.reduce((total, head) => total + head[step]!, 0) / heads.length);
}

class AttentionRow implements Row {
  readonly panel = 'gates';
  readonly pass = 'forward';
  readonly height = 40;
  readonly stretches = true;
  readonly detail = false;
  readonly element: HTMLElement;
  readonly #canvas = h('canvas', { class: 'strip', 'aria-hidden': 'true' });
  readonly #label = h('button', { class: 'label', type: 'button', 'aria-pressed': 'false' });
  #context: RowContext | null = null;
  #last: LaneFrame | null = null;
  #selected: number | null = null;
  #mean = false;
  #stale = false;
  /** How many columns the pass has brought. */
  #columns = 0;

  constructor() {
    this.#label.addEventListener('click', () => {
      this.#toggle();
      this.#draw();
    });
    // The colours go by the square root: most of what is read is far below a half.
    this.element = h('div', { class: 'row units', 'data-row': 'attention', 'data-panel': this.panel, part: `row ${this.panel}` }, this.#label,
      h('div', { class: 'track' }, this.#canvas),
      h('div', { class: 'scale gate-scale', 'aria-hidden': 'true' }, h('span', { class: 'bar' }), ...['1', '¼', '0'].map((end) => h('span', { class: 'end', translate: 'no' }, end))));
  }

  lay(context: RowContext): void {
    this.#context = context;
    this.element.classList.toggle('folds', context.folds);
    this.#label.title = context.words.attention.mean;
    this.#columns = 0;
    this.#draw();
  }

  paint(lane: LaneFrame, from: number, to: number): void {
    if (this.#context === null || from >= to) return;
    [this.#last, this.#columns, this.#stale] = [lane, to, false];
    this.#draw();
  }

  fade(): void {
    this.#stale = true;
    this.#draw();
  }

  mark(_unit: number | null, step: number | null): void {
    if (this.#selected === step) return;
    this.#selected = step;
    this.#draw();
  }

  resume(former: Row): void {
    if (former instanceof AttentionRow && former.#mean) this.#toggle();
  }

  numbersAt(lane: LaneFrame, step: number): { label: string; texts: string[] } {
    const read = attentionOf(lane, this.#context!.layer, this.#step(lane.run.steps));
    return { label: plain(this.#context!.words.attention.row(this.#step(lane.run.steps) + 1)), texts: read === null ? ['–'] : read.map((head) => value(head[step]!)) };
  }

  #toggle(): void {
    this.#mean = !this.#mean;
    this.#label.setAttribute('aria-pressed', String(this.#mean));
  }

  /** The step that reads, from 0. */
  #step(steps: number): number {
    const { scale } = this.#context!;
    const reached = this.#columns === 0 ? steps - 1 : Math.min(steps, this.#columns * scale.merged) - 1;
    return Math.min(this.#selected ?? reached, reached);
  }

  #draw(): void {
    const context = this.#context;
    if (context === null) return;
    const { run, layer, scale, theme, words, stretch } = context;
    const step = this.#step(run.steps);
    this.#label.replaceChildren(rich(words.attention.row(step + 1)), h('i', { class: 'bars', 'aria-hidden': 'true' }));
    const height = Math.max(3 * theme.small, Math.round(this.height * stretch));
    this.#canvas.style.setProperty('width', `${scale.width}px`);
    this.#canvas.style.setProperty('height', `${height}px`);
    const read = this.#last === null || this.#columns === 0 || this.#last.run !== run ? null : attentionOf(this.#last, layer, step);
    const rows = read === null ? [] : this.#mean ? [meanAttention(read)] : read;
    const image = new ImageData(scale.columns, Math.max(1, rows.length));
    [this.#canvas.width, this.#canvas.height] = [image.width, image.height];
    const pixels = new Uint32Array(image.data.buffer);
    const table = colourMap('gate', theme.scheme);
    rows.forEach((head, row) => {
      for (let column = 0; column * scale.merged <= step; column++) {
        const most = Math.max(...head.subarray(column * scale.merged, (column + 1) * scale.merged));
        pixels[row * scale.columns + column] = gatePixel(table, Math.sqrt(most));
      }
    });
    if (this.#stale) for (let alpha = 3; alpha < image.data.length; alpha += 4) image.data[alpha] = Math.min(image.data[alpha]!, STALE);
    putPixels(this.#canvas, image);
  }
}
