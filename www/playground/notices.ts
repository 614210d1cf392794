/** Sentences over the stage that the visitor may put away. Those of what cannot be had go by themselves when it is no longer asked for. */

import { computed, signal } from '@preact/signals-core';
import { describeProblem } from '../element/errors';
import { engine } from '../generated/version';
import { onChange, subscribe } from '../store/subscribe';
import { h } from '../views/dom';
import * as icons from '../views/icons';
import { PARTS } from './hide';
import type { Page } from './page';

/** More than this at once would hide the stage; the rest is counted. */
const MOST = 3;

interface Notice {
  message: string;
  kind: 'problem' | 'note';
}

export class Notices {
  readonly #box: HTMLElement;
  readonly #page: Page;
  /** What happened, and is over. */
  readonly #events = signal<readonly Notice[]>([]);
  /** What holds as long as it is asked for. */
  readonly #standing = computed((): Notice[] => {
    const { texts, link, hide, store, textsFailure } = this.#page;
    const { address } = texts.value;
    const unknown = link.unknown.value.map(([key]) => key);
    const parts = hide.value.unknown;
    const { engine: made, scene } = link.view.value;
    return [
      ...(made === undefined || Number(made) === engine ? [] : [/^[1-9]\d{0,5}$/.test(made) ? address.otherEngine(made, String(engine)) : address.unreadableEngine(made)]),
      ...(unknown.length > 0 ? [address.unknown(unknown.join(', '), unknown.length === 1)] : []),
      ...(scene === undefined || Object.hasOwn(texts.value.sceneLooks, scene) ? [] : [texts.value.sceneCard.unknown(scene)]),
      ...(parts.length > 0 ? [address.unknownPart(parts.join(', '), PARTS.join(', '))] : []),
      ...(textsFailure.value === null ? [] : [textsFailure.value]),
      ...store.problems.value.map((problem) => describeProblem(problem, texts.value)),
    ].map((message) => ({ message, kind: 'problem' }));
  });
  /** The sentences that were put away; one that is said again later is new. */
  readonly #dismissed = signal<ReadonlySet<string>>(new Set());
  readonly #all = signal(false);

  constructor(box: HTMLElement, page: Page) {
    this.#box = box;
    this.#page = page;
    const { stage, store } = page;
    stage.addEventListener('error', (event) => {
      const { message, key } = (event as unknown as CustomEvent<{ message: string; key: string | null }>).detail;
      // What is wrong with the visitor's text is said where the text is, and what stands already is not said twice.
      if (key !== 'text' && !this.#standing.peek().some((notice) => notice.message === message)) this.#add({ message, kind: 'problem' });
    });
    stage.addEventListener('notice', (event) => this.#add({ message: (event as unknown as CustomEvent<{ message: string }>).detail.message, kind: 'note' }));
    onChange([store.request, store.run.failure], () => (this.#events.value = this.#events.peek().filter(({ kind }) => kind === 'note')));
    onChange([this.#standing], () => {
      const messages = this.#standing.peek().map(({ message }) => message);
      this.#dismissed.value = new Set([...this.#dismissed.peek()].filter((message) => messages.includes(message)));
    });
    subscribe([this.#events, this.#standing, this.#dismissed, this.#all, page.texts], () => this.#write());
  }

  #add(notice: Notice): void {
    this.#events.value = [...this.#events.peek().filter(({ message }) => message !== notice.message), notice];
  }

  #write(): void {
    const { notices } = this.#page.words;
    const standing = this.#standing.peek().filter(({ message }) => !this.#dismissed.peek().has(message));
    const all = [...standing, ...this.#events.peek()];
    const shown = this.#all.peek() ? all : all.slice(-MOST);
    const more = h('button', { type: 'button', class: 'notice more', 'data-action': 'more-notices' }, notices.more(all.length - shown.length));
    more.addEventListener('click', () => (this.#all.value = true));
    this.#box.replaceChildren(...(all.length > shown.length ? [more] : []), ...shown.map((notice) => this.#element(notice)));
    if (all.length <= MOST) this.#all.value = false;
  }

  #element({ message, kind }: Notice): HTMLElement {
    const close = h('button', { type: 'button', class: 'plain', 'aria-label': this.#page.words.notices.dismiss }, icons.close());
    close.addEventListener('click', () => {
      this.#events.value = this.#events.peek().filter((each) => each.message !== message);
      if (this.#standing.peek().some((each) => each.message === message)) this.#dismissed.value = new Set([...this.#dismissed.peek(), message]);
    });
    return h('div', { class: `notice ${kind}`, 'data-notice': kind }, h('p', {}, message), close);
  }
}
