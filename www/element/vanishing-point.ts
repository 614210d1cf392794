/** `<vanishing-point>`: the stage as an element. DESIGN.md §3 is its contract. */

import type { TimedGains } from '../engine/engine';
import type { StageFrame } from '../engine/frame';
import { loadPart } from '../engine/part';
import type { CellKind, Experiment, ModuleDescription, PathGains, Trace } from '../generated/types';
import { version } from '../generated/version';
import { browserLanguage } from '../i18n/languages';
import type { Granularity, Progress, Speed, Status } from '../store/run';
import type { Facts } from '../story/facts';
import { Store } from '../store/store';
import { onChange } from '../store/subscribe';
import type { Problem } from '../store/validate';
import { normalizeText } from '../store/text';
import type { View } from '../store/view';
import type { RecordRow } from '../views/records';
import { freeSwallowed } from './swallowed';
import { ATTRIBUTES, defineProperties, isEager, misspelt, PROPERTIES, upgradeProperties, wordsProblem, writeAttribute } from './attributes';
import { emit, emitProblems } from './errors';
import type { GivenSequences } from './inspect';
import { Lifecycle } from './lifecycle';
import { Past } from './past';
import type { Snapshot } from './presentation';
import type { Assets } from './session';

/** On a server there are no elements, but a page that is rendered there imports this file all the same. */
// eslint-disable-next-line @typescript-eslint/no-extraneous-class -- It stands for one that is never made there.
const Base = (globalThis.HTMLElement as typeof HTMLElement | undefined) ?? (class {} as typeof HTMLElement);

/** A page that has only a script tag sets `VanishingPoint = {assets: {wasm, worker}}` before it. */
function assetsOfPage(): Assets {
  const page = (globalThis as { VanishingPoint?: { assets?: Assets } }).VanishingPoint;
  return page?.assets ?? {};
}

/**
 * It costs little until it comes near the viewport: then it loads the stage and the engine, and its first frame takes
 * the place of the still picture. Whoever calls one of its methods does not wait for that.
 */
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging -- Its properties are made from the table of parameters.
export class VanishingPointElement extends Base {
  static readonly observedAttributes = ATTRIBUTES;
  /** The version of the script that is in force on a page. */
  static readonly version = version;
  /** Where the engine's files lie, if not beside the script. In force for every element that has not loaded yet. */
  static assets: Assets = assetsOfPage();

  /** All that the element knows: what it shows follows it. */
  readonly store = new Store();
  /** The past of the run, and what changes it while it goes on. */
  readonly past: Past;
  readonly #internals = this.attachInternals();
  readonly #life: Lifecycle;
  #upgraded = false;

