/** Predict and reveal: a link with `hide=answer` shows a run without its outcome until someone asks for it. */

import { signal } from '@preact/signals-core';
import { subscribe } from '../store/subscribe';
import { h } from '../views/dom';
import * as icons from '../views/icons';
import type { Page } from './page';
import { Votes } from './votes';

export class HiddenOutcome {
  readonly #box: HTMLElement;
  readonly #page: Page;
  /** Whether the outcome is hidden now. */
  readonly #on = signal(false);
  readonly #revealed = signal(false);
  readonly #votes: Votes;

  constructor(box: HTMLElement, page: Page) {
    this.#box = box;
    this.#page = page;
    this.#votes = new Votes(page);
    subscribe([page.hide], () => {
      this.#votes.reset();
      this.#revealed.value = false;
      this.#on.value = page.hide.peek().hidden.has('answer');
    });
    subscribe([this.#on], () => {
      const on = this.#on.peek();
      if (on) page.showAnalysis(false);
      page.store.options.outcomeHidden.value = on;
      document.body.classList.toggle('outcome-hidden', on);
    });
    subscribe([this.#on, this.#revealed, page.texts, page.store.experimentOnView], () => this.#write());
  }

  /** A vote by key; returns whether there is one to be cast. */
  handleKey(key: string): boolean {
    return this.#on.peek() && this.#votes.handleKey(key);
  }

  #write(): void {
    const { outcome, tasks } = this.#page.words;
    const { task, length } = this.#page.store.experimentOnView.peek();
    const on = this.#on.peek();
    document.getElementById('inspector')!.dataset.outcome = outcome.hidden;
    // Once revealed the bar stays where only a screen reader finds it, to say so; with votes it stays until it is closed.
    const revealed = this.#revealed.peek();
    this.#box.hidden = !on && !revealed;
    const voted = !on && this.#votes.any;
    this.#box.classList.toggle('told', !on && !voted);
    if (on) {
      const reveal = h('button', { type: 'button', 'data-action': 'reveal' }, icons.eye(), outcome.reveal);
      reveal.addEventListener('click', () => this.#reveal());
      this.#box.replaceChildren(h('p', { class: 'outcome-task' }, tasks[task].text(length)), h('p', {}, outcome.ask), reveal, this.#votes.element);
    } else if (voted) {
      const close = h('button', { type: 'button', 'data-action': 'close-votes' }, outcome.close);
      close.addEventListener('click', () => {
        this.#votes.reset();
        this.#write();
        this.#page.stage.focus();
      });
      this.#box.replaceChildren(h('p', {}, `${outcome.revealed} ${outcome.judged}`), close, this.#votes.element);
    } else this.#box.replaceChildren(h('p', {}, revealed ? outcome.revealed : ''));
  }

  /** The outcome comes on view, the keyboard goes to it, and a screen reader hears it. */
  #reveal(): void {
    this.#votes.reveal();
    this.#revealed.value = true;
    this.#on.value = false;
    this.#page.stage.focus();
  }
}
