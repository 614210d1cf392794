/** What goes on behind an element from the first sight of it to its end: the still picture, the loading, one session, its look. */

import type { Engine } from '../engine/engine';
import type { Experiment } from '../generated/types';
import type { Messages as FirstMessages } from '../i18n';
import { browserLanguage, parseLanguage, type Language } from '../i18n/languages';
import { loadMessages as loadAll, loadMessages as loadFirst, messages as allMessages, messages as firstMessages } from '../i18n';
import type { Assets } from './assets';
import { Deferred } from './deferred';
import { emit } from './emit';
import type { Given } from './given';
import { readLook, readScheme } from './look';
import type { Speed } from './pace';
import { Poster } from './poster';
import type { PresentationActions } from './presentation';
import type { Session, SessionHost } from './session';
import { shellStyles } from './shell-styles';
import { Sight } from './sight';
import type { State, View } from './status';
import { playgroundLink } from './words';
import { readWishes } from './wishes';

/** What a life asks of its element. */
export interface LifeHost {
  assets(): Assets;
  actions(): PresentationActions;
  view(): View;
  /** The experiment in force at the update on view. */
  experimentOnView(): Experiment;
  /** There is a stage now. */
  staged(): void;
}

export class Life {
  state: State = 'loading';
  /** Null until the element has loaded. */
  session: Session | null = null;
  readonly ready = new Deferred();
  readonly #element: HTMLElement;
  readonly #shadow: ShadowRoot;
  readonly #given: Given;
  readonly #host: LifeHost;
  readonly #poster = new Poster();
  readonly #sight: Sight;
  readonly #dark = matchMedia('(prefers-color-scheme: dark)');
  readonly #still = matchMedia('(prefers-reduced-motion: reduce)');
  #opening: Promise<Session> | null = null;
  #speed: Speed = 'auto';
  #connected = false;
  #seen = false;

