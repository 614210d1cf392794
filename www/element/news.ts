/** What has just happened, in the head of the stage: told for a while in the subtitle's place. */

import type { Messages } from '../i18n';
import { h } from '../views/dom';
import { count, percent } from '../views/format';
import type { Milestone } from './milestone';

export interface NewsActions {
  /** Lets the automatic pace pick up again. */
  hurry(): void;
}

export function tellNews(box: HTMLElement, milestone: Milestone | null, words: Messages, actions: NewsActions): void {
  if (milestone === null) {
    box.replaceChildren();
    return;
  }
  const hurry = h('button', { type: 'button', 'data-action': 'hurry' }, words.milestone.hurry);
  hurry.addEventListener('click', () => actions.hurry());
  const others = milestone.others.map(({ cell, accuracy }) => words.milestone.other(words.cells[cell], percent(accuracy)));
  box.replaceChildren(words.milestone.reached(milestone.learned.map((cell) => words.cells[cell]), count(milestone.since), others), ' ', hurry);
}
