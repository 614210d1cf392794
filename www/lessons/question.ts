/** Predict, then reveal: choices, and the reply to the one that was chosen, once the stage shows what is so. */

import { h, rich } from '../views/dom';
import type { CourseTexts } from './texts';
import type { BeatText, Paragraph } from './lesson';

export interface QuestionHost {
  words: CourseTexts['reader'];
  /** Writes a paragraph whose numbers follow the stage. */
  paragraph: (text: Paragraph) => HTMLElement;
  choose: (choice: number) => void;
  again: () => void;
  /** Stands in the place of the choices where the question is answered otherwise: by drawing on the stage, or by setting a number. */
  instead?: HTMLElement | undefined;
}

/** @param given the choice that was made; null before. */
export function question(ask: NonNullable<BeatText['ask']>, right: number, given: number | null, { words, paragraph, choose, again, instead }: QuestionHost): HTMLElement {
  const buttons = ask.choices.map((choice, place) => {
    const state = given === null ? null : place === right ? 'right' : place === given ? 'wrong' : 'other';
    const mark = { right: '✓', wrong: '✕', other: '' };
    const said = state === null || state === 'other' ? [] : [h('span', { class: 'visually-hidden' }, ` ${words.judged[state]}`)];
    const button = h('button', { type: 'button', class: 'choice', 'aria-pressed': String(place === given), 'data-state': state, 'data-choice': place, disabled: given !== null },
      h('span', { class: 'mark', translate: 'no', 'aria-hidden': 'true' }, state === null ? String.fromCharCode(65 + place) : mark[state]), h('span', {}, rich(choice)), ...said);
    button.addEventListener('click', () => choose(place));
    return button;
  });
  const box = h('div', { class: 'question' }, h('p', { class: 'asked' }, rich(ask.question)), instead ?? h('div', { class: 'choices', role: 'group', 'aria-label': words.choices }, ...buttons));
  if (given === null) box.append(...(instead === undefined ? [h('p', { class: 'hint' }, words.predict)] : []));
  else {
    const retry = h('button', { type: 'button', class: 'plain', 'data-action': 'predict-again' }, words.again);
    retry.addEventListener('click', again);
    const reply = ask.replies[given];
    box.append(h('div', { class: 'reply', role: 'status', tabindex: -1 }, h('p', { class: 'verdict' }, given === right ? words.right : words.wrong), ...(reply === undefined ? [] : [paragraph(reply)])), retry);
  }
  return box;
}
