/** Inputs made from the table of parameters: a slider, a number, a list of words, each by the parameter's kind. */

import type { NumberParameter, Parameter } from '../store/parameters';
import { h, plain } from '../views/dom';
import { gateSliders } from './gate-sliders';
import { explainSetting, frame, idOf, type Change, type Input } from './input-frame';

export type { Input };
import type { Messages } from '../i18n';

/** Positions of a slider. */
const POSITIONS = 1000;
/** The entries of a list that stand for a number and for none; no word of a parameter is one of them. */
const NUMBER = '#number';
const NONE = '#none';
/** What an unbounded range shows of itself on a slider. */
const OPEN_END = 100;

export function makeInput(parameter: Parameter, words: Messages, large: boolean, change: Change): Input {
  switch (parameter.kind) {
    case 'choice':
    case 'list':
      return chooser(parameter, parameter.choices, words, change);
    case 'gates':
      return gateSliders(parameter, words, change);
    case 'integer':
    case 'number':
      return large ? slider(parameter, words, change) : numberBox(parameter, words, change);
  }
}

function chooser(parameter: Parameter, choices: readonly string[], words: Messages, change: Change): Input {
  const select = h('select', { id: idOf(parameter), 'data-parameter': parameter.key });
  for (const choice of choices) select.append(h('option', { value: choice }, choiceLabel(parameter, choice, words)));
  select.addEventListener('change', () => change(select.value));
  return {
    parameter,
    element: frame(parameter, words, false, select),
    show: (experiment) => (select.value = String(experiment[parameter.key])),
  };
}

function choiceLabel({ key }: Parameter, choice: string, words: Messages): string {
  const labels: Partial<Record<string, Record<string, string>>> = words.choices;
  return labels[key]?.[choice] ?? choice;
}

/** A number to type, and beside it a list of the words that may stand in its place, “none” among them where that is possible. */
function numberOrWord(parameter: NumberParameter, words: Messages, change: Change): Input {
  const { label } = words.parameters[parameter.key];
  const number = numberField(parameter);
  const kinds = h('select', { 'data-words': parameter.key, 'aria-label': plain(label) });
  kinds.append(h('option', { value: NUMBER }, words.controls.number));
  if (parameter.nullable) kinds.append(h('option', { value: NONE }, words.controls.off));
  for (const word of parameter.words ?? []) kinds.append(h('option', { value: word }, choiceLabel(parameter, word, words)));
  let last = typeof parameter.default === 'number' ? parameter.default : parameter.min;
  number.addEventListener('change', () => change(number.value.trim() === '' ? parameter.default : Number(number.value)));
  kinds.addEventListener('change', () => change(kinds.value === NUMBER ? last : kinds.value === NONE ? null : kinds.value));
  return {
    parameter,
    element: frame(parameter, words, false, h('span', { class: 'number' }, kinds, number)),
    show: (experiment) => {
      const value = experiment[parameter.key];
      if (typeof value === 'number') last = value;
      kinds.value = typeof value === 'number' ? NUMBER : value === null ? NONE : String(value);
      number.disabled = typeof value !== 'number';
      number.placeholder = words.controls.off;
      if (!number.matches(':focus') || number.value === '') number.value = typeof value === 'number' ? String(value) : '';
    },
  };
}

function numberField(parameter: NumberParameter): HTMLInputElement {
  return h('input', {
    type: 'number',
    id: idOf(parameter),
    'data-parameter': parameter.key,
    min: parameter.min,
    max: parameter.max,
    step: parameter.kind === 'integer' ? 1 : 'any',
    inputmode: parameter.kind === 'integer' ? 'numeric' : 'decimal',
  });
}

/** A number to type, with a box to tick where “none” is possible. */
function numberBox(parameter: NumberParameter, words: Messages, change: Change): Input {
  if (parameter.words !== undefined) return numberOrWord(parameter, words, change);
  const number = numberField(parameter);
  const { label } = words.parameters[parameter.key];
  const box = h('input', { type: 'checkbox', 'aria-label': `${words.controls.on}: ${plain(label)}`, 'data-nullable': parameter.key });
  let last = typeof parameter.default === 'number' ? parameter.default : 1;
  number.addEventListener('change', () => change(number.value.trim() === '' ? parameter.default : Number(number.value)));
  box.addEventListener('change', () => change(box.checked ? last : null));
  return {
    parameter,
    element: frame(parameter, words, false, h('span', { class: 'number' }, ...(parameter.nullable ? [box] : []), number)),
    show: (experiment) => {
      const value = experiment[parameter.key];
      box.checked = value !== null;
      number.disabled = value === null;
      number.placeholder = words.controls.off;
      if (typeof value === 'number') last = value;
      const text = value === null ? '' : String(value);
      if (!number.matches(':focus') || number.value === '') number.value = text;
    },
  };
}

/** A slider with its value beside it, which can also be typed. */
function slider(parameter: NumberParameter, words: Messages, change: Change): Input {
  const range = h('input', { type: 'range', min: 0, max: POSITIONS, step: 1, 'data-slider': parameter.key, 'aria-label': plain(words.parameters[parameter.key].label) });
  const box = numberBox(parameter, words, change);
  const number = box.element.querySelector<HTMLInputElement>('input[type="number"]')!;
  const paint = () => range.style.setProperty('--filled', `${(Number(range.value) / POSITIONS) * 100}%`);
  range.addEventListener('input', () => {
    const value = valueAt(parameter, Number(range.value) / POSITIONS);
    number.value = String(value);
    range.setAttribute('aria-valuetext', String(value));
    paint();
    if (!parameter.restart) change(value);
  });
  // A change that restarts training waits until the slider is let go.
  range.addEventListener('change', () => change(valueAt(parameter, Number(range.value) / POSITIONS)));
  box.element.classList.add('large');
  explainSetting(range, parameter, words);
  box.element.append(range);
  return {
    parameter,
    element: box.element,
    show: (experiment) => {
      box.show(experiment);
      const value = experiment[parameter.key];
      range.disabled = typeof value !== 'number';
      if (typeof value !== 'number') return;
      range.setAttribute('aria-valuetext', String(value));
      if (!range.matches(':focus') || valueAt(parameter, Number(range.value) / POSITIONS) !== value) {
        range.value = String(Math.round(placeOf(parameter, value) * POSITIONS));
      }
      paint();
    },
  };
}

/** The value at a place from 0 to 1 of a slider. */
export function valueAt({ kind, min, max = OPEN_END, scale }: NumberParameter, place: number): number {
  const value = scale === 'log' && min > 0 ? min * (max / min) ** place : min + (max - min) * place;
  if (kind === 'integer') return Math.round(value);
  return Math.min(max, Math.max(min, Number(value.toPrecision(2))));
}

/** The place from 0 to 1 of a value on a slider. */
export function placeOf({ min, max = OPEN_END, scale }: NumberParameter, value: number): number {
  const place = scale === 'log' && min > 0 ? Math.log(value / min) / Math.log(max / min) : (value - min) / (max - min);
  return Math.max(0, Math.min(1, place));
}
