/** What every input has: its name, what that explains, and the value in force. */

import type { Experiment } from '../generated/types';
import type { Messages } from '../i18n';
import { attributeName, type Parameter, type Value } from '../store/parameters';
import { h, rich } from '../views/dom';
import { explainAs } from '../views/terms';

export interface Input {
  readonly parameter: Parameter;
  readonly element: HTMLElement;
  /** Shows the value in force. */
  show(experiment: Experiment): void;
}

export type Change = (value: Value) => void;

/** A label with what it says on hover, tap and focus, and what is set. */
export function frame(parameter: Parameter, words: Messages, large: boolean, ...children: Node[]): HTMLElement {
  const { label } = words.parameters[parameter.key];
  const name = h('label', { for: idOf(parameter) }, h('span', { class: 'term' }, rich(label)));
  if (parameter.restart) name.append(h('span', { class: 'restarts', 'aria-hidden': 'true' }, ' ↻'));
  const element = h('div', { class: large ? 'control large' : 'control', 'data-key': parameter.key }, name, ...children);
  // The word answers to pointer and finger, what is set to the keyboard.
  for (const each of [name, ...element.querySelectorAll('input, select')]) explainSetting(each, parameter, words);
  return element;
}

export function explainSetting(element: Element, parameter: Parameter, words: Messages): void {
  explainAs(element, `setting ${parameter.key}`, `${words.parameters[parameter.key].hint} ${parameter.restart ? words.controls.restarts : words.controls.live}`);
}

export function idOf({ key }: Parameter): string {
  return `parameter-${attributeName(key)}`;
}
