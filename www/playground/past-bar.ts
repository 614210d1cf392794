/** While a past update is on view: go on from there, or back to the newest. */

import { h } from '../views/dom';
import type { Page } from './playground';

export class PastBar {
  readonly element = h('div', { class: 'past-bar', hidden: true });
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  render(): void {
    const { words, stage } = this.#page;
    const button = (action: string, label: string, title: string, click: () => void) => {
      const element = h('button', { type: 'button', 'data-action': action, title }, label);
      element.addEventListener('click', click);
      return element;
    };
    this.element.replaceChildren(
      button('rewind', words.past.rewind, words.past.rewindHint, () => void stage.past.rewind()),
      button('newest', words.past.leave, words.past.leaveHint, () => void stage.past.leave()));
  }

  /** Returns whether a past update is on view. */
  refresh(): boolean {
    const past = this.#page.stage.past.viewed !== null;
    if (this.element.hidden === past) this.element.hidden = !past;
    return past;
  }
}
