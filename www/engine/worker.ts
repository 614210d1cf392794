/** One lane's thread: holds one `Lane` of the core and answers the page's calls, in order. */

import { initSync, Lane, plainModel, readModel } from '../generated/vanishing_point';
import type { Divergence, Error as CoreError, Experiment, RunDescription, TensorCheck } from '../generated/types';
import { Checkpoints } from './checkpoints';
import { followedStep, type Of } from './follow';
import type { Advanced, Bytes, Call, CallName, Calls, FrameData, LaneSetup, Reply, Visit } from './protocol';
import { replay, SLICE } from './replay';
import { SpeedMeter } from './speed-meter';

type Handlers = { [Name in CallName]: (call: Calls[Name]['send']) => Answer<Name> | Promise<Answer<Name>> };
/** An answer, and the buffers in it that are transferred. */
interface Answer<Name extends CallName> {
  answer: Calls[Name]['answer'];
  transfer: ArrayBuffer[];
}

/** The worker's own global scope; TypeScript takes `self` for a window here. */
const scope = self as unknown as {
  postMessage(reply: Reply, transfer?: ArrayBuffer[]): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<Call>) => void): void;
};
const speed = new SpeedMeter();
const checkpoints = new Checkpoints();
let lane: Lane | null = null;
let frameLength = 0;
let run: RunDescription | null = null;
/** The step (from 0) whose gradient is shown; null for that of all losses. */
let followed: number | null = null;
let divergence: Divergence | null = null;
let learnedAt: number | null = null;
/** Updates done by what is on view. */
let update = 0;
/** The experiment in force at the newest update. */
let inForce: Experiment | null = null;
/** The newest update, kept while a past one is on view. */
let newest: { snapshot: Bytes; update: number; divergence: Divergence | null } | null = null;

const handlers: Handlers = {
  async open({ module, lock }) {
    initSync({ module });
    return { answer: { locked: lock !== null && (await hold(lock)) }, transfer: [] };
  },

  start(setup) {
    // The old lane goes only when the new one stands: a refused experiment leaves everything as it was.
    const made = makeLane(setup);
    const description = made.describe();
    replaceLane(made, description, setup);
    const shown = show(null);
    return { answer: { ...shown, run: description }, transfer: [shown.frame.buffer] };
  },

  resume({ snapshot, updates, ...setup }) {
    const made = makeLane(setup);
    if (snapshot !== null) made.restore(snapshot);
    replaceLane(made, made.describe(), setup);
    ({ updates: update, learnedAt } = made.train(0));
    train(updates);
    return { answer: { update }, transfer: [] };
  },

  load({ snapshot, experiment, update: target, frame }) {
    toNewest();
    current().restore(snapshot);
    current().set(experiment);
    begin();
    inForce = experiment;
    ({ updates: update, learnedAt } = current().train(0));
    // A lane that had diverged tries its next update again, and fails as before.
    if (update < target) train(1);
    const { answer, transfer } = answerFrame(frame);
    const kept = takeSnapshot();
    return { answer: { ...answer, snapshot: kept }, transfer: [...transfer, kept.buffer] };
  },

  advance({ updates, snapshot, frame }) {
    toNewest();
    train(updates);
    const shown = show(frame);
    const transfer = [shown.frame.buffer];
    if (snapshot) {
      shown.snapshot = takeSnapshot();
      transfer.push(shown.snapshot.buffer);
    }
    return { answer: shown, transfer };
  },

  set({ experiment }) {
    toNewest();
    current().set(experiment);
    inForce = experiment;
    return answerSnapshot();
  },

  rescale({ radius }) {
    toNewest();
    if (divergence === null) {
      current().rescale(radius);
      // A checkpoint holds its update with all that was changed there.
      checkpoints.cut(update - 1);
      keepCheckpoint();
    }
    return answerSnapshot();
  },

  visit({ frame, undone, ...visit }) {
    if (undone !== null) checkpoints.cut(undone - 1);
    if (visit.update === null) toNewest();
    else toPast(visit.update, visit);
    return answerFrame(frame);
  },

  rewind({ experiment }) {
    newest = null;
    inForce = experiment;
    checkpoints.cut(update);
    return answerSnapshot();
  },

  follow({ of, frame }) {
    follow(of);
    return answerFrame(frame);
  },

  reset({ frame }) {
    toNewest();
    current().reset();
    begin();
    return answerFrame(frame);
  },

  radii: () => ({ answer: { radii: [...current().radii()], update }, transfer: [] }),

  verify() {
    const checks: TensorCheck[] = [];
    for (let check = current().verify(0); check !== undefined; check = current().verify(checks.length)) {
      checks.push(check);
      working();
    }
    return { answer: { checks }, transfer: [] };
  },

  snapshot() {
    const snapshot = newest?.snapshot.slice() ?? takeSnapshot();
    return { answer: { snapshot }, transfer: [snapshot.buffer] };
  },

  trace: () => ({ answer: { trace: current().trace() }, transfer: [] }),
  pathGains: () => ({ answer: { gains: current().pathGains() }, transfer: [] }),

  weightGains() {
    const began = performance.now();
    const gains = current().weightGains();
    return { answer: { gains, milliseconds: performance.now() - began }, transfer: [] };
  },

  weights() {
    const weights = current().weights();
    return { answer: { weights }, transfer: [weights.buffer] };
  },

  readModel({ bytes }) {
    const model = plainModel(bytes);
    return { answer: { description: readModel(bytes), model }, transfer: [model.buffer] };
  },

  forecast: ({ history }) => ({ answer: { values: [...current().forecast(history)] }, transfer: [] }),
  answerTo: ({ question }) => ({ answer: { right: current().answerTo(question) ?? null }, transfer: [] }),
  generate: ({ prompt, length, temperature }) => ({ answer: { text: current().generate(prompt, length, temperature) }, transfer: [] }),
};

