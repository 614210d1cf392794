/** One run after the other on one stage: asks the engine for what the store wants, and tells the store what became of it. */

import { batch } from '@preact/signals-core';
import { Engine, type LaneEvent, type StageFrame } from '../engine/engine';
import { ownKindOf } from '../engine/own';
import type { CellKind } from '../generated/types';
import { loadMessages } from '../i18n';
import { differences, parameter } from '../store/parameters';
import { stepsOf, type Granularity } from '../store/run';
import type { RunRequest, Store } from '../store/store';
import { onChange, subscribe, Subscriptions } from '../store/subscribe';
import { firmGround } from '../views/firm-ground';
import { describeFailure, emit, isRefusal } from './errors';
import { handleKey, type Keyed } from './keyboard';
import { Player } from './player';
import type { Screen } from './sweep';
import { Presentation, type Commands } from './presentation';
import { countStart } from './speed';

/** Where an element's own files lie when they do not lie beside its script. */
export interface Assets {
  /** The core's WebAssembly module. */
  wasm?: string | URL | undefined;
  /** The script of the workers. */
  worker?: string | URL | undefined;
}

export class Session {
  readonly presentation: Presentation;
  /** Resolves with the first frame on view; rejects when there will be none. */
  opened: Promise<void> = Promise.resolve();
  readonly #store: Store;
  readonly #host: Keyed;
  readonly #assets: Assets;
  readonly #subscriptions = new Subscriptions();
  #engine: Engine | null = null;
  #player: Player | null = null;
  /** What was asked for last, and what is in force: whatever is answered to an earlier request is out of date. */
  #request: RunRequest;
  #inForce: RunRequest | null = null;
  /** The visitor's own data of the run on view; null for those that ship. */
  #runText: string | null = null;
  /** Done when everything asked for so far is in force; rejects when the last start failed. */
  #settled: Promise<void> = Promise.resolve();
  /** Whether the engine is being opened. */
  #opening = false;
  /** Whether the last start failed, by a file that did not come: it may come another time. */
  #lost = false;
  #closed = false;

  constructor(host: Keyed, shadow: ShadowRoot, store: Store, commands: Commands, assets: Assets) {
    this.#host = host;
    this.#store = store;
    this.#assets = assets;
    this.#request = store.request.peek();
    this.presentation = new Presentation(shadow, store, commands, {
      repaint: () => this.#player?.repaint(),
      invalidate: () => this.#player?.invalidate(),
      report: (failure) => this.#report(failure),
    });
    this.#subscriptions.add(onChange([store.run.reported], () => this.#coverFailure()));
  }

