/** `<vanishing-point>`: the stage as an element. DESIGN.md §3 is its contract. */

import { Engine, type LaneEvent, type StageFrame, type TimedGains } from '../engine/engine';
import type { CellKind, Experiment, Trace } from '../generated/types';
import { browserLanguage, languageTag, messages, parseLanguage, type Language, type Messages } from '../i18n';
import { magnitude } from '../views/format';
import { PANELS } from '../views/row';
import { Controls } from './controls';
import { explain, explainFailure } from './explain';
import { attributeName, defaults, differences, parameter, PARAMETERS } from './parameters';
import type { Speed } from './pace';
import { Deferred } from './deferred';
import { keyAction } from './keys';
import { readLook, unknownPanels } from './look';
import { Player, type Granularity } from './player';
import { Stage, type Look } from './stage';
import { styleSheets } from './styles';
import { statusOf, type Progress, type State, type Status, type View } from './status';
import { parse, validate, type Problem } from './validate';

const LOOK_ATTRIBUTES = ['panels', 'controls', 'autoplay', 'lang', 'theme', 'caption', 'fill', 'present', 'collapsed'];
/** Milliseconds after which a start that is not done yet says so. */
const PATIENCE = 400;


export class VanishingPointElement extends HTMLElement {
  static readonly observedAttributes = [...PARAMETERS.map(({ key }) => attributeName(key)), ...LOOK_ATTRIBUTES];

  readonly #stage: Stage;
  readonly #controls: Controls;
  readonly #root: HTMLElement;
  readonly #caption: HTMLElement;
  readonly #live: HTMLElement;
  readonly #observer: ResizeObserver;
  readonly #dark = matchMedia('(prefers-color-scheme: dark)');
  readonly #still = matchMedia('(prefers-reduced-motion: reduce)');

  /** What attributes and `experiment` gave, before it was validated. */
  #given: Record<string, unknown> = {};
  #experiment: Experiment = defaults();
  #text: string | null = null;
  /** What the run on view was started with. */
  #started: { experiment: Experiment; text: string | null } = { experiment: this.#experiment, text: null };
  #player: Player | null = null;
  #engine: Engine | null = null;
  #state: State = 'loading';
  #view: View = { t: null, unit: null, cell: null, layer: null, scale: 'relative', quantity: 'hidden' };
  #speed: Speed = 'auto';
  readonly #ready = new Deferred();
  /** Done when everything asked for so far is in force; rejects when the last start was refused. */
  #settled: Promise<void> = Promise.resolve();
  #applying = false;
  #relaying = false;
  #connected = false;

