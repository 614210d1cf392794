/** The right rail: the values of every lane at the selected step and unit, and how they make each other. */

import type { LaneFrame } from '../engine/engine';
import { answerAt } from '../views/answers';
import { cellMark } from '../views/lane';
import { h, rich } from '../views/dom';
import { glyph, magnitude, percent, share, value } from '../views/format';
import { referenceNorm } from '../views/reference';
import type { Page, Part } from './main';

/** What of a pass has been at the selected step. */
interface Reached {
  forward: boolean;
  backward: boolean;
}

/** Names of gates as formulas write them. */
const LETTERS: Record<string, string> = { input: 'i', forget: 'f', candidate: 'g', output: 'o', reset: 'r', update: 'z' };

export class Inspector implements Part {
  readonly #box: HTMLElement;
  readonly #page: Page;
  #title = h('h2');
  #body = h('div');
  #shown = '';

  constructor(box: HTMLElement, page: Page) {
    this.#box = box;
    this.#page = page;
  }

  render(): void {
    const { words, stage } = this.#page;
    const move = (by: -1 | 1, label: string, sign: string) => {
      const button = h('button', { type: 'button', 'aria-label': label, title: label, 'data-unit': by }, sign);
      button.addEventListener('click', () => stage.moveUnit(by));
      return button;
    };
    this.#title = h('h2');
    this.#body = h('div', { class: 'lanes-values' });
    this.#shown = '';
    const sort = h('button', { type: 'button', class: 'link', title: words.inspector.sortHint, 'data-action': 'sort' }, words.inspector.sort);
    sort.addEventListener('click', () => stage.sortUnits());
    this.#box.setAttribute('aria-label', words.inspector.title);
    this.#box.replaceChildren(
      h('div', { class: 'rail-head' }, this.#title, h('div', { class: 'unit-buttons' }, move(-1, words.inspector.previousUnit, '↑'), move(1, words.inspector.nextUnit, '↓'))),
      this.#body,
      h('p', { class: 'hint' }, words.inspector.select, ' ', words.inspector.oneSequence, ' ', sort));
    this.tick();
  }