  /** Opens the engine and begins the first run, if that has not been done or failed. */
  open(): void {
    if (this.#engine !== null || this.#opening || this.#closed) return;
    this.#opening = true;
    const opening = this.#open().finally(() => (this.#opening = false));
    countStart(opening);
    this.opened = opening;
    this.#settle(this.presentation.coverWhile(opening, this.#store.texts.peek()!.stage.loading));
  }

  /** Ends the workers and leaves the shadow root; nothing can be asked of this session any more. */
  close(): void {
    this.#closed = true;
    this.#subscriptions.stop();
    this.#player?.close();
    this.#engine?.dispose();
    this.#player = null;
    this.#engine = null;
    this.presentation.close();
    this.#store.forget();
  }

  async #open(): Promise<void> {
    const { run, options, environment } = this.#store;
    run.state.value = 'loading';
    run.failure.value = null;
    const { wasm, worker } = this.#assets;
    const engine = await Engine.create({ wasmUrl: wasm, workerUrl: worker });
    if (this.#closed) {
      engine.dispose();
      return;
    }
    this.#engine = engine;
    const { of } = this.#store.view;
    await engine.follow(of.peek());
    engine.addEventListener('lane', (event) => this.#laneChanged((event as CustomEvent<LaneEvent>).detail));
    engine.addEventListener('changes', () => this.#accept(engine));
    const player = new Player(engine, this.#screen());
    this.#player = player;
    // It starts by itself, unless the visitor wants no motion: then a finished pass is on view.
    player.playing = options.autoplay.peek() && !environment.reducedMotion.peek();
    this.#subscriptions.add(
      subscribe([environment.reducedMotion], () => (player.reducedMotion = environment.reducedMotion.peek())),
      subscribe([options.stop], () => (player.stopAt = options.stop.peek())),
      subscribe([environment.onScreen], () => (player.suspended = !environment.onScreen.peek())),
      subscribe([run.speed], () => (player.pace.speed = run.speed.peek())),
      onChange([of], () => void player.follow(of.peek()).catch((failure: unknown) => this.#fail(failure))),
      onChange([this.#store.request], () => this.#apply(this.#store.request.peek())));
    this.#request = this.#store.request.peek();
    await this.#start(player, this.#request);
  }

  // --- What the store asks for ----------------------------------------------

  /** Puts a request in force: live, or by a new run. */
  #apply(request: RunRequest): void {
    const former = this.#request;
    this.#request = request;
    const player = this.#player;
    if (player === null) return;
    const changed = differences(former.experiment, request.experiment);
    const sameText = ownKindOf(request.experiment.task) === null || request.text === this.#runText;
    const failed = this.#store.run.state.peek() === 'error';
    if (changed.length === 0 && sameText && !failed && !request.restart) return;
    const live = !request.restart && player.frame !== null && !failed && sameText && changed.every((key) => !parameter(key).restart);
    if (live) this.#settle(this.#settled.then(() => this.#set(request)));
    else this.#settle(this.#start(player, request));
  }

  /** Changes parameters of the run on view; one of several that wait is enough, for each holds all. */
  async #set(request: RunRequest): Promise<void> {
    const newest = this.#request;
    if (request !== newest && differences(request.experiment, newest.experiment).every((key) => !parameter(key).restart)) return;
    const engine = this.#engine;
    if (engine === null) return;
    // Of what is on view nothing depends on the others; but a change in the past goes on from the newest update.
    const { truncate, hold } = engine.experiment;
    const redraws = engine.viewed !== null || truncate !== request.experiment.truncate || hold !== request.experiment.hold;
    try {
      await engine.set(request.experiment);
      this.#inForce = request;
      this.#accept(engine);
      if (redraws) await this.#player?.redraw();
      else this.#player?.invalidate();
    } catch (failure) {
      if (!await this.#refused(failure, request)) throw failure;
    }
  }

  /** Changes something of the run on view, at its newest update, which is then drawn as it is now. */
  async intervene(change: (engine: Engine) => Promise<void>): Promise<void> {
    const engine = this.#engine;
    if (engine === null) return;
    await change(engine);
    this.#accept(engine);
    await this.#player?.redraw();
  }

  async #start(player: Player, request: RunRequest): Promise<void> {
    const { experiment, scheduled } = request;
    const text = ownKindOf(experiment.task) === null ? null : request.text;
    this.#store.run.notices.value = [];
    this.#lost = false;
    try {
      await player.start(experiment, text, scheduled, request.leftOff);
      this.#runText = text;
      this.#inForce = request;
      if (this.#engine !== null) this.#accept(this.#engine);
    } catch (failure) {
      if (!await this.#refused(failure, request)) {
        this.#lost = true;
        throw failure;
      }
    }
    this.presentation.stage.cover(null);
    this.#sync();
    this.presentation.announce();
  }

  /** What the engine refused is said, and everything is as it was before. Returns whether it was a refusal, and left a run. */
  async #refused(failure: unknown, request: RunRequest): Promise<boolean> {
    const store = this.#store;
    const player = this.#player;
    if (!isRefusal(failure) || player === null) return false;
    if (request !== this.#request) {
      // A later request decides.
      this.#report(failure);
      return true;
    }
    if ((failure.key === 'text' || failure.key === 'data') && request.text !== null) {
      // A text that cannot be used gives way to the one in use, or to the passage; the rest of the request stands.
      store.refuseText();
      this.#report(failure);
      this.#request = { ...request, text: store.text.peek() };
      const onView = store.run.frame.peek() !== null && hasRun(this.#engine) && differences(this.#engine!.experiment, request.experiment).length === 0;
      if (onView) this.#inForce = this.#request;
      else await this.#start(player, this.#request);
      return true;
    }
    if (!store.refuse()) return false;
    this.#report(failure);
    this.#request = { experiment: store.experiment.peek(), text: store.text.peek(), scheduled: [], restart: false, leftOff: null };
    this.#inForce = this.#request;
    await this.#resume(player);
    return true;
  }

  /** Where only some of the lanes refused, the others have lost their run: it is trained again, to the same numbers. */
  async #resume(player: Player): Promise<void> {
    const { origin, changes, run } = this.#store;
    if (this.#engine === null || hasRun(this.#engine)) return;
    const update = run.newest.peek();
    await player.start(origin.peek(), this.#runText, changes.peek());
    await player.train(update);
  }

  #accept(engine: Engine): void {
    const { experiment, origin, changes, update } = engine;
    this.presentation.stage.history.changes = changes.filter((change) => change.update <= update);
    const newest = this.#request === this.#inForce;
    if (newest) this.#request = this.#inForce = { ...this.#request, experiment };
    this.#store.accept({ experiment, text: this.#request.text, origin, changes }, newest);
  }

  /** Remembers what is under way; whoever calls a method waits for it. */
  #settle(work: Promise<void>): void {
    this.#settled = work;
    work.catch((failure: unknown) => {
      if (this.#settled === work) this.#fail(failure);
    });
  }

  // --- What the player plays on ---------------------------------------------

  #screen(): Screen {
    const { stage } = this.presentation;
    return {
      open: (frame) => stage.open(frame),
      take: (frame) => this.#take(frame),
      record: (frame) => stage.record(frame),
      begin: (pass) => {
        stage.begin(pass);
        this.#showProgress();
      },
      reach: (frame, pass, from, to) => {
        stage.reach(frame, pass, from, to);
        this.#showProgress();
      },
      complete: (frame) => {
        stage.complete(frame);
        this.#showProgress();
      },
      flush: () => stage.flush(),
      changed: () => {
        this.#sync();
        if (!this.#playing) this.presentation.announce();
      },
      rewound: (frame) => {
        stage.rewind(frame);
        this.#show(frame);
        emit(this.#host, 'update', { updates: frame.update });
      },
      fail: (failure) => this.#fail(failure),
    };
  }

  #take(frame: StageFrame): void {
    this.presentation.stage.take(frame);
    const diverged = allDiverged(frame);
    if (diverged && this.#player !== null) this.#player.playing = false;
    // Else the state is another only when the player says so: what was asked for before a pause comes while it waits.
    if (diverged !== (this.#store.run.state.peek() === 'diverged')) this.#sync();
    this.#show(frame);
  }

  /** Frame follows frame where training plays without waves. */
  #followTraining(): void {
    const { stage } = this.presentation;
    const player = this.#player;
    const training = player !== null && player.playing && player.wave.complete && !player.holding;
    if (stage.training === training) return;
    stage.training = training;
    player?.invalidate();
  }

  #show(frame: StageFrame): void {
    const { run } = this.#store;
    batch(() => {
      run.newest.value = this.#engine?.update ?? 0;
      run.viewed.value = this.#engine?.viewed ?? null;
      run.frame.value = frame;
    });
  }

  #showProgress(): void {
    const { pass, reached } = this.#player!.wave;
    const progress = { pass, reached, steps: stepsOf(this.#player!.frame) };
    const { run } = this.#store;
    this.#followTraining();
    const shown = run.progress.peek();
    if (shown.pass !== pass || shown.reached !== reached || shown.steps !== progress.steps) run.progress.value = progress;
  }

  get #playing(): boolean {
    return this.#player?.playing ?? false;
  }

  /** Tells the store where the player stands. */
  #sync(): void {
    const { run } = this.#store;
    const frame = this.#player?.frame ?? null;
    batch(() => {
      run.playing.value = this.#playing;
      run.held.value = this.#player?.holding ?? false;
      run.viewed.value = this.#engine?.viewed ?? null;
      run.newest.value = this.#engine?.update ?? 0;
      if (frame !== null) run.state.value = allDiverged(frame) ? 'diverged' : this.#playing ? 'running' : 'paused';
      if (frame !== null) run.failure.value = null;
    });
    this.#followTraining();
  }

  // --- What goes wrong ------------------------------------------------------

  #laneChanged({ cell, state, message, divergence }: LaneEvent): void {
    if (state === 'diverged') {
      emit(this.#host, 'diverged', { cell, update: divergence?.update ?? null });
      return;
    }
    const { notices: told, newest } = this.#store.run;
    told.value = [...told.peek(), { kind: state === 'replaced' ? 'replaced' : 'laneError', cell, message, update: newest.peek() }];
    void loadMessages(this.#store.options.language.peek()).then(
      ({ notices, cells }) => (state === 'replaced' ? notices.replaced(cells[cell]) : notices.laneError(cells[cell], message)),
      // The engine's own sentence is English.
      () => message,
    ).then((sentence) => emit(this.#host, 'notice', { message: sentence, cell }));
  }

  #fail(failure: unknown): void {
    const { run } = this.#store;
    batch(() => {
      run.playing.value = this.#playing;
      run.state.value = 'error';
    });
    this.#report(failure, (message) => {
      if (run.frame.peek() !== null) return;
      run.failure.value = `${this.#store.texts.peek()!.stage.failed} ${message}`;
      this.#coverFailure();
    });
  }

  /** A stage that never came says why, unless a panel says it. */
  #coverFailure(): void {
    const { failure, frame, reported } = this.#store.run;
    if (failure.peek() !== null && frame.peek() === null) this.presentation.stage.cover(reported.peek() ? null : failure.peek());
  }

  #report(failure: unknown, also: (message: string) => void = () => undefined): void {
    void describeFailure(failure, this.#store.options.language.peek()).then((sentence) => {
      if (this.#closed) return;
      also(sentence.message);
      emit(this.#host, 'error', { ...sentence, failure });
    });
  }

  // --- What an element is asked for -----------------------------------------

  handleKey(event: KeyboardEvent): boolean {
    return handleKey(this.#host, this.presentation, event);
  }

  /** Whether what was asked for last did not come. */
  get lost(): boolean {
    return this.#lost;
  }

  get settled(): Promise<void> {
    return this.#settled;
  }

  /** The update that was asked for last; it may not be on view yet. */
  get requestedUpdate(): number {
    return this.#engine?.viewed ?? this.#engine?.update ?? 0;
  }

  /** The pace in force now, updates a second. */
  get updatesPerSecond(): number {
    return this.#player?.pace.updatesPerSecond ?? 0;
  }

  /** The engine, once everything asked for so far is in force. */
  async running(): Promise<Engine> {
    await this.#ready();
    if (this.#engine === null) throw new Error(this.#store.texts.peek()!.stage.failed);
    return this.#engine;
  }

  /** Waits until what was asked for is in force; an engine, a worker or a data set that could not be had is tried again. */
  async #ready(): Promise<void> {
    this.#store.flush();
    if (this.#engine === null) this.open();
    else if (this.#lost && this.#player !== null) this.#settle(this.#start(this.#player, this.#request));
    await this.#settled;
  }

  /** On paper stands the last complete picture, as wide as paper is. */
  print(on: boolean): void {
    if (on) this.#player?.finish();
    this.presentation.print(on);
  }

  /** Training goes on after it stopped by itself. */
  async goOn(): Promise<void> {
    this.#player?.pace.goOn();
    await this.play();
  }

  async play(): Promise<void> {
    await this.#ready();
    if (this.#store.run.state.peek() !== 'diverged') this.#player?.play();
  }

  async pause(): Promise<void> {
    await this.#ready();
    await this.#player?.pause();
  }

  async step(granularity: Granularity): Promise<void> {
    await this.#ready();
    await this.#player?.step(granularity);
  }

  async startBackward(): Promise<void> {
    await this.#ready();
    await this.#player?.startBackward();
  }

  async reset(): Promise<void> {
    await this.#ready().catch(() => undefined);
    await this.#player?.reset();
    if (hasRun(this.#engine)) this.#accept(this.#engine!);
    this.#sync();
  }

  async train(updates: number): Promise<void> {
    await this.#ready();
    await this.#player?.train(updates);
  }

  /** Shows every lane as it was at an update; pauses. */
  async visit(update: number): Promise<void> {
    await this.#ready();
    await this.#player?.visit(update);
  }

  async rewind(): Promise<void> {
    await this.#ready();
    await this.#player?.rewind();
  }

  /** The update to go back to from a lane's divergence: where its gradients were ordinary. */
  ordinaryUpdate(cell: CellKind): number {
    return firmGround(this.presentation.stage.history, cell);
  }
}

function allDiverged(frame: StageFrame): boolean {
  return frame.lanes.length > 0 && frame.lanes.every((lane) => lane.diverged !== null);
}

/** Whether there is a run that all lanes share. */
function hasRun(engine: Engine | null): boolean {
  if (engine === null) return false;
  try {
    return Object.keys(engine.origin).length > 0;
  } catch {
    return false;
  }
}
