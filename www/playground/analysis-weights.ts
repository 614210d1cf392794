/** How do the recurrent weights change while they train? */

import type { CellKind } from '../generated/types';
import { blockLetter } from '../views/cells';
import { chartTable, strided } from '../views/chart-table';
import { h, rich } from '../views/dom';
import { count, value } from '../views/format';
import { rangeOf, weightChart } from '../views/weight-chart';
import type { Section } from './analysis-section';
import { cellBox, heading } from './analysis-section';
import type { Page } from './page';
import type { WeightHistory } from '../views/weight-history';
import type { WeightWatch } from './weight-watch';
import { term } from '../views/terms';

export class WeightsSection implements Section {
  readonly element = h('section', { 'data-section': 'weights' });
  readonly #page: Page;
  readonly #watch: WeightWatch;
  readonly #cells = h('div', { class: 'analysis-cells' });
  /** The block on view, by cell. */
  readonly #blocks = new Map<CellKind, string>();
  #shown = '';

  constructor(page: Page, watch: WeightWatch) {
    this.#page = page;
    this.#watch = watch;
  }

  render(): void {
    const { study } = this.#page.words;
    this.#shown = '';
    this.element.replaceChildren(heading(study.weightsOverTime.title, study.weights), h('p', { class: 'hint' }, rich(study.weightsOverTime.hint)), this.#cells);
  }

  tick(): void {
    const { frame } = this.#page.stage;
    const cells = (frame?.lanes ?? []).map(({ cell }) => cell);
    const state = String(this.#page.stage.playing) + cells.map((cell) => `${cell}${this.#watch.of(cell).points.at(-1)?.updates} ${this.#watch.of(cell).at(frame!.update)?.updates} ${this.#blocks.get(cell)}`).join();
    if (state === this.#shown) return;
    this.#shown = state;
    // A button that has the focus is not taken away under the finger.
    const focused = this.#cells.querySelector(':focus')?.getAttribute('data-weights');
    this.#cells.replaceChildren(...cells.map((cell) => this.#chart(cell)));
    if (typeof focused === 'string') this.#cells.querySelector<HTMLElement>(`[data-weights="${focused}"]`)?.focus();
  }

  #chart(cell: CellKind): HTMLElement {
    const { cells, study } = this.#page.words;
    const words = study.weightsOverTime;
    const history = this.#watch.of(cell);
    const last = history.at(this.#page.stage.frame?.update ?? 0) ?? history.points[0];
    if (last === undefined) return cellBox(cell, cells[cell], h('p', { class: 'hint' }, words.waits));
    const names = Object.keys(last.blocks);
    if (names.length === 0) return cellBox(cell, cells[cell], h('p', { class: 'hint' }, words.none));
    const chosen = names.find((name) => name === this.#blocks.get(cell)) ?? (names.includes('candidate') ? 'candidate' : names[0]!);
    const { radius, norm } = last.blocks[chosen]!;
    return cellBox(cell, cells[cell],
      ...(names.length === 1 ? [] : [this.#choices(cell, names, chosen, words.block(cells[cell]))]),
      h('p', { class: 'weight-numbers', translate: 'no' }, term('ρ', 'radius', this.#page.words), ' = ', h('b', { 'data-radius': radius }, value(radius, 3)), ' · ', rich('σ~1~ = '), h('b', { 'data-norm': norm }, value(norm, 3))),
      weightChart(cell, history, chosen, rangeOf(history.points.at(-1)?.updates ?? 0), { title: words.chart(cells[cell]), radius: 'ρ', norm: 'σ₁' }),
      // While it trains, nobody could read a table through.
      ...(this.#page.stage.playing ? [] : [this.#table(cell, history, chosen)]));
  }

  #table(cell: CellKind, history: WeightHistory, block: string): HTMLElement {
    const { cells, study, tables } = this.#page.words;
    const points = history.points.flatMap(({ updates, blocks }) => (blocks[block] === undefined ? [] : [{ updates, ...blocks[block] }]));
    return chartTable(study.weightsOverTime.chart(cells[cell]), [tables.update, 'ρ', 'σ₁'],
      strided(points).map(({ updates, radius, norm }) => [count(updates), value(radius, 3), value(norm, 3)]));
  }

  #choices(cell: CellKind, names: readonly string[], chosen: string, label: string): HTMLElement {
    return h('div', { class: 'segmented small', role: 'group', 'aria-label': label }, ...names.map((name) => {
      const button = h('button', { type: 'button', 'aria-pressed': String(name === chosen), 'data-weights': `${cell}.${name}` }, rich(`*W*~h${blockLetter(cell, name)}~`));
      button.addEventListener('click', () => {
        this.#blocks.set(cell, name);
        this.tick();
      });
      return button;
    }));
  }
}
