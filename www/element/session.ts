/** One run after the other on one stage: opens the engine, puts experiments in force, and says what becomes of them. */

import { Engine, type Change, type LaneEvent, type StageFrame } from '../engine/engine';
import type { Experiment } from '../generated/types';
import type { Messages as FirstMessages } from '../i18n';
import type { Language } from '../i18n/languages';
import { loadMessages as loadAll } from '../i18n';
import type { Assets } from './assets';
import { explained, isCoreError } from './failure';
import type { Speed } from './pace';
import { differences, parameter } from './parameters';
import { Player, type Granularity, type Screen } from './player';
import { Presentation, type PresentationActions } from './presentation';
import type { Look } from './stage';
import { start } from './starting';
import type { Progress, State } from './status';

/** What a session asks of its element. */
export interface SessionHost {
  /** Whether the element is in a page. */
  readonly connected: boolean;
  readonly words: FirstMessages;
  readonly language: Language;
  /** Whether training begins by itself. */
  readonly autoplay: boolean;
  readonly reducedMotion: boolean;
  readonly assets: Assets;
  /** The first frame is on view. */
  opened(): void;
  /** There will be no first frame. */
  failed(failure: unknown, message: string): void;
  emit(type: string, detail: object): void;
  stateChanged(state: State, playing: boolean): void;
  /** The experiment in force became another by itself: a change that was foreseen, or a rewind. */
  adopt(experiment: Experiment): void;
  /** A frame comes on view. */
  taking(): void;
}

/** What a run is started with. */
export interface Script {
  experiment: Experiment;
  /** The user's own text for the task `text`; null reads the built-in passage. */
  text: string | null;
  /** Changes that are made when training comes to their updates. */
  foreseen?: readonly Change[];
}

export class Session {
  readonly presentation: Presentation;
  readonly #host: SessionHost;
  /** What is wanted, and what the run on view was started with. */
  #script: Script;
  #started: Script;
  #engine: Engine | null = null;
  #player: Player | null = null;
  #state: State = 'loading';
  #speed: Speed = 'auto';
  /** Runs that were asked for and have not begun. */
  #starting = 0;
  /** Done when everything asked for so far is in force; rejects when the last start was refused. */
  #settled: Promise<void> = Promise.resolve();

  /** Whether no one sees the stage: it then holds its breath, whatever it is told to play. */
  #suspended = false;

