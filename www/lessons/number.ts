/** Set the number you expect, on a scale. */

import { h } from '../views/dom';
import { count, powerOfTen } from '../views/format';
import type { NumberKind, NumberQuestion } from './lesson';
import type { CourseTexts } from './texts';

/** How a number that is set reads; `share` writes per cent as the language does. */
export function numberText(kind: NumberKind, number: number, share: (part: number) => string): string {
  if (kind === 'share') return share(number / 100);
  if (kind === 'power') return powerOfTen(number);
  return kind === 'factor' ? number.toFixed(2) : count(number);
}

/** Where a number is written on paper. */
export function blankOf(kind: NumberKind): (string | Node)[] {
  if (kind === 'share') return ['______ %'];
  return kind === 'power' ? ['10', h('sup', {}, '______')] : ['______'];
}

/** The place of the choice that a number stands for. */
export function choiceOfNumber({ parts }: NumberQuestion, number: number): number {
  return (parts.find(({ to }) => number <= to) ?? parts.at(-1)!).choice;
}

/** @param host how a number is written; `choose` takes the choice, and the number that was set */
export function numberField(question: NumberQuestion, { words, say }: { words: CourseTexts['reader']; say: (number: number) => string }, choose: (choice: number, number: number) => void): HTMLElement {
  const { as, from, to, step, start } = question;
  const scale = h('input', { type: 'range', min: from, max: to, step, value: start, 'data-action': 'set-number', 'aria-label': words.setNumber[as] });
  const said = h('output', { translate: 'no' });
  const write = () => {
    said.textContent = scale.ariaValueText = say(Number(scale.value));
  };
  scale.addEventListener('input', write);
  // Keys set the scale; they do not lead to the next beat.
  scale.addEventListener('keydown', (event) => event.stopPropagation());
  write();
  const done = h('button', { type: 'button', class: 'plain', 'data-action': 'set' }, words.setDone);
  done.addEventListener('click', () => choose(choiceOfNumber(question, Number(scale.value)), Number(scale.value)));
  return h('div', { class: 'number-field' }, h('span', { class: 'number-scale' }, scale, said), done, h('span', { class: 'number-blank', translate: 'no' }, ...blankOf(as)));
}
