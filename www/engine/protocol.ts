/**
 * What the page and a lane's worker say to each other: calls with an id, and one reply to each, in order.
 *
 * Buffers in `frame` and `snapshot` are transferred, never copied. Modules are shared: a worker that is new needs
 * no more than the call itself.
 */

import type { CellKind, Divergence, Error as CoreError, Experiment, PathGains, RunDescription, TensorCheck, Trace, WeightGains } from '../generated/types';
import type { Change } from './changes';

/** A flat frame in memory of its own, so that it can be transferred. */
export type FrameData = Float32Array<ArrayBuffer>;
/** Bytes in memory of their own, so that they can be transferred. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** Every call: what the page sends, and what the worker answers. */
export interface Calls {
  /** First of all: the shared module, and the Web Lock that the worker holds for as long as it lives. */
  open: { send: { module: WebAssembly.Module; lock: string | null }; answer: Opened };
  /** Makes the lane anew, at update 0. */
  start: { send: Beginning; answer: Started };
  /** Takes a new worker to where the old one was: back to `snapshot` (or the initial weights), then `updates` more. */
  resume: { send: Resume; answer: Resumed };
  advance: { send: { updates: number; snapshot: boolean; frame: FrameData | null }; answer: Advanced };
  /** Parameters that need no restart. */
  set: { send: { experiment: Experiment }; answer: { snapshot: Bytes } };
  /** Rescales the recurrent weights to a spectral radius; a diverged lane stays as it is. */
  rescale: { send: Question & { radius: number }; answer: { snapshot: Bytes } };
  /** The spectral radius of every block of the recurrent weights, layer by layer. */
  radii: { send: Question; answer: { radii: number[] } };
  /** Shows an update that is past, or the newest one again; what trains is laid aside meanwhile. Whatever trains or changes comes back to it by itself. */
  visit: { send: Visit & { frame: FrameData | null }; answer: Advanced };
  /** Makes what is on view the newest: the run goes on from there, with the experiment that was in force. */
  rewind: { send: { experiment: Experiment }; answer: { snapshot: Bytes } };
  /** Holds the gradients of every tensor against differences of the loss. */
  verify: { send: Question; answer: { checks: TensorCheck[] } };
  /** Back to the same initial weights. */
  reset: { send: { frame: FrameData | null }; answer: Advanced };
  /** Refused like the same `start`, and with a sentence, which the first module has not. */
  explain: { send: Question & Omit<Beginning, 'inspector'>; answer: object };
  /** Where the update that the lane cannot make leaves the finite numbers. */
  locate: { send: Question; answer: { divergence: Divergence | null } };
  trace: { send: Question; answer: { trace: Trace } };
  pathGains: { send: Question; answer: { gains: PathGains } };
  weightGains: { send: Question; answer: { gains: WeightGains; milliseconds: number } };
  weights: { send: Question; answer: { weights: Bytes } };
  generate: { send: Question & { prompt: string; length: number; temperature: number }; answer: { text: string } };
}

export type CallName = keyof Calls;

/** The calls that the inspector answers by itself. */
export type QuestionName = 'radii' | 'verify' | 'locate' | 'trace' | 'pathGains' | 'weightGains' | 'weights' | 'generate';

export interface Opened {
  /** Whether the worker holds its lock: only then does losing it mean that the worker is gone. */
  locked: boolean;
}

/** What the inspector's module answers. */
export interface Question {
  inspector: WebAssembly.Module;
}

/** What a run begins with. */
export interface Beginning {
  experiment: Experiment;
  cell: CellKind;
  text: string | null;
  /** Given where the run cannot begin without it. */
  inspector: WebAssembly.Module | null;
}

export interface Resume extends Beginning {
  snapshot: Bytes | null;
  updates: number;
}

export interface Visit {
  /** null for the newest. */
  update: number | null;
  /** The experiment at update 0, and what was changed since. */
  origin: Experiment;
  log: Change[];
  /** Given where weights were rescaled. */
  inspector: WebAssembly.Module | null;
}

export interface Resumed {
  /** The update that the lane stands at. */
  update: number;
}

export interface Advanced {
  frame: FrameData;
  /** Updates that one second of pure training holds, over the lane's last quarter of a second of work; 0 before the first update. */
  updatesPerSecond: number;
  divergence: Divergence | null;
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
  /** The call could not be done; the lane is as it was. */
  | { type: 'refused'; id: number; error: CoreError }
  /** The call could not be done for want of a file; the lane is as it was. */
  | { type: 'failed'; id: number; message: string }
  /** The core panicked: the worker must not be used any more. */
  | { type: 'broken'; message: string }
  /** A long call is still at work. */
  | { type: 'working' };
