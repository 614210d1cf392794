/** `<vanishing-point>`: the stage as an element. DESIGN.md §3 is its contract. */

import type { Change, StageFrame, TimedGains } from '../engine/engine';
import type { CellKind, Experiment, Trace } from '../generated/types';
import { browserLanguage, languageTag, messages, parseLanguage, type Language, type Messages } from '../i18n';
import type { RecordRow } from '../views/records';
import { PANELS } from '../views/row';
import { explain } from './explain';
import { keyAction } from './keys';
import { readLook, unknownPanels } from './look';
import type { Speed } from './pace';
import { attributeName, defaults, differences, PARAMETERS } from './parameters';
import type { Granularity } from './player';
import { Past } from './past';
import { inWords, Presentation } from './presentation';
import { Session } from './session';
import type { Look } from './stage';
import { statusOf, type Progress, type Status, type View } from './status';
import { Still } from './still';
import { parse, validate, type Problem } from './validate';

const LOOK_ATTRIBUTES = ['panels', 'controls', 'autoplay', 'lang', 'theme', 'caption', 'fill', 'present', 'collapsed', 'veiled'];

export class VanishingPointElement extends HTMLElement {
  static readonly observedAttributes = [...PARAMETERS.map(({ key }) => attributeName(key)), ...LOOK_ATTRIBUTES];

  readonly #presentation: Presentation;
  readonly #session: Session;
  /** The past of the run, and what changes it while it goes on. */
  readonly past: Past;
  readonly #dark = matchMedia('(prefers-color-scheme: dark)');
  readonly #still = matchMedia('(prefers-reduced-motion: reduce)');

  /** What attributes and `experiment` gave, before it was validated. */
  #given: Record<string, unknown> = {};
  #experiment: Experiment = defaults();
  #view: View = { t: null, unit: null, cell: null, layer: null, scale: 'relative', quantity: 'hidden' };
  #applying = false;
  #connected = false;

