/** `<vanishing-point>`: the stage as an element. DESIGN.md §3 is its contract. */

import type { Change } from '../engine/changes';
import type { TimedGains } from '../engine/engine';
import type { StageFrame } from '../engine/frame';
import type { CellKind, Experiment, PathGains, Trace } from '../generated/types';
import { browserLanguage, parseLanguage, type Language } from '../i18n/language';
import { loadedMessages, loadMessages } from '../i18n/load';
import type { Messages } from '../i18n/en';
import { assetsOfPage, type Assets } from './assets';
import { Deferred } from './deferred';
import type { RecordRow } from '../views/records';
import { explain } from './explain';
import { readLook, readScheme } from './look';
import type { Speed } from './pace';
import { attributeName, defaults, differences, PARAMETERS } from './parameters';
import { Past } from './past';
import type { Granularity } from './player';
import { Poster } from './poster';
import type { Session, SessionHost } from './session';
import { shellStyles } from './shell-styles';
import { Selection } from './selection';
import { Sight } from './sight';
import type { Still } from './still';
import { inWords, statusOf, type Progress, type State, type Status, type View } from './status';
import { parse, show, validate, type Problem } from './validate';
import { version } from '../generated/version';
import { hides, playgroundLink, REPORTED, unknownWords } from './words';
import { readWishes } from './wishes';

const LOOK_ATTRIBUTES = ['panels', 'controls', 'autoplay', 'lang', 'theme', 'caption', 'fill', 'present', 'collapsed', 'loading', 'playground', 'veiled'];

/**
 * It costs little until it comes near the viewport: then it loads the stage and the engine, and its first frame takes
 * the place of the still picture. Whoever calls one of its methods does not wait for that.
 */
export class VanishingPointElement extends HTMLElement {
  static readonly observedAttributes = [...PARAMETERS.map(({ key }) => attributeName(key)), ...LOOK_ATTRIBUTES];
  /** The version of the script that is in force on a page. */
  static readonly version = version;
  /** Where the engine's files lie, if not beside the script. In force for every element that has not loaded yet. */
  static assets: Assets = assetsOfPage();

  /** The past of the run, and what changes it while it goes on. */
  readonly past: Past;
  readonly #shadow = this.attachShadow({ mode: 'open' });
  readonly #poster = new Poster();
  readonly #sight: Sight;
  readonly #selection: Selection;
  readonly #dark = matchMedia('(prefers-color-scheme: dark)');
  readonly #still = matchMedia('(prefers-reduced-motion: reduce)');
  readonly #ready = new Deferred();

  /** What attributes and `experiment` gave, before it was validated. */
  #given: Record<string, unknown> = {};
  #experiment: Experiment = defaults();
  #text: string | null = null;
  /** Changes that the first run shall make, until it is begun. */
  #foreseen: readonly Change[] = [];
  #speed: Speed = 'auto';
  #session: Session | null = null;
  #opening: Promise<Session> | null = null;
  #state: State = 'loading';
  #applying = false;
  #connected = false;
  #seen = false;

