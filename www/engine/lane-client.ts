/** The page's end of one lane: its worker, the calls under way, and how the lane goes on when the worker ends. */

import type { CellKind, Divergence, Experiment, RunDescription } from '../generated/types';
import type { Failure } from '../i18n/failure';
import { inForceAt, type Change } from './changes';
import { DisposedError, LaneError, LoadError, VanishingError } from './errors';
import type { StartTrouble } from './fetch';
import type { Of } from './follow';
import { hasFiniteGradients, LaneFrame } from './frame';
import type { Advanced, Bytes, Call, CallName, Calls, FrameData, LaneSetup, QueryName, Reply, Visit } from './protocol';
import { watchLock, Watchdog } from './watchdog';

/** Milliseconds between two snapshots. */
const SNAPSHOT_INTERVAL = 1000;
/** Buffers that wait for their next use at most: a fourth is on view, while two are filled and one has just come. */
const POOL = 3;
/** Failures of the worker in a row, with nothing done in between, after which a lane is given up. */
const MAX_FAILURES = 3;
/** Updates before a divergence at most in which finite gradients are looked for. */
const MOST_LOOKS = 16;

/** What became of a lane. */
export interface LaneEvent {
  cell: CellKind;
  state: 'replaced' | 'diverged' | 'error';
  message: string;
  divergence?: Divergence;
  /** Why the lane's worker could not be started, where that is known. */
  failure?: Failure;
}

/** What a lane needs of the engine. */
export interface LaneOptions {
  module: WebAssembly.Module;
  /** Starts a worker. */
  spawn: () => Worker;
  /** Finds out why workers do not start; null when that cannot be told. */
  diagnose: (trouble: StartTrouble) => Promise<Failure | null>;
  /** A fresh name for a Web Lock, or null where there are none. */
  lockName: () => string | null;
  report: (event: LaneEvent) => void;
}

/** What the worker answers to `weightGains`. */
export type TimedGains = Calls['weightGains']['answer'];

interface Pending {
  call: Call;
  /** Whether the page asked for it; the client's own calls are made anew when a worker is replaced. */
  own: boolean;
  resolve: (answer: never) => void;
  reject: (error: Error) => void;
}

/** A state that can be reached again at any time: a snapshot (null: the initial weights), and the updates done since. */
type Base = Omit<LaneSetup, 'cell'> & { snapshot: Bytes | null; updates: number };

export class LaneClient {
  readonly cell: CellKind;
  readonly #options: LaneOptions;
  readonly #pending = new Map<number, Pending>();
  readonly #free: FrameData[] = [];
  readonly #watchdog = new Watchdog(() => this.#workerEnded('stopped responding'));
  #worker: Worker | null = null;
  #unwatch: () => void = () => undefined;
  #locked = false;
  /** Whether the worker has answered its first call, and what kept it from that. */
  #opened = false;
  #trouble: StartTrouble = 'script';
  #nextId = 0;
  #failures = 0;
  #base: Base | null = null;
  #run: RunDescription | null = null;
  #snapshotAt = 0;
  /** Counts runs: an answer from before the last start or reset says nothing of the run that is on now. */
  #epoch = 0;
  /** The last finite frame of a lane that diverged. */
  #diverged: LaneFrame | null = null;
  /** Whether that frame shows a loss that is not followed any more. */
  #outdated = false;
  /** The update of a divergence before which finite gradients were looked for. */
  #searched: number | null = null;
  /** What is on view instead of the newest update. */
  #visit: (Visit & { diverged: boolean }) | null = null;
  #disposed = false;

  constructor(cell: CellKind, options: LaneOptions) {
    this.cell = cell;
    this.#options = options;
    this.#open();
  }

  /** Whether the lane trains: it neither diverged nor was given up. */
  get alive(): boolean {
    return this.#diverged === null && this.#worker !== null;
  }

