/**
 * The messages between the page and a lane's worker: calls with an id, and one reply to each, in order.
 *
 * Buffers in `frame`, `snapshot` and `weights` are transferred, not copied. The compiled module is shared; a data set
 * is copied to each worker once a run.
 */

import type { CellKind, Divergence, Error as CoreError, Experiment, ModuleDescription, PathGains, RunDescription, TensorCheck, Trace, WeightGains } from '../generated/types';
import type { Change } from './changes';
import type { Of } from './follow';

/** A flat frame in memory of its own, so that it can be transferred. */
export type FrameData = Float32Array<ArrayBuffer>;
/** Bytes in memory of their own, so that they can be transferred. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** Every call: what the page sends, and what the worker answers. */
export interface Calls {
  /** The first call: the shared module, and the Web Lock that the worker holds for as long as it lives. */
  open: { send: { module: WebAssembly.Module; lock: string | null }; answer: { locked: boolean } };
  /** Makes the lane anew, at update 0. */
  start: { send: LaneSetup; answer: Started };
  /** Takes a new worker to where the old one was: back to `snapshot` (or the initial weights), then `updates` more. */
  resume: { send: LaneSetup & { snapshot: Bytes | null; updates: number }; answer: { update: number } };
  /** Takes a run that stands at update 0 to `update`, where `snapshot` was taken, with the experiment that was in force there. */
  load: { send: { snapshot: Uint8Array; experiment: Experiment; update: number; frame: FrameData | null }; answer: Advanced };
  /** Trains, from the newest update; `snapshot` asks for one after it. */
  advance: { send: { updates: number; snapshot: boolean; frame: FrameData | null }; answer: Advanced };
  /** Parameters that need no restart. */
  set: { send: { experiment: Experiment }; answer: { snapshot: Bytes } };
  /** Rescales the recurrent weights to a spectral radius; a diverged lane stays as it is. */
  rescale: { send: { radius: number }; answer: { snapshot: Bytes } };
  /**
   * Shows a past update, or the newest one again. The newest is kept meanwhile: training and changes go on from it.
   * `undone` is the update at which a change was taken back, from which on no checkpoint holds any more.
   */
  visit: { send: Visit & { undone: number | null; frame: FrameData | null }; answer: Advanced };
  /** Makes the update on view the newest, with the experiment that was in force there. */
  rewind: { send: { experiment: Experiment }; answer: { snapshot: Bytes } };
  /** Shows the gradient of another loss from now on; training does not depend on it. */
  follow: { send: { of: Of; frame: FrameData | null }; answer: Advanced };
  /** Back to the same initial weights. */
  reset: { send: { frame: FrameData | null }; answer: Advanced };
  /** The spectral radius of every block of the recurrent weights, layer by layer. */
  radii: { send: object; answer: { radii: number[]; update: number } };
  /** Compares the gradients of every tensor with differences of the loss. */
  verify: { send: object; answer: { checks: TensorCheck[] } };
  /** All that the lane needs to go on from its newest update. */
  snapshot: { send: object; answer: { snapshot: Bytes } };
  trace: { send: object; answer: { trace: Trace } };
  pathGains: { send: object; answer: { gains: PathGains } };
  weightGains: { send: object; answer: { gains: WeightGains; milliseconds: number } };
  weights: { send: object; answer: { weights: Bytes } };
  /** What a file of weights of another program holds, and what is needed of it; the lane is not touched. */
  readModel: { send: { bytes: Uint8Array }; answer: { description: ModuleDescription; model: Bytes } };
  generate: { send: { prompt: string; length: number; temperature: number }; answer: { text: string } };
  /** What the lane says from step `history` of the probe on when it reads its own answers after it. */
  forecast: { send: { history: number }; answer: { values: number[] } };
  /** The task's own answer to a question in its letters; null where it is none of its questions. */
  answerTo: { send: { question: string }; answer: { right: string | null } };
}

export type CallName = keyof Calls;

/** On-demand queries: they change nothing, and answer for the update on view. */
export type QueryName = 'snapshot' | 'radii' | 'verify' | 'trace' | 'pathGains' | 'weightGains' | 'weights' | 'readModel' | 'generate' | 'forecast' | 'answerTo';

/** What decides a lane's run. */
export interface LaneSetup {
  experiment: Experiment;
  cell: CellKind;
  /** The bytes of the task's data set; null for a task by rule. */
  data: Uint8Array | null;
  /** Whose gradient is shown. */
  of: Of;
}

export interface Visit {
  /** null for the newest. */
  update: number | null;
  /** The experiment at update 0, and what was changed since. */
  origin: Experiment;
  log: Change[];
}

export interface Advanced {
  frame: FrameData;
  /** Updates in one second of pure training, over the lane's last quarter of a second of work; 0 before the first update. */
  updatesPerSecond: number;
  divergence: Divergence | null;
  /** The update at which the lane had learned its task, if that is no later than the one shown. */
  learnedAt: number | null;
  /** The step (from 0) whose loss the gradients belong to; null for all losses. */
  followed: number | null;
  /** Present when it was asked for. */
  snapshot: Bytes | null;
}

export interface Started extends Advanced {
  run: RunDescription;
}

/** Page → worker. */
export type Call = { [Name in CallName]: { id: number; name: Name } & Calls[Name]['send'] }[CallName];

/** Worker → page. */
export type Reply =
  | { type: 'answer'; id: number; answer: Calls[CallName]['answer'] }
  /** The core refused the call; the lane is as it was. */
  | { type: 'refused'; id: number; error: CoreError }
  /** The core panicked: the worker must not be used any more. */
  | { type: 'broken'; message: string; name?: string }
  /** A long call is still at work. */
  | { type: 'working' };
