/** Predict and reveal: a link with `hide=answer` shows a run without its outcome until someone asks for it. */

import { h } from '../views/dom';
import * as icons from '../views/icons';
import type { Page, Part } from './playground';

export class Veil implements Part {
  readonly #box: HTMLElement;
  readonly #page: Page;
  #on = false;

  constructor(box: HTMLElement, page: Page) {
    this.#box = box;
    this.#page = page;
  }

  /** Whether the answer is hidden. */
  set on(on: boolean) {
    this.#on = on;
    this.render();
  }

  render(): void {
    const { words, stage } = this.#page;
    if (this.#on && !stage.hasAttribute('veiled') && document.getElementById('analysis')?.hidden === false) this.#page.showAnalysis(false);
    stage.toggleAttribute('veiled', this.#on);
    document.body.classList.toggle('veiled', this.#on);
    document.getElementById('inspector')!.dataset.veiled = words.outcome.hidden;
    this.#box.hidden = !this.#on;
    if (!this.#on) return;
    this.#box.classList.remove('told');
    const reveal = h('button', { type: 'button', 'data-action': 'reveal' }, icons.eye(), words.outcome.reveal);
    reveal.addEventListener('click', () => this.#reveal());
    this.#box.replaceChildren(h('p', {}, words.outcome.ask), reveal);
  }

  /** The outcome comes on view, the keyboard goes to it, and a screen reader hears it. */
  #reveal(): void {
    const { words, stage } = this.#page;
    this.on = false;
    // The bar stays where only a screen reader finds it, to say so.
    this.#box.hidden = false;
    this.#box.classList.add('told');
    this.#box.replaceChildren(h('p', {}, words.outcome.revealed));
    stage.focus();
  }
}