  constructor() {
    super();
    this.#presentation = new Presentation(this.attachShadow({ mode: 'open' }), this.#look(), {
      recover: (cell) => void this.past.recover(cell),
      clip: (cell) => void this.past.clip(cell),
      visit: (update) => void this.past.visit(update),
      select: ({ step, unit, cell }) => this.#select({ t: step + 1, unit: unit === null ? this.#view.unit : unit + 1, cell: cell ?? this.#view.cell }),
      scale: (relative) => (this.view = { ...this.#view, scale: relative ? 'relative' : 'absolute' }),
      quantity: (quantity) => (this.view = { ...this.#view, quantity }),
      hurry: () => this.hurry(),
      layer: (layer) => (this.view = { ...this.#view, layer: layer + 1 }),
      toggle: () => void this.toggle(),
      step: (granularity) => void this.step(granularity),
      reset: () => void this.reset(),
    }, () => this.#session.player);
    this.#session = new Session(this.#host(), this.#presentation, { experiment: this.#experiment, text: null });
    this.past = new Past({
      session: this.#session,
      change: (parameters) => (this.experiment = { ...this.experiment, ...parameters }),
      begin: (given, foreseen) => {
        this.#given = { ...given };
        this.#apply({ foreseen });
      },
      firmGround: (cell) => this.#presentation.stage.history.firmGround(cell),
    });
    this.addEventListener('keydown', (event) => {
      if (this.handleKey(event)) event.preventDefault();
    });
  }

  /** What the session sees of the element. */
  #host(): ConstructorParameters<typeof Session>[0] {
    const connected = () => this.#connected;
    const words = () => this.#words;
    const autoplay = () => this.hasAttribute('autoplay');
    const reducedMotion = () => this.#still.matches;
    return {
      get connected() { return connected(); },
      get words() { return words(); },
      get autoplay() { return autoplay(); },
      get reducedMotion() { return reducedMotion(); },
      emit: (type, detail) => this.#emit(type, detail),
      stateChanged: (state) => {
        this.dataset.state = state;
        this.#emit('state', { state });
      },
      adopt: (experiment) => {
        if (differences(this.#experiment, experiment).length > 0) {
          this.#experiment = experiment;
          this.#given = { ...experiment };
          this.#relook();
        }
        this.#emit('state', { state: this.#session.state });
      },
    };
  }

  // --- Life ---------------------------------------------------------------

  connectedCallback(): void {
    this.#connected = true;
    if (!this.hasAttribute('tabindex')) this.tabIndex = 0;
    this.setAttribute('role', this.getAttribute('role') ?? 'group');
    this.#presentation.connect();
    this.#dark.addEventListener('change', this.#relook);
    this.#still.addEventListener('change', this.#restill);
    this.#relook();
    this.#restill();
    this.#reportPanels();
    this.#session.open();
  }

  disconnectedCallback(): void {
    this.#connected = false;
    this.#presentation.disconnect();
    this.#dark.removeEventListener('change', this.#relook);
    this.#still.removeEventListener('change', this.#restill);
    // An element that is only moved comes back in the same task; one that is gone leaves no worker behind.
    queueMicrotask(() => {
      if (!this.#connected) this.#session.close();
    });
  }

  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (before === after) return;
    if (LOOK_ATTRIBUTES.includes(name)) {
      if (this.#connected) {
        this.#relook();
        if (name === 'panels') this.#reportPanels();
      }
      return;
    }
    const key = PARAMETERS.find((each) => attributeName(each.key) === name)?.key;
    if (key === undefined) return;
    if (after === null) this.#given = Object.fromEntries(Object.entries(this.#given).filter(([given]) => given !== key));
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
    this.#session.apply({ experiment, text: this.text, ...anew }, anew !== undefined);
  }

  // --- Look ---------------------------------------------------------------

  get #language(): Language {
    return parseLanguage(this.getAttribute('lang')) ?? browserLanguage();
  }

  get #words(): Messages {
    return messages(this.#language);
  }

  #look(): Look {
    return readLook(this, { language: this.#language, view: this.#view, experiment: this.#experiment, dark: this.#dark.matches });
  }

  readonly #relook = (): void => {
    const look = this.#look();
    this.setAttribute('aria-label', look.words.stage.label);
    this.#presentation.dress({ look, language: this.#language, controls: this.hasAttribute('controls'), caption: this.getAttribute('caption') ?? '' });
  };

  readonly #restill = (): void => {
    this.#session.setReducedMotion(this.#still.matches);
  };

  // --- What it tells ------------------------------------------------------

  #reportProblem(problem: Problem): void {
    this.#emit('error', { message: explain(problem, this.#words), key: problem.key });
  }

  #reportPanels(): void {
    const unknown = unknownPanels(this);
    if (unknown.length === 0) return;
    const { errors, allowed } = this.#words;
    this.#emit('error', { message: errors.wrongValue({ key: 'panels', given: unknown.join(', '), allowed: allowed.oneOf(['all', ...PANELS].join(', ')) }), key: 'panels' });
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
    return this.#session.ready;
  }

  async play(): Promise<void> {
    await this.#session.play();
  }

  async pause(): Promise<void> {
    await this.#session.pause();
  }

  /** One time step, one pass or one update further; pauses. */
  async step(granularity: Granularity = 'update'): Promise<void> {
    await this.#session.step(granularity);
  }

  /** Back to the same initial weights; plays on if it was playing. */
  async reset(): Promise<void> {
    await this.#session.reset();
  }

  /** Trains flat out; resolves when done. */
  async train(updates: number): Promise<void> {
    if (!Number.isSafeInteger(updates) || updates < 0) {
      throw new RangeError(`train: the number of updates is ${updates}, but must be a whole number from 0.`);
    }
    await this.#session.train(updates);
  }

  /** All that one sequence shows of a lane, in double precision. */
  async trace(cell: CellKind): Promise<Trace> {
    return this.#session.trace(cell);
  }

  /** A lane's weights as a safetensors file. */
  async weights(cell: CellKind): Promise<ArrayBuffer> {
    return this.#session.weights(cell);
  }

  /** What a lane's recurrent weights can do to a state in one step, and how long it took to find out. */
  async weightGains(cell: CellKind): Promise<TimedGains> {
    return this.#session.weightGains(cell);
  }

  /** Lets a lane of the text task write on from a beginning. */
  async generate(cell: CellKind, prompt: string, length: number, temperature: number): Promise<string> {
    return this.#session.generate(cell, prompt, length, temperature);
  }

  /** Rescales the recurrent weights, of one lane or of all, to a spectral radius; what is on view shows it at once. */
  async rescale(radius: number, cell?: CellKind): Promise<void> {
    await this.past.rescale(radius, cell ?? null);
  }

  get status(): Status {
    return statusOf(this.#session.state, this.frame);
  }

  // --- Beyond the contract: what the playground needs ----------------------

  /** The user's own text for the task `text`; null reads the built-in passage. */
  get text(): string | null {
    return this.#session.text;
  }

  set text(text: string | null) {
    this.#session.apply({ experiment: this.#experiment, text });
  }

  /** Resolves when everything asked for so far is in force. */
  get settled(): Promise<void> {
    return this.#session.settled;
  }

  /** Updates a second, Infinity for flat out, or `auto`: slow at first, then ever faster. */
  get speed(): Speed {
    return this.#session.speed;
  }

  set speed(speed: Speed) {
    this.#session.speed = speed;
  }

  /** Lets the automatic pace pick up, from the slow one that a run begins with or fell back to. */
  hurry(): void {
    this.#session.hurry();
  }

  /** The pace in force now, updates a second. */
  get updatesPerSecond(): number {
    return this.#session.player?.pace.updatesPerSecond ?? 0;
  }

  get playing(): boolean {
    return this.#session.playing;
  }

  async toggle(): Promise<void> {
    await (this.playing ? this.pause() : this.play());
  }

  /** The frame on view; valid until the next `update` event. */
  get frame(): StageFrame | null {
    return this.#session.frame;
  }

  /** A stage of its own with what is on view now, `width` CSS pixels wide, for pictures; null before the first frame. */
  still(width: number): Still | null {
    return this.frame === null ? null : new Still(this.#presentation.stage, this.frame, this.#look(), languageTag(this.#language), width);
  }

  /** The numbers of the run so far, update by update and lane by lane. */
  get records(): RecordRow[] {
    return [...this.#presentation.stage.records.rows()];
  }

  get progress(): Progress {
    return this.#session.progress;
  }

  /** Where the passes stand, in words: “backward, t = 5”. Empty when both are complete. */
  get progressText(): string {
    return inWords(this.progress, this.#words);
  }

  get view(): View {
    return { ...this.#view };
  }

  set view(view: View) {
    const { steps } = this.#session;
    const bounded = (value: number | null, most: number) => (value === null ? null : Math.max(1, most > 0 ? Math.min(most, value) : value));
    const before = this.#view;
    this.#view = { ...view, t: bounded(view.t, steps), unit: bounded(view.unit, this.#experiment.hidden), layer: bounded(view.layer, this.#experiment.layers) };
    if (before.scale !== this.#view.scale || before.layer !== this.#view.layer || before.quantity !== this.#view.quantity) this.#relook();
    const { t, unit } = this.#view;
    this.#presentation.stage.select(t === null ? null : t - 1, unit === null ? null : unit - 1);
    this.#session.player?.invalidate();
    this.#emit('select', this.view);
  }

  #select(change: Partial<View>): void {
    this.view = { ...this.#view, ...change };
  }

  /** Orders the units of every lane anew, the most persistent on top. */
  sortUnits(): void {
    this.#presentation.sortUnits();
  }

  /** The keys of the stage; returns whether the key was one. */
  handleKey(event: KeyboardEvent): boolean {
    const action = keyAction(event, this.#view.t, this.#session.steps);
    if (action === null) return false;
    switch (action.kind) {
      case 'toggle':
        void this.toggle();
        break;
      case 'update':
        void this.step('update');
        break;
      case 'back':
        void this.past.back();
        break;
      case 'select':
        this.#select({ t: action.t });
        this.#presentation.announceSelection(this.#view, this.#words);
        break;
      case 'unit':
        this.moveUnit(action.by);
        break;
      case 'lane':
        return this.#selectLane(action.index);
    }
    return true;
  }

  #selectLane(index: number): boolean {
    const cell = this.#experiment.cells[index];
    if (cell === undefined) return false;
    this.#select({ cell });
    this.#presentation.stage.reveal(index);
    return true;
  }

  /** The unit above or below in the order of the lane that is looked at. */
  moveUnit(by: -1 | 1): void {
    const cell = this.#view.cell ?? this.#experiment.cells[0]!;
    const unit = this.#presentation.neighbour(cell, this.#view.unit, by);
    if (unit === null) return;
    this.#select({ unit, cell });
    this.#presentation.announceSelection(this.#view, this.#words);
  }
}