  /** Begins a run; a refused experiment rejects with a VanishingError and leaves the lane as it was. */
  async start(experiment: Experiment, data: Uint8Array | null, of: Of = null): Promise<LaneFrame> {
    const diverged = this.#diverged;
    const epoch = this.#begin();
    try {
      const started = await this.#call('start', { experiment, cell: this.cell, data, of });
      this.#run = started.run;
      this.#free.length = 0;
      return this.#show(started, epoch);
    } catch (error) {
      if (this.#epoch === epoch) this.#diverged = diverged;
      throw error;
    }
  }

  /** Takes a run that has just been started to where a snapshot of it was taken. */
  async load(snapshot: Uint8Array, experiment: Experiment, update: number): Promise<LaneFrame> {
    const epoch = this.#begin();
    return this.#show(await this.#call('load', { snapshot, experiment, update, frame: this.#free.pop() ?? null }), epoch);
  }

  /** Trains, and shows where that led; null when the lane was given up. A diverged lane shows its last frame again. */
  async advance(updates: number): Promise<LaneFrame | null> {
    // A lane that stands in the past goes back to where it stopped.
    if (this.#diverged !== null && this.#visit === null) return this.#diverged;
    if (this.#worker === null) return null;
    this.#visit = null;
    const now = performance.now();
    const snapshot = now - this.#snapshotAt >= SNAPSHOT_INTERVAL;
    if (snapshot) this.#snapshotAt = now;
    const epoch = this.#epoch;
    try {
      const advanced = await this.#call('advance', { updates, snapshot, frame: this.#free.pop() ?? null });
      return this.#show(advanced, epoch);
    } catch (error) {
      if (isGivenUp(error)) return null;
      throw error;
    }
  }

  /** Back to the same initial weights, also after the lane diverged or was given up. */
  async reset(): Promise<LaneFrame> {
    const epoch = this.#begin();
    return this.#show(await this.#call('reset', { frame: this.#free.pop() ?? null }), epoch);
  }

  async set(experiment: Experiment): Promise<void> {
    if (this.#worker === null && this.#base !== null) {
      this.#base.experiment = experiment;
      return;
    }
    this.#visit = null;
    await this.#call('set', { experiment });
  }

  /** Rescales the recurrent weights to a spectral radius; does nothing to a lane that does not train any more. */
  async rescale(radius: number): Promise<void> {
    this.#visit = null;
    if (this.alive) await this.#call('rescale', { radius });
  }

  /** Shows update `update` of the run that began as `origin` and was changed as `log` says; null shows the newest again. */
  async visit(update: number | null, origin: Experiment, log: readonly Change[], undone: number | null = null): Promise<LaneFrame | null> {
    if (this.#worker === null) return this.#diverged;
    const visit = { update, origin, log: this.#mine(log) };
    const epoch = this.#epoch;
    this.#visit = update === null ? null : { ...visit, diverged: false };
    try {
      const shown = await this.#call('visit', { ...visit, undone, frame: this.#free.pop() ?? null });
      if (this.#visit?.update === update) this.#visit.diverged = shown.divergence !== null;
      return this.#show(shown, epoch);
    } catch (error) {
      if (isGivenUp(error)) return null;
      throw error;
    }
  }

  /** Shows the gradient of another loss: what is on view, as it is. Null when the lane was given up. */
  async follow(of: Of): Promise<LaneFrame | null> {
    if (this.#base !== null) this.#base.of = of;
    if (this.#worker === null) return this.#diverged;
    const epoch = this.#epoch;
    try {
      const shown = await this.#call('follow', { of, frame: this.#free.pop() ?? null });
      this.#outdated = this.#diverged !== null;
      this.#searched = null;
      return this.#show(shown, epoch);
    } catch (error) {
      if (error instanceof LaneError) return null;
      throw error;
    }
  }

  /** Makes the update on view the newest one. */
  async rewind(): Promise<void> {
    const visit = this.#visit;
    const update = visit?.update ?? null;
    if (visit === null || update === null || this.#worker === null) return;
    this.#visit = null;
    this.#epoch += 1;
    if (!visit.diverged) {
      this.#diverged = null;
      this.#searched = null;
    }
    await this.#call('rewind', { experiment: inForceAt(visit.origin, visit.log, update) });
  }

  /** Trains again to an update without a change that was made at `from`; `log` no longer has it. */
  async undo(from: number, update: number, origin: Experiment, log: readonly Change[]): Promise<void> {
    if (this.#worker === null) return;
    const shown = this.visit(update, origin, log, from);
    await this.rewind();
    const frame = await shown;
    if (frame !== null) this.release(frame);
  }

  /** An on-demand query. */
  async query<Name extends QueryName>(name: Name, send: Calls[Name]['send']): Promise<Calls[Name]['answer']> {
    return this.#call(name, send);
  }

  /**
   * Of a lane that diverged, the last frame whose gradients are finite: weights may be finite still while what they
   * make of the probe is not. It takes the place of the frame that is kept; where none is found nearby, that stays.
   */
  async lastFinite(frame: LaneFrame, origin: Experiment, log: readonly Change[]): Promise<LaneFrame> {
    const { diverged } = frame;
    if (diverged === null || this.#searched === diverged.update || frame !== this.#diverged || hasFiniteGradients(frame)) return frame;
    this.#searched = diverged.update;
    const epoch = this.#epoch;
    const current = () => epoch === this.#epoch;
    const visit = { origin, log: this.#mine(log) };
    try {
      const newest = frame.scalar('update');
      for (let update = newest - 1; update >= Math.max(0, newest - MOST_LOOKS) && current(); update--) {
        const shown = await this.#call('visit', { ...visit, update, undone: null, frame: null });
        const past = new LaneFrame(this.cell, frame.run, shown.frame, shown.updatesPerSecond, diverged, shown.learnedAt, shown.followed);
        if (!hasFiniteGradients(past)) continue;
        if (current()) this.#diverged = past;
        break;
      }
      await this.#call('visit', { ...visit, update: this.#visit?.update ?? null, undone: null, frame: null });
    } catch (error) {
      if (!(error instanceof LaneError)) throw error;
    }
    return current() ? this.#diverged : frame;
  }

  /** The changes that concern this lane. */
  #mine(log: readonly Change[]): Change[] {
    return log.filter((change) => change.kind === 'set' || change.cell === null || change.cell === this.cell);
  }

  /** Takes a frame's buffer back. The last frame of a diverged lane stays in use. */
  release(frame: LaneFrame): void {
    if (frame === this.#diverged || frame.data.length !== this.#run?.frameLength) return;
    if (this.#free.length < POOL && !this.#free.includes(frame.data)) this.#free.push(frame.data);
  }

  dispose(): void {
    this.#disposed = true;
    this.#close();
    this.#reject(new DisposedError());
    this.#free.length = 0;
  }

  /** A run begins: whatever froze the lane is over. */
  #begin(): number {
    this.#restartIfGivenUp();
    this.#diverged = null;
    this.#searched = null;
    this.#visit = null;
    this.#snapshotAt = performance.now();
    return ++this.#epoch;
  }

  #show({ frame, updatesPerSecond, divergence, learnedAt, followed }: Advanced, epoch: number): LaneFrame {
    if (this.#run === null) throw new Error('A lane showed a frame before it was started.');
    const shown = new LaneFrame(this.cell, this.#run, frame, updatesPerSecond, divergence, learnedAt, followed);
    if (divergence === null || epoch !== this.#epoch) return shown;
    if (this.#diverged === null) {
      this.#diverged = shown;
      this.#report('diverged', `The ${this.cell} diverged: ${divergence.message}`, divergence);
    }
    if (this.#outdated) {
      this.#outdated = false;
      this.#diverged = shown;
    }
    return this.#diverged;
  }

  #report(state: LaneEvent['state'], message: string, divergence?: Divergence): void {
    const event: LaneEvent = { cell: this.cell, state, message };
    if (divergence !== undefined) event.divergence = divergence;
    this.#options.report(event);
  }

  #call<Name extends CallName>(name: Name, send: Calls[Name]['send'], own = false): Promise<Calls[Name]['answer']> {
    return new Promise((resolve, reject) => {
      if (this.#disposed) {
        reject(new DisposedError());
        return;
      }
      if (this.#worker === null) {
        reject(new LaneError(`The ${this.cell} was given up; reset it or start anew.`));
        return;
      }
      const id = this.#nextId++;
      const call = { id, name, ...send } as unknown as Call;
      this.#pending.set(id, { call, own, resolve, reject });
      this.#post(call);
    });
  }

  #post(call: Call): void {
    const frame = 'frame' in call ? call.frame : null;
    this.#worker?.postMessage(call, frame === null ? [] : [frame.buffer]);
    if (!this.#locked) this.#watchdog.feed();
  }

  #open(): void {
    this.#opened = false;
    this.#trouble = 'script';
    const worker = this.#options.spawn();
    this.#worker = worker;
    worker.addEventListener('message', ({ data }: MessageEvent<Reply>) => {
      if (worker === this.#worker) this.#receive(data);
    });
    worker.addEventListener('error', (event) => {
      if (worker !== this.#worker) return;
      event.preventDefault();
      // A script that cannot be loaded gives a plain event without a message.
      const message = 'message' in event ? event.message : '';
      if (message !== '') this.#trouble = 'running';
      this.#workerEnded(message === '' ? 'could not be started' : `failed (${message})`);
    });
    worker.addEventListener('messageerror', () => {
      if (worker === this.#worker) this.#workerEnded('sent a message that could not be read');
    });
    const lock = this.#options.lockName();
    void this.#call('open', { module: this.#options.module, lock }, true).then(
      ({ locked }) => {
        if (worker === this.#worker) this.#opened = true;
        if (!locked || lock === null || worker !== this.#worker) return;
        this.#locked = true;
        this.#watchdog.rest();
        this.#unwatch = watchLock(lock, () => this.#workerEnded('was ended from outside'));
      },
      () => {
        // The worker ended first, which #workerEnded handles.
      },
    );
  }

  #close(): void {
    this.#unwatch();
    this.#unwatch = () => undefined;
    this.#locked = false;
    this.#watchdog.rest();
    this.#worker?.terminate();
    this.#worker = null;
  }

  #receive(reply: Reply): void {
    if (reply.type === 'broken') {
      // What does not fit the core fails to link to it.
      if (!this.#opened && (reply.name === 'LinkError' || reply.name === 'TypeError')) this.#trouble = 'core';
      if (!this.#opened && reply.name === 'SyntaxError') this.#trouble = 'running';
      this.#workerEnded(`stopped unexpectedly (${reply.message})`);
      return;
    }
    if (reply.type !== 'working') {
      const pending = this.#pending.get(reply.id);
      if (pending === undefined) return;
      this.#pending.delete(reply.id);
      if (reply.type === 'refused') {
        pending.reject(new VanishingError(reply.error));
      } else {
        this.#recordDone(pending.call, reply.answer);
        pending.resolve(reply.answer as never);
      }
    }
    if (this.#locked || this.#pending.size === 0) this.#watchdog.rest();
    else this.#watchdog.feed();
  }

  /** Updates the base after what the worker has done. */
  #recordDone(call: Call, answer: Calls[CallName]['answer']): void {
    if (call.name !== 'open' && call.name !== 'resume') this.#failures = 0;
    if (call.name === 'start') {
      const { experiment, data, of } = call;
      this.#base = { experiment, data, of, snapshot: null, updates: 0 };
    }
    const base = this.#base;
    if (base === null) return;
    if (call.name === 'advance') {
      const { snapshot } = answer as Advanced;
      if (snapshot === null) {
        base.updates += call.updates;
      } else {
        base.snapshot = snapshot;
        base.updates = 0;
      }
    } else if (call.name === 'load') {
      Object.assign(base, { experiment: call.experiment, snapshot: (answer as Advanced).snapshot, updates: 0 });
    } else if (call.name === 'set') {
      base.experiment = call.experiment;
      base.snapshot = (answer as Calls['set']['answer']).snapshot;
      base.updates = 0;
    } else if (call.name === 'rescale' || call.name === 'rewind') {
      base.snapshot = (answer as Calls['rewind']['answer']).snapshot;
      base.updates = 0;
      if (call.name === 'rewind') base.experiment = call.experiment;
    } else if (call.name === 'reset') {
      base.snapshot = null;
      base.updates = 0;
    }
  }

  /** The worker has ended or must be ended: starts another in its place, or gives the lane up. */
  #workerEnded(how: string): void {
    if (this.#disposed || this.#worker === null) return;
    this.#close();
    this.#failures += 1;
    if (this.#failures >= MAX_FAILURES) {
      void this.#giveUp(`The ${this.cell}'s worker ${how}, ${MAX_FAILURES} times in a row; the lane was given up.`);
      return;
    }
    const waiting = [...this.#pending.values()].filter(({ own }) => !own);
    this.#pending.clear();
    this.#replace(`The ${this.cell}'s worker ${how}`);
    for (const { call, resolve, reject } of waiting) {
      // The buffers that were sent are lost with the worker.
      if ('frame' in call) call.frame = null;
      this.#pending.set(call.id, { call, own: false, resolve, reject });
      this.#post(call);
    }
  }

  /** Rejects what is under way: with the reason, where workers do not even start. */
  async #giveUp(message: string): Promise<void> {
    const waiting = [...this.#pending.values()];
    this.#pending.clear();
    const failure = this.#opened ? null : await this.#options.diagnose(this.#trouble);
    const error = failure === null ? new LaneError(message) : new LoadError(failure);
    for (const { reject } of waiting) reject(error);
    if (this.#disposed) return;
    this.#options.report({ cell: this.cell, state: 'error', message: error.message, ...(failure === null ? {} : { failure }) });
  }

  /** Opens a new worker and takes it to where the old one is known to have been. */
  #replace(why: string): void {
    this.#open();
    if (this.#base === null) return;
    const visit = this.#visit;
    void this.#call('resume', { cell: this.cell, ...this.#base }, true).then(
      ({ update }) => this.#report('replaced', `${why}; a new one went on from update ${update}.`),
      (error: unknown) => {
        if (error instanceof VanishingError) {
          this.#close();
          this.#reject(new LaneError(error.message));
          this.#report('error', `${why}, and the lane could not be restored: ${error.message}`);
        }
      },
    );
    // What was on view comes back on view; the page has its frame already.
    if (visit !== null) void this.#call('visit', { update: visit.update, origin: visit.origin, log: visit.log, undone: null, frame: null }, true).catch(() => undefined);
  }

  /** Starts a lane that was given up again, at its initial weights. */
  #restartIfGivenUp(): void {
    if (this.#worker !== null || this.#disposed) return;
    this.#failures = 0;
    if (this.#base !== null) Object.assign(this.#base, { snapshot: null, updates: 0 });
    this.#replace(`The ${this.cell} was given up before`);
  }

  #reject(error: Error): void {
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject } of pending) reject(error);
  }
}

/** Whether the lane was given up, for whatever reason. */
function isGivenUp(error: unknown): boolean {
  return error instanceof LaneError || error instanceof LoadError;
}