  constructor() {
    super();
    const { store } = this;
    store.options.language.value = browserLanguage();
    this.#life = new Lifecycle(this, this.attachShadow({ mode: 'open' }), store, {
      toggle: () => void this.toggle(),
      step: (granularity) => void this.step(granularity),
      reset: () => void this.reset(),
      goOn: () => void this.goOn(),
      visit: (update) => void this.past.visit(update),
      recover: (cell) => void this.past.recover(cell),
      clip: (cell) => void this.past.clip(cell),
      retry: () => this.#retry(),
      trace: (cell) => this.trace(cell),
    }, () => (this.constructor as typeof VanishingPointElement).assets);
    this.past = new Past(store, this.#life);
    this.#follow();
    this.addEventListener('keydown', (event) => {
      if (this.handleKey(event)) event.preventDefault();
    });
    // Also for an element that a script made before the class was there, and has not put into the page.
    queueMicrotask(() => this.#upgrade());
  }

  /** Tells the page what happens, by events and by `:state(running)` and so on. */
  #follow(): void {
    const { run, experiment, changes, view, problems, options } = this.store;
    let known: readonly Problem[] = [];
    onChange([problems], () => {
      const all = problems.peek();
      emitProblems(this, all.filter((problem) => !known.includes(problem)), options.language.peek());
      known = all;
    });
    onChange([run.state], () => this.#showState());
    onChange([run.state, run.playing, experiment, changes], () => emit(this, 'state', { state: run.state.peek() }));
    onChange([run.frame], () => {
      const frame = run.frame.peek();
      if (frame !== null) emit(this, 'update', { updates: frame.update });
    });
    onChange([view.all], () => emit(this, 'select', view.all.peek()));
  }

  #showState(): void {
    try {
      this.#internals.states.clear();
      this.#internals.states.add(this.store.run.state.peek());
    } catch {
      // A browser without `:state()` goes without.
    }
  }

  /** After something failed: what did not come is asked for again, else the same run, to the update that it had come to. */
  async #retry(): Promise<void> {
    const { origin, changes, run } = this.store;
    const newest = run.newest.peek();
    if (newest === 0 || this.#life.session?.lost === true) await this.reset();
    else await this.past.replay({ ...origin.peek() }, changes.peek(), newest);
  }

  #upgrade(): void {
    if (this.#upgraded) return;
    this.#upgraded = true;
    upgradeProperties(this, ['experiment', ...PROPERTIES, 'text', 'speed', 'view']);
  }

  connectedCallback(): void {
    this.store.flush();
    this.#upgrade();
    this.#life.connect();
    const names = this.getAttributeNames();
    const wrong = names.map((name) => wordsProblem(name, this.getAttribute(name))).filter((problem) => problem !== null);
    emitProblems(this, [...wrong, ...misspelt(names)], this.store.options.language.peek());
    freeSwallowed(this, this.shadowRoot!, () => this.store.options.language.peek());
    if (isEager(this)) this.#life.openSoon();
  }

  disconnectedCallback(): void {
    this.#life.disconnect();
  }

  adoptedCallback(): void {
    this.#life.adopt();
  }

  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (before === after) return;
    writeAttribute(this.store, name, after);
    if (!this.#life.connected) return;
    const problem = wordsProblem(name, after);
    if (problem !== null) emitProblems(this, [problem], this.store.options.language.peek());
  }

  override focus(options?: FocusOptions): void {
    this.#life.focus(options);
  }

  // --- The contract -------------------------------------------------------

  /** The experiment in force. */
  get experiment(): Experiment {
    this.store.flush();
    const experiment = this.store.experiment.peek();
    return { ...experiment, cells: [...experiment.cells] };
  }

  set experiment(given: Partial<Experiment>) {
    this.store.replace(given);
  }

  /** Resolves when the first frame is on view. */
  get ready(): Promise<void> {
    return this.#life.ready;
  }

  async play(): Promise<void> {
    await (await this.#life.open()).play();
  }

  async pause(): Promise<void> {
    await (await this.#life.open()).pause();
  }

  /** One time step, one pass or one update further; pauses. */
  async step(granularity: Granularity = 'update'): Promise<void> {
    await (await this.#life.open()).step(granularity);
  }

  /** Back to the same initial weights; plays on if it was playing. */
  async reset(): Promise<void> {
    await (await this.#life.open()).reset();
  }

  /** Trains flat out; resolves when done. */
  async train(updates: number): Promise<void> {
    if (!Number.isSafeInteger(updates) || updates < 0) {
      throw new RangeError(`train: the number of updates is ${updates}, but must be a whole number from 0.`);
    }
    await (await this.#life.open()).train(updates);
  }

  /** Rescales the recurrent weights, of one lane or of all, to a spectral radius; what is on view shows it at once. */
  async rescale(radius: number, cell?: CellKind): Promise<void> {
    await this.past.rescale(radius, cell ?? null);
  }

  /** All that one sequence shows of a lane, in double precision. */
  async trace(cell: CellKind): Promise<Trace> {
    return (await (await this.#life.open()).running()).trace(cell);
  }

  /** What the steps of that sequence do to a gradient of a lane together. */
  async pathGains(cell: CellKind): Promise<PathGains> {
    return (await (await this.#life.open()).running()).pathGains(cell);
  }

  /** What a lane's recurrent weights can do to a state in one step, and how long it took to find out. */
  async weightGains(cell: CellKind): Promise<TimedGains> {
    return (await (await this.#life.open()).running()).weightGains(cell);
  }

  /** A lane's weights as a safetensors file. */
  async weights(cell: CellKind): Promise<ArrayBuffer> {
    return (await (await this.#life.open()).running()).weights(cell);
  }

  /** Lets a lane of a task of characters write on from a beginning. */
  async generate(cell: CellKind, prompt: string, length: number, temperature: number): Promise<string> {
    return (await (await this.#life.open()).running()).generate(cell, normalizeText(prompt), length, temperature);
  }

  /** What a lane forecasts from step `history` of the series on view on when it reads its own answers after it. */
  async forecast(cell: CellKind, history: number): Promise<number[]> {
    return (await (await this.#life.open()).running()).forecast(cell, history);
  }

  /** The task's own answer to a question in its letters (a number of the task `translate`), by one lane's copy of the task; null where it is none of its questions. */
  async answerTo(cell: CellKind, question: string): Promise<string | null> {
    return (await (await this.#life.open()).running()).answerTo(cell, question);
  }

  /**
   * Puts a model of one's own on stage: weights of an nn.RNN, nn.LSTM or nn.GRU as a safetensors file, and the sequences
   * that it reads. Resolves with what was read off the file; rejects with a sentence when it cannot be had.
   */
  async inspect(model: BufferSource, sequences: GivenSequences = {}): Promise<ModuleDescription> {
    const { inspect } = await loadPart(() => import('./inspect'));
    return inspect(this, model, sequences);
  }

  get status(): Status {
    return this.store.status;
  }

  // --- Beyond the contract: what the playground needs ----------------------

  /** The user's own data for the task: a text, a sentence, or what `engine/own` makes of a drawing or a series; null for those that ship. */
  get text(): string | null {
    return this.store.text.peek();
  }

  set text(text: string | null) {
    this.store.useText(text);
  }

  /** Resolves when everything asked for so far is in force. */
  get settled(): Promise<void> {
    return this.#life.settled();
  }

  /** Updates a second, Infinity for flat out, or `auto`: slow at first, then ever faster. */
  get speed(): Speed {
    return this.store.run.speed.peek();
  }

  set speed(speed: Speed) {
    this.store.run.speed.value = speed;
  }

  /** Training goes on after it stopped by itself at the milestone. */
  async goOn(): Promise<void> {
    await (await this.#life.open()).goOn();
  }

  /** What the sentences on the stage speak of; null before the first frame. */
  get facts(): Facts | null {
    return this.#life.session?.presentation.stage.facts ?? null;
  }

  /** The pace in force now, updates a second. */
  get updatesPerSecond(): number {
    return this.#life.session?.updatesPerSecond ?? 0;
  }

  get playing(): boolean {
    return this.store.run.playing.peek();
  }

  async toggle(): Promise<void> {
    await (this.playing ? this.pause() : this.play());
  }

  /** The frame on view; valid until the next `update` event. */
  get frame(): StageFrame | null {
    return this.store.run.frame.peek();
  }

  /** What a still picture of the stage is made from; null before there is a stage. */
  get snapshot(): Snapshot | null {
    return this.#life.session?.presentation.snapshot ?? null;
  }

  /** The numbers of the run so far, update by update and lane by lane. */
  get records(): RecordRow[] {
    return [...(this.#life.session?.presentation.stage.records.rows() ?? [])];
  }

  get progress(): Progress {
    return this.store.run.progress.peek();
  }

  get view(): View {
    return this.store.view.all.peek();
  }

  set view(view: Partial<View>) {
    this.store.look(view);
  }

  /** Stands at the start of the backward pass of the update on view: the loss is there, and no gradient yet. */
  async startBackward(): Promise<void> {
    await (await this.#life.open()).startBackward();
  }

  /** Orders the units of every lane anew, the most persistent on top. */
  sortUnits(): void {
    this.#life.session?.presentation.sortUnits();
  }

  /** The unit above or below in the order of the lane that is looked at. */
  moveUnit(by: -1 | 1): void {
    const { view, experiment } = this.store;
    const cell = view.cell.peek() ?? experiment.peek().cells[0]!;
    const unit = this.#life.session?.presentation.neighbour(cell, view.unit.peek(), by) ?? null;
    if (unit === null) return;
    this.store.look({ unit, cell });
    this.#life.session?.presentation.announceSelection();
  }

  /** The keys of the stage; returns whether the key was one. The still picture answers to the one that plays. */
  handleKey(event: KeyboardEvent): boolean {
    const { session } = this.#life;
    if (session !== null) return session.handleKey(event);
    const { key, code, target, ctrlKey, metaKey, altKey } = event;
    // By its place as well: input methods write another space.
    if (target !== this || (key !== ' ' && code !== 'Space') || ctrlKey || metaKey || altKey) return false;
    void this.toggle();
    return true;
  }
}

type ExperimentProperties = { -readonly [Key in Exclude<keyof Experiment, keyof HTMLElement | 'reset'>]: Experiment[Key] };

/** Every attribute has a property that reflects it; those of the experiment read back what is in force. */
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging -- They are made from the table of parameters.
export interface VanishingPointElement extends ExperimentProperties {
  panels: string | null;
  controls: string | null;
  theme: string | null;
  caption: string | null;
  loading: string | null;
  playground: string | null;
  of: string | null;
  autoplay: boolean;
  fill: boolean;
  present: boolean;
  collapsed: boolean;
  outcomeHidden: boolean;
}

defineProperties(VanishingPointElement.prototype);