  tick(): void {
    const { stage, words } = this.#page;
    const { frame, view, progress } = stage;
    const first = frame?.lanes[0];
    if (frame === null || first === undefined || view.t === null) {
      this.#title.textContent = words.inspector.title;
      return;
    }
    const step = Math.min(view.t, first.run.steps) - 1;
    const unit = Math.min(view.unit ?? 1, first.run.hidden) - 1;
    const layer = Math.min((view.layer ?? first.run.layers) - 1, first.run.layers - 1);
    const reached: Reached = {
      forward: progress.pass !== 'forward' || step < progress.reached,
      backward: progress.pass === null || (progress.pass === 'backward' && step >= progress.steps - progress.reached),
    };
    // Nothing is written twice while a wave goes on elsewhere.
    const state = [frame.update, step, unit, layer, reached.forward, reached.backward, frame.lanes.length, view.cell].join();
    if (state === this.#shown) return;
    this.#shown = state;
    this.#title.replaceChildren(rich(words.inspector.at(step + 1, unit + 1)));
    this.#body.replaceChildren(...frame.lanes.map((lane) => this.#lane(lane, step, unit, layer, reached, lane.cell === view.cell)));
  }

  #lane(lane: LaneFrame, step: number, unit: number, layer: number, reached: Reached, chosen: boolean): HTMLElement {
    const { words } = this.#page;
    const section = h('section', { class: `cell-${lane.cell}${chosen ? ' chosen' : ''}`, 'data-cell': lane.cell },
      h('h3', {}, cellMark(lane.cell), words.cells[lane.cell]));
    if (lane.diverged !== null) section.append(h('p', { class: 'hint' }, words.inspector.frozen));
    section.append(h('p', { class: 'question' }, this.#question(lane, step, reached)));
    if (reached.forward) section.append(...forwardValues(lane, step, unit, layer));
    section.append(this.#gradient(lane, step, unit, layer, reached));
    return section;
  }

  /** Input, answer and what was asked for. */
  #question(lane: LaneFrame, step: number, { forward }: Reached): string {
    const { words } = this.#page;
    const { run } = lane;
    const { symbols, values, targets } = run.probe;
    const parts: string[] = [];
    const symbol = symbols?.[step];
    if (symbol !== undefined) parts.push(`${words.inspector.input} ${glyph(run.inputLabels?.[symbol] ?? String(symbol))}`);
    else if (values?.[step] !== undefined) parts.push(`${words.inspector.input} ${values[step].map((each) => value(each)).join(', ')}`);
    if (forward) parts.push(`${words.inspector.answer} ${answerOf(lane, step)}`);
    const target = targets[step];
    if (target === null || target === undefined) parts.push(words.inspector.notAsked);
    else parts.push(`${words.inspector.wanted} ${typeof target === 'number' ? glyph(run.outputLabels?.[target] ?? String(target)) : value(target[0] ?? NaN)}`);
    return parts.join(' · ');
  }

  #gradient(lane: LaneFrame, step: number, unit: number, layer: number, { backward }: Reached): HTMLElement {
    const { words } = this.#page;
    if (!backward) return h('p', { class: 'hint' }, `${words.inspector.gradient}: ${words.inspector.waits}`);
    const { hidden } = lane.run;
    const norms = lane.field('log10GradHidden', layer);
    const lines = [
      formula('|∂*L*/∂*h*|', magnitude(lane.field('log10AbsGradHidden', layer)[step * hidden + unit]!)),
      formula('‖∂*L*/∂*h*~t~‖', magnitude(norms[step]!)),
      h('div', { class: 'numbers' }, `${share(norms[step]! - referenceNorm(norms))} ${words.inspector.ofLast}`),
    ];
    if (lane.has('log10AbsGradCell', layer)) {
      lines.splice(1, 0, formula('|∂*L*/∂*c*|', magnitude(lane.field('log10AbsGradCell', layer)[step * hidden + unit]!)));
    }
    return h('div', { class: 'gradients' }, ...lines);
  }
}

function answerOf(lane: LaneFrame, step: number): string {
  const { run } = lane;
  const outputs = lane.field('outputs');
  if (run.loss === 'squaredError') return value(outputs[step * run.outputs]!);
  const best = answerAt(outputs, step, run.outputs);
  return `${glyph(run.outputLabels?.[best] ?? String(best))} (${percent(outputs[step * run.outputs + best]!)})`;
}

/** Name, equals sign and bold value on one line. */
function formula(name: string, result: string): HTMLElement {
  return h('div', { class: 'formula' }, rich(name), ' = ', h('b', {}, result));
}

/** Gates as fills, and the cell's equation with this unit's numbers in it. */
function forwardValues(lane: LaneFrame, step: number, unit: number, layer: number): HTMLElement[] {
  const { hidden, gates, cell } = lane.run;
  const at = (field: string, when: number) => (when < 0 ? 0 : lane.field(field, layer)[when * hidden + unit]!);
  const gate = (name: string) => at(`gates.${name}`, step);
  const number = (each: number) => (each < 0 ? `(${value(each)})` : value(each));
  const chips = h('div', { class: 'gates' }, ...gates.map((name) => gateChip(name === 'candidate' && cell === 'gru' ? 'n' : (LETTERS[name] ?? name), gate(name), name === 'candidate')));
  const state = at('hidden', step);
  const before = at('hidden', step - 1);
  switch (cell) {
    case 'lstm': {
      const c = at('cell', step);
      return [
        chips,
        formula('*c*~t~ = *f*·*c*~t−1~ + *i*·*g*', value(c)),
        h('div', { class: 'numbers' }, `${value(gate('forget'))}·${number(at('cell', step - 1))} + ${value(gate('input'))}·${number(gate('candidate'))}`),
        formula('*h*~t~ = *o*·tanh *c*~t~', value(state)),
        h('div', { class: 'numbers' }, `${value(gate('output'))}·${number(Math.tanh(c))}`),
      ];
    }
    case 'gru':
      return [
        chips,
        formula('*h*~t~ = (1−*z*)·*n* + *z*·*h*~t−1~', value(state)),
        h('div', { class: 'numbers' }, `${value(1 - gate('update'))}·${number(gate('candidate'))} + ${value(gate('update'))}·${number(before)}`),
      ];
    case 'rnn':
      return [formula('*h*~t−1~', value(before)), formula('*h*~t~', value(state))];
    case 'window':
      return [formula('*h*~t~', value(state))];
  }
}

/** A gate filled as far as it is open; a candidate, between −1 and 1, as a number alone. */
function gateChip(letter: string, number: number, isCandidate: boolean): HTMLElement {
  const chip = h('div', { class: isCandidate ? 'gate candidate' : 'gate' }, h('i', { class: 'math' }, letter), h('span', {}, value(number)));
  if (!isCandidate) chip.style.setProperty('--open', `${Math.round(number * 100)}%`);
  return chip;
}
