/** Over the stage, on demand: which step hears which loss, and how saturated the gates are. */

import type { StageFrame } from '../engine/engine';
import { flowMatrix, gradientHorizon, lossSteps } from '../views/flow-matrix';
import { cellMark } from '../views/lane';
import { h, icons, plain, rich } from '../views/dom';
import { GRADIENT_DECADES } from '../views/colormap';
import { count, powerOfTen } from '../views/format';
import { SaturationView } from '../views/saturation';
import type { Page, Part } from './main';

export class Analysis implements Part {
  readonly #box: HTMLElement;
  readonly #page: Page;
  readonly #flows = h('div', { class: 'analysis-cells', 'data-section': 'flow' });
  readonly #gates = h('div', { class: 'analysis-gates', 'data-section': 'saturation' });
  readonly #hint = h('p', { class: 'hint' });
  #plots: { cell: string; view: SaturationView }[] = [];
  #shown = '';
  #stage = '';

  constructor(box: HTMLElement, page: Page) {
    this.#box = box;
    this.#page = page;
    page.traces.listen(() => this.tick());
  }

  render(): void {
    const { words } = this.#page;
    const close = h('button', { type: 'button', class: 'plain', 'aria-label': words.analysis.close, title: words.analysis.close, 'data-action': 'close-analysis' }, icons.close());
    close.addEventListener('click', () => this.#page.showAnalysis(false));
    this.#shown = '';
    this.#stage = '';
    this.#box.setAttribute('aria-label', words.analysis.title);
    this.#box.replaceChildren(
      h('div', { class: 'rail-head' }, h('h2', {}, rich(words.analysis.flow)), close),
      this.#hint,
      this.#flows,
      h('h2', {}, rich(words.analysis.saturation)),
      h('p', { class: 'hint' }, words.analysis.saturationHint),
      this.#gates);
    this.tick();
  }

  tick(): void {
    const { frame } = this.#page.stage;
    if (this.#box.hidden || frame === null) return;
    this.#writeFlows(frame);
    this.#writeGates(frame);
  }

  #writeFlows(frame: StageFrame): void {
    const { words, stage, traces } = this.#page;
    const lanes = frame.lanes.filter(({ diverged }) => diverged === null).map((lane) => ({ lane, exact: traces.of(frame, lane.cell) }));
    const scheme = document.documentElement.dataset.scheme === 'dark' ? 'dark' : 'light';
    const state = [frame.update, scheme, stage.playing, lanes.map(({ lane, exact }) => `${lane.cell}${exact !== null}`)].join();
    if (state === this.#shown) return;
    this.#shown = state;
    const ready = lanes.flatMap(({ lane, exact }) => (exact === null ? [] : [{ lane, flow: exact.trace.flow }]));
    if (ready.length === 0) {
      // What was on view belongs to another update by now.
      this.#hint.replaceChildren(stage.playing ? words.analysis.pause : words.analysis.waits);
      this.#flows.classList.toggle('stale', true);
      return;
    }
    this.#flows.classList.toggle('stale', false);
    const asked = lossSteps(ready[0]!.flow);
    this.#hint.replaceChildren(rich(words.analysis.flowHint(count(frame.update))), ...(asked.length === 1 ? [' ', words.analysis.oneLoss(asked[0]! + 1)] : []), ' ',
      h('span', { class: 'flow-scale', 'aria-hidden': 'true' }, powerOfTen(-GRADIENT_DECADES), h('i'), '1'));
    this.#flows.replaceChildren(...ready.map(({ lane: { cell }, flow }) => {
      const horizon = gradientHorizon(flow);
      const name = words.cells[cell];
      const text = horizon === null ? words.analysis.unheard : horizon.falls ? words.analysis.falls : words.analysis.stays;
      const steps = horizon === null ? '' : horizon.falls ? words.analysis.steps(horizon.steps) : words.analysis.allSteps(horizon.steps);
      return h('section', { class: `cell-${cell}`, 'data-cell': cell },
        h('h3', {}, cellMark(cell), name),
        h('p', { class: 'horizon' }, text, ' ', h('b', { 'data-horizon': horizon?.steps ?? '' }, steps)),
        flowMatrix(flow, scheme, words.analysis.flowSummary(name, `${text} ${steps}`)),
        h('div', { class: 'flow-axis', 'aria-hidden': 'true' }, h('span', {}, '1'), h('span', {}, rich(words.analysis.flowAxis)), h('span', {}, String(flow.length))));
    }));
  }

  #writeGates(frame: StageFrame): void {
    const { words, stage } = this.#page;
    const gated = frame.lanes.filter(({ run }) => run.gates.length > 0);
    const kind = gated.map(({ cell }) => cell).join();
    if (kind !== this.#stage) {
      this.#stage = kind;
      this.#plots = [];
      this.#gates.replaceChildren(...(gated.length === 0 ? [h('p', { class: 'hint' }, words.analysis.noGates)] : gated.map(({ cell, run }) =>
        h('section', { class: `cell-${cell}` }, h('h3', {}, cellMark(cell), words.cells[cell]),
          h('div', { class: 'saturations' }, ...run.gates.filter((gate) => gate !== 'candidate').map((gate) => {
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