  constructor(element: HTMLElement, given: Given, host: LifeHost) {
    this.#element = element;
    this.#given = given;
    this.#host = host;
    this.#shadow = element.attachShadow({ mode: 'open' });
    this.#shadow.adoptedStyleSheets = shellStyles;
    this.ready.promise.catch(() => undefined);
    this.#sight = new Sight(element, {
      near: () => this.summonSoon(),
      seen: (on) => {
        this.#seen = on;
        if (this.session !== null) this.session.suspended = !on;
      },
    });
  }

  get connected(): boolean {
    return this.#connected;
  }

  connect(): void {
    this.#connected = true;
    this.#dark.addEventListener('change', this.dress);
    this.#still.addEventListener('change', this.#restill);
    this.session?.presentation.connect();
    this.#sight.connect();
    this.dress();
    this.#restill();
  }

  disconnect(): void {
    this.#connected = false;
    this.#sight.disconnect();
    this.session?.presentation.disconnect();
    this.#dark.removeEventListener('change', this.dress);
    this.#still.removeEventListener('change', this.#restill);
    // An element that is only moved comes back in the same task; one that is gone leaves no worker behind. Not in a
    // microtask: WebKit may come to those between the two callbacks of a move.
    setTimeout(() => {
      if (!this.#connected) this.#close();
    });
  }

  #close(): void {
    const { session } = this;
    this.session = null;
    this.#opening = null;
    session?.close();
    this.#shadow.adoptedStyleSheets = shellStyles;
    this.#shadow.replaceChildren();
  }

  /** Loads stage and engine and begins the first run, if that has not been done. */
  summon(): Promise<Session> {
    this.#opening ??= this.#open().catch((failure: unknown) => {
      this.#opening = null;
      this.#failed(failure, failure instanceof Error ? failure.message : String(failure));
      throw failure;
    });
    return this.#opening;
  }

  /** The same, for when nobody waits for it. */
  summonSoon(): void {
    this.summon().catch(() => undefined);
  }

  /** The engine, once everything asked for so far is in force. */
  async running(): Promise<Engine> {
    return (await this.summon()).running();
  }

  /** Resolves when everything asked for so far is in force. */
  get settled(): Promise<void> {
    return this.session?.settled ?? this.#opening?.then((session) => session.settled) ?? Promise.resolve();
  }

  async #open(): Promise<Session> {
    const [{ Session }, words] = await Promise.all([import('./session'), loadFirst(this.language)]);
    if (!this.#connected) throw new Error('The element is in no page.');
    const { experiment, text, foreseen } = this.#given;
    const look = readLook(this.#element, { words, view: this.#host.view(), experiment, dark: this.#dark.matches });
    const session = new Session(this.#sessionHost(), this.#shadow, look, this.#host.actions(), { experiment, text, foreseen });
    this.session = session;
    this.#given.foreseen = [];
    session.speed = this.#speed;
    session.suspended = !this.#seen;
    session.presentation.connect();
    this.dress();
    this.#host.staged();
    session.open();
    return session;
  }

  /** What the session sees of the element. */
  #sessionHost(): SessionHost {
    const connected = () => this.#connected;
    const words = () => this.words!;
    const language = () => this.language;
    const autoplay = () => this.#element.hasAttribute('autoplay');
    const reducedMotion = () => this.#still.matches;
    return {
      get connected() { return connected(); },
      get words() { return words(); },
      get language() { return language(); },
      get autoplay() { return autoplay(); },
      get reducedMotion() { return reducedMotion(); },
      assets: this.#host.assets(),
      emit: (type, detail) => emit(this.#element, type, detail),
      opened: () => {
        this.#poster.tell(null);
        this.dress();
        this.ready.resolve();
        emit(this.#element, 'ready', {});
      },
      failed: (failure, message) => {
        this.#poster.tell(message);
        this.dress();
        this.ready.reject(failure);
      },
      adopt: (experiment) => {
        if (this.#given.adopt(experiment)) this.dress();
        emit(this.#element, 'state', { state: this.state });
      },
      stateChanged: (state) => this.#setState(state),
      taking: () => {
        // What is past may have been clipped or truncated in another way.
        const { truncate, clip } = this.#host.experimentOnView();
        if (truncate === this.#looked.truncate && clip === this.#looked.clip) return;
        this.#looked = { truncate, clip };
        this.dress();
      },
    };
  }

  #setState(state: State): void {
    this.state = state;
    this.#element.dataset.state = state;
    emit(this.#element, 'state', { state });
  }

  /** The code itself could not be had. */
  #failed(failure: unknown, message: string): void {
    if (!this.#connected) return;
    this.#setState('error');
    this.#poster.tell(message);
    this.dress();
    this.ready.reject(failure);
    emit(this.#element, 'error', { message, key: null });
  }

  // --- Look ---------------------------------------------------------------

  get language(): Language {
    return parseLanguage(this.#element.getAttribute('lang')) ?? browserLanguage();
  }

  /** Null until they are loaded. */
  get words(): FirstMessages | null {
    return firstMessages(this.language);
  }

  get speed(): Speed {
    return this.#speed;
  }

  set speed(speed: Speed) {
    this.#speed = speed;
    if (this.session !== null) this.session.speed = speed;
  }

  /** What the look was read for last, of what may differ from update to update. */
  #looked: Pick<Experiment, 'truncate' | 'clip'> = { truncate: 0, clip: null };

  /** Puts the look in force that attributes, page and experiment ask for. */
  readonly dress = (): void => {
    const { language, session } = this;
    const { experiment } = this.#given;
    const attribute = (name: string) => this.#element.getAttribute(name);
    const dark = this.#dark.matches;
    const waiting = (session?.frame ?? null) === null && !this.#element.hasAttribute('fill');
    this.#poster.element.classList.value = `poster scheme-${readScheme(attribute('theme'), dark)}`;
    if (waiting) {
      this.#poster.draw(experiment, language);
      if (!this.#poster.element.isConnected) this.#shadow.prepend(this.#poster.element);
    } else this.#poster.element.remove();
    if (session === null) return;
    // A stage changes its language as a whole, when all is there that it says.
    const all = session.presentation.needsAllTexts;
    const words = all ? allMessages(language) : firstMessages(language);
    if (words === null) {
      (all ? loadAll : loadFirst)(language).then(this.dress, () => undefined);
      return;
    }
    this.#element.setAttribute('aria-label', words.stage.label);
    session.presentation.dress({
      look: readLook(this.#element, { words, view: this.#host.view(), experiment: this.#host.experimentOnView(), dark }),
      language,
      wishes: readWishes(this.#element),
      experiment,
      view: this.#host.view(),
      speed: this.#speed,
      link: playgroundLink(attribute('playground'), experiment),
      caption: attribute('caption') ?? '',
      waiting,
    });
  };

  readonly #restill = (): void => {
    this.session?.setReducedMotion(this.#still.matches);
  };
}
