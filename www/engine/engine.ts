/** Trains several cells side by side, each in a worker of its own, and hands out frames in which all stand at the same update. */

import type { CellKind, Experiment, ModuleDescription, PathGains, TensorCheck, Trace } from '../generated/types';
import { Changes } from './change-log';
import { liveDifferences, type Change } from './changes';
import { compileCore } from './compile';
import { dataFor } from './data';
import { DisposedError, VanishingError } from './errors';
import type { Of } from './follow';
import { coreSource, diagnoseWorker, spawnWorker, workerSource } from './files';
import type { LaneFrame, StageFrame } from './frame';
import { LaneClient, type LaneEvent, type TimedGains } from './lane-client';
import { locksAvailable } from './watchdog';

export type { Change } from './changes';
export type { LaneEvent, TimedGains } from './lane-client';
export { LaneFrame, type StageFrame } from './frame';
export { DisposedError, LaneError, LoadError, VanishingError } from './errors';

/** Where a run was left: the newest update, and a snapshot of every lane there. */
export interface LeftOff {
  update: number;
  lanes: ReadonlyMap<CellKind, Uint8Array>;
}

export interface EngineOptions {
  /** Where the core lies; by default beside the script. */
  wasmUrl?: string | URL | undefined;
  /** Where the workers' script lies; by default beside the script. */
  workerUrl?: string | URL | undefined;
}

/**
 * The client of all lanes. It knows no DOM.
 *
 * `advance` may be called again before the frame of the last call was released: the workers then train while the
 * page draws. Frames that are never released cost a new buffer each, nothing else.
 *
 * Dispatches `lane`, a CustomEvent of a {@link LaneEvent}: a worker was replaced, a lane diverged, or was given up; and
 * `changes`, when the experiment in force became another by itself: a scheduled change, or a rewind.
 */
export class Engine extends EventTarget {
  readonly #module: WebAssembly.Module;
  readonly #locks: boolean;
  readonly #workerUrl: string | URL;
  #lanes: LaneClient[] = [];
  #started = false;
  #update = 0;
  #viewed: number | null = null;
  #changes: Changes | null = null;
  /** Changes still to come, in order, as a link brings them. */
  #scheduled: readonly Change[] = [];
  /** Done when every lane has answered to the changes made and the runs begun so far. */
  #answered: Promise<unknown> = Promise.resolve();
  #of: Of = null;
  #disposed = false;

  private constructor(module: WebAssembly.Module, locks: boolean, workerUrl: string | URL) {
    super();
    this.#module = module;
    this.#locks = locks;
    this.#workerUrl = workerUrl;
  }

  /** Fetches and compiles the core. @throws LoadError with one sentence when that cannot be done. */
  static async create({ wasmUrl, workerUrl }: EngineOptions = {}): Promise<Engine> {
    const worker = workerUrl ?? workerSource();
    const [module, locks] = await Promise.all([compileCore(wasmUrl ?? coreSource()), locksAvailable()]);
    return new Engine(module, locks, worker);
  }

  /**
   * Begins a run, in the workers that are there and in new ones; the frame is that of update 0.
   *
   * @param data the bytes of the task's data set; null for the one that ships with the task, which is fetched once.
   * @param scheduled changes that take effect by themselves when training comes to their updates.
   * @param leftOff where to go on, in place of update 0; the changes up to there count as made.
   * @throws VanishingError when the experiment or the data are refused; the run before it then goes on.
   */
  async start(experiment: Experiment, data: Uint8Array | null = null, scheduled: readonly Change[] = [], leftOff: LeftOff | null = null): Promise<StageFrame> {
    const bytes = data ?? (await dataFor(experiment));
    // One run after the other: what a start takes back when it is refused must be what it found.
    const started = this.#answered.then(() => this.#start(experiment, bytes, scheduled, leftOff));
    this.#answered = Promise.allSettled([started]);
    return started;
  }

