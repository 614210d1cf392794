/** Trains several cells side by side, each in a worker of its own, and hands out frames in which all stand at the same update. */

import type { CellKind, Experiment, Trace } from '../generated/types';
import { compileCore } from './compile';
import { coreSource, spawnWorker } from './files';
import { DisposedError } from './errors';
import type { LaneFrame, StageFrame } from './frame';
import { LaneClient, type LaneEvent } from './lane';
import { locksAvailable } from './watch';

export type { LaneEvent } from './lane';
export { LaneFrame, type StageFrame } from './frame';
export { DisposedError, LaneError, VanishingError } from './errors';

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
 * Dispatches `lane`, a CustomEvent of a {@link LaneEvent}: a worker was replaced, a lane diverged, or was given up.
 */
export class Engine extends EventTarget {
  readonly #module: WebAssembly.Module;
  readonly #locks: boolean;
  readonly #workerUrl: string | URL | undefined;
  #lanes: LaneClient[] = [];
  #started = false;
  #update = 0;
  #disposed = false;

  private constructor(module: WebAssembly.Module, locks: boolean, workerUrl: string | URL | undefined) {
    super();
    this.#module = module;
    this.#locks = locks;
    this.#workerUrl = workerUrl;
  }

  /** Fetches and compiles the core. @throws Error with one sentence when that cannot be done. */
  static async create(options: EngineOptions = {}): Promise<Engine> {
    const [module, locks] = await Promise.all([compileCore(options.wasmUrl ?? coreSource()), locksAvailable()]);
    return new Engine(module, locks, options.workerUrl);
  }

  /**
   * Begins a run, in the workers that are there and in new ones; the frame is that of update 0.
   *
   * @throws VanishingError when the experiment or the text cannot be had; the run before it then goes on.
   */
  async start(experiment: Experiment, text: string | null = null): Promise<StageFrame> {
    this.#check(false);
    const before = { lanes: this.#lanes, started: this.#started, update: this.#update };
    const lanes = experiment.cells.map((cell) => before.lanes.find((lane) => lane.cell === cell) ?? this.#lane(cell));
    this.#lanes = lanes;
    this.#started = true;
    this.#update = 0;
    const results = await Promise.allSettled(lanes.map((lane) => lane.start(experiment, text)));
    const refused = results.find((result) => result.status === 'rejected');
    if (refused === undefined) {
      drop(before.lanes, lanes);
      return { update: 0, lanes: results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : [])) };
    }
    // A lane keeps its old run when it refuses a new one; if only some refused, there is no common run any more.
    const common = before.started && results.every((result) => result.status === 'rejected');
    drop(lanes, before.lanes);
    this.#lanes = before.lanes;
    this.#started = common;
    this.#update = before.update;
    throw refused.reason;
  }

  /** Trains every live lane by as many updates, and shows all of them there. */
  async advance(updates: number): Promise<StageFrame> {
    this.#check(true);
    if (!Number.isSafeInteger(updates) || updates < 0) {
      throw new RangeError(`The number of updates is ${updates}; it must be a whole number from 0.`);
    }
    if (this.#lanes.some((lane) => lane.alive)) this.#update += updates;
    const update = this.#update;
    const frames = await Promise.all(this.#lanes.map((lane) => lane.advance(updates)));
    return { update, lanes: frames.filter((frame): frame is LaneFrame => frame !== null) };
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
    await Promise.all(this.#lanes.map((lane) => lane.set(experiment)));
  }

  /** Every lane back to the same initial weights. */
  async reset(): Promise<StageFrame> {
    this.#check(true);
    this.#update = 0;
    return { update: 0, lanes: await Promise.all(this.#lanes.map((lane) => lane.reset())) };
  }

  /** Everything that the probe sequence shows of one lane, in double precision. */
  async trace(cell: CellKind): Promise<Trace> {
    return this.#find(cell).trace();
  }

  /** One lane's weights as a safetensors file, with PyTorch's names. */
  async weights(cell: CellKind): Promise<ArrayBuffer> {
    return this.#find(cell).weights();
  }

  /** Lets one lane of the text task write `length` characters after the prompt. */
  async generate(cell: CellKind, prompt: string, length: number, temperature: number): Promise<string> {
    return this.#find(cell).generate(prompt, length, temperature);
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
      spawn: () => spawnWorker(this.#workerUrl),
      lockName: () => (this.#locks ? `vanishing-point-${crypto.randomUUID()}` : null),
      report: (detail) => this.dispatchEvent(new CustomEvent<LaneEvent>('lane', { detail })),
    });
  }
}

/** Disposes the lanes that are not kept. */
function drop(lanes: readonly LaneClient[], kept: readonly LaneClient[]): void {
  for (const lane of lanes) {
    if (!kept.includes(lane)) lane.dispose();
  }
}
