/** How saturated are the gates? Moves as they train. */

import { fillTable, unseen } from '../views/chart-table';
import { h, plain, rich } from '../views/dom';
import { percent } from '../views/format';
import { saturation, SaturationView } from '../views/saturation';
import { gateLabel } from '../views/state-rows';
import type { Section } from './analysis-section';
import { cellBox, heading } from './analysis-section';
import type { Page } from './page';

export class GatesSection implements Section {
  readonly element = h('section', { 'data-section': 'saturation' });
  readonly #page: Page;
  readonly #cells = h('div', { class: 'analysis-gates' });
  #plots: { cell: string; gate: string; title: string; view: SaturationView; table: HTMLTableElement }[] = [];
  #kind: string | null = null;
  /** What the tables tell. */
  #told = '';

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
    const lanes = stage.frame?.lanes ?? [];
    const gated = lanes.filter(({ run }) => run.gates.length > 0);
    const others = lanes.filter(({ run }) => run.gates.length === 0).map(({ cell }) => words.cells[cell]);
    const kind = lanes.map(({ cell }) => cell).join();
    if (kind !== this.#kind) {
      this.#kind = kind;
      this.#told = '';
      this.#plots = [];
      this.#cells.replaceChildren(...(gated.length === 0 ? [h('p', { class: 'hint' }, words.analysis.noGates)] : [...gated.map(({ cell, run }) =>
        cellBox(cell, words.cells[cell], h('div', { class: 'saturations' }, ...run.gates.filter((gate) => gate !== 'candidate').map((gate) => {
          const label = gateLabel(cell, gate, words).replace('\n', ', ');
          const title = `${words.cells[cell]}: ${plain(label)}`;
          const view = new SaturationView(gate, title);
          const table = h('table', { 'data-chart-table': true });
          this.#plots.push({ cell, gate, title, view, table });
          return h('figure', {}, view.element, unseen(table), h('figcaption', {}, rich(label)));
        })))), ...(others.length === 0 ? [] : [h('p', { class: 'hint', 'data-without': true }, words.analysis.withoutGates(others.join(words.radius.comma)))])]));
    }
    const told = stage.playing ? '' : `${kind} ${stage.frame?.update} ${stage.view.layer}`;
    for (const { cell, gate, title, view, table } of this.#plots) {
      const lane = gated.find((each) => each.cell === cell);
      if (lane === undefined) continue;
      const layer = Math.min((stage.view.layer ?? lane.run.layers) - 1, lane.run.layers - 1);
      view.show(lane, layer);
      // While it trains, nobody could read a table through.
      if (told === '' || told === this.#told) continue;
      const { shut, open } = saturation(lane.field(`gates.${gate}`, layer), lane.run.steps, lane.run.units);
      fillTable(table, title, [words.tooltip.unit, words.tables.shut, words.tables.open], [...shut].map((share, unit) => [String(unit + 1), percent(share, words), percent(open[unit]!, words)]));
    }
    if (told !== '') this.#told = told;
  }
}
