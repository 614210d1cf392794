/** The right rail: one unit of one cell at one step, how its numbers make each other, and what its weights do. */

import type { LaneFrame, StageFrame } from '../engine/engine';
import type { CellKind } from '../generated/types';
import { bandWidth, diagramTable, draw } from '../views/cells/drawing';
import { blockLetter, CELLS } from '../views/cells';
import { ExactStep, type ExactLane } from '../views/cells/exact';
import { Reading } from '../views/cells/reading';
import { cellMark } from '../views/lane';
import { firstChoice, specOf } from '../views/cells/spec';
import { subscribe } from '../store/subscribe';
import { h, rich, verbatim } from '../views/dom';
import { chartTable } from '../views/chart-table';
import { eigenvalues } from '../views/eigenvalues';
import { count, magnitude, powerOfTen, share, value } from '../views/format';
import { referenceNorm } from '../views/reference';
import { answerText, diagramInput, inputText, targetText } from '../views/steps';
import { svg } from '../views/svg';
import { data, formulaView, productsView } from './formula-view';
import { HoldPanel } from './hold-panel';
import { gainSection } from './inspector-gains';
import type { Page } from './page';
import type { Traces } from './traces';
import * as icons from '../views/icons';
import { VerifyPanel } from './verify';
import { term } from '../views/terms';

export class Inspector {
  readonly #box: HTMLElement;
  readonly #page: Page;
  readonly #traces: Traces;
  readonly #verify: VerifyPanel;
  readonly #hold: HoldPanel;
  #title = h('h2');
  #cells = h('div');
  #body = h('div');
  #shown = '';
  /** Which disclosures are open; they stay so from step to step. */
  readonly #open = new Set<string>();
  /** The block of W_hh whose eigenvalues are on view. */
  #block: string | null = null;
  /** Whether the gains are those of all steps to the end. */
  #together = false;

