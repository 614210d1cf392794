/** Sentences over the stage that the visitor may put away. Those of what cannot be had go by themselves when it is no longer asked for. */

import { computed, signal } from '@preact/signals-core';
import { describeProblem, isRefusal } from '../element/errors';
import { engine } from '../generated/version';
import type { Messages } from '../i18n';
import { standingNotices } from '../store/run';
import { onChange, subscribe } from '../store/subscribe';
import { h } from '../views/dom';
import * as icons from '../views/icons';
import { PARTS } from './hide';
import type { Offer, Page } from './page';

/** More than this at once would hide the stage; the rest is counted. */
const MOST = 3;

interface Notice {
  message: string;
  kind: 'problem' | 'note';
}

/** What failed, and how the element said it. */
interface Failure {
  message: string;
  failure: unknown;
}

export class Notices {
  readonly #box: HTMLElement;
  readonly #page: Page;
  /** What failed. */
  readonly #failures = signal<readonly Failure[]>([]);
  /** What holds as long as it is asked for. */
  readonly #standing = computed((): Notice[] => {
    const { texts, link, hide, store, textsFailure, partFailure, fault } = this.#page;
    const { address } = texts.value;
    const unknown = link.unknown.value.map(([key]) => key);
    const parts = hide.value.unknown;
    const { engine: made, scene } = link.view.value;
    return [
      ...(made === undefined || Number(made) === engine ? [] : [/^[1-9]\d{0,5}$/.test(made) ? address.otherEngine(made, String(engine)) : address.unreadableEngine(made)]),
      ...(unknown.length > 0 ? [address.unknown(unknown.join(', '), unknown.length === 1)] : []),
      ...(scene === undefined || Object.hasOwn(texts.value.sceneLooks, scene) ? [] : [texts.value.sceneCard.unknown(scene)]),
      ...(parts.length > 0 ? [address.unknownPart(parts.join(', '), PARTS.join(', '))] : []),
      ...[textsFailure.value, partFailure.value, fault.value].filter((message) => message !== null),
      ...store.problems.value.map((problem) => describeProblem(problem, texts.value)),
    ].map((message) => ({ message, kind: 'problem' }));
  });
  /** What failed and what befell lanes of the run, in the language on view. */
  readonly #events = computed((): Notice[] => {
    const { texts, store, unkept } = this.#page;
    const { notices, cells } = texts.value;
    const { run } = store;
    return [
      ...(unkept.value ? [{ message: notices.unkept, kind: 'note' } satisfies Notice] : []),
      ...standingNotices(run.notices.value, store.experiment.value.cells, run.newest.value).map(({ kind, cell, message }): Notice => (
        { kind: 'note', message: kind === 'replaced' ? notices.replaced(cells[cell]) : notices.laneError(cells[cell], message) })),
      // What stands on the stage is not said twice.
      ...this.#failures.value.filter(({ message }) => !run.reported.value && run.failure.value?.endsWith(message) !== true)
        .map(({ message, failure }): Notice => ({ kind: 'problem', message: inWords(failure, message, texts.value) })),
    ].filter(({ message }, index, all) => all.findIndex((each) => each.message === message) === index);
  });
  /** The sentences that were put away; one that is said again later is new. */
  readonly #dismissed = signal<ReadonlySet<string>>(new Set());
  readonly #all = signal(false);

  constructor(box: HTMLElement, page: Page) {
    this.#box = box;
    this.#page = page;
    const { stage, store } = page;
    stage.addEventListener('error', (event) => {
      const { message, key, failure } = (event as unknown as CustomEvent<{ message: string; key: string | null; failure?: unknown }>).detail;
      // What is wrong with the visitor's data is said where the data are, and what stands already is not said twice.
      if (key !== 'text' && !page.givesOwn && !this.#standing.peek().some((notice) => notice.message === message)) this.#failures.value = [...this.#failures.peek(), { message, failure }];
    });
    // It goes when something else is asked for, and when the same was tried again and could be had.
    const isFailed = computed(() => store.run.state.value === 'error');
    onChange([store.request, store.run.failure, isFailed], () => (this.#failures.value = []));
    onChange([this.#standing, this.#events], () => {
      const messages = [...this.#standing.peek(), ...this.#events.peek()].map(({ message }) => message);
      this.#dismissed.value = new Set([...this.#dismissed.peek()].filter((message) => messages.includes(message)));
    });
    subscribe([this.#events, this.#standing, this.#dismissed, this.#all, page.offer, page.texts], () => this.#write());
  }

  #write(): void {
    const { notices } = this.#page.words;
    const all = [...this.#standing.peek(), ...this.#events.peek()].filter(({ message }) => !this.#dismissed.peek().has(message));
    const shown = this.#all.peek() ? all : all.slice(-MOST);
    const more = h('button', { type: 'button', class: 'notice more', 'data-action': 'more-notices' }, notices.more(all.length - shown.length));
    more.addEventListener('click', () => (this.#all.value = true));
    const offer = this.#page.offer.peek();
    this.#box.replaceChildren(...(offer === null ? [] : [this.#offer(offer)]), ...(all.length > shown.length ? [more] : []), ...shown.map((notice) => this.#element(notice)));
    if (all.length <= MOST) this.#all.value = false;
  }

  #element({ message, kind }: Notice): HTMLElement {
    const close = this.#close(() => (this.#dismissed.value = new Set([...this.#dismissed.peek(), message])));
    return h('div', { class: `notice ${kind}`, 'data-notice': kind }, h('p', {}, message), close);
  }

  #offer({ message, label, accept, dismiss }: Offer): HTMLElement {
    const { words } = this.#page;
    const button = h('button', { type: 'button', class: 'action', 'data-action': 'accept-offer' }, label(words));
    button.addEventListener('click', accept);
    return h('div', { class: 'notice', 'data-notice': 'offer' }, h('p', {}, message(words)), h('span', { class: 'buttons' }, button, this.#close(dismiss)));
  }

  #close(act: () => void): HTMLElement {
    const close = h('button', { type: 'button', class: 'plain', 'aria-label': this.#page.words.notices.dismiss }, icons.close());
    close.addEventListener('click', act);
    return close;
  }
}

/** A refusal in the words of a language; anything else is said as it was. */
function inWords(failure: unknown, message: string, words: Messages): string {
  return isRefusal(failure) && typeof failure.allowed !== 'string' ? words.errors(failure) : message;
}
