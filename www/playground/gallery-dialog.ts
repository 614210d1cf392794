/** The gallery inside the offline file, which has no second page beside it. */

import { gallery } from '../scenes/gallery';
import '../scenes/scenes.css';
import { subscribe } from '../store/subscribe';
import { h } from '../views/dom';
import * as icons from '../views/icons';
import type { Page } from './page';

export class GalleryDialog {
  readonly #element = h('dialog', { class: 'gallery-dialog' });

  constructor(page: Page) {
    document.body.append(this.#element);
    this.#element.addEventListener('keydown', (event) => event.stopPropagation());
    this.#element.addEventListener('click', ({ target }) => {
      if (target instanceof Element && target.closest('a') !== null) this.#element.close();
    });
    subscribe([page.texts], () => {
      const { scenes } = page.words;
      const close = h('button', { type: 'button', class: 'plain', 'aria-label': scenes.closeGallery, 'data-action': 'close-gallery' }, icons.close());
      close.addEventListener('click', () => this.#element.close());
      this.#element.setAttribute('aria-label', scenes.title);
      this.#element.replaceChildren(close, h('div', { class: 'gallery' }, ...gallery(page.words, '')));
    });
  }

  open(): void {
    this.#element.showModal();
  }
}
