/** `<vanishing-point>`: the stage as an element. DESIGN.md §3 is its contract. */

import type { TimedGains } from '../engine/engine';
import type { StageFrame } from '../engine/frame';
import type { CellKind, Experiment, PathGains, Trace } from '../generated/types';
import type { RecordRow } from '../views/records';
import { actionsOf } from './actions';
import { assetsOfPage, type Assets } from './assets';
import { Complaints } from './complaints';
import { emit } from './emit';
import { Given } from './given';
import { Life } from './life';
import type { Speed } from './pace';
import { attributeName, PARAMETERS } from './parameters';
import { Past } from './past';
import type { Granularity } from './player';
import type { Likeness } from './presentation';
import { Selection } from './selection';
import { statusOf, type Progress, type Status, type View } from './status';
import { version } from '../generated/version';
import { REPORTED } from './words';

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
  readonly #given: Given;
  readonly #life: Life;
  readonly #selection: Selection;
  readonly #complaints = new Complaints(this, () => this.#life.language);

  constructor() {
    super();
    this.#given = new Given({
      problem: (problem) => this.#complaints.problem(problem),
      changed: (anew) => this.#changed(anew),
    });
    this.#life = new Life(this, this.#given, {
      assets: () => (this.constructor as typeof VanishingPointElement).assets,
      actions: () => actionsOf(this, this.past, this.#selection),
      view: () => this.view,
      experimentOnView: () => this.past.experiment(this.#given.experiment),
      staged: () => this.#selection.show(),
    });
    this.past = new Past({
      session: () => this.#life.session,
      summon: () => this.#life.summon(),
      ready: () => this.ready,
      origin: () => this.#given.experiment,
      foreseen: () => this.#given.foreseen,
      change: (parameters) => (this.experiment = { ...this.experiment, ...parameters }),
      begin: (raw, foreseen) => this.#given.begin(raw, foreseen),
    });
    this.#selection = new Selection({
      session: () => this.#life.session,
      experiment: () => this.#given.experiment,
      redress: () => this.#life.dress(),
      chosen: (view) => emit(this, 'select', view),
      toggle: () => void this.toggle(),
      update: () => void this.step('update'),
      back: () => void this.past.back(),
    });
    this.addEventListener('keydown', (event) => {
      if (this.handleKey(event)) event.preventDefault();
    });
  }

  connectedCallback(): void {
    if (!this.hasAttribute('tabindex')) this.tabIndex = 0;
    this.setAttribute('role', this.getAttribute('role') ?? 'group');
    this.#life.connect();
    for (const name of REPORTED) this.#complaints.words(name);
    if (this.getAttribute('loading') === 'eager') this.#life.summonSoon();
  }

  disconnectedCallback(): void {
    this.#life.disconnect();
  }

  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (before === after) return;
    if (!LOOK_ATTRIBUTES.includes(name)) {
      this.#given.attribute(name, after);
      return;
    }
    if (!this.#life.connected) return;
    this.#life.dress();
    if (REPORTED.includes(name)) this.#complaints.words(name);
  }

  #changed(anew: boolean): void {
    const { session, connected } = this.#life;
    const { experiment, foreseen } = this.#given;
    if (connected) this.#life.dress();
    if (session === null) return;
    this.#given.foreseen = [];
    session.apply({ experiment, text: this.text, ...(anew ? { foreseen } : {}) }, anew);
  }

  // --- The contract -------------------------------------------------------

  /** The experiment in force. */
  get experiment(): Experiment {
    return { ...this.#given.experiment, cells: [...this.#given.experiment.cells] };
  }

  set experiment(given: Partial<Experiment>) {
    this.#given.put(given);
  }

  /** Resolves when the first frame is on view. */
  get ready(): Promise<void> {
    return this.#life.ready.promise;
  }

  async play(): Promise<void> {
    await (await this.#life.summon()).play();
  }

  async pause(): Promise<void> {
    await (await this.#life.summon()).pause();
  }

  /** One time step, one pass or one update further; pauses. */
  async step(granularity: Granularity = 'update'): Promise<void> {
    await (await this.#life.summon()).step(granularity);
  }

  /** Back to the same initial weights; plays on if it was playing. */
  async reset(): Promise<void> {
    await (await this.#life.summon()).reset();
  }

  /** Trains flat out; resolves when done. */
  async train(updates: number): Promise<void> {
    if (!Number.isSafeInteger(updates) || updates < 0) {
      throw new RangeError(`train: the number of updates is ${updates}, but must be a whole number from 0.`);
    }
    await (await this.#life.summon()).train(updates);
  }

  /** Rescales the recurrent weights, of one lane or of all, to a spectral radius; what is on view shows it at once. */
  async rescale(radius: number, cell?: CellKind): Promise<void> {
    await this.past.rescale(radius, cell ?? null);
  }

  /** All that one sequence shows of a lane, in double precision. */
  async trace(cell: CellKind): Promise<Trace> {
    return (await this.#life.running()).trace(cell);
  }

  /** What the steps of that sequence do to a gradient of a lane together. */
  async pathGains(cell: CellKind): Promise<PathGains> {
    return (await this.#life.running()).pathGains(cell);
  }

  /** What a lane's recurrent weights can do to a state in one step, and how long it took to find out. */
  async weightGains(cell: CellKind): Promise<TimedGains> {
    return (await this.#life.running()).weightGains(cell);
  }

  /** A lane's weights as a safetensors file. */
  async weights(cell: CellKind): Promise<ArrayBuffer> {
    return (await this.#life.running()).weights(cell);
  }

  /** Lets a lane of the text task write on from a beginning. */
  async generate(cell: CellKind, prompt: string, length: number, temperature: number): Promise<string> {
    return (await this.#life.running()).generate(cell, prompt, length, temperature);
  }

  get status(): Status {
    return statusOf(this.#life.state, this.frame);
  }

  // --- Beyond the contract: what the playground needs ----------------------

  /** The user's own text for the task `text`; null reads the built-in passage. */
  get text(): string | null {
    return this.#life.session === null ? this.#given.text : this.#life.session.text;
  }

  set text(text: string | null) {
    this.#given.text = text;
    this.#life.session?.apply({ experiment: this.#given.experiment, text });
  }

  /** Resolves when everything asked for so far is in force. */
  get settled(): Promise<void> {
    return this.#life.settled;
  }

  /** Updates a second, Infinity for flat out, or `auto`: slow at first, then ever faster. */
  get speed(): Speed {
    return this.#life.speed;
  }

  set speed(speed: Speed) {
    this.#life.speed = speed;
  }

  /** Lets the automatic pace pick up, from the slow one that a run begins with or fell back to. */
  hurry(): void {
    this.#life.session?.hurry();
  }

  /** The pace in force now, updates a second. */
  get updatesPerSecond(): number {
    return this.#life.session?.player?.pace.updatesPerSecond ?? 0;
  }

  get playing(): boolean {
    return this.#life.session?.playing ?? false;
  }

  async toggle(): Promise<void> {
    await (this.playing ? this.pause() : this.play());
  }

  /** The frame on view; valid until the next `update` event. */
  get frame(): StageFrame | null {
    return this.#life.session?.frame ?? null;
  }

  /** What a still picture of the stage is made like; null before there is a stage. */
  get likeness(): Likeness | null {
    return this.#life.session?.presentation.likeness ?? null;
  }

  /** The numbers of the run so far, update by update and lane by lane. */
  get records(): RecordRow[] {
    return [...(this.#life.session?.presentation.stage.records.rows() ?? [])];
  }

  get progress(): Progress {
    return this.#life.session?.progress ?? { pass: null, reached: 0, steps: 0 };
  }

  get view(): View {
    return this.#selection.view;
  }

  set view(view: View) {
    this.#selection.view = view;
  }

  /** Orders the units of every lane anew, the most persistent on top. */
  sortUnits(): void {
    this.#life.session?.presentation.sortUnits();
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
