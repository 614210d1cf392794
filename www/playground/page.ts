/** What the parts of the page share: the stage and its store, the texts, what the address says of the page, and the traces. */

import { computed, signal, type ReadonlySignal, type Signal } from '@preact/signals-core';
import { describeFailure } from '../element/errors';
import { loadPart } from '../engine/part';
import type { Experiment } from '../generated/types';
import { loadMessages, messages, type Messages } from '../i18n';
import { languageTag, type Language } from '../i18n/languages';
import type { Store } from '../store/store';
import { onChange, subscribe } from '../store/subscribe';
import type { Scheme } from '../views/colormap';
import { hiddenParts, readHide, type Hide } from './hide';
import { Link } from './link';
import { preferredLanguage, preferredTheme, remember, type Theme } from './preferences';
import { Traces } from './traces';

type StageElement = HTMLElementTagNameMap['vanishing-point'];

/** Milliseconds between two readings of the numbers beside the stage: while waves move, and while frame follows frame. */
const READING = { waves: 80, frames: 160 };

/** Something to be done at the visitor's word. */
export interface Offer {
  message: (words: Messages) => string;
  label: (words: Messages) => string;
  accept: () => void;
  dismiss: () => void;
}

export class Page {
  readonly stage: StageElement;
  readonly store: Store;
  readonly link: Link;
  readonly traces: Traces;
  /** Over the stage, on demand. */
  readonly analysisOpen = signal(false);
  /** What stands over the page, or beside the stage, on demand. */
  readonly drawer = signal<'rail' | 'inspector' | null>(null);
  /** What is offered over the stage; null for nothing. */
  readonly offer = signal<Offer | null>(null);
  /** Whether the browser could not keep the visitor's run for the next visit. */
  readonly unkept = signal(false);
  /** Goes up when numbers beside the stage are to be read again; not more often than people read. */
  readonly reading = signal(0);
  /** Whether the analysis was opened by a key, so that the focus on it is worth showing. */
  byKey = false;
  readonly #language: Signal<Language>;
  readonly #texts: Signal<Messages>;
  readonly #preferred = signal(0);
  readonly #dark = matchMedia('(prefers-color-scheme: dark)');
  readonly #systemDark = signal(this.#dark.matches);
  #ticking = false;
  /** Something changed after the last reading. */
  #late = false;

  /** The texts on view, and their language: that which is asked for, as soon as they are loaded. */
  readonly texts: ReadonlySignal<Messages>;
  readonly language: ReadonlySignal<Language>;
  readonly theme: ReadonlySignal<Theme>;
  readonly scheme: ReadonlySignal<Scheme>;
  /** Parts and parameters that a link hides. */
  readonly hide: ReadonlySignal<Hide>;
  /** Why texts could not be loaded; null when all is well. */
  readonly textsFailure = signal<string | null>(null);
  /** Why a part of the page could not be loaded when it was last asked for; null when all is well. */
  readonly partFailure = signal<string | null>(null);

  /** Why a file that was dropped on the page could not be used; null when all is well. */
  readonly fault = signal<string | null>(null);
  /** A file of weights that was dropped on the page, and what was on view; the panel of models takes it. */
  readonly foreign = signal<{ file: File; before: Experiment } | null>(null);

  /** Any other file that was dropped on the page, where the task learns from such a file; its panel takes it. */
  readonly given = signal<File | null>(null);
  /** Whether the visitor's own data are on their way to the models: their panel says what is wrong with them. */
  givesOwn = false;

