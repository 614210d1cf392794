/** The playground: the page around the element. It puts the parts together and knows nothing of what they show. */

// The stage is all that this page is about: it comes with it, not after it.
import '../element/session';
import { register } from '../element/register';
import { loadMessages, messages, type Messages } from '../i18n';
import { languageTag, type Language } from '../i18n/languages';
import type { Experiment } from '../generated/types';
import { Analysis } from './analysis';
import { Header } from './header';
import { hiddenParts, PARTS, readHide } from './hide';
import { Inspector } from './inspector';
import { Link } from './link';
import { Notices } from './notices';
import { preferredLanguage, preferredTheme, remember, type Theme } from './preferences';
import { Rail } from './rail';
import { Tabs } from './tabs';
import { Traces } from './traces';
import { Transport } from './transport';
import { Veil } from './veil';
import { WeightWatch } from './weight-watch';

/** Milliseconds between two readings of the numbers beside the stage: while waves move, and while frame follows frame. */
const READING = { waves: 80, frames: 160 };

/** What the parts of the page share. */
export interface Page {
  readonly stage: HTMLElementTagNameMap['vanishing-point'];
  readonly words: Messages;
  readonly language: Language;
  readonly theme: Theme;
  /** Parts and parameters that a link hides. */
  readonly hidden: ReadonlySet<string>;
  /** Puts some parameters in force, the others stay. */
  change(parameters: Partial<Experiment>): void;
  /** Puts every parameter back to its default. */
  restoreDefaults(): void;
  setLanguage(language: Language): void;
  setTheme(theme: Theme): void;
  /** What lanes show in double precision while the stage stands still. */
  readonly traces: Traces;
  /** @param byKey whether a key opened it, so that the focus on it is worth showing. */
  showAnalysis(open: boolean, byKey?: boolean): void;
  /** Brings the address up to what is on view. */
  writeLink(): void;
}

/** A part of the page: written anew for a language, and told when something changed. */
export interface Part {
  render(): void;
  /** The experiment or the state of the run changed. */
  refresh?(): void;
  /** A frame came on view, or the waves moved on; not more often than people read. */
  tick?(): void;
  /** A frame came on view: for what must never differ from it. */
  follow?(): void;
}

