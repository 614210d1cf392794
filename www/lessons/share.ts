/** Set the number you expect: a share in per cent, on a scale from nothing to all. */

import { h } from '../views/dom';
import type { ShareQuestion } from './lesson';
import type { CourseTexts } from './texts';

/** Where the scale stands before it is set. */
const START = 50;

/** The place of the choice that a share in per cent stands for. */
export function choiceOfShare({ parts }: ShareQuestion, share: number): number {
  return (parts.find(({ to }) => share <= to) ?? parts.at(-1)!).choice;
}

/** @param host how a share is written; `choose` takes the choice, and the share that was set */
export function shareField(question: ShareQuestion, { words, say }: { words: CourseTexts['reader']; say: (share: number) => string }, choose: (choice: number, share: number) => void): HTMLElement {
  const scale = h('input', { type: 'range', min: 0, max: 100, step: 1, value: START, 'data-action': 'set-share', 'aria-label': words.setShare });
  const said = h('output', { translate: 'no' });
  const write = () => {
    said.textContent = scale.ariaValueText = say(Number(scale.value));
  };
  scale.addEventListener('input', write);
  // Keys set the scale; they do not lead to the next beat.
  scale.addEventListener('keydown', (event) => event.stopPropagation());
  write();
  const done = h('button', { type: 'button', class: 'plain', 'data-action': 'set' }, words.setDone);
  done.addEventListener('click', () => choose(choiceOfShare(question, Number(scale.value)), Number(scale.value)));
  return h('div', { class: 'share-field' }, h('span', { class: 'share-scale' }, scale, said), done);
}