  /** @param language one whose texts are loaded. */
  constructor(stage: StageElement, language: Language) {
    this.stage = stage;
    this.store = stage.store;
    this.store.options.own.value = true;
    this.#language = signal(language);
    this.#texts = signal(messages(language)!);
    this.language = this.#language;
    this.texts = this.#texts;
    this.link = new Link(stage, this.analysisOpen);
    this.theme = computed(() => {
      const view = this.link.view.value;
      // What the browser remembers is no signal.
      return this.#preferred.value < 0 ? 'auto' : preferredTheme(view);
    });
    this.scheme = computed(() => (this.theme.value === 'dark' || (this.theme.value === 'auto' && this.#systemDark.value) ? 'dark' : 'light'));
    this.hide = computed(() => readHide(this.link.view.value.hide));
    this.traces = new Traces(stage);
    this.#dark.addEventListener('change', () => (this.#systemDark.value = this.#dark.matches));
  }

  /** Begins to follow: what the parts subscribe to is right from then on. */
  open(): void {
    const { store, link } = this;
    const { run, view } = store;
    subscribe([link.view, this.#preferred], () => this.#speak());
    subscribe([this.texts], () => {
      const { name, subname } = this.words;
      document.documentElement.lang = languageTag(this.language.peek());
      document.title = subname === '' ? name : `${name} · ${subname}`;
      this.stage.setAttribute('lang', this.language.peek());
    });
    subscribe([this.theme], () => this.stage.setAttribute('theme', this.theme.peek()));
    subscribe([this.scheme], () => (document.documentElement.dataset.scheme = this.scheme.peek()));
    subscribe([this.hide], () => {
      const { hidden } = this.hide.peek();
      for (const part of ['header', 'rail', 'inspector', 'transport']) document.body.classList.toggle(`without-${part}`, hidden.has(part));
      document.body.dataset.hide = hiddenParts(hidden);
    });
    onChange([run.frame, run.progress, run.state, run.playing, store.experiment, store.changes, view.all, this.analysisOpen, this.traces.arrived, this.scheme], () => this.#read());
    link.arrive();
    void this.stage.ready.then(() => this.#boundSelection(), () => undefined);
  }

  get words(): Messages {
    return this.texts.peek();
  }

  setLanguage(language: Language): void {
    remember('language', language);
    this.link.setView({ lang: undefined });
    this.#preferred.value += 1;
  }

  setTheme(theme: Theme): void {
    remember('theme', theme);
    this.link.setView({ theme: undefined });
    this.#preferred.value += 1;
  }

  showAnalysis(open: boolean, byKey = false): void {
    this.byKey = byKey;
    this.analysisOpen.value = open;
  }

  /** Loads a part of the page; null when it does not come, which a notice says until a part does. */
  async load<Part>(load: () => Promise<Part>): Promise<Part | null> {
    try {
      const part = await loadPart(load);
      this.partFailure.value = null;
      return part;
    } catch (failure) {
      this.partFailure.value = (await describeFailure(failure, this.language.peek())).message;
      return null;
    }
  }

  /** A failure in the words of the page. */
  async sentence(failure: unknown): Promise<string> {
    return (await describeFailure(failure, this.language.peek())).message;
  }

  /** Changes to the language that is asked for, all of the page at once. */
  #speak(): void {
    const wanted = preferredLanguage(this.link.view.peek());
    if (wanted === this.#language.peek()) return;
    loadMessages(wanted).then(
      (words) => {
        if (wanted !== preferredLanguage(this.link.view.peek())) return;
        this.textsFailure.value = null;
        this.#language.value = wanted;
        this.#texts.value = words;
      },
      (failure: unknown) => (this.textsFailure.value = failure instanceof Error ? failure.message : String(failure)),
    );
  }

  /** What a link chose is bounded, now that the run's length is known. Nothing is selected until someone does. */
  #boundSelection(): void {
    const { store } = this;
    if (store.view.chosen.peek()) store.look(store.view.all.peek());
  }

  /** Numbers beside the stage follow its frames, and the waves while they move. No one reads them faster than this. */
  #read(): void {
    if (this.#ticking) {
      this.#late = true;
      return;
    }
    this.#ticking = true;
    this.#late = false;
    // In the same animation frame as what they follow, so that the page is laid out and painted once for both.
    queueMicrotask(() => (this.reading.value += 1));
    const { run } = this.store;
    const follows = () => run.playing.peek() && run.progress.peek().pass === null;
    setTimeout(() => {
      this.#ticking = false;
      if (!this.#late) return;
      // Where frame follows frame the next one calls for the next reading; should none come soon, the last one does.
      if (follows()) setTimeout(() => this.#late && this.#read(), READING.frames);
      else requestAnimationFrame(() => this.#read());
    }, follows() ? READING.frames : READING.waves);
  }
}
