/** The playground: the page around the element. It puts the parts together and knows nothing of what they show. */

import '../element/define';
// The stage is all that this page is about: it comes with it, not after it.
import '../element/session';
import { browserLanguage, languageTag, messages, parseLanguage, type Language, type Messages } from '../i18n';
import type { Experiment } from '../generated/types';
import { readAddress, writeAddress, type Address, type ViewKeys } from './address';
import { Analysis } from './analysis';
import { Header } from './header';
import { keepForLater } from '../offline/keep';
import { Inspector } from './inspector';
import { Notices } from './notices';
import { Rail } from './rail';
import { Tabs } from './tabs';
import { Traces } from './traces';
import { Transport } from './transport';

/** Milliseconds between two readings of the numbers beside the stage. */
const READING = 80;

export type Theme = 'light' | 'dark' | 'auto';

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
  showAnalysis(open: boolean): void;
}

/** A part of the page: written anew for a language, and told when something changed. */
export interface Part {
  render(): void;
  /** The experiment or the state of the run changed. */
  refresh?(): void;
  /** A frame came on view, or the waves moved on. */
  tick?(): void;
}

class Playground implements Page {
  readonly stage = element('stage', 'vanishing-point');
  readonly #notices = new Notices(element('notices', 'div'), this);
  readonly traces: Traces = new Traces(this);
  readonly #analysis = element('analysis', 'section');
  readonly #parts: Part[];
  readonly #dark = matchMedia('(prefers-color-scheme: dark)');
  #address: Address = readAddress(location.hash);
  #ticking = false;
  /** Something changed after the last tick. */
  #late = false;
  /** A view is written to the address once the visitor has chosen one. */
  #chose = false;

