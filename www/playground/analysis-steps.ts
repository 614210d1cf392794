/** What does one step back do to a gradient, and what do all steps together? */

import { specOf } from '../views/cells/spec';
import { chartTable } from '../views/chart-table';
import { h, rich } from '../views/dom';
import { factor, value } from '../views/format';
import { quantile } from '../views/statistics';
import { gainSummary, stepGains } from '../views/step-gains';
import type { Section } from './analysis-section';
import { cellBox, fact, heading, traced, type Traced } from './analysis-section';
import type { Page } from './page';

export class StepsSection implements Section {
  readonly element = h('section', { 'data-section': 'steps' });
  readonly #page: Page;
  readonly #cells = h('div', { class: 'analysis-cells' });
  #shown = '';

  constructor(page: Page) {
    this.#page = page;
  }

  render(): void {
    const { study } = this.#page.words;
    this.#shown = '';
    this.element.replaceChildren(heading(study.steps.title, study.sequence), h('p', { class: 'hint' }, rich(study.steps.hint)), this.#cells);
  }

  tick(): void {
    const { ready, state } = traced(this.#page);
    if (state === this.#shown) return;
    this.#shown = state;
    this.#cells.classList.toggle('stale', ready.length === 0);
    if (ready.length === 0) return;
    const { cells, radius, study } = this.#page.words;
    const carries = ({ lane }: Traced) => specOf(lane.cell).carried.length > 0;
    const others = ready.filter((each) => !carries(each)).map(({ lane }) => cells[lane.cell]);
    this.#cells.replaceChildren(...ready.filter(carries).map((each) => this.#gains(each)), ...(others.length === 0 ? [] : [h('p', { class: 'hint', 'data-without': true }, study.steps.without(others.join(radius.comma)))]));
  }

  #gains({ lane: { cell }, trace }: Traced): HTMLElement {
    const { cells, study, tables } = this.#page.words;
    const { steps: words } = study;
    const { together, overlap } = gainSummary(trace);
    return cellBox(cell, cells[cell],
      stepGains(trace.jacobianSingularValues, { title: words.chart(cells[cell]), max: words.max, median: words.median, min: words.min }),
      chartTable(words.chart(cells[cell]), [tables.step, words.max, words.median, words.min],
        trace.jacobianSingularValues.map((values, index) => [String(index + 2), ...[0, 0.5, 1].map((share) => factor(Math.log10(quantile(values, share))))])),
      fact(words.together(trace.jacobianSingularValues.length), together === null ? words.none : factor(together), words.togetherHint),
      fact(words.overlap, value(overlap), words.overlapHint));
  }
}
