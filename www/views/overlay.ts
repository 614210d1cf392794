/** What lies over all rows: the wave, the selected column, the hovered column, the tooltip. Plain boxes, moved by transforms. */

import { h } from './dom';
import type { Pass } from './row';
import type { TimeScale } from './scale';

/** Columns that the wave's tail is long. */
const TAIL = 4;

export class Overlay {
  readonly element = h('div', { class: 'overlay', 'aria-hidden': 'true' });
  readonly #wave = h('div', { class: 'wave', hidden: true });
  readonly #waveLabel = h('span', { class: 'wave-label' });
  readonly #selected = h('div', { class: 'selected', hidden: true });
  readonly #hovered = h('div', { class: 'hovered', hidden: true });
  #scale: TimeScale | null = null;

  constructor() {
    this.#wave.append(h('div', { class: 'tail' }), h('div', { class: 'edge' }), this.#waveLabel);
    this.element.append(this.#hovered, this.#wave, this.#selected);
  }

  lay(scale: TimeScale): void {
    this.#scale = scale;
    this.element.style.setProperty('--column', `${scale.column}px`);
    this.element.style.setProperty('--tail', `${scale.column * TAIL}px`);
    this.element.style.setProperty('width', `${scale.width}px`);
  }

  /** Shows the wave's edge after `columns` columns of a pass, or nothing. */
  wave(pass: Pass | null, columns: number, label: string): void {
    const scale = this.#scale;
    this.#wave.hidden = pass === null || scale === null;
    if (pass === null || scale === null) return;
    if (this.#wave.dataset.pass !== pass) this.#wave.dataset.pass = pass;
    if (this.#waveLabel.textContent !== label) this.#waveLabel.textContent = label;
    const x = pass === 'forward' ? columns * scale.column : scale.width - columns * scale.column;
    this.#wave.style.setProperty('transform', `translateX(${x}px)`);
    this.#wave.classList.toggle('flipped', pass === 'backward' && x > scale.width - 110);
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
