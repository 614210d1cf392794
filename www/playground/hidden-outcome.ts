/** Predict and reveal: a link with `hide=answer` shows a run without its outcome until someone asks for it. */

import { signal } from '@preact/signals-core';
import { subscribe } from '../store/subscribe';
import { h } from '../views/dom';
import * as icons from '../views/icons';
import type { Page } from './page';

export class HiddenOutcome {
  readonly #box: HTMLElement;
  readonly #page: Page;
  /** Whether the outcome is hidden now. */
  readonly #on = signal(false);
  readonly #revealed = signal(false);

  constructor(box: HTMLElement, page: Page) {
    this.#box = box;
    this.#page = page;
    subscribe([page.hide], () => {
      this.#revealed.value = false;
      this.#on.value = page.hide.peek().hidden.has('answer');
    });
    subscribe([this.#on], () => {
      const on = this.#on.peek();
      if (on) page.showAnalysis(false);
      page.store.options.outcomeHidden.value = on;
      document.body.classList.toggle('outcome-hidden', on);
    });
    subscribe([this.#on, this.#revealed, page.texts], () => this.#write());
  }

  #write(): void {
    const { outcome } = this.#page.words;
    const on = this.#on.peek();
    document.getElementById('inspector')!.dataset.outcome = outcome.hidden;
    // Once revealed the bar stays where only a screen reader finds it, to say so.
    this.#box.hidden = !on && !this.#revealed.peek();
    this.#box.classList.toggle('told', !on);
    if (on) {
      const reveal = h('button', { type: 'button', 'data-action': 'reveal' }, icons.eye(), outcome.reveal);
      reveal.addEventListener('click', () => this.#reveal());
      this.#box.replaceChildren(h('p', {}, outcome.ask), reveal);
    } else this.#box.replaceChildren(h('p', {}, this.#revealed.peek() ? outcome.revealed : ''));
  }

  /** The outcome comes on view, the keyboard goes to it, and a screen reader hears it. */
  #reveal(): void {
    this.#revealed.value = true;
    this.#on.value = false;
    this.#page.stage.focus();
  }
}
