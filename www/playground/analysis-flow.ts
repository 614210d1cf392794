/** Which step hears which loss? */

import { attentionMap } from '../views/attention-map';
import { specOf } from '../views/cells/spec';
import { chartTable } from '../views/chart-table';
import { GRADIENT_DECADES } from '../views/colormap';
import { h, rich } from '../views/dom';
import { flowMatrix, horizonWords, lossSteps, margins, pathLengths, shares } from '../views/flow-matrix';
import { count, magnitude, powerOfTen } from '../views/format';
import type { CellKind, Trace } from '../generated/types';
import type { Section } from './analysis-section';
import { cellBox, heading, scheme, traced, type Traced } from './analysis-section';
import type { Page } from './page';

export class FlowSection implements Section {
  readonly element = h('section', { 'data-section': 'flow' });
  readonly #page: Page;
  readonly #hint = h('p', { class: 'hint' });
  readonly #legend = h('p', { class: 'flow-legend', 'aria-hidden': 'true' });
  readonly #cells = h('div', { class: 'analysis-cells' });
  #shown = '';

  constructor(page: Page) {
    this.#page = page;
  }

  render(): void {
    const { analysis, study } = this.#page.words;
    this.#shown = '';
    this.element.replaceChildren(heading(analysis.flow, study.sequence), this.#hint, this.#legend, this.#cells);
  }

  tick(): void {
    const { words, stage } = this.#page;
    const { ready, state } = traced(this.#page);
    if (state === this.#shown) return;
    this.#shown = state;
    // What was on view belongs to another update by now.
    this.#cells.classList.toggle('stale', ready.length === 0);
    if (ready.length === 0) {
      this.#hint.replaceChildren(stage.playing ? words.analysis.pause : words.analysis.waits);
      return;
    }
    const asked = lossSteps(ready[0]!.trace.flow);
    const { truncate } = stage.experiment;
    this.#hint.replaceChildren(rich(words.study.flow.hint(count(stage.frame?.update ?? 0))), ' ', asked.length === 1 ? words.analysis.oneLoss(asked[0]! + 1) : words.study.flow.means);
    this.#legend.replaceChildren(
      h('span', { class: 'flow-scale', translate: 'no' }, powerOfTen(-GRADIENT_DECADES), h('i'), '1'),
      ...(ready.every(({ lane }) => specOf(lane.cell).attends) ? [] : [h('span', {}, h('i', { class: 'key frontier' }), words.study.flow.frontier)]),
      ...(truncate > 0 ? [h('span', {}, h('i', { class: 'key wall' }), words.study.flow.wall)] : []),
      h('span', {}, h('i', { class: 'key nothing' }), words.study.flow.nothing));
    this.#cells.replaceChildren(...ready.map((each) => this.#matrix(each)));
  }

  #matrix({ lane, trace: { flow } }: Traced): HTMLElement {
    const { cell } = lane;
    const { words, stage } = this.#page;
    const { analysis } = words;
    const { attends, carried } = specOf(cell);
    const name = words.cells[cell];
    const { text, steps, count: horizon } = horizonWords(flow, attends, analysis);
    return cellBox(cell, name,
      h('p', { class: 'horizon' }, text, ' ', h('b', { 'data-horizon': horizon ?? '' }, steps)),
      flowMatrix(flow, { truncate: carried.length === 0 ? 0 : stage.experiment.truncate, fades: !attends }, scheme(), { title: analysis.flowSummary(name, `${text} ${steps}`.trim()), mean: analysis.mean, states: analysis.states, losses: analysis.losses }),
      ...this.#paths(cell, flow),
      this.#table(cell, flow),
      ...(attends ? [h('p', { class: 'hint' }, rich(words.attention.paths)), ...attentionMap(lane, lane.run.layers - 1, scheme(), words.attention.map)] : []));
  }

  /** How long the paths are that gradients take from the last loss to earlier states. */
  #paths(cell: CellKind, flow: Trace['flow']): HTMLElement[] {
    const { attends, carried } = specOf(cell);
    const last = lossSteps(flow).at(-1);
    if (last === undefined || (!attends && carried.length === 0)) return [];
    const { paths } = this.#page.words.study.flow;
    const text = attends ? paths.direct : paths.through(last);
    return [
      pathLengths(Array.from({ length: last + 1 }, (_, t) => (attends ? Math.min(1, last - t) : last - t)), text),
      h('p', { class: 'hint paths-said', 'data-longest-path': attends ? Math.min(1, last) : last }, text)];
  }

  #table(cell: CellKind, flow: Trace['flow']): HTMLElement {
    const { tables, cells } = this.#page.words;
    const losses = lossSteps(flow);
    const last = losses.at(-1);
    const own = last === undefined ? [] : shares(flow[last]!, last);
    const text = (log10: number | null | undefined) => (log10 === undefined || Number.isNaN(log10) ? '–' : magnitude(log10 ?? -Infinity));
    const means = losses.length > 1 ? margins(flow).states : null;
    return chartTable(tables.flow(cells[cell]), [tables.step, tables.lastLoss((last ?? 0) + 1), ...(means === null ? [] : [tables.meanLoss])],
      flow.map((_, t) => [String(t + 1), text(own[t]), ...(means === null ? [] : [text(means[t])])]));
  }
}