  constructor() {
    super();
    this.#shadow.adoptedStyleSheets = shellStyles;
    this.#ready.promise.catch(() => undefined);
    this.#sight = new Sight(this, {
      near: () => void this.#summon().catch(() => undefined),
      seen: (on) => {
        this.#seen = on;
        if (this.#session !== null) this.#session.suspended = !on;
      },
    });
    this.past = new Past({
      session: () => this.#session,
      summon: () => this.#summon(),
      ready: () => this.ready,
      origin: () => this.#experiment,
      foreseen: () => this.#foreseen,
      change: (parameters) => (this.experiment = { ...this.experiment, ...parameters }),
      begin: (given, foreseen) => {
        this.#given = { ...given };
        this.#apply({ foreseen });
      },
    });
    this.#selection = new Selection({
      session: () => this.#session,
      words: () => this.#words,
      experiment: () => this.#experiment,
      redress: () => this.#relook(),
      chosen: (view) => this.#emit('select', view),
      toggle: () => void this.toggle(),
      update: () => void this.step('update'),
      back: () => void this.past.back(),
    });
    this.addEventListener('keydown', (event) => {
      if (this.handleKey(event)) event.preventDefault();
    });
  }

  // --- Life ---------------------------------------------------------------

  connectedCallback(): void {
    this.#connected = true;
    if (!this.hasAttribute('tabindex')) this.tabIndex = 0;
    this.setAttribute('role', this.getAttribute('role') ?? 'group');
    this.#dark.addEventListener('change', this.#relook);
    this.#still.addEventListener('change', this.#restill);
    this.#session?.presentation.connect();
    this.#sight.connect();
    this.#relook();
    this.#restill();
    for (const name of REPORTED) this.#reportWords(name);
    if (this.getAttribute('loading') === 'eager') void this.#summon().catch(() => undefined);
  }

  disconnectedCallback(): void {
    this.#connected = false;
    this.#sight.disconnect();
    this.#session?.presentation.disconnect();
    this.#dark.removeEventListener('change', this.#relook);
    this.#still.removeEventListener('change', this.#restill);
    // An element that is only moved comes back in the same task; one that is gone leaves no worker behind. Not in a
    // microtask: WebKit may come to those between the two callbacks of a move.
    setTimeout(() => {
      if (!this.#connected) this.#close();
    });
  }

  #close(): void {
    const session = this.#session;
    this.#session = null;
    this.#opening = null;
    session?.close();
    this.#shadow.adoptedStyleSheets = shellStyles;
    this.#shadow.replaceChildren();
  }

  /** Loads stage and engine and begins the first run, if that has not been done. */
  #summon(): Promise<Session> {
    this.#opening ??= this.#open().catch((failure: unknown) => {
      this.#opening = null;
      this.#failed(failure, failure instanceof Error ? failure.message : String(failure));
      throw failure;
    });
    return this.#opening;
  }

  async #open(): Promise<Session> {
    const [{ Session }, words] = await Promise.all([import('./session'), loadMessages(this.#language)]);
    if (!this.#connected) throw new Error('The element is in no page.');
    const look = readLook(this, { words, view: this.view, experiment: this.#experiment, dark: this.#dark.matches });
    const session = new Session(this.#host(), this.#shadow, look, this.#actions(), { experiment: this.#experiment, text: this.#text, foreseen: this.#foreseen });
    this.#session = session;
    this.#foreseen = [];
    session.speed = this.#speed;
    session.suspended = !this.#seen;
    session.presentation.connect();
    this.#relook();
    this.#selection.show();
    session.open();
    return session;
  }

  /** What the session sees of the element. */
  #host(): SessionHost {
    const connected = () => this.#connected;
    const words = () => this.#words!;
    const autoplay = () => this.hasAttribute('autoplay');
    const reducedMotion = () => this.#still.matches;
    return {
      get connected() { return connected(); },
      get words() { return words(); },
      get autoplay() { return autoplay(); },
      get reducedMotion() { return reducedMotion(); },
      assets: (this.constructor as typeof VanishingPointElement).assets,
      emit: (type, detail) => this.#emit(type, detail),
      opened: () => {
        this.#poster.tell(null);
        this.#relook();
        this.#ready.resolve();
        this.#emit('ready', {});
      },
      failed: (failure, message) => {
        this.#poster.tell(message);
        this.#relook();
        this.#ready.reject(failure);
      },
      adopt: (experiment) => {
        if (differences(this.#experiment, experiment).length > 0) {
          this.#experiment = experiment;
          this.#given = { ...experiment };
          this.#relook();
        }
        this.#emit('state', { state: this.#state });
      },
      stateChanged: (state) => this.#setState(state),
      taking: () => {
        // What is past may have been clipped or truncated in another way.
        const { truncate, clip } = this.past.experiment(this.#experiment);
        if (truncate === this.#looked.truncate && clip === this.#looked.clip) return;
        this.#looked = { truncate, clip };
        this.#relook();
      },
    };
  }

  #actions(): ConstructorParameters<typeof Session>[3] {
    return {
      recover: (cell) => void this.past.recover(cell),
      clip: (cell) => void this.past.clip(cell),
      visit: (update) => void this.past.visit(update),
      select: ({ step, unit, cell }) => this.#selection.choose({ t: step + 1, unit: unit === null ? this.view.unit : unit + 1, cell: cell ?? this.view.cell }),
      scale: (relative) => this.#selection.choose({ scale: relative ? 'relative' : 'absolute' }),
      quantity: (quantity) => this.#selection.choose({ quantity }),
      hurry: () => this.hurry(),
      layer: (layer) => this.#selection.choose({ layer: layer + 1 }),
      toggle: () => void this.toggle(),
      change: (parameters) => (this.experiment = { ...this.experiment, ...parameters }),
      setSpeed: (speed) => (this.speed = speed),
      trace: (cell) => this.trace(cell),
      progress: () => this.progress,
      step: (granularity) => void this.step(granularity),
      reset: () => void this.reset(),
    };
  }

  #setState(state: State): void {
    this.#state = state;
    this.dataset.state = state;
    this.#emit('state', { state });
  }

  /** The code itself could not be had. */
  #failed(failure: unknown, message: string): void {
    if (!this.#connected) return;
    this.#setState('error');
    this.#poster.tell(message);
    this.#relook();
    this.#ready.reject(failure);
    this.#emit('error', { message, key: null });
  }

  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (before === after) return;
    if (LOOK_ATTRIBUTES.includes(name)) {
      if (!this.#connected) return;
      this.#relook();
      if (REPORTED.includes(name)) this.#reportWords(name);
      return;
    }
    const key = PARAMETERS.find((each) => attributeName(each.key) === name)?.key;
    if (key === undefined) return;
    if (after === null || hides(name, after)) this.#given = Object.fromEntries(Object.entries(this.#given).filter(([given]) => given !== key));
    else this.#given[key] = parse(key, after);
    this.#applySoon();
  }

  /** Several attributes that change together make one change. */
  #applySoon(): void {
    if (this.#applying) return;
    this.#applying = true;
    queueMicrotask(() => {
      this.#applying = false;
      this.#apply();
    });
  }

  /** Validates what was given and puts it in force; with changes foreseen, by a new run in any case. */
  #apply(anew?: { foreseen: readonly Change[] }): void {
    const { experiment, problems } = validate(this.#given);
    this.#experiment = experiment;
    for (const problem of problems) this.#reportProblem(problem);
    if (this.#connected) this.#relook();
    if (this.#session === null) this.#foreseen = anew?.foreseen ?? this.#foreseen;
    else this.#session.apply({ experiment, text: this.text, ...anew }, anew !== undefined);
  }

  // --- Look ---------------------------------------------------------------

  get #language(): Language {
    return parseLanguage(this.getAttribute('lang')) ?? browserLanguage();
  }

  get #words(): Messages | null {
    return loadedMessages(this.#language);
  }

  /** What the look was read for last, of what may differ from update to update. */
  #looked: Pick<Experiment, 'truncate' | 'clip'> = { truncate: 0, clip: null };

  readonly #relook = (): void => {
    const language = this.#language;
    const words = this.#words;
    const session = this.#session;
    const dark = this.#dark.matches;
    const waiting = this.frame === null && !this.hasAttribute('fill');
    this.#poster.element.classList.value = `poster scheme-${readScheme(this.getAttribute('theme'), dark)}`;
    if (waiting) {
      this.#poster.draw(this.#experiment, language);
      if (!this.#poster.element.isConnected) this.#shadow.prepend(this.#poster.element);
    } else this.#poster.element.remove();
    if (session === null) return;
    if (words === null) {
      void loadMessages(language).then(this.#relook);
      return;
    }
    this.setAttribute('aria-label', words.stage.label);
    session.presentation.dress({
      look: readLook(this, { words, view: this.view, experiment: this.past.experiment(this.#experiment), dark }),
      language,
      wishes: readWishes(this),
      experiment: this.#experiment,
      view: this.view,
      speed: this.#speed,
      link: playgroundLink(this.getAttribute('playground'), this.#experiment),
      caption: this.getAttribute('caption') ?? '',
      waiting,
    });
  };

  readonly #restill = (): void => {
    this.#session?.setReducedMotion(this.#still.matches);
  };

  // --- What it tells ------------------------------------------------------

  #reportProblem(problem: Problem): void {
    this.#complain((words) => ({ message: explain(problem, words), key: problem.key }));
  }

  /** An attribute of words: which of them mean nothing. */
  #reportWords(key: string): void {
    const unknown = unknownWords(this, key);
    if (unknown === null) return;
    this.#complain(({ errors, allowed }) => ({ message: errors.wrongValue({ key, given: show(unknown.given), allowed: allowed.oneOf(unknown.allowed) }), key }));
  }

  /** Says what is wrong, as soon as there are words for it. */
  #complain(detail: (words: Messages) => { message: string; key: string }): void {
    const words = this.#words;
    if (words !== null) this.#emit('error', detail(words));
    else void loadMessages(this.#language).then((loaded) => this.#emit('error', detail(loaded)), () => undefined);
  }

  #emit(type: string, detail: object): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }

  // --- The contract -------------------------------------------------------

  /** The experiment in force. */
  get experiment(): Experiment {
    return { ...this.#experiment, cells: [...this.#experiment.cells] };
  }

  set experiment(given: Partial<Experiment>) {
    this.#given = { ...given };
    this.#apply();
  }

  /** Resolves when the first frame is on view. */
  get ready(): Promise<void> {
    return this.#ready.promise;
  }

  async play(): Promise<void> {
    await (await this.#summon()).play();
  }

  async pause(): Promise<void> {
    await (await this.#summon()).pause();
  }

  /** One time step, one pass or one update further; pauses. */
  async step(granularity: Granularity = 'update'): Promise<void> {
    await (await this.#summon()).step(granularity);
  }

  /** Back to the same initial weights; plays on if it was playing. */
  async reset(): Promise<void> {
    await (await this.#summon()).reset();
  }

  /** Trains flat out; resolves when done. */
  async train(updates: number): Promise<void> {
    if (!Number.isSafeInteger(updates) || updates < 0) {
      throw new RangeError(`train: the number of updates is ${updates}, but must be a whole number from 0.`);
    }
    await (await this.#summon()).train(updates);
  }

  /** Rescales the recurrent weights, of one lane or of all, to a spectral radius; what is on view shows it at once. */
  async rescale(radius: number, cell?: CellKind): Promise<void> {
    await this.past.rescale(radius, cell ?? null);
  }

  /** All that one sequence shows of a lane, in double precision. */
  async trace(cell: CellKind): Promise<Trace> {
    return (await this.#summon()).trace(cell);
  }

  /** What the steps of that sequence do to a gradient of a lane together. */
  async pathGains(cell: CellKind): Promise<PathGains> {
    return (await this.#summon()).pathGains(cell);
  }

  /** What a lane's recurrent weights can do to a state in one step, and how long it took to find out. */
  async weightGains(cell: CellKind): Promise<TimedGains> {
    return (await this.#summon()).weightGains(cell);
  }

  /** A lane's weights as a safetensors file. */
  async weights(cell: CellKind): Promise<ArrayBuffer> {
    return (await this.#summon()).weights(cell);
  }

  /** Lets a lane of the text task write on from a beginning. */
  async generate(cell: CellKind, prompt: string, length: number, temperature: number): Promise<string> {
    return (await this.#summon()).generate(cell, prompt, length, temperature);
  }

  get status(): Status {
    return statusOf(this.#state, this.frame);
  }

  // --- Beyond the contract: what the playground needs ----------------------

  /** The user's own text for the task `text`; null reads the built-in passage. */
  get text(): string | null {
    return this.#session === null ? this.#text : this.#session.text;
  }

  set text(text: string | null) {
    this.#text = text;
    this.#session?.apply({ experiment: this.#experiment, text });
  }

  /** Resolves when everything asked for so far is in force. */
  get settled(): Promise<void> {
    return this.#session?.settled ?? this.#opening?.then((session) => session.settled) ?? Promise.resolve();
  }

  /** Updates a second, Infinity for flat out, or `auto`: slow at first, then ever faster. */
  get speed(): Speed {
    return this.#speed;
  }

  set speed(speed: Speed) {
    this.#speed = speed;
    if (this.#session !== null) this.#session.speed = speed;
  }

  /** Lets the automatic pace pick up, from the slow one that a run begins with or fell back to. */
  hurry(): void {
    this.#session?.hurry();
  }

  /** The pace in force now, updates a second. */
  get updatesPerSecond(): number {
    return this.#session?.player?.pace.updatesPerSecond ?? 0;
  }

  get playing(): boolean {
    return this.#session?.playing ?? false;
  }

  async toggle(): Promise<void> {
    await (this.playing ? this.pause() : this.play());
  }

  /** The frame on view; valid until the next `update` event. */
  get frame(): StageFrame | null {
    return this.#session?.frame ?? null;
  }

  /** A stage of its own with what is on view now, `width` CSS pixels wide, for pictures; null before the first frame. */
  still(width: number): Still | null {
    return this.frame === null ? null : (this.#session?.presentation.still(this.frame, width) ?? null);
  }

  /** The numbers of the run so far, update by update and lane by lane. */
  get records(): RecordRow[] {
    return [...(this.#session?.presentation.stage.records.rows() ?? [])];
  }

  get progress(): Progress {
    return this.#session?.progress ?? { pass: null, reached: 0, steps: 0 };
  }

  /** Where the passes stand, in words: “backward, t = 5”. Empty when both are complete. */
  get progressText(): string {
    return this.#words === null ? '' : inWords(this.progress, this.#words);
  }

  get view(): View {
    return this.#selection.view;
  }

  set view(view: View) {
    this.#selection.view = view;
  }

  /** Orders the units of every lane anew, the most persistent on top. */
  sortUnits(): void {
    this.#session?.presentation.sortUnits();
  }

  /** The unit above or below in the order of the lane that is looked at. */
  moveUnit(by: -1 | 1): void {
    this.#selection.moveUnit(by);
  }

  /** The keys of the stage; returns whether the key was one. */
  handleKey(event: KeyboardEvent): boolean {
    return this.#selection.handleKey(event);
  }
}
