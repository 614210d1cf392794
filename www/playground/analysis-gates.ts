/** How saturated are the gates? Moves as they train. */

import { h, plain, rich } from '../views/dom';
import { SaturationView } from '../views/saturation';
import type { Section } from './analysis';
import { cellBox, heading } from './analysis-section';
import type { Page } from './main';

export class GatesSection implements Section {
  readonly element = h('section', { 'data-section': 'saturation' });
  readonly #page: Page;
  readonly #cells = h('div', { class: 'analysis-gates' });
  #plots: { cell: string; view: SaturationView }[] = [];
  #kind: string | null = null;

  constructor(page: Page) {
    this.#page = page;
  }

  render(): void {
    const { analysis, study } = this.#page.words;
    this.#kind = null;
    this.element.replaceChildren(heading(analysis.saturation, study.sequence), h('p', { class: 'hint' }, analysis.saturationHint), this.#cells);
  }

  tick(): void {
    const { words, stage } = this.#page;
    const gated = (stage.frame?.lanes ?? []).filter(({ run }) => run.gates.length > 0);
    const kind = gated.map(({ cell }) => cell).join();
    if (kind !== this.#kind) {
      this.#kind = kind;
      this.#plots = [];
      this.#cells.replaceChildren(...(gated.length === 0 ? [h('p', { class: 'hint' }, words.analysis.noGates)] : gated.map(({ cell, run }) =>
        cellBox(cell, words.cells[cell], h('div', { class: 'saturations' }, ...run.gates.filter((gate) => gate !== 'candidate').map((gate) => {
          const label = words.rows[gate as 'forget'];
          const view = new SaturationView(gate, `${words.cells[cell]}: ${plain(label)}`);
          this.#plots.push({ cell, view });
          return h('figure', {}, view.element, h('figcaption', {}, rich(label)));
        }))))));
    }
    for (const { cell, view } of this.#plots) {
      const lane = gated.find((each) => each.cell === cell);
      if (lane !== undefined) view.show(lane, Math.min((stage.view.layer ?? lane.run.layers) - 1, lane.run.layers - 1));
    }
  }
}
