/** How much is clipped? */

import type { LaneFrame } from '../engine/engine';
import { h } from '../views/dom';
import { count, percent, value } from '../views/format';
import type { Section } from './analysis-section';
import { cellBox, heading } from './analysis-section';
import type { Page } from './page';

export class ClippingSection implements Section {
  readonly element = h('section', { 'data-section': 'clipping' });
  readonly #page: Page;
  readonly #hint = h('p', { class: 'hint' });
  readonly #cells = h('div', { class: 'analysis-cells' });
  #shown = '';

  constructor(page: Page) {
    this.#page = page;
  }

  render(): void {
    const { study } = this.#page.words;
    this.#shown = '';
    this.element.replaceChildren(heading(study.clipping.title, study.batch), this.#hint, this.#cells);
  }

  tick(): void {
    const { stage, words } = this.#page;
    const lanes = stage.frame?.lanes ?? [];
    const { clip, clipBy } = stage.experiment;
    const state = [clip, clipBy, ...lanes.flatMap((lane) => [lane.cell, lane.scalar('update'), lane.scalar('clippedUpdates')])].join();
    if (state === this.#shown) return;
    this.#shown = state;
    const { clipping } = words.study;
    this.#hint.replaceChildren(clipping.hint, ' ', clip === null ? clipping.off : clipping.limit(String(clip), clipBy === 'value'));
    this.#cells.replaceChildren(...lanes.map((lane) => cellBox(lane.cell, words.cells[lane.cell], ...this.#numbers(lane))));
  }

  #numbers(lane: LaneFrame): HTMLElement[] {
    const { clipping } = this.#page.words.study;
    const updates = lane.scalar('update');
    if (updates === 0) return [h('p', { class: 'hint' }, clipping.waits)];
    const [before, after, clipped] = [lane.scalar('gradNorm'), lane.scalar('clippedNorm'), lane.scalar('clippedUpdates')];
    const most = Math.max(before, after) || 1;
    const bar = (label: string, norm: number) => {
      const fill = h('i');
      fill.style.setProperty('width', `${(100 * norm) / most}%`);
      return h('div', { class: 'norm-bar' }, h('span', {}, label), h('span', { class: 'bar' }, fill), h('b', { 'data-norm': norm, translate: 'no' }, value(norm, 3)));
    };
    return [
      bar(clipping.before, before),
      bar(clipping.after, after),
      h('p', { class: 'clipped' }, h('b', { 'data-clipped': clipped, translate: 'no' }, percent(clipped / updates, this.#page.words)), ' · ', clipping.share(count(clipped), count(updates))),
    ];
  }
}