  constructor(box: HTMLElement, page: Page) {
    this.#box = box;
    this.#page = page;
    this.#traces = page.traces;
    this.#verify = new VerifyPanel(page);
    this.#hold = new HoldPanel(page);
    subscribe([page.texts], () => this.#render());
    subscribe([page.reading, page.traces.arrived, page.scheme], () => this.#tick());
    // A drawer or a tab that opens while everything stands still.
    new ResizeObserver(() => requestAnimationFrame(() => this.#tick())).observe(box);
  }

  #render(): void {
    const { words, stage } = this.#page;
    const move = (by: -1 | 1, label: string, sign: string) => {
      const button = h('button', { type: 'button', 'aria-label': label, title: label, 'data-unit': by }, sign);
      button.addEventListener('click', () => stage.moveUnit(by));
      return button;
    };
    const sort = h('button', { type: 'button', class: 'link', title: words.inspector.sortHint, 'data-action': 'sort' }, words.inspector.sort);
    sort.addEventListener('click', () => stage.sortUnits());
    const close = h('button', { type: 'button', class: 'close-values', 'aria-label': words.header.closeValues, title: words.header.closeValues, 'data-action': 'close-values' }, icons.close());
    close.addEventListener('click', () => (this.#page.drawer.value = null));
    this.#title = h('h2');
    this.#cells = h('div', { class: 'segmented', role: 'group', 'aria-label': words.inspector.cell });
    this.#body = h('div', { class: 'unit-values' });
    this.#shown = '';
    this.#box.setAttribute('aria-label', words.inspector.title);
    this.#box.replaceChildren(
      h('div', { class: 'rail-head' }, this.#title, h('div', { class: 'unit-buttons' }, move(-1, words.inspector.previousUnit, '↑'), move(1, words.inspector.nextUnit, '↓'), close)),
      this.#cells,
      this.#hold.element,
      this.#body,
      this.#verify.element,
      h('p', { class: 'hint' }, words.inspector.select, ' ', words.inspector.oneSequence, ' ', sort));
    this.#tick();
  }

  #tick(): void {
    // Behind a closed drawer or another tab nothing is written, and no trace is asked for.
    if (this.#box.getClientRects().length === 0) return;
    this.#write();
  }

  #write(): void {
    const { stage, words } = this.#page;
    const { frame, view, progress, experiment } = stage;
    if (frame === null || frame.lanes.length === 0 || view.t === null) {
      this.#title.textContent = words.inspector.title;
      this.#cells.replaceChildren();
      this.#body.replaceChildren();
      this.#shown = '';
      return;
    }
    const lane = frame.lanes.find(({ cell }) => cell === view.cell) ?? frame.lanes.find(({ cell }) => cell === firstChoice(stage.experiment.cells)) ?? frame.lanes[0]!;
    const { run } = lane;
    const step = Math.min(view.t, run.steps) - 1;
    const unit = Math.min(view.unit ?? 1, run.units) - 1;
    const layer = Math.min((view.layer ?? run.layers) - 1, run.layers - 1);
    const reached = {
      forward: progress.pass !== 'forward' || step < progress.reached,
      backward: progress.pass === null || (progress.pass === 'backward' && step >= progress.steps - progress.reached),
    };
    const exact = lane.diverged === null ? this.#traces.of(frame, lane.cell) : null;
    // Nothing is written twice while a wave goes on elsewhere.
    const state = JSON.stringify([frame.update, lane.cell, lane.followed, step, unit, layer, reached, exact !== null, this.#traces.count, experiment, view.scale, this.#block, this.#together, lane.diverged !== null, document.documentElement.dataset.scheme]);
    if (state === this.#shown) return;
    this.#shown = state;
    this.#title.replaceChildren(rich(words.details.at(step + 1, unit + 1)));
    this.#writeCells(frame, lane.cell);
    this.#hold.show(lane.run);
    const place = { layer, step, unit };
    const exactStep = exact === null ? null : new ExactStep(exact, layer, step, unit);
    const reading = new Reading(lane, place, exactStep, reached, view.scale === 'relative');
    const stood = this.#verify.place;
    this.#body.replaceChildren(
      ...(lane.diverged === null ? [] : [h('p', { class: 'hint' }, words.inspector.frozen(count(lane.scalar('update'))))]),
      h('p', { class: 'question' }, this.#question(lane, step, reached.forward)),
      this.#diagram(reading),
      ...(exactStep === null ? this.#approximate(reading) : this.#formulas(exactStep, reached)),
      this.#gradient(reading),
      ...(exact === null || exactStep === null ? [] : this.#weights(frame, exact, exactStep)));
    this.#verify.keep(stood);
  }

  #writeCells(frame: StageFrame, chosen: CellKind): void {
    const { words, stage } = this.#page;
    this.#cells.replaceChildren(...frame.lanes.map(({ cell }) => {
      const button = h('button', { type: 'button', class: `cell-${cell}`, 'aria-pressed': String(cell === chosen), 'data-inspect': cell }, cellMark(cell), verbatim(words.cells[cell]));
      button.addEventListener('click', () => {
        stage.view = { ...stage.view, cell };
      });
      return button;
    }));
  }

  /** Input, answer and what was asked for. */
  #question(lane: LaneFrame, step: number, forward: boolean): string {
    const { words } = this.#page;
    const { run } = lane;
    const parts = [`${words.inspector.input} ${inputText(run, step)}`];
    if (forward) parts.push(`${words.inspector.answer} ${answerText(run, lane.field('outputs'), step, words)}`);
    const target = run.probe.targets[step];
    if (target === null || target === undefined) parts.push(words.inspector.notAsked);
    else parts.push(`${words.inspector.wanted} ${targetText(run, target, words)}`);
    return parts.join(' · ');
  }

  #diagram(reading: Reading): HTMLElement {
    const { words, stage } = this.#page;
    const { lane, step } = reading;
    const scheme = document.documentElement.dataset.scheme === 'dark' ? 'dark' : 'light';
    const drawing = CELLS[lane.cell].diagram(reading, stage.experiment, diagramInput(lane.run, step));
    const legend = [0, -5, -10].map((decade) => {
      const width = bandWidth(decade);
      return h('span', {}, svg('svg', { class: 'band', viewBox: '0 0 10 16', width: 10, height: 16 }, svg('rect', { x: 0, y: 8 - width / 2, width: 10, height: width })), powerOfTen(decade));
    });
    return h('figure', { class: `cell-diagram cell-${lane.cell}` },
      draw(drawing, scheme, words.details.diagram(words.cells[lane.cell])),
      diagramTable(drawing, words.details.table(words.cells[lane.cell], step + 1, reading.unit + 1), words),
      h('figcaption', {}, h('span', {}, rich(stage.view.scale === 'relative' ? words.inspector.widthRelative : words.inspector.widthAbsolute)), ...legend));
  }

  /** While training runs: what the frame holds. */
  #approximate(reading: Reading): HTMLElement[] {
    const { words } = this.#page;
    if (!reading.reached.forward) return [h('p', { class: 'hint' }, words.inspector.waits)];
    const hidden = (name: string, number: number | null) => h('div', { class: 'formula' }, rich(name), ' = ', h('b', {}, number === null ? '…' : value(number)));
    return [
      ...(reading.lane.has('modulus', reading.layer) ? [hidden(`|*s*~${reading.step + 1}~|`, reading.modulus())] : []),
      ...(reading.lane.has('cell', reading.layer) ? [hidden(`*c*~${reading.step + 1}~`, reading.cell())] : []),
      hidden(`*h*~${reading.step + 1}~`, reading.hidden()),
      ...(reading.lane.diverged === null && this.#page.stage.playing ? [h('p', { class: 'hint' }, words.inspector.pauseForMore)] : []),
    ];
  }

  /** Where the terms of the backward formulas come from. */
  #legend({ run, isTop }: ExactStep): string {
    const { store, words: { inspector } } = this.#page;
    if (run.spec.attends) return inspector.backwardLegendAttends;
    if (!isTop) return inspector.backwardLegendBelow;
    if (!run.spec.recurrentMatrix) return inspector.backwardLegendAnswer;
    return run.gates.includes('reset') ? inspector.backwardLegendReset[store.experiment.peek().resetGate] : inspector.backwardLegend;
  }

  #formulas(step: ExactStep, reached: { forward: boolean; backward: boolean }): HTMLElement[] {
    const { words } = this.#page;
    const { attends } = specOf(step.run.cell);
    const { forward, preactivations, backward, gateGradients } = CELLS[step.run.cell].formulas(step);
    const sections: HTMLElement[] = [];
    if (reached.forward) {
      const convention = words.inspector.conventions[step.run.cell];
      sections.push(h('section', { 'data-pass': 'forward' }, h('h3', {}, words.inspector.forward), ...forward.map(formulaView),
        ...(convention === undefined ? [] : [h('p', { class: 'hint' }, rich(convention))]),
        ...(preactivations.length === 0 ? [] : [this.#disclosure('gates', attends ? words.inspector.projections : words.inspector.gates, () => preactivations.map(formulaView))]),
        this.#disclosure('products', words.inspector.products, () => this.#products(step))));
    } else sections.push(h('p', { class: 'hint' }, words.inspector.waits));
    if (reached.backward) {
      sections.push(h('section', { 'data-pass': 'backward' }, h('h3', {}, words.inspector.backward), ...backward.map(formulaView),
        ...(gateGradients.length === 0 ? [] : [this.#disclosure('gate-gradients', attends ? words.inspector.queryGradient : words.study.gateGradients, () => gateGradients.map(formulaView))]),
        h('p', { class: 'hint' }, rich(this.#legend(step)))));
    }
    return sections;
  }

  /** All that is multiplied to make the unit's pre-activations. */
  #products(step: ExactStep): HTMLElement[] {
    const { words } = this.#page;
    const { cell, gates } = step.run;
    const own = CELLS[cell].products?.(step);
    if (own !== undefined) return own.map(({ title, head, products }) => productsView(title, products, ['', ...head, words.inspector.product]));
    const t = step.step + 1;
    return (gates.length > 0 ? gates : ['hidden']).flatMap((block) => {
      const letter = blockLetter(cell, block);
      const state = step.resetsBefore(block) ? '*r*⊙*h*' : '*h*';
      const tables = [productsView(`*${letter}*: *W*~x~*x*~${t}~`, step.inputProducts(block), ['', '*W*~x~', `*x*~${t}~`, words.inspector.product])];
      if (specOf(cell).recurrentMatrix) tables.push(productsView(`*${letter}*: *W*~h~${state}~${t - 1}~`, step.recurrentProducts(block), ['', '*W*~h~', `${state}~${t - 1}~`, words.inspector.product]));
      return tables;
    });
  }

  #disclosure(name: string, label: string, fill: () => HTMLElement[]): HTMLElement {
    const details = h('details', { open: this.#open.has(name), 'data-details': name }, h('summary', {}, label));
    if (this.#open.has(name)) details.append(...fill());
    details.addEventListener('toggle', () => {
      if (details.open === this.#open.has(name)) return;
      if (details.open) {
        this.#open.add(name);
        details.append(...fill());
      } else {
        this.#open.delete(name);
        details.replaceChildren(details.firstElementChild!);
      }
    });
    return details;
  }

  #gradient(reading: Reading): HTMLElement {
    const { words } = this.#page;
    const { lane, layer, step } = reading;
    if (!reading.reached.backward) return h('p', { class: 'hint' }, `${words.inspector.gradient}: ${words.inspector.waits}`);
    const { memory, carried } = specOf(lane.cell);
    // Where *h* is read off the state and not carried, no gradient comes back through it.
    const through = carried.length > 0 && !carried.includes('h') ? memory : 'h';
    const norms = lane.field(through === 'h' ? 'log10GradHidden' : 'log10GradCell', layer);
    const line = (name: string, text: string) => h('div', { class: 'formula' }, rich(name), ' = ', h('b', {}, text));
    const at = (field: string) => magnitude(lane.field(field, layer)[step * lane.run.units + reading.unit]!);
    return h('section', { class: 'gradients' },
      h('h3', {}, words.inspector.gradient),
      ...(lane.followed === null ? [] : [h('p', { class: 'hint', 'data-of': lane.followed + 1 }, rich(words.inspector.lossAt(lane.followed + 1)))]),
      line('|∂*L*/∂*h*|', at('log10AbsGradHidden')),
      ...(lane.has('log10AbsGradCell', layer) ? [line(`|∂*L*/∂*${memory}*|`, at('log10AbsGradCell'))] : []),
      line(`‖∂*L*/∂*${through}*~${step + 1}~‖`, magnitude(norms[step]!)),
      h('div', { class: 'numbers' }, `= ${words.inspector.ofLast(share(norms[step]! - referenceNorm(norms), words))}`));
  }

  /** What the recurrent weights do: eigenvalues, and the gain of the selected step in every lane. */
  #weights(frame: StageFrame, exact: ExactLane, exactStep: ExactStep): HTMLElement[] {
    const { words } = this.#page;
    const blocks = Object.keys(exact.trace.spectrum);
    if (blocks.length === 0) {
      const { attends, wholeSequence } = specOf(exact.run.cell);
      const hint = h('p', { class: 'hint' }, attends ? words.inspector.attends : wholeSequence ? words.inspector.noRecurrence : words.inspector.onlyGates);
      return wholeSequence ? [hint] : [hint, this.#gains(frame, exactStep.step)];
    }
    return [this.#spectrum(exact, blocks), ...this.#straightLine(exactStep), this.#gains(frame, exactStep.step)];
  }

  /** Of a linear memory: what every step back does to the gradient of the unit. */
  #straightLine(step: ExactStep): HTMLElement[] {
    const factor = CELLS[step.run.cell].factor?.(step);
    if (factor === undefined) return [];
    const slope = Math.log10(factor);
    return [h('p', { class: 'hint', 'data-slope': slope }, rich(this.#page.words.inspector.straightLine(step.unit + 1, value(factor, 4), value(slope, 4), count(Math.round(-1 / slope)))))];
  }

  #spectrum({ run, trace }: ExactLane, blocks: readonly string[]): HTMLElement {
    const { words } = this.#page;
    const chosen = blocks.find((block) => block === this.#block) ?? (blocks.includes('candidate') ? 'candidate' : blocks[0]!);
    const letter = (block: string) => blockLetter(run.cell, block);
    const spectrum = trace.spectrum[chosen]!;
    const choices = blocks.length === 1 ? [] : [h('div', { class: 'segmented small', role: 'group', 'aria-label': words.inspector.block }, ...blocks.map((block) => {
      const button = h('button', { type: 'button', 'aria-pressed': String(block === chosen), 'data-block': block }, rich(`*W*~h${letter(block)}~`));
      button.addEventListener('click', () => {
        this.#block = block;
        this.#write();
      });
      return button;
    }))];
    return h('section', { 'data-section': 'spectrum' }, h('h3', {}, words.inspector.eigenvalues),
      ...choices,
      h('div', { class: 'spectrum' },
        eigenvalues(run.cell, spectrum, words.inspector.eigenvaluesSummary(value(spectrum.radius, 3))),
        chartTable(words.inspector.eigenvalues, [words.tables.rank, words.tables.real, words.tables.imaginary, words.tables.size],
          spectrum.eigenvalues.map(([re, im], index) => [String(index + 1), value(re, 3), value(im, 3), value(Math.hypot(re, im), 3)])),
        h('div', {},
          h('div', { class: 'formula' }, term('ρ', 'radius', words), ' = max |λ| = ', h('b', {}, data(spectrum.radius))),
          h('div', { class: 'formula' }, rich('σ~1~'), ' = ', h('b', {}, data(spectrum.norm))),
          h('p', { class: 'hint' }, spectrum.radius > 1 ? words.inspector.modesGrow : words.inspector.modesDecay))),
      h('p', { class: 'hint' }, rich(words.study.radius), ' ', rich(words.study.norm)));
  }

  /** Of every lane: what the selected step does by itself, or all steps from there to the end together. */
  #gains(frame: StageFrame, step: number): HTMLElement {
    const lanes = frame.lanes.flatMap((lane) => {
      const exact = lane.diverged === null ? this.#traces.of(frame, lane.cell) : null;
      return exact === null || specOf(lane.cell).carried.length === 0 ? [] : [{ cell: lane.cell, trace: exact.trace }];
    });
    return gainSection(this.#page.words, lanes, step, this.#together, (together) => {
      this.#together = together;
      this.#write();
      this.#body.querySelector<HTMLElement>(`[data-gain="${together ? 'all' : 'one'}"]`)?.focus();
    });
  }
}