  constructor() {
    super();
    const shadow = this.attachShadow({ mode: 'open' });
    shadow.adoptedStyleSheets = styleSheets;
    this.#stage = new Stage(this.#look(), {
      startOver: () => void this.reset(),
      clip: () => {
        this.experiment = { ...this.experiment, clip: 1 };
        void this.reset().then(() => this.play());
      },
      select: ({ step, unit, cell }) => this.#select({ t: step + 1, unit: unit === null ? this.#view.unit : unit + 1, cell: cell ?? this.#view.cell }),
      scale: (relative) => (this.view = { ...this.#view, scale: relative ? 'relative' : 'absolute' }),
      quantity: (quantity) => (this.view = { ...this.#view, quantity }),
      hurry: () => this.hurry(),
      layer: (layer) => (this.view = { ...this.#view, layer: layer + 1 }),
    });
    this.#controls = new Controls({
      toggle: () => void this.toggle(),
      step: (granularity) => void this.step(granularity),
      reset: () => void this.reset(),
    });
    this.#caption = document.createElement('p');
    this.#caption.className = 'caption';
    this.#live = document.createElement('div');
    this.#live.className = 'unseen';
    this.#live.setAttribute('aria-live', 'polite');
    this.#root = document.createElement('div');
    this.#root.append(this.#stage.element, this.#controls.element, this.#caption, this.#live);
    shadow.append(this.#root);
    this.#ready.promise.catch(() => undefined);

    this.#observer = new ResizeObserver((entries) => this.#resized(entries));
    this.addEventListener('keydown', (event) => {
      if (this.handleKey(event)) event.preventDefault();
    });
  }

  // --- Life ---------------------------------------------------------------

  connectedCallback(): void {
    this.#connected = true;
    if (!this.hasAttribute('tabindex')) this.tabIndex = 0;
    this.setAttribute('role', this.getAttribute('role') ?? 'group');
    this.#observer.observe(this.#stage.scroller);
    this.#observer.observe(this.#stage.head);
    this.#dark.addEventListener('change', this.#relook);
    this.#still.addEventListener('change', this.#restill);
    this.#relook();
    this.#restill();
    this.#reportPanels();
    if (this.#engine === null) this.#settle(this.#open());
  }

  disconnectedCallback(): void {
    this.#connected = false;
    this.#observer.disconnect();
    this.#dark.removeEventListener('change', this.#relook);
    this.#still.removeEventListener('change', this.#restill);
    // An element that is only moved comes back in the same task; one that is gone leaves no worker behind.
    queueMicrotask(() => {
      if (!this.#connected) this.#close();
    });
  }

  #close(): void {
    this.#player?.close();
    this.#engine?.dispose();
    this.#player = null;
    this.#engine = null;
    this.#setState('loading');
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

  /** Validates what was given and puts it in force: live, or by a new run. */
  #apply(): void {
    const { experiment, problems } = validate(this.#given);
    const before = this.#experiment;
    this.#experiment = experiment;
    for (const problem of problems) this.#reportProblem(problem);
    if (this.#connected) this.#relook();
    if (!this.#connected || this.#engine === null) return;
    const changed = differences(before, experiment);
    const sameText = experiment.task !== 'text' || this.#text === this.#started.text;
    if (changed.length === 0 && sameText && this.#state !== 'error') return;
    if (this.frame !== null && this.#state !== 'error' && sameText && changed.every((key) => !parameter(key).restart)) {
      const engine = this.#engine;
      this.#settle(this.#settled.then(async () => {
        await engine.set(experiment);
        this.#started.experiment = experiment;
      }));
    } else {
      this.#settle(this.#start());
    }
  }

  /** Remembers what is under way; whoever calls a method waits for it. */
  #settle(work: Promise<void>): void {
    this.#settled = work;
    work.catch((failure: unknown) => {
      if (this.#settled === work) this.#fail(failure);
    });
  }

  async #open(): Promise<void> {
    this.#setState('loading');
    const patience = setTimeout(() => this.#stage.cover(this.#words.stage.loading), PATIENCE);
    try {
      const engine = await Engine.create();
      if (!this.#connected) {
        engine.dispose();
        return;
      }
      this.#engine = engine;
      engine.addEventListener('lane', (event) => this.#laneChanged((event as CustomEvent<LaneEvent>).detail));
      this.#player = new Player(engine, this.#screen());
      this.#player.pace.speed = this.#speed;
      this.#restill();
      // It starts by itself, unless the visitor wants no motion: then a finished pass is on view.
      this.#player.playing = this.hasAttribute('autoplay') && !this.#still.matches;
      await this.#start();
    } finally {
      clearTimeout(patience);
    }
    this.#ready.resolve();
    this.#emit('ready', {});
  }

  async #start(): Promise<void> {
    const player = this.#player;
    if (player === null) return;
    try {
      await this.#begin(player);
    } catch (failure) {
      const explained = explainFailure(failure, this.#words);
      if (explained.key !== 'text') throw failure;
      // A text that cannot be used is put back to the one in use, or to the passage, and training goes on.
      this.#text = this.#started.text;
      this.#emit('error', explained);
      if (player.frame === null || differences(this.#started.experiment, this.#experiment).length > 0) await this.#begin(player);
    }
    this.#stage.cover(null);
    this.#setState(player.playing ? 'running' : 'paused');
    this.#announce();
  }

  async #begin(player: Player): Promise<void> {
    const started = { experiment: this.#experiment, text: this.#experiment.task === 'text' ? this.#text : null };
    await player.start(started.experiment, started.text);
    this.#started = started;
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
    this.#root.className = `root scheme-${look.scheme}`;
    this.#root.lang = languageTag(this.#language);
    this.setAttribute('aria-label', look.words.stage.label);
    this.#stage.look(look);
    this.#controls.look(look.words, this.hasAttribute('controls'));
    const caption = this.getAttribute('caption') ?? '';
    this.#caption.textContent = caption;
    this.#caption.hidden = caption === '';
    this.#relay();
  };

  /** Lays everything out anew and paints what was on view. */
  #relay(): void {
    this.#stage.lay();
    const player = this.#player;
    const frame = this.frame;
    if (player === null || frame === null) return;
    // A wave under way goes on from its place; what it has not reached was painted by an earlier pass.
    const { pass, reached } = player.wave;
    if (pass === null) this.#stage.complete(frame);
    else {
      if (pass === 'backward') this.#stage.reach(frame, 'forward', 0, this.#steps);
      this.#stage.reach(frame, pass, 0, reached);
    }
    player.invalidate();
  }

  /** In the next animation frame: laying out may change the very sizes that are observed, as a scrollbar does. */
  #relaySoon(): void {
    if (this.#relaying) return;
    this.#relaying = true;
    requestAnimationFrame(() => {
      this.#relaying = false;
      this.#relay();
    });
  }

  get #steps(): number {
    return this.#player?.frame?.lanes[0]?.run.steps ?? 0;
  }

  readonly #restill = (): void => {
    if (this.#player !== null) this.#player.reducedMotion = this.#still.matches;
  };

  #resized(entries: readonly ResizeObserverEntry[]): void {
    let changed = false;
    for (const { target, contentRect } of entries) {
      changed = (target === this.#stage.head
        ? this.#stage.resizeHead(contentRect.height)
        : this.#stage.resize(Math.floor(contentRect.width), Math.floor(contentRect.height))) || changed;
    }
    if (changed) this.#relaySoon();
  }

  // --- What the player plays on -------------------------------------------

  #screen(): ConstructorParameters<typeof Player>[1] {
    return {
      open: (frame) => this.#stage.open(frame),
      take: (frame) => this.#took(frame),
      begin: (pass) => this.#stage.begin(pass),
      reach: (frame, pass, from, to) => this.#stage.reach(frame, pass, from, to),
      complete: (frame) => this.#stage.complete(frame),
      flush: () => this.#stage.flush(),
      changed: () => {
        if (this.#state !== 'error' && this.#state !== 'diverged') this.#setState(this.#player?.playing === true ? 'running' : 'paused');
        else this.#changed();
        if (this.#player?.playing !== true) this.#announce();
      },
      calmed: (milestone) => this.#stage.tell(milestone),
      fail: (failure) => this.#fail(failure),
    };
  }

  #took(frame: StageFrame): void {
    this.#stage.take(frame);
    const diverged = frame.lanes.length > 0 && frame.lanes.every((lane) => lane.diverged !== null);
    if (diverged && this.#player !== null) this.#player.playing = false;
    if (diverged !== (this.#state === 'diverged')) this.#setState(diverged ? 'diverged' : this.#player?.playing === true ? 'running' : 'paused');
    this.#emit('update', { updates: frame.update });
  }

  #laneChanged({ cell, state, message, divergence }: LaneEvent): void {
    if (state === 'diverged') this.#emit('diverged', { cell, update: divergence?.update ?? null });
    else this.#emit('notice', { message: state === 'replaced' ? this.#words.notices.replaced(this.#words.cells[cell]) : this.#words.notices.laneError(this.#words.cells[cell], message), cell });
  }

  #fail(failure: unknown): void {
    const { message, key } = explainFailure(failure, this.#words);
    this.#setState('error');
    if (this.frame === null) {
      this.#stage.cover(`${this.#words.stage.failed} ${message}`);
      this.#ready.reject(failure);
    }
    this.#emit('error', { message, key });
  }

  #reportProblem(problem: Problem): void {
    this.#emit('error', { message: explain(problem, this.#words), key: problem.key });
  }

  #reportPanels(): void {
    const unknown = unknownPanels(this);
    if (unknown.length === 0) return;
    const { errors, allowed } = this.#words;
    this.#emit('error', { message: errors.wrongValue({ key: 'panels', given: unknown.join(', '), allowed: allowed.oneOf(['all', ...PANELS].join(', ')) }), key: 'panels' });
  }

  #setState(state: State): void {
    this.#state = state;
    this.#changed();
  }

  #changed(): void {
    this.dataset.state = this.#state;
    this.#controls.show(this.playing);
    this.#emit('state', { state: this.#state });
  }

  #emit(type: string, detail: object): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }

  /** Says where things stand, once they stand still. */
  #announce(): void {
    this.#stage.announce();
    const { frame } = this;
    if (frame === null) return;
    const summary = this.#stage.hero.describe(frame.update);
    this.#live.textContent = this.progress.pass === null ? summary : `${this.progressText} ${summary}`;
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
    await this.#settled;
    if (this.#state === 'diverged') return;
    this.#player?.play();
  }

  async pause(): Promise<void> {
    await this.#settled;
    await this.#player?.pause();
  }

  /** One time step, one pass or one update further; pauses. */
  async step(granularity: Granularity = 'update'): Promise<void> {
    await this.#settled;
    await this.#player?.step(granularity);
  }

  /** Back to the same initial weights; plays on if it was playing. */
  async reset(): Promise<void> {
    await this.#settled.catch(() => undefined);
    await this.#player?.reset();
    this.#setState(this.playing ? 'running' : 'paused');
  }

  /** Trains flat out; resolves when done. */
  async train(updates: number): Promise<void> {
    if (!Number.isSafeInteger(updates) || updates < 0) {
      throw new RangeError(`train: the number of updates is ${updates}, but must be a whole number from 0.`);
    }
    await this.#settled;
    await this.#player?.train(updates);
  }

  /** All that one sequence shows of a lane, in double precision. */
  async trace(cell: CellKind): Promise<Trace> {
    return (await this.#running()).trace(cell);
  }

  /** A lane's weights as a safetensors file. */
  async weights(cell: CellKind): Promise<ArrayBuffer> {
    return (await this.#running()).weights(cell);
  }

  /** What a lane's recurrent weights can do to a state in one step, and how long it took to find out. */
  async weightGains(cell: CellKind): Promise<TimedGains> {
    return (await this.#running()).weightGains(cell);
  }

  /** Lets a lane of the text task write on from a beginning. */
  async generate(cell: CellKind, prompt: string, length: number, temperature: number): Promise<string> {
    return (await this.#running()).generate(cell, prompt, length, temperature);
  }

  async #running(): Promise<Engine> {
    await this.#settled;
    if (this.#engine === null) throw new Error(this.#words.stage.failed);
    return this.#engine;
  }

  get status(): Status {
    return statusOf(this.#state, this.frame);
  }

  // --- Beyond the contract: what the playground needs ----------------------

  /** The user's own text for the task `text`; null reads the built-in passage. */
  get text(): string | null {
    return this.#text;
  }

  set text(text: string | null) {
    this.#text = text;
    if (this.#experiment.task === 'text') this.#apply();
  }

  /** Resolves when everything asked for so far is in force. */
  get settled(): Promise<void> {
    return this.#settled;
  }

  /** Updates a second, Infinity for flat out, or `auto`: slow at first, then ever faster. */
  get speed(): Speed {
    return this.#speed;
  }

  set speed(speed: Speed) {
    this.#speed = speed;
    this.#stage.tell(null);
    if (this.#player !== null) this.#player.pace.speed = speed;
  }

  /** Lets the automatic pace pick up, from the slow one that a run begins with or fell back to. */
  hurry(): void {
    this.#stage.tell(null);
    this.#player?.pace.hurry();
  }

  /** The pace in force now, updates a second. */
  get updatesPerSecond(): number {
    return this.#player?.pace.updatesPerSecond ?? 0;
  }

  get playing(): boolean {
    return this.#player?.playing ?? false;
  }

  async toggle(): Promise<void> {
    await (this.playing ? this.pause() : this.play());
  }

  /** The frame on view; valid until the next `update` event. */
  get frame(): StageFrame | null {
    return this.#player?.frame ?? null;
  }

  get progress(): Progress {
    const { pass, reached } = this.#player?.wave ?? { pass: null, reached: 0 };
    return { pass, reached, steps: this.#steps };
  }

  /** Where the passes stand, in words: “backward, t = 5”. Empty when both are complete. */
  get progressText(): string {
    const { pass, reached, steps } = this.progress;
    if (pass === null) return '';
    const t = pass === 'forward' ? reached : steps - reached + 1;
    const { status } = this.#words;
    if (reached === 0) return pass === 'forward' ? status.forward : status.betweenPasses;
    return pass === 'forward' ? status.inForward(t) : status.inBackward(t);
  }

  get view(): View {
    return { ...this.#view };
  }

  set view(view: View) {
    const steps = this.#steps;
    const bounded = (value: number | null, most: number) => (value === null ? null : Math.max(1, most > 0 ? Math.min(most, value) : value));
    const before = this.#view;
    this.#view = { ...view, t: bounded(view.t, steps), unit: bounded(view.unit, this.#experiment.hidden), layer: bounded(view.layer, this.#experiment.layers) };
    if (before.scale !== this.#view.scale || before.layer !== this.#view.layer || before.quantity !== this.#view.quantity) this.#relook();
    this.#stage.select(this.#view.t === null ? null : this.#view.t - 1, this.#view.unit === null ? null : this.#view.unit - 1);
    this.#player?.invalidate();
    this.#emit('select', this.view);
  }

  #select(change: Partial<View>): void {
    this.view = { ...this.#view, ...change };
  }

  /** Orders the units of every lane anew, the most persistent on top. */
  sortUnits(): void {
    this.#stage.sort();
    this.#relay();
  }

  /** The keys of the stage; returns whether the key was one. */
  handleKey(event: KeyboardEvent): boolean {
    const action = keyAction(event, this.#view.t, this.#steps);
    if (action === null) return false;
    switch (action.kind) {
      case 'toggle':
        void this.toggle();
        break;
      case 'update':
        void this.step('update');
        break;
      case 'select':
        this.#select({ t: action.t });
        this.#announceSelection();
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
    this.#stage.reveal(index);
    return true;
  }

  /** The unit above or below in the order of the lane that is looked at. */
  moveUnit(by: -1 | 1): void {
    const cell = this.#view.cell ?? this.#experiment.cells[0]!;
    const order = this.#stage.orderOf(cell);
    if (order.length === 0) return;
    const place = this.#view.unit === null ? (by > 0 ? -1 : order.length) : order.indexOf(this.#view.unit - 1);
    const unit = order[Math.max(0, Math.min(order.length - 1, place + by))]!;
    this.#select({ unit: unit + 1, cell });
    this.#announceSelection();
  }

  #announceSelection(): void {
    const { t, unit } = this.#view;
    if (this.playing || t === null) return;
    const parts = this.frame?.lanes.map((lane) => {
      const value = this.#stage.hero.valueAt(lane.cell, t - 1);
      return `${this.#words.cells[lane.cell]} ${value === null ? '–' : magnitude(value)}`;
    });
    this.#live.textContent = this.#words.summary.selected(t, unit ?? 1, parts ?? []);
  }
}
