/** What goes on behind an element from when it enters a page to when it leaves: still picture, visibility, loading, one session. */

import { batch, effect, signal } from '@preact/signals-core';
import { loadPart } from '../engine/part';
import { loadMessages, messages } from '../i18n';
import type { Store } from '../store/store';
import { subscribe, Subscriptions } from '../store/subscribe';
import { svg } from '../views/svg';
import { isEager } from './attributes';
import { describeFailure, emit, type Sentence } from './errors';
import { watchFailures } from './failure-watch';
import type { Keyed } from './keyboard';
import { Poster, posterSheets } from './poster';
import { SchemeProbe } from './scheme-probe';
import type { Commands } from './presentation';
import type { Assets, Session } from './session';

/** How far outside the viewport an element begins to load, so that it is there when it is reached. */
const NEAR = '400px';
/** Milliseconds after which an element that is still loading says so. */
const PATIENCE = 1000;

export class Lifecycle {
  /** Null until the element has loaded. */
  session: Session | null = null;
  /** Whether the element is in a page. */
  connected = false;
  readonly #element: Keyed;
  readonly #shadow: ShadowRoot;
  readonly #store: Store;
  readonly #commands: Commands;
  readonly #assets: () => Assets;
  readonly #poster = new Poster();
  readonly #naturalWidth = svg('svg', { class: 'natural-width', 'aria-hidden': 'true' });
  readonly #near: IntersectionObserver;
  readonly #seen: IntersectionObserver;
  readonly #dark = matchMedia('(prefers-color-scheme: dark)');
  readonly #reduced = matchMedia('(prefers-reduced-motion: reduce)');
  readonly #scheme = new SchemeProbe(() => this.#look());
  readonly #subscriptions = new Subscriptions();
  /** Whether loading takes long, or is tried again. */
  readonly #slow = signal(false);
  #opening: Promise<Session> | null = null;
  #resolve: () => void = () => undefined;
  #reject: (failure: unknown) => void = () => undefined;
  /** Resolves when the first frame is on view. */
  readonly ready = new Promise<void>((resolve, reject) => {
    this.#resolve = resolve;
    this.#reject = reject;
  });

