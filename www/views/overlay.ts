/**
 * What lies over rows: the wave, the selected column, the hovered column. Plain boxes, moved by transforms. The chart
 * with its axis and the lanes have one each, because on a phone the lanes scroll away under the chart.
 */

import { h, write } from './dom';
import type { Pass } from './row';
import { textWidth } from './ruler';
import type { TimeScale } from './scale';
import type { Theme } from './theme';

/** Columns that the wave's tail is long. */
const TAIL = 4;
/** Between the wave's edge and its label, and around the label. */
const LABEL_GAP = 8;
const LABEL_PADDING = 8;
/** Columns that the backward pass goes before its label takes the place of the words that say where the loss enters. */
const ENTRANCE = 3;

export interface Labels {
  /** What the wave is called. */
  wave: string;
  /** Words at the right end of the axis that the wave's label must not lie on; empty when there are none. */
  end: string;
}

export class Overlay {
  readonly element = h('div', { class: 'overlay', 'aria-hidden': 'true' });
  readonly #wave = h('div', { class: 'wave', hidden: true });
  readonly #label: HTMLElement | null;
  readonly #selected = h('div', { class: 'selected', hidden: true });
  readonly #hovered = h('div', { class: 'hovered', hidden: true });
  #scale: TimeScale | null = null;
  #font = '';
  #widths = new Map<string, number>();

  constructor({ labelled }: { labelled: boolean }) {
    this.#label = labelled ? h('span', { class: 'wave-label' }) : null;
    this.#wave.append(h('div', { class: 'tail' }), h('div', { class: 'edge' }), ...(this.#label === null ? [] : [this.#label]));
    this.element.append(this.#hovered, this.#selected, this.#wave);
  }

  lay(scale: TimeScale, theme: Theme, left: number): void {
    this.#scale = scale;
    this.#widths.clear();
    this.#font = `700 ${theme.small}px ${theme.font}`;
    const { style } = this.element;
    style.setProperty('--column', `${scale.column}px`);
    style.setProperty('width', `${scale.width}px`);
    style.setProperty('left', `${left}px`);
  }

  #widthOf(text: string): number {
    let width = this.#widths.get(text);
    if (width === undefined) {
      width = text === '' ? 0 : textWidth(text, this.#font) + LABEL_PADDING;
      this.#widths.set(text, width);
    }
    return width;
  }

  /**
   * Shows the wave's edge after `columns` columns of a pass, or nothing. Returns whether the words at the right end
   * of the axis may be seen beside it.
   */
  wave(pass: Pass | null, columns: number, labels: Labels): boolean {
    const scale = this.#scale;
    this.#wave.hidden = pass === null || scale === null;
    if (pass === null || scale === null) return true;
    if (this.#wave.dataset.pass !== pass) this.#wave.dataset.pass = pass;
    const x = pass === 'forward' ? columns * scale.column : scale.width - columns * scale.column;
    this.#wave.style.setProperty('transform', `translateX(${x}px)`);
    // The tail does not reach beyond where the wave began.
    this.#wave.style.setProperty('--tail', `${Math.min(TAIL, columns) * scale.column}px`);
    return this.#label === null || this.#placeLabel(this.#label, pass, columns, x, labels, scale.width);
  }

  /** The label follows the edge, or goes before it where there is no room behind. */
  #placeLabel(label: HTMLElement, pass: Pass, columns: number, x: number, labels: Labels, axis: number): boolean {
    write(label, labels.wave);
    const width = this.#widthOf(labels.wave);
    const before = x - LABEL_GAP - width;
    const after = x + LABEL_GAP;
    const leftwards = pass === 'forward' ? before >= 0 : after + width > axis;
    this.#wave.classList.toggle('leftwards', leftwards);
    const right = leftwards ? x - LABEL_GAP : after + width;
    const collides = labels.end !== '' && right > axis - this.#widthOf(labels.end);
    const entering = collides && pass === 'backward' && columns < ENTRANCE;
    label.hidden = entering || labels.wave === '';
    return !collides || entering;
  }

  select(step: number | null): void {
    this.#place(this.#selected, step);
  }

  hover(step: number | null): void {
    this.#place(this.#hovered, step);
  }

  #place(box: HTMLElement, step: number | null): void {
    const scale = this.#scale;
    box.hidden = step === null || scale === null;
    if (step !== null && scale !== null) box.style.setProperty('transform', `translateX(${scale.left(step)}px)`);
  }
}
