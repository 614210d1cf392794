/** Sentences over the stage that the visitor may put away. */

import { h } from '../views/dom';
import * as icons from '../views/icons';
import type { Page } from './playground';

/** More than this at once would hide the stage. */
const MOST = 3;

export class Notices {
  readonly #box: HTMLElement;
  readonly #page: Page;

  constructor(box: HTMLElement, page: Page) {
    this.#box = box;
    this.#page = page;
  }

  show(message: string, kind: 'problem' | 'note'): void {
    for (const notice of this.#box.children) {
      if (notice.firstChild?.textContent === message) notice.remove();
    }
    const close = h('button', { type: 'button', class: 'plain', 'aria-label': this.#page.words.notices.dismiss }, icons.close());
    const notice = h('div', { class: `notice ${kind}`, 'data-notice': kind }, h('p', {}, message), close);
    close.addEventListener('click', () => notice.remove());
    this.#box.append(notice);
    while (this.#box.childElementCount > MOST) this.#box.firstElementChild?.remove();
  }

  clear(): void {
    this.#box.replaceChildren();
  }
}