class Playground implements Page {
  readonly stage = element('stage', 'vanishing-point');
  readonly #notices = new Notices(element('notices', 'div'), this);
  readonly traces: Traces = new Traces(this);
  readonly #analysis = element('analysis', 'section');
  readonly #veil = new Veil(element('veil', 'div'), this);
  readonly #parts: Part[];
  readonly #dark = matchMedia('(prefers-color-scheme: dark)');
  readonly #link = new Link({
    stage: this.stage,
    arrived: (unknown) => this.#arrived(unknown),
    openAnalysis: (open) => this.showAnalysis(open),
    get analysisOpen() {
      return !element('analysis', 'section').hidden;
    },
  });
  #language: Language;
  #ticking = false;
  /** Something changed after the last tick. */
  #late = false;

  /** @param language one whose texts are loaded. */
  constructor(language: Language) {
    this.#language = language;
    this.#parts = [
      new Header(element('header', 'header'), this),
      new Rail(element('rail', 'aside'), this),
      new Tabs(element('tabs', 'nav'), this),
      new Inspector(element('inspector', 'aside'), this),
      new Transport(element('transport', 'footer'), this),
      new Analysis(this.#analysis, this, new WeightWatch(this)),
      this.#veil,
    ];
    const { stage } = this;
    stage.addEventListener('error', (event) => {
      const { message, key } = (event as unknown as CustomEvent<{ message: string; key: string | null }>).detail;
      // What is wrong with the visitor's text is said where the text is.
      if (key !== 'text') this.#notices.show(message, 'problem');
    });
    stage.addEventListener('notice', (event) => this.#notices.show((event as unknown as CustomEvent<{ message: string }>).detail.message, 'note'));
    stage.addEventListener('update', () => {
      if (!stage.playing) this.#link.writeSoon();
      for (const part of this.#parts) part.follow?.();
      this.#tick();
    });
    stage.addEventListener('state', () => {
      this.#link.writeSoon();
      this.#refresh();
    });
    stage.addEventListener('select', () => this.#selected());
    document.addEventListener('keydown', (event) => {
      if (!event.defaultPrevented && stage.handleKey(event)) event.preventDefault();
    });
    this.#dark.addEventListener('change', () => this.#paint());
    this.#link.arrive();
    void stage.ready.then(() => this.#selectFirst(), () => undefined);
  }

  get words(): Messages {
    return messages(this.language)!;
  }

  /** The language on view: that wished for, as soon as its texts are there. */
  get language(): Language {
    return this.#language;
  }

  get theme(): Theme {
    return preferredTheme(this.#link.view);
  }

  get hidden(): ReadonlySet<string> {
    return readHide(this.#link.view.hide).hidden;
  }

  change(parameters: Partial<Experiment>): void {
    this.#notices.clear();
    this.stage.experiment = { ...this.stage.experiment, ...parameters };
    this.#link.write();
    this.#refresh();
  }

  restoreDefaults(): void {
    this.#notices.clear();
    this.stage.experiment = {};
    this.#link.write();
    this.#refresh();
  }

  setLanguage(language: Language): void {
    remember('language', language);
    this.#link.setView({ lang: undefined });
    this.#speak();
  }

  setTheme(theme: Theme): void {
    remember('theme', theme);
    this.#link.setView({ theme: undefined });
    this.#paint();
  }

  writeLink(): void {
    this.#link.write();
  }

  showAnalysis(open: boolean, byKey = false): void {
    this.#analysis.hidden = !open;
    // Whoever did not come by keys needs no ring around a whole panel.
    this.#analysis.classList.toggle('quiet', !byKey);
    const button = document.querySelector<HTMLElement>('[data-action="analysis"]');
    button?.setAttribute('aria-pressed', String(open));
    // What lies under it is neither seen nor reached.
    this.stage.inert = open;
    if (open) this.#analysis.focus();
    else if (button?.getClientRects().length === 0) document.querySelector<HTMLElement>('[data-action="more"]')?.focus();
    else button?.focus();
    this.#link.write();
    this.#tick();
  }

  /** The address was read anew: at the start, and when the visitor changed it. */
  #arrived(unknown: readonly string[]): void {
    this.#notices.clear();
    this.#paint();
    this.#speak();
    if (unknown.length > 0) this.#notices.show(this.words.address.unknown(unknown.join(', ')), 'problem');
    const strangers = readHide(this.#link.view.hide).unknown;
    if (strangers.length > 0) this.#notices.show(this.words.address.unknownPart(strangers.join(', '), PARTS.join(', ')), 'problem');
    this.#veil.on = this.hidden.has('answer');
  }

  /** Until the visitor chooses, a column a third of the way is selected, so that the values beside it are alive. */
  #selectFirst(): void {
    const { view } = this.stage;
    if (this.#link.chose) {
      this.stage.view = view;
      return;
    }
    const { length, cells } = this.stage.experiment;
    this.stage.view = { ...view, t: Math.max(1, Math.round(length / 3)), unit: 1, cell: cells.includes('lstm') ? 'lstm' : cells[0]! };
    this.#link.choose(false);
  }

  #selected(): void {
    this.#link.choose(true);
    this.#tick();
  }

  /** Changes to the language that is wished for, all of the page at once. */
  #speak(): void {
    const wanted = preferredLanguage(this.#link.view);
    if (wanted === this.#language) {
      this.#paint();
      return;
    }
    loadMessages(wanted).then(
      () => {
        if (wanted !== preferredLanguage(this.#link.view)) return;
        this.#language = wanted;
        this.#paint();
      },
      (failure: unknown) => this.#notices.show(failure instanceof Error ? failure.message : String(failure), 'problem'),
    );
  }

  /** Language, theme and what is hidden. */
  #paint(): void {
    const { language, theme, words } = this;
    const dark = theme === 'dark' || (theme === 'auto' && this.#dark.matches);
    document.documentElement.dataset.scheme = dark ? 'dark' : 'light';
    document.documentElement.lang = languageTag(language);
    document.title = words.subname === '' ? words.name : `${words.name} · ${words.subname}`;
    this.stage.setAttribute('lang', language);
    this.stage.setAttribute('theme', theme);
    for (const part of ['header', 'rail', 'inspector', 'transport']) document.body.classList.toggle(`without-${part}`, this.hidden.has(part));
    document.body.dataset.hide = hiddenParts(this.hidden);
    for (const part of this.#parts) part.render();
    this.#refresh();
  }

  #refresh(): void {
    for (const part of this.#parts) part.refresh?.();
    this.#tick();
  }

  /** Numbers beside the stage follow its frames, and the waves while they move. No one reads them faster than this. */
  #tick(): void {
    if (this.#ticking) {
      this.#late = true;
      return;
    }
    this.#ticking = true;
    this.#late = false;
    // In the same animation frame as what they follow, so that the page is laid out and painted once for both.
    queueMicrotask(() => {
      for (const part of this.#parts) part.tick?.();
    });
    const { stage } = this;
    const follows = () => stage.playing && stage.progress.pass === null;
    setTimeout(() => {
      this.#ticking = false;
      // Where frame follows frame the next one calls for the next reading; should none come soon, the last one does.
      if (follows()) setTimeout(() => this.#late && this.#tick(), READING.frames);
      else if (stage.playing || this.#late) requestAnimationFrame(() => this.#tick());
    }, follows() ? READING.frames : READING.waves);
  }
}

/**
 * Puts the page together; `language` is one whose texts are loaded. Only now is the element registered: it begins the run
 * that it is asked for, and here the address asks.
 */
export function open(language: Language): void {
  register();
  new Playground(language);
}

function element<Tag extends keyof HTMLElementTagNameMap>(id: string, tag: Tag): HTMLElementTagNameMap[Tag] {
  const found = document.querySelector<HTMLElementTagNameMap[Tag]>(`${tag}#${id}`);
  if (found === null) throw new Error(`The page has no <${tag} id="${id}">.`);
  return found;
}