  async #start(experiment: Experiment, bytes: Uint8Array | null, scheduled: readonly Change[], leftOff: LeftOff | null): Promise<StageFrame> {
    this.#check(false);
    const before = { lanes: this.#lanes, started: this.#started, update: this.#update, viewed: this.#viewed, changes: this.#changes, scheduled: this.#scheduled };
    const lanes = experiment.cells.map((cell) => before.lanes.find((lane) => lane.cell === cell) ?? this.#lane(cell));
    this.#lanes = lanes;
    this.#started = true;
    this.#update = 0;
    this.#viewed = null;
    this.#changes = new Changes(experiment);
    this.#scheduled = [...scheduled].sort((a, b) => a.update - b.update);
    const results = await Promise.allSettled(lanes.map((lane) => lane.start(experiment, bytes, this.#of)));
    const begun = results.every((result) => result.status === 'fulfilled');
    let refused = results.find((result) => result.status === 'rejected')?.reason as unknown;
    if (begun && leftOff !== null) {
      try {
        const frame = await this.#load(leftOff);
        drop(before.lanes, lanes);
        return frame;
      } catch (failure) {
        refused = failure;
      }
    } else if (begun) {
      drop(before.lanes, lanes);
      const frame = { update: 0, lanes: results.map(({ value }) => value) };
      if (this.#scheduled[0]?.update !== 0) return frame;
      this.release(frame);
      return this.advance(0);
    }
    // A lane keeps its old run when it refuses a new one; if only some refused, there is no common run any more.
    const common = before.started && results.every((result) => result.status === 'rejected');
    drop(lanes, before.lanes);
    this.#lanes = before.lanes;
    this.#started = common;
    this.#update = before.update;
    this.#viewed = before.viewed;
    this.#changes = before.changes;
    this.#scheduled = before.scheduled;
    throw refused;
  }

  /** Takes lanes that have just begun a run to where it was left. */
  async #load({ update, lanes }: LeftOff): Promise<StageFrame> {
    for (const change of this.#scheduled) {
      if (change.update <= update) this.#log.note(change);
    }
    this.#scheduled = this.#scheduled.filter((change) => change.update > update);
    this.#update = update;
    const { experiment } = this;
    const frames = await Promise.all(this.#lanes.map((lane) => {
      const snapshot = lanes.get(lane.cell);
      if (snapshot === undefined) throw new RangeError(`There is no snapshot of the ${lane.cell}.`);
      return lane.load(snapshot, experiment, update);
    }));
    return { update, lanes: frames };
  }

  /** Where the run stands: what {@link start} needs to go on from here. */
  async leaveOff(): Promise<LeftOff> {
    this.#check(true);
    const update = this.#update;
    // Calls are answered in order, so that all lanes stand at this update, whatever is asked for meanwhile.
    const lanes = await Promise.all(this.#lanes.map(async (lane) => [lane.cell, (await lane.query('snapshot', {})).snapshot] as const));
    return { update, lanes: new Map(lanes) };
  }

  /** Trains every live lane by as many updates, and shows all of them there. */
  async advance(updates: number): Promise<StageFrame> {
    this.#check(true);
    if (!Number.isSafeInteger(updates) || updates < 0) {
      throw new RangeError(`The number of updates is ${updates}; it must be a whole number from 0.`);
    }
    this.#viewed = null;
    let left = updates;
    if (this.#lanes.some((lane) => lane.alive)) {
      const end = this.#update + updates;
      for (let next = this.#scheduled[0]; next !== undefined && next.update <= end; next = this.#scheduled[0]) {
        left = end - next.update;
        this.#scheduled = this.#scheduled.slice(1);
        if (next.update > this.#update) void this.#train(next.update - this.#update).then((frame) => this.release(frame), () => undefined);
        this.#make(next);
      }
    }
    return this.#train(left);
  }

  async #train(updates: number): Promise<StageFrame> {
    if (this.#lanes.some((lane) => lane.alive)) this.#update += updates;
    const update = this.#update;
    const frames = await Promise.all(this.#lanes.map(async (lane) => this.#finite(lane, await lane.advance(updates))));
    const lanes = frames.filter((frame): frame is LaneFrame => frame !== null);
    if (lanes.length === 0) return { update, lanes };
    // Where every lane has diverged, the last update is the last that one of them tried.
    const last = Math.max(...lanes.map(({ diverged }) => diverged?.update ?? Infinity));
    this.#update = Math.min(this.#update, last);
    return { update: Math.min(update, last), lanes };
  }

  /** A lane that diverged shows its last finite gradients. */
  async #finite(lane: LaneClient, frame: LaneFrame | null): Promise<LaneFrame | null> {
    const { origin, log } = this.#log;
    return frame === null ? null : lane.lastFinite(frame, origin, log);
  }

  /** Makes a scheduled change; what goes wrong shows in the frame after it. */
  #make(change: Change): void {
    const made = change.kind === 'set' ? this.set({ ...this.experiment, ...change.parameters }) : this.rescale(change.radius, change.cell);
    const tell = () => this.dispatchEvent(new Event('changes'));
    // What a lane refuses is taken back.
    made.catch(() => !this.#disposed && tell());
    tell();
  }

  /** The newest update. */
  get update(): number {
    return this.#update;
  }

  /** The update on view, when that is not the newest. */
  get viewed(): number | null {
    return this.#viewed;
  }

  /** The experiment at update 0. */
  get origin(): Experiment {
    return this.#log.origin;
  }

  /** The experiment in force at the newest update. */
  get experiment(): Experiment {
    return this.#log.inForce;
  }

  /** What was changed since update 0, and what is still scheduled. */
  get changes(): readonly Change[] {
    return this.#changes === null ? [] : [...this.#changes.log, ...this.#scheduled];
  }

  /** Shows an update of the past: every lane as it was then. Nothing of the run is lost: whatever trains or changes goes on from the newest. */
  async visit(update: number): Promise<StageFrame> {
    this.#check(true);
    const wanted = Math.max(0, Math.min(this.#update, Math.round(update)));
    this.#viewed = wanted === this.#update ? null : wanted;
    const { origin, log } = this.#log;
    const viewed = this.#viewed;
    const frames = await Promise.all(this.#lanes.map((lane) => lane.visit(viewed, origin, log)));
    return { update: wanted, lanes: frames.filter((frame): frame is LaneFrame => frame !== null) };
  }

  /** Whose gradient every lane shows from now on, also in runs that begin later. Before the first run it shows nothing yet. */
  async follow(of: Of): Promise<StageFrame | null> {
    this.#check(false);
    this.#of = of;
    if (!this.#started) return null;
    const update = this.#viewed ?? this.#update;
    const frames = await Promise.all(this.#lanes.map(async (lane) => this.#finite(lane, await lane.follow(of))));
    return { update, lanes: frames.filter((frame): frame is LaneFrame => frame !== null) };
  }

  /** Makes the update on view the newest: training goes on from there, and what came after it is forgotten. */
  async rewind(): Promise<void> {
    this.#check(true);
    if (this.#viewed === null) return;
    this.#update = this.#viewed;
    this.#viewed = null;
    this.#log.cut(this.#update);
    this.#scheduled = [];
    this.dispatchEvent(new Event('changes'));
    await Promise.all(this.#lanes.map((lane) => lane.rewind()));
  }

  /**
   * Goes back to an update as if training had ended there: changes that were made after it are made again when training
   * comes to them. Shows it.
   */
  async returnTo(update: number): Promise<StageFrame> {
    const frame = await this.visit(update);
    const undone = this.#log.log.filter((change) => change.update > update);
    const scheduled = [...undone, ...this.#scheduled];
    await this.rewind();
    this.#scheduled = scheduled;
    return frame;
  }

  /** Rescales every block of the recurrent weights of one lane, or of all, to a spectral radius. */
  async rescale(radius: number, cell: CellKind | null = null): Promise<void> {
    this.#check(true);
    const lanes = this.#lanes.filter((lane) => cell === null || lane.cell === cell);
    await this.#change({ update: this.#update, kind: 'rescale', radius, cell }, lanes, (lane) => lane.rescale(radius));
  }

  /** The spectral radius of every block of one lane's recurrent weights, layer by layer. */
  async radii(cell: CellKind): Promise<number[]> {
    return (await this.timedRadii(cell)).radii;
  }

  /** The same, with the update that they belong to. */
  async timedRadii(cell: CellKind): Promise<{ radii: number[]; update: number }> {
    return this.#find(cell).query('radii', {});
  }

  /** Holds the gradients of one lane against differences of the loss. */
  async verify(cell: CellKind): Promise<TensorCheck[]> {
    return (await this.#find(cell).query('verify', {})).checks;
  }

  /** What a file of weights holds that another program saved, and the same without what was left aside. @throws VanishingError when it holds nothing that can be trained. */
  async readModel(bytes: Uint8Array): Promise<{ description: ModuleDescription; model: Uint8Array }> {
    this.#check(true);
    return this.#lanes[0]!.query('readModel', { bytes });
  }

  get #log(): Changes {
    this.#check(true);
    return this.#changes!;
  }

  /** Gives a frame's buffers back to its lanes; its data must not be read any more. */
  release(frame: StageFrame): void {
    for (const laneFrame of frame.lanes) {
      this.#lanes.find((lane) => lane.cell === laneFrame.cell)?.release(laneFrame);
    }
  }

  /** Changes the parameters that need no restart; the others stay as they are. */
  async set(experiment: Experiment): Promise<void> {
    this.#check(true);
    const parameters = liveDifferences(this.#log.inForce, experiment);
    await this.#change({ update: this.#update, kind: 'set', parameters }, this.#lanes, (lane) => lane.set(experiment));
  }

  /** Changes lanes at the newest update. What one of them refuses is taken back in all, as if it had never been asked for. */
  #change(change: Change, lanes: readonly LaneClient[], make: (lane: LaneClient) => Promise<void>): Promise<void> {
    const made = this.#makeOrUndo(change, lanes, make);
    this.#answered = Promise.allSettled([this.#answered, made]);
    return made;
  }

  async #makeOrUndo(change: Change, lanes: readonly LaneClient[], make: (lane: LaneClient) => Promise<void>): Promise<void> {
    const changes = this.#log;
    const viewed = this.#viewed;
    const note = changes.note(change);
    this.#viewed = null;
    const results = await Promise.allSettled(lanes.map(make));
    const failures = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
    if (failures.length === 0) return;
    const refusal = failures.find((failure) => failure instanceof VanishingError);
    if (refusal === undefined) throw failures[0];
    changes.takeBack(note);
    if (!this.#disposed) {
      const made = lanes.filter((_, index) => results[index]?.status === 'fulfilled');
      // What was on view before comes back on view, unless training went on.
      const view = this.viewed ?? (this.#update === change.update ? viewed : null);
      const undone = made.map((lane) => lane.undo(change.update, this.#update, changes.origin, changes.log));
      if (view !== null) undone.push(this.visit(view).then((frame) => this.release(frame)));
      await Promise.all(undone);
    }
    throw refusal;
  }

  /** Every lane back to the same initial weights. */
  async reset(): Promise<StageFrame> {
    this.#check(true);
    await this.#answered;
    this.#check(true);
    this.#update = 0;
    this.#viewed = null;
    this.#changes = new Changes(this.#log.inForce);
    this.#scheduled = [];
    return { update: 0, lanes: await Promise.all(this.#lanes.map((lane) => lane.reset())) };
  }

  /** Everything that the probe sequence shows of one lane, in double precision. */
  async trace(cell: CellKind): Promise<Trace> {
    return (await this.#find(cell).query('trace', {})).trace;
  }

  /** What the steps of the probe do to a gradient of one lane together. */
  async pathGains(cell: CellKind): Promise<PathGains> {
    return (await this.#find(cell).query('pathGains', {})).gains;
  }

  /** Spectral radius and largest singular value of each block of one lane's W_hh, at the update where it stands. */
  async weightGains(cell: CellKind): Promise<TimedGains> {
    return this.#find(cell).query('weightGains', {});
  }

  /** One lane's weights as a safetensors file, with PyTorch's names. */
  async weights(cell: CellKind): Promise<ArrayBuffer> {
    return (await this.#find(cell).query('weights', {})).weights.buffer;
  }

  /** Lets one lane of a task of characters write `length` of them after the prompt. */
  async generate(cell: CellKind, prompt: string, length: number, temperature: number): Promise<string> {
    return (await this.#find(cell).query('generate', { prompt, length, temperature })).text;
  }

  /** What one lane forecasts from step `history` of the probe on (from 1) when it reads its own answers after it; empty where it answers with something else than it reads. */
  async forecast(cell: CellKind, history: number): Promise<number[]> {
    return (await this.#find(cell).query('forecast', { history })).values;
  }

  /** The task's own answer to a question in its letters, by one lane's copy of the task; null where it is none of its questions. */
  async answerTo(cell: CellKind, question: string): Promise<string | null> {
    return (await this.#find(cell).query('answerTo', { question })).right;
  }

  /** Ends all workers; whatever is under way rejects with a DisposedError. */
  dispose(): void {
    this.#disposed = true;
    for (const lane of this.#lanes) lane.dispose();
    this.#lanes = [];
  }

  #check(running: boolean): void {
    if (this.#disposed) throw new DisposedError();
    if (running && !this.#started) throw new Error('The engine has no run yet: call start() first.');
  }

  #find(cell: CellKind): LaneClient {
    this.#check(true);
    const lane = this.#lanes.find((candidate) => candidate.cell === cell);
    if (lane === undefined) {
      throw new RangeError(`There is no ${cell} in this run; it has ${this.#lanes.map((l) => l.cell).join(', ')}.`);
    }
    return lane;
  }

  #lane(cell: CellKind): LaneClient {
    return new LaneClient(cell, {
      module: this.#module,
      spawn: () => spawn(this.#workerUrl),
      diagnose: (trouble) => diagnoseWorker(this.#workerUrl, trouble).catch(() => null),
      lockName: () => (this.#locks ? `vanishing-point-${crypto.randomUUID()}` : null),
      report: (detail) => this.dispatchEvent(new CustomEvent<LaneEvent>('lane', { detail })),
    });
  }
}

/** A worker; where the browser or a policy refuses one at once, what stands in its place fails as others do: a little later. */
function spawn(source: string | URL): Worker {
  try {
    return spawnWorker(source);
  } catch {
    const refused = Object.assign(new EventTarget(), { postMessage: () => undefined, terminate: () => undefined });
    setTimeout(() => refused.dispatchEvent(new Event('error')));
    return refused as unknown as Worker;
  }
}

/** Disposes the lanes that are not kept. */
function drop(lanes: readonly LaneClient[], kept: readonly LaneClient[]): void {
  for (const lane of lanes) {
    if (!kept.includes(lane)) lane.dispose();
  }
}
