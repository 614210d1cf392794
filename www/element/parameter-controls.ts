/** The parameters of an experiment that readers of a post may change: made from the one table. Loaded when wished for. */

import type { CellKind, Experiment, TaskKind } from '../generated/types';
import type { Messages } from '../i18n';
import { h, rich } from '../views/dom';
import { count } from '../views/format';
import { cellMark } from '../views/lane';
import { makeControl, type Control } from './control';
import { hasEffect, parameter, type ParameterKey, type WordParameter } from './parameters';
import type { Speed } from './pace';
import styles from './parameter-controls.css?inline';
import { sheet } from './sheet';
import type { Wishes } from './wishes';

const SPEEDS: readonly Speed[] = ['auto', 0.5, 2, 10, 50, 250, Infinity];
/** Parameters with a slider, which is easier to play with than a number. */
const SLIDERS: readonly ParameterKey[] = ['length', 'hidden', 'rate', 'forgetBias', 'batch', 'radius'];

export interface ParameterActions {
  change(parameters: Partial<Experiment>): void;
  setSpeed(speed: Speed): void;
}

export const parameterStyles = sheet(styles);

export class ParameterControls {
  readonly element = h('div', { class: 'parameters', part: 'parameters' });
  readonly #actions: ParameterActions;
  #controls: Control[] = [];
  #speed: HTMLSelectElement | null = null;
  #made = '';

  constructor(actions: ParameterActions) {
    this.#actions = actions;
  }

  look(wishes: Wishes, words: Messages, experiment: Experiment, speed: Speed): void {
    const made = JSON.stringify([wishes, words.name, words.cells]);
    if (made !== this.#made) {
      this.#made = made;
      this.#make(wishes, words);
    }
    for (const control of this.#controls) {
      control.show(experiment);
      control.element.hidden = !hasEffect(control.parameter, experiment);
    }
    if (this.#speed !== null) this.#speed.value = String(speed);
  }

  #make({ speed, parameters }: Wishes, words: Messages): void {
    this.#controls = parameters.map((key) => {
      const change = (value: unknown) => this.#actions.change({ [key]: value });
      if (key === 'cells') return cellToggles(words, change);
      if (key === 'task') return taskChooser(words, change);
      return makeControl(parameter(key), words, SLIDERS.includes(key), change);
    });
    this.#speed = speed ? this.#speedChooser(words) : null;
    this.element.replaceChildren(
      ...(this.#speed === null ? [] : [h('label', { class: 'control' }, h('span', {}, words.transport.speed), this.#speed)]),
      ...this.#controls.map((control) => control.element));
  }

  #speedChooser({ transport }: Messages): HTMLSelectElement {
    const select = h('select', { 'data-action': 'speed' });
    for (const speed of SPEEDS) {
      select.append(h('option', { value: String(speed) }, speed === 'auto' ? transport.speedAuto : speed === Infinity ? transport.flatOut : transport.updatesPerSecond(count(speed) === '0' || speed < 1 ? String(speed) : count(speed))));
    }
    select.addEventListener('change', () => this.#actions.setSpeed(select.value === 'auto' ? 'auto' : Number(select.value)));
    return select;
  }
}

function taskChooser(words: Messages, change: (value: string) => void): Control {
  const table = parameter('task') as WordParameter;
  const select = h('select', { 'data-parameter': 'task' });
  for (const task of table.choices as TaskKind[]) select.append(h('option', { value: task }, words.tasks[task].name));
  select.addEventListener('change', () => change(select.value));
  return {
    parameter: table,
    element: h('label', { class: 'control', 'data-key': 'task' }, h('span', {}, rich(words.parameters.task.label)), select),
    show: ({ task }) => (select.value = task),
  };
}

/** Cells keep the order of the table; the last one stays. */
function cellToggles(words: Messages, change: (value: CellKind[]) => void): Control {
  const table = parameter('cells') as WordParameter;
  const order = table.choices as CellKind[];
  let on: readonly CellKind[] = [];
  const buttons = order.map((cell) => {
    const button = h('button', { type: 'button', class: `cell-toggle cell-${cell}`, 'data-cell': cell }, cellMark(cell), words.cells[cell]);
    button.addEventListener('click', () => {
      const wanted = order.filter((each) => (each === cell ? !on.includes(each) : on.includes(each)));
      if (wanted.length > 0) change(wanted);
    });
    return button;
  });
  return {
    parameter: table,
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
