/** The parameters of an experiment that readers of a post may change: made from the one table. */

import type { CellKind } from '../generated/types';
import type { Messages } from '../i18n';
import { CELLS, hasEffect, parameter, TASKS, type ParameterKey } from '../store/parameters';
import type { Speed } from '../store/run';
import type { Store } from '../store/store';
import { subscribe, Subscriptions } from '../store/subscribe';
import { h, rich, verbatim } from '../views/dom';
import { count } from '../views/format';
import { cellMark } from '../views/lane';
import { makeInput, type Input } from './inputs';

const SPEEDS: readonly Speed[] = ['auto', 0.5, 2, 10, 50, 250, Infinity];
/** Parameters with a slider, which is easier to play with than a number. */
const SLIDERS: readonly ParameterKey[] = ['length', 'units', 'rate', 'forgetBias', 'batch', 'radius'];

export class ParameterPanel {
  readonly element = h('div', { class: 'parameters', part: 'parameters' });
  readonly #store: Store;
  readonly #whole = new Subscriptions();
  /** Those of the inputs that are there now. */
  readonly #inputs = new Subscriptions();

  constructor(store: Store) {
    this.#store = store;
    this.#whole.add(subscribe([store.controls, store.texts], () => this.#make()));
  }

  close(): void {
    this.#whole.stop();
    this.#inputs.stop();
  }

  #make(): void {
    const { controls, texts, experiment, run } = this.#store;
    const { speed, parameters } = controls.peek();
    const words = texts.peek()!;
    this.#inputs.stop();
    this.element.hidden = !speed && parameters.length === 0;
    const inputs = parameters.map((key) => this.#input(key, words));
    const speeds = speed ? this.#speeds(words) : null;
    this.element.replaceChildren(
      ...(speeds === null ? [] : [h('label', { class: 'control' }, h('span', {}, words.transport.speed), speeds)]),
      ...inputs.map((input) => input.element));
    for (const input of inputs) {
      const { key } = input.parameter;
      this.#inputs.add(
        subscribe([this.#store.value(key)], () => input.show(experiment.peek())),
        subscribe([this.#store.value('cells'), this.#store.value('task')], () => (input.element.hidden = !hasEffect(input.parameter, experiment.peek()))));
    }
    if (speeds !== null) this.#inputs.add(subscribe([run.speed], () => (speeds.value = String(run.speed.peek()))));
  }

  #input(key: ParameterKey, words: Messages): Input {
    const change = (value: unknown) => this.#store.change({ [key]: value });
    if (key === 'cells') return cellToggles(words, change);
    if (key === 'task') return taskChooser(words, change);
    return makeInput(parameter(key), words, SLIDERS.includes(key), change);
  }

  #speeds({ transport }: Messages): HTMLSelectElement {
    const select = h('select', { 'data-action': 'speed' });
    for (const speed of SPEEDS) {
      select.append(h('option', { value: String(speed) }, speed === 'auto' ? transport.speedAuto : speed === Infinity ? transport.flatOut : transport.updatesPerSecond(count(speed) === '0' || speed < 1 ? String(speed) : count(speed))));
    }
    select.addEventListener('change', () => (this.#store.run.speed.value = select.value === 'auto' ? 'auto' : Number(select.value)));
    return select;
  }
}

function taskChooser(words: Messages, change: (value: string) => void): Input {
  const select = h('select', { 'data-parameter': 'task' });
  for (const task of TASKS) select.append(h('option', { value: task }, words.tasks[task].name));
  select.addEventListener('change', () => change(select.value));
  return {
    parameter: parameter('task'),
    element: h('label', { class: 'control', 'data-key': 'task' }, h('span', {}, rich(words.parameters.task.label)), select),
    show: ({ task }) => (select.value = task),
  };
}

/** Cells keep the order of the table; the last one stays. */
function cellToggles(words: Messages, change: (value: CellKind[]) => void): Input {
  const order = CELLS;
  let on: readonly CellKind[] = [];
  const buttons = order.map((cell) => {
    const button = h('button', { type: 'button', class: `cell-toggle cell-${cell}`, 'data-cell': cell }, cellMark(cell), verbatim(words.cells[cell]));
    button.addEventListener('click', () => {
      const wanted = order.filter((each) => (each === cell ? !on.includes(each) : on.includes(each)));
      if (wanted.length > 0) change(wanted);
    });
    return button;
  });
  return {
    parameter: parameter('cells'),
    element: h('div', { class: 'cell-toggles', role: 'group', 'aria-label': words.parameters.cells.label, 'data-key': 'cells' }, ...buttons),
    show: ({ cells }) => {
      on = cells;
      buttons.forEach((button, index) => {
        const pressed = cells.includes(order[index]!);
        button.setAttribute('aria-pressed', String(pressed));
        button.disabled = pressed && cells.length === 1;
      });
    },
  };
}