  constructor() {
    this.#parts = [
      new Header(element('header', 'header'), this),
      new Rail(element('rail', 'aside'), this),
      new Tabs(element('tabs', 'nav'), this),
      new Inspector(element('inspector', 'aside'), this),
      new Transport(element('transport', 'footer'), this),
      new Analysis(this.#analysis, this),
    ];
    const { stage } = this;
    stage.addEventListener('error', (event) => {
      const { message, key } = (event as unknown as CustomEvent<{ message: string; key: string | null }>).detail;
      // What is wrong with the visitor's text is said where the text is.
      if (key !== 'text') this.#notices.show(message, 'problem');
    });
    stage.addEventListener('notice', (event) => this.#notices.show((event as unknown as CustomEvent<{ message: string }>).detail.message, 'note'));
    stage.addEventListener('update', () => this.#tick());
    stage.addEventListener('state', () => this.#refresh());
    stage.addEventListener('select', () => this.#selected());
    document.addEventListener('keydown', (event) => {
      if (!event.defaultPrevented && stage.handleKey(event)) event.preventDefault();
    });
    addEventListener('hashchange', () => this.#arrive());
    this.#dark.addEventListener('change', () => this.#paint());
    this.#arrive();
    void stage.ready.then(() => this.#selectFirst(), () => undefined);
  }

  get words(): Messages {
    return messages(this.language);
  }

  get language(): Language {
    return parseLanguage(this.#address.view.lang) ?? remembered('language', parseLanguage) ?? browserLanguage();
  }

  get theme(): Theme {
    return parseTheme(this.#address.view.theme) ?? remembered('theme', parseTheme) ?? 'auto';
  }

  get hidden(): ReadonlySet<string> {
    return new Set(this.#address.view.hide?.split(',').map((word) => word.trim()) ?? []);
  }

  change(parameters: Partial<Experiment>): void {
    this.#notices.clear();
    this.stage.experiment = { ...this.stage.experiment, ...parameters };
    this.#write();
    this.#refresh();
  }

  restoreDefaults(): void {
    this.#notices.clear();
    this.stage.experiment = {};
    this.#write();
    this.#refresh();
  }

  setLanguage(language: Language): void {
    remember('language', language);
    this.#setView({ lang: undefined });
  }

  setTheme(theme: Theme): void {
    remember('theme', theme);
    this.#setView({ theme: undefined });
  }

  showAnalysis(open: boolean): void {
    this.#analysis.hidden = !open;
    const button = document.querySelector<HTMLElement>('[data-action="analysis"]');
    button?.setAttribute('aria-pressed', String(open));
    // What lies under it is neither seen nor reached.
    this.stage.inert = open;
    if (open) this.#analysis.focus();
    else button?.focus();
    this.#tick();
  }

  #setView(keys: ViewKeys): void {
    this.#address.view = { ...this.#address.view, ...keys };
    this.#write();
    this.#paint();
  }

  /** Does what the address says: at the start, and when the visitor changes it. */
  #arrive(): void {
    this.#address = readAddress(location.hash);
    const { given, view, unknown } = this.#address;
    this.#notices.clear();
    if (view.panels === undefined) this.stage.removeAttribute('panels');
    else this.stage.setAttribute('panels', view.panels);
    this.#paint();
    this.stage.experiment = given;
    if (unknown.length > 0) this.#notices.show(this.words.address.unknown(unknown.map(([key]) => key).join(', ')), 'problem');
    this.#chose = view.t !== undefined || view.unit !== undefined;
    if (this.#chose) this.stage.view = { ...this.stage.view, t: view.t ?? null, unit: view.unit ?? null };
    this.#refresh();
  }

  /** Until the visitor chooses, a column a third of the way is selected, so that the values beside it are alive. */
  #selectFirst(): void {
    if (this.#chose) {
      this.stage.view = this.stage.view;
      return;
    }
    const { length, cells } = this.stage.experiment;
    this.stage.view = { ...this.stage.view, t: Math.max(1, Math.round(length / 3)), unit: 1, cell: cells.includes('lstm') ? 'lstm' : cells[0]! };
    this.#chose = false;
  }

  #selected(): void {
    this.#chose = true;
    this.#write();
    this.#tick();
  }

  /** Writes the experiment in force, and what is looked at, into the address. */
  #write(): void {
    const { t, unit } = this.stage.view;
    const view: ViewKeys = { ...this.#address.view };
    if (this.#chose) {
      view.t = t ?? undefined;
      view.unit = unit ?? undefined;
    }
    const hash = writeAddress(this.stage.experiment, view, this.#address.unknown);
    if (hash !== location.hash) history.replaceState(null, '', hash === '' ? location.pathname + location.search : hash);
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
    for (const part of this.#parts) part.render();
    this.#refresh();
  }

  #refresh(): void {
    for (const part of this.#parts) part.refresh?.();
    this.#tick();
  }

  /** Numbers beside the stage follow its frames, and the waves while they move. */
  #tick(): void {
    if (this.#ticking) {
      this.#late = true;
      return;
    }
    this.#ticking = true;
    requestAnimationFrame(() => {
      for (const part of this.#parts) part.tick?.();
      // While training runs, no one reads numbers faster than this; and the waves move between the updates.
      setTimeout(() => {
        this.#ticking = false;
        if (this.stage.playing || this.#late) this.#tick();
      }, READING);
      this.#late = false;
    });
  }
}

function element<Tag extends keyof HTMLElementTagNameMap>(id: string, tag: Tag): HTMLElementTagNameMap[Tag] {
  const found = document.querySelector<HTMLElementTagNameMap[Tag]>(`${tag}#${id}`);
  if (found === null) throw new Error(`The page has no <${tag} id="${id}">.`);
  return found;
}

function parseTheme(wish: string | null | undefined): Theme | null {
  return wish === 'light' || wish === 'dark' || wish === 'auto' ? wish : null;
}

/** What the visitor chose last time; storage may be forbidden, then nothing is remembered. */
function remembered<Choice>(name: string, parse: (wish: string | null) => Choice | null): Choice | null {
  try {
    return parse(localStorage.getItem(`vanishing-point.${name}`));
  } catch {
    return null;
  }
}

function remember(name: string, choice: string): void {
  try {
    localStorage.setItem(`vanishing-point.${name}`, choice);
  } catch {
    // The choice then lasts as long as the page.
  }
}

new Playground();
keepForLater();
