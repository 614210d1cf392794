/** Beside a cell's diagram: its gates, each of which can be held at a value, and what follows for the gradient. */

import type { CellKind, RunDescription } from '../generated/types';
import { gateSliders } from '../element/gate-sliders';
import type { Input } from '../element/input-frame';
import { heldIn } from '../store/hold';
import { parameter, type GatesParameter } from '../store/parameters';
import { subscribe } from '../store/subscribe';
import { blockLetter } from '../views/cells';
import { specOf } from '../views/cells/spec';
import { h, rich, write } from '../views/dom';
import { figure } from '../story/share';
import { superscript } from '../views/format';
import type { Page } from './page';

export class HoldPanel {
  readonly #details = h('details', { class: 'hold-panel' });
  /** Where there is no gate to hold, and gates of others are held. */
  readonly #without = h('p', { class: 'hint', hidden: true });
  readonly element = h('div', { 'data-section': 'hold' }, this.#details, this.#without);
  readonly #page: Page;
  readonly #says = h('p', { class: 'hint', 'aria-live': 'polite', 'data-hold-says': true });
  #input: Input | null = null;
  #run: RunDescription | null = null;

  constructor(page: Page) {
    this.#page = page;
    subscribe([page.texts], () => this.#render());
    subscribe([page.store.value('hold')], () => this.#write());
  }

  /** The run of the cell that is looked at. */
  show(run: RunDescription): void {
    this.#run = run;
    this.#write();
  }

  #render(): void {
    const { words, store } = this.#page;
    const gates = parameter('hold') as GatesParameter;
    this.#input = gateSliders(gates, words, (hold) => store.change({ hold: hold as string | null }), () => this.#run?.cell ?? null);
    // The section names them.
    this.#input.element.querySelector('label')?.remove();
    // That of the settings has the same.
    this.#input.element.querySelector('[id]')?.removeAttribute('id');
    this.#details.replaceChildren(h('summary', {}, words.inspector.hold), h('p', { class: 'hint' }, words.inspector.holdHint), this.#input.element, this.#says);
    this.#write();
  }

  #write(): void {
    const run = this.#run;
    if (run === null || this.#input === null) return;
    const experiment = this.#page.store.experiment.peek();
    const { words } = this.#page;
    this.#details.hidden = run.gates.length === 0;
    this.#without.hidden = run.gates.length > 0 || experiment.hold === null;
    write(this.#without, this.#without.hidden ? '' : words.inspector.noGateToHold(words.cells[run.cell]));
    this.#input.show(experiment);
    const held = heldIn(experiment);
    if (run.gates.some((gate) => held[gate] !== undefined)) this.#details.open = true;
    this.#says.replaceChildren(...this.#told(run.cell, run.steps, held));
  }

  /** Along the straight path one step multiplies the gradient by what the gate keeps. */
  #told(cell: CellKind, steps: number, held: Readonly<Partial<Record<string, number>>>): Node[] {
    const { keepingGate, keepsAt, memory } = specOf(cell);
    const at = keepingGate === null ? undefined : held[keepingGate];
    if (keepingGate === null || at === undefined) return [];
    const keeps = keepsAt === 1 ? at : 1 - at;
    const letter = blockLetter(cell, keepingGate);
    const factor = keepsAt === 1 ? `*${letter}*` : `(1−*${letter}*)`;
    const number = String(Number(keeps.toFixed(4)));
    const result = keeps === 0 || keeps === 1 ? number : figure((steps - 1) * Math.log10(keeps));
    return [rich(this.#page.words.inspector.straightPath(factor, number, `${number}${superscript(steps - 1)}`, result, memory))];
  }
}