  constructor(element: Keyed, shadow: ShadowRoot, store: Store, commands: Commands, assets: () => Assets) {
    this.#element = element;
    this.#shadow = shadow;
    this.#store = store;
    this.#commands = commands;
    this.#assets = assets;
    shadow.adoptedStyleSheets = posterSheets(element.ownerDocument);
    shadow.append(this.#naturalWidth);
    this.ready.catch(() => undefined);
    const last = (entries: readonly IntersectionObserverEntry[]) => entries.at(-1)?.isIntersecting === true;
    this.#near = new IntersectionObserver((entries) => {
      if (last(entries)) this.openSoon();
    }, { rootMargin: NEAR });
    this.#seen = new IntersectionObserver((entries) => (store.environment.onScreen.value = last(entries)));
  }

  connect(): void {
    this.connected = true;
    this.#dark.addEventListener('change', this.#look);
    this.#reduced.addEventListener('change', this.#look);
    addEventListener('beforeprint', this.#print);
    addEventListener('afterprint', this.#endPrint);
    this.#look();
    const { still, scheme, experiment, options, run } = this.#store;
    this.#subscriptions.add(
      subscribe([still, scheme, experiment, options.language, options.fill, run.failure, run.reported, this.#slow], () => this.#showPoster()),
      watchFailures(this.#element, this.#shadow, this.#store, () => this.#commands.retry()),
      effect(() => this.#loadTexts(options.language.value)),
      subscribe([options.theme], () => {
        if (options.theme.peek() === 'inherit') this.#look();
      }));
    this.session?.presentation.connect();
    this.#near.observe(this.#element);
    this.#seen.observe(this.#element);
  }

  disconnect(): void {
    this.connected = false;
    removeEventListener('beforeprint', this.#print);
    removeEventListener('afterprint', this.#endPrint);
    this.#near.disconnect();
    this.#seen.disconnect();
    this.session?.presentation.disconnect();
    this.#dark.removeEventListener('change', this.#look);
    this.#reduced.removeEventListener('change', this.#look);
    this.#subscriptions.stop();
    // An element that is only moved comes back in the same task; one that is gone leaves no worker behind. Not in a
    // microtask: WebKit may come to those between the two callbacks of a move.
    setTimeout(() => {
      if (!this.connected) this.#close();
    });
  }

  /** Into another document, which takes no style sheets of the former. */
  adopt(): void {
    this.#shadow.adoptedStyleSheets = posterSheets(this.#element.ownerDocument);
    this.session?.presentation.adoptSheets();
  }

  #close(): void {
    const { session } = this;
    this.session = null;
    this.#opening = null;
    session?.close();
    this.#shadow.adoptedStyleSheets = posterSheets(this.#element.ownerDocument);
    this.#shadow.replaceChildren(this.#naturalWidth);
  }

  /** Loads stage and engine and begins the first run, if that has not been done. */
  open(): Promise<Session> {
    if (this.#opening !== null) return this.#opening;
    const opening = this.#open().catch(async (failure: unknown) => {
      const sentence = await describeFailure(failure, this.#store.options.language.peek());
      // An element that was taken out meanwhile may be opening anew.
      if (this.#opening === opening) this.#failed(failure, sentence);
      throw failure;
    });
    this.#opening = opening;
    return opening;
  }

  /** The same, for when nobody waits for it. */
  openSoon(): void {
    this.open().catch(() => undefined);
  }

  /** Resolves when everything asked for so far is in force. */
  async settled(): Promise<void> {
    this.#store.flush();
    await (this.session?.settled ?? this.#opening?.then((session) => session.settled));
  }

  async #open(): Promise<Session> {
    const slow = setTimeout(() => (this.#slow.value = true), PATIENCE);
    try {
      const { language } = this.#store.options;
      const [{ Session }] = await Promise.all([loadPart(() => import('./session')), loadMessages(language.peek())]);
      if (!this.connected) throw new Error('The element is in no page.');
      this.#loadTexts(language.peek(), true);
      this.#store.flush();
      const session = new Session(this.#element, this.#shadow, this.#store, this.#commands, this.#assets());
      this.session = session;
      session.presentation.connect();
      session.open();
      session.opened.then(() => {
        clearTimeout(slow);
        this.#slow.value = false;
        this.#resolve();
        emit(this.#element, 'ready', {});
      }, this.#reject);
      return session;
    } catch (failure) {
      clearTimeout(slow);
      throw failure;
    }
  }

  /** The code itself could not be had: state and sentence change together. */
  #failed(failure: unknown, sentence: Sentence): void {
    this.#opening = null;
    if (!this.connected) return;
    const { run } = this.#store;
    batch(() => {
      run.state.value = 'error';
      run.failure.value = sentence.message;
    });
    this.#reject(failure);
    emit(this.#element, 'error', { ...sentence, failure });
  }

  // --- What is on view before the stage -------------------------------------

  /** A stage changes its language as a whole, when all is there that it says. */
  #loadTexts(language = this.#store.options.language.peek(), now = false): void {
    const { texts, textsLanguage, options } = this.#store;
    const loaded = messages(language);
    if (loaded !== null) {
      textsLanguage.value = language;
      texts.value = loaded;
    } else if (now || this.session !== null) {
      loadMessages(language).then(() => {
        if (language === options.language.peek()) this.#loadTexts(language);
      }, () => undefined);
    }
  }

  readonly #look = (): void => {
    const { environment, options } = this.#store;
    environment.dark.value = this.#dark.matches;
    if (options.theme.peek() === 'inherit') {
      if (!this.#scheme.element.isConnected) this.#shadow.append(this.#scheme.element);
      environment.pageDark.value = this.#scheme.dark;
    }
    environment.reducedMotion.value = this.#reduced.matches;
  };

  readonly #print = (): void => this.session?.print(true);
  readonly #endPrint = (): void => this.session?.print(false);

  #showPoster(): void {
    const { still, scheme, experiment, options, run } = this.#store;
    const { element } = this.#poster;
    if (!still.peek()) {
      const focused = this.#shadow.activeElement === element;
      element.remove();
      if (focused) this.session?.presentation.focus({ preventScroll: true });
      return;
    }
    element.classList.value = `poster scheme-${scheme.peek()}`;
    element.classList.toggle('fills', options.fill.peek());
    this.#poster.draw(experiment.peek(), options.language.peek(), run.reported.peek() ? null : run.failure.peek(), this.#slow.peek() || isEager(this.#element));
    if (!element.isConnected) this.#shadow.prepend(element);
  }

  focus(options?: FocusOptions): void {
    if (this.#poster.element.isConnected) this.#poster.element.focus(options);
    else this.session?.presentation.focus(options);
  }
}