  constructor(host: SessionHost, shadow: ShadowRoot, look: Look, actions: PresentationActions, script: Script) {
    this.#host = host;
    this.presentation = new Presentation(shadow, look, actions, () => this.#player);
    this.#script = script;
    this.#started = script;
  }

  /** Opens the engine and begins the first run, if that has not been done. */
  open(): void {
    if (this.#engine !== null) return;
    const opening = this.#open();
    start(opening);
    this.#settle(this.presentation.coverWhile(opening, this.#host.words.stage.loading));
  }

  /** Ends the workers and leaves the shadow root; nothing can be asked of this session any more. */
  close(): void {
    this.#player?.close();
    this.#engine?.dispose();
    this.#player = null;
    this.#engine = null;
    this.presentation.close();
    this.#setState('loading');
  }

  async #open(): Promise<void> {
    this.#setState('loading');
    const { wasm, worker } = this.#host.assets;
    const engine = await Engine.create({ wasmUrl: wasm, workerUrl: worker });
    if (!this.#host.connected) {
      engine.dispose();
      return;
    }
    this.#engine = engine;
    engine.addEventListener('lane', (event) => this.#laneChanged((event as CustomEvent<LaneEvent>).detail));
    engine.addEventListener('changes', () => this.#changesMade(engine));
    const player = new Player(engine, this.#screen());
    this.#player = player;
    player.pace.speed = this.#speed;
    player.suspended = this.#suspended;
    this.setReducedMotion(this.#host.reducedMotion);
    // It starts by itself, unless the visitor wants no motion: then a finished pass is on view.
    player.playing = this.#host.autoplay && !this.#host.reducedMotion;
    await this.#start();
    this.#host.opened();
  }

  /** What was changed is marked on the film; what is in force by itself is taken over. */
  #changesMade(engine: Engine): void {
    this.presentation.stage.history.changes = engine.changes.filter(({ update }) => update <= engine.update);
    this.#script = { ...this.#script, experiment: engine.experiment };
    this.#started = { ...this.#started, experiment: engine.experiment };
    this.#host.adopt(engine.experiment);
  }

  /** Puts an experiment in force: live, or by a new run, which is made in any case if `anew`. */
  apply(script: Script, anew = false): void {
    const before = this.#script.experiment;
    this.#script = script;
    const engine = this.#engine;
    if (!this.#host.connected || engine === null) return;
    const { experiment, text } = script;
    const changed = differences(before, experiment);
    const sameText = experiment.task !== 'text' || text === this.#started.text;
    if (changed.length === 0 && sameText && this.#state !== 'error' && !anew) return;
    if (!anew && this.frame !== null && this.#state !== 'error' && sameText && changed.every((key) => !parameter(key).restart)) {
      this.#settle(this.#settled.then(async () => {
        await this.intervene((running) => running.set(experiment));
      }));
    } else {
      this.#settle(this.#start());
    }
  }

  /** Changes something of the run on view, at its newest update, which is then drawn as it is now. */
  async intervene(change: (engine: Engine) => Promise<void>): Promise<void> {
    const engine = this.#engine;
    if (engine === null) return;
    await change(engine);
    this.#changesMade(engine);
    await this.#player?.redraw();
  }

  /** Remembers what is under way; whoever calls a method waits for it. */
  #settle(work: Promise<void>): void {
    this.#settled = work;
    work.catch((failure: unknown) => {
      if (this.#settled === work) this.#fail(failure);
    });
  }

  async #start(): Promise<void> {
    const player = this.#player;
    if (player === null) return;
    this.#starting += 1;
    try {
      await this.#begin(player);
    } catch (failure) {
      if (!isCoreError(failure) || failure.key !== 'text') throw failure;
      // A text that cannot be used is put back to the one in use, or to the passage, and training goes on.
      this.#script = { ...this.#script, text: this.#started.text };
      await explained(failure, this.#host.language, (sentence) => this.#host.emit('error', sentence));
      if (player.frame === null || differences(this.#started.experiment, this.#script.experiment).length > 0) await this.#begin(player);
    } finally {
      this.#starting -= 1;
    }
    this.presentation.stage.cover(null);
    this.#setState(player.playing ? 'running' : 'paused');
    this.#announce();
  }

  async #begin(player: Player): Promise<void> {
    const { experiment, text, foreseen } = this.#script;
    const started = { experiment, text: experiment.task === 'text' ? text : null };
    await player.start(started.experiment, started.text, foreseen);
    this.#started = started;
    this.#script = { experiment: this.#script.experiment, text: this.#script.text };
    if (this.#engine !== null) this.#changesMade(this.#engine);
  }

  // --- What the player plays on -------------------------------------------

  #screen(): Screen {
    return {
      ...this.presentation.painting,
      take: (frame) => this.#took(frame),
      changed: () => {
        if (this.#state !== 'error' && this.#state !== 'diverged') this.#setState(this.playing ? 'running' : 'paused');
        else this.#changed();
        this.presentation.lookCloser();
        if (!this.playing) this.#announce();
      },
      calmed: (milestone) => this.presentation.stage.tell(milestone),
      rewound: (frame) => {
        this.presentation.stage.rewind(frame);
        this.#host.emit('update', { updates: frame.update });
      },
      fail: (failure) => this.#fail(failure),
    };
  }

  #took(frame: StageFrame): void {
    this.#host.taking();
    this.presentation.stage.take(frame);
    const diverged = frame.lanes.length > 0 && frame.lanes.every((lane) => lane.diverged !== null);
    if (diverged && this.#player !== null) this.#player.playing = false;
    if (diverged !== (this.#state === 'diverged')) this.#setState(diverged ? 'diverged' : this.playing ? 'running' : 'paused');
    this.#host.emit('update', { updates: frame.update });
  }

  #laneChanged({ cell, state, message, divergence }: LaneEvent): void {
    if (state === 'diverged') {
      this.#host.emit('diverged', { cell, update: divergence?.update ?? null });
      return;
    }
    void loadAll(this.#host.language).then(
      ({ notices, cells }) => (state === 'replaced' ? notices.replaced(cells[cell]) : notices.laneError(cells[cell], message)),
      // The engine's own sentence is English.
      () => message,
    ).then((sentence) => this.#host.emit('notice', { message: sentence, cell }));
  }

  #fail(failure: unknown): void {
    this.#setState('error');
    void explained(failure, this.#host.language, ({ message, key }) => {
      if (this.frame === null) {
        const sentence = `${this.#host.words.stage.failed} ${message}`;
        this.presentation.stage.cover(sentence);
        this.#host.failed(failure, sentence);
      }
      this.#host.emit('error', { message, key });
    });
  }

  #setState(state: State): void {
    this.#state = state;
    this.#changed();
  }

  #changed(): void {
    this.presentation.showPlaying(this.playing);
    this.#host.stateChanged(this.#state, this.playing);
  }

  #announce(): void {
    this.presentation.announce();
  }

  // --- What an element is asked for ----------------------------------------

  get settled(): Promise<void> {
    return this.#settled;
  }

  get state(): State {
    return this.#state;
  }

  /** The experiment in force. */
  get experiment(): Experiment {
    return this.#script.experiment;
  }

  /** Changes that the run wanted, but not begun yet, shall make; null when it has begun. */
  get coming(): readonly Change[] | null {
    if (this.frame !== null && this.#starting === 0) return null;
    return this.#script.foreseen ?? [];
  }

  get text(): string | null {
    return this.#script.text;
  }

  /** The engine, null before it is open. */
  get engine(): Engine | null {
    return this.#engine;
  }

  get player(): Player | null {
    return this.#player;
  }

  get frame(): StageFrame | null {
    return this.#player?.frame ?? null;
  }

  get playing(): boolean {
    return this.#player?.playing ?? false;
  }

  get steps(): number {
    return this.frame?.lanes[0]?.run.steps ?? 0;
  }

  get progress(): Progress {
    const { pass, reached } = this.#player?.wave ?? { pass: null, reached: 0 };
    return { pass, reached, steps: this.steps };
  }

  get speed(): Speed {
    return this.#speed;
  }

  set speed(speed: Speed) {
    this.#speed = speed;
    this.presentation.stage.tell(null);
    if (this.#player !== null) this.#player.pace.speed = speed;
  }

  set suspended(suspended: boolean) {
    this.#suspended = suspended;
    if (this.#player !== null) this.#player.suspended = suspended;
  }

  setReducedMotion(reduced: boolean): void {
    if (this.#player !== null) this.#player.reducedMotion = reduced;
  }

  hurry(): void {
    this.presentation.stage.tell(null);
    this.#player?.pace.hurry();
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

  async step(granularity: Granularity): Promise<void> {
    await this.#settled;
    await this.#player?.step(granularity);
  }

  async reset(): Promise<void> {
    await this.#settled.catch(() => undefined);
    await this.#player?.reset();
    this.#setState(this.playing ? 'running' : 'paused');
  }

  async train(updates: number): Promise<void> {
    await this.#settled;
    await this.#player?.train(updates);
  }

  /** The engine, once everything asked for so far is in force. */
  async running(): Promise<Engine> {
    await this.#settled;
    if (this.#engine === null) throw new Error(this.#host.words.stage.failed);
    return this.#engine;
  }
}