function current(): Lane {
  if (lane === null) throw new Error('A lane was called before it was started.');
  return lane;
}

function makeLane({ experiment, cell, data }: LaneSetup): Lane {
  return new Lane(experiment, cell, data ?? undefined);
}

function replaceLane(made: Lane, description: RunDescription, { experiment, of }: LaneSetup): void {
  lane?.free();
  lane = made;
  run = description;
  frameLength = description.frameLength;
  inForce = experiment;
  follow(of);
  begin();
}

function follow(of: Of): void {
  if (run === null) return;
  followed = followedStep(run, of);
  current().follow(followed ?? undefined);
}

/** A run begins. */
function begin(): void {
  divergence = null;
  learnedAt = null;
  newest = null;
  update = 0;
  checkpoints.clear();
  speed.clear();
}

function takeSnapshot(): Bytes {
  return current().snapshot();
}

/** A snapshot of what is on view, for the page to go on from should this worker end. */
function answerSnapshot(): { answer: { snapshot: Bytes }; transfer: ArrayBuffer[] } {
  const snapshot = takeSnapshot();
  return { answer: { snapshot }, transfer: [snapshot.buffer] };
}

function answerFrame(given: FrameData | null): { answer: Advanced; transfer: ArrayBuffer[] } {
  const shown = show(given);
  return { answer: shown, transfer: [shown.frame.buffer] };
}

function toPast(target: number, { origin, log }: Visit): void {
  newest ??= { snapshot: takeSnapshot(), update, divergence };
  divergence = replay(current(), checkpoints.before(target), target, origin, log, working);
  ({ updates: update, learnedAt } = current().train(0));
}

function toNewest(): void {
  if (newest === null || inForce === null) return;
  current().restore(newest.snapshot);
  current().set(inForce);
  ({ update, divergence } = newest);
  ({ learnedAt } = current().train(0));
  newest = null;
}

function keepCheckpoint(): void {
  if (checkpoints.isDue(update)) checkpoints.add(update, takeSnapshot());
}

/** Trains in slices of a fraction of a second, with a progress message after each. */
function train(updates: number): void {
  const end = update + updates;
  while (update < end && divergence === null) {
    const before = update;
    const began = performance.now();
    ({ divergence, learnedAt, updates: update } = current().trainFor(SLICE, Math.min(end - before, checkpoints.until(before))));
    speed.add(update - before, performance.now() - began);
    keepCheckpoint();
    if (update < end) working();
  }
}

function working(): void {
  scope.postMessage({ type: 'working' });
}

/** Fills the page's buffer, or a new one where there is none of the right length. */
function show(given: FrameData | null): Advanced {
  const frame = given?.length === frameLength ? given : new Float32Array(frameLength);
  current().frame(frame);
  return { frame, updatesPerSecond: speed.updatesPerSecond, divergence, learnedAt, followed, snapshot: null };
}

/** Takes the lock and keeps it until this worker ends, however it ends. */
function hold(name: string): Promise<boolean> {
  return new Promise((resolve) => {
    const held = navigator.locks.request(name, () => {
      resolve(true);
      return new Promise<never>(() => undefined);
    });
    held.catch(() => resolve(false));
  });
}

function isCoreError(error: unknown): error is CoreError {
  return typeof error === 'object' && error !== null && 'kind' in error && 'message' in error;
}

async function answer(call: Call): Promise<void> {
  try {
    const handler = handlers[call.name] as (call: Call) => Answer<CallName> | Promise<Answer<CallName>>;
    const { answer, transfer } = await handler(call);
    scope.postMessage({ type: 'answer', id: call.id, answer }, transfer);
  } catch (error) {
    // After a panic the core's memory is in doubt: this worker must not be used any more.
    scope.postMessage(isCoreError(error)
      ? { type: 'refused', id: call.id, error }
      : error instanceof Error ? { type: 'broken', message: error.message, name: error.name } : { type: 'broken', message: String(error) });
  }
}

// `open` waits for its lock, and later calls must not overtake it.
let queue = Promise.resolve();
scope.addEventListener('message', ({ data }) => {
  queue = queue.then(() => answer(data));
});
