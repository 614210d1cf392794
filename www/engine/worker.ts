/** One lane's thread: holds one `Lane` of the core and does what the page calls for, in order. */

import { initSync, Lane } from '../generated/vanishing_point';
import type { Divergence, Error as CoreError, Experiment, TensorCheck } from '../generated/types';
import type { Inspector } from '../generated/vanishing_point_inspector';
import { inForceAt } from './changes';
import { Checkpoints } from './checkpoints';
import { beginning, explain, Inspection } from './inspector';
import type { Advanced, Beginning, Bytes, Call, CallName, Calls, FrameData, Question, Reply, Visit } from './protocol';
import { replay } from './replay';
import { Pace } from './pace';

type Handlers = { [Name in CallName]: (call: Calls[Name]['send']) => Answer<Name> | Promise<Answer<Name>> };
/** An answer, and the buffers in it that change hands. */
interface Answer<Name extends CallName> {
  answer: Calls[Name]['answer'];
  transfer: ArrayBuffer[];
}

interface Made {
  lane: Lane;
  inspection: Inspection;
}

/** The worker's own end of the line; TypeScript knows `self` as a window here. */
const scope = self as unknown as {
  postMessage(reply: Reply, transfer?: ArrayBuffer[]): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<Call>) => void): void;
};
const pace = new Pace();
let lane: Lane | null = null;
let inspection: Inspection | null = null;
let frameLength = 0;
let divergence: Divergence | null = null;
/** Updates done by what is on view. */
let update = 0;
/** The experiment in force at the newest update. */
let inForce: Experiment | null = null;
const checkpoints = new Checkpoints();
/** What trains, laid aside while a past update is on view. */
let present: { snapshot: Bytes; update: number; divergence: Divergence | null } | null = null;

const handlers: Handlers = {
  async open({ module, lock }) {
    initSync({ module });
    return { answer: { locked: lock !== null && (await hold(lock)) }, transfer: [] };
  },

  async start(begins) {
    // The old lane goes only when the new one stands: a refused experiment leaves everything as it was.
    const made = await make(begins);
    const run = made.lane.describe();
    replace(made, run.frameLength, begins.experiment);
    const frame = show(null);
    return { answer: { ...frame, run }, transfer: [frame.frame.buffer] };
  },

  async resume({ snapshot, updates, ...begins }) {
    const made = await make(begins);
    if (snapshot !== null) made.lane.restore(snapshot);
    replace(made, made.lane.describe().frameLength, begins.experiment);
    update = made.lane.train(0).updates;
    train(updates);
    return { answer: { update: show(null).frame[0]! }, transfer: [] };
  },

  advance({ updates, snapshot, frame }) {
    toPresent();
    train(updates);
    const shown = show(frame);
    const transfer = [shown.frame.buffer];
    if (snapshot) {
      shown.snapshot = current().snapshot();
      transfer.push(shown.snapshot.buffer);
    }
    return { answer: shown, transfer };
  },

  set({ experiment }) {
    toPresent();
    inForce = experiment;
    current().set(experiment);
    inspection?.set(experiment);
    return handOver();
  },

  async rescale({ radius, ...question }) {
    toPresent();
    if (divergence === null) {
      await rescale(question, radius);
      // A checkpoint holds its update with all that was changed there.
      checkpoints.cut(update - 1);
      keepCheckpoint();
    }
    return handOver();
  },

  async radii(question) {
    return { answer: { radii: [...(await look(question)).radii()] }, transfer: [] };
  },

  async visit({ frame, ...visit }) {
    if (visit.update === null) toPresent();
    else await toPast(visit.update, visit);
    const shown = show(frame);
    return { answer: shown, transfer: [shown.frame.buffer] };
  },

  rewind({ experiment }) {
    present = null;
    inForce = experiment;
    checkpoints.cut(update);
    return handOver();
  },

  async verify(question) {
    const inspector = await look(question);
    const checks: TensorCheck[] = [];
    for (let check = inspector.verify(0); check !== undefined; check = inspector.verify(checks.length)) {
      checks.push(check);
      scope.postMessage({ type: 'working' });
    }
    return { answer: { checks }, transfer: [] };
  },

  reset({ frame }) {
    toPresent();
    current().reset();
    begin();
    const shown = show(frame);
    return { answer: shown, transfer: [shown.frame.buffer] };
  },

  async explain({ inspector, experiment, cell, text }) {
    await explain(inspector, { experiment, cell, text });
    return { answer: {}, transfer: [] };
  },

  async locate({ inspector }) {
    const seen = current();
    return { answer: { divergence: (await look({ inspector })).locate(seen.snapshot()) }, transfer: [] };
  },

  async trace(question) {
    return { answer: { trace: (await look(question)).trace() }, transfer: [] };
  },

  async pathGains(question) {
    return { answer: { gains: (await look(question)).pathGains() }, transfer: [] };
  },

  async weightGains(question) {
    const inspector = await look(question);
    const began = performance.now();
    const gains = inspector.weightGains();
    return { answer: { gains, milliseconds: performance.now() - began }, transfer: [] };
  },

  async weights(question) {
    const weights = (await look(question)).weights();
    return { answer: { weights }, transfer: [weights.buffer] };
  },

  async generate({ prompt, length, temperature, ...question }) {
    return { answer: { text: (await look(question)).generate(prompt, length, temperature) }, transfer: [] };
  },
};

function current(): Lane {
  if (lane === null) throw new Error('A lane was called before it was started.');
  return lane;
}

/** The inspector, with the lane's weights as they are. */
function look({ inspector }: Question): Promise<Inspector> {
  const seen = current();
  if (inspection === null) throw new Error('A lane was looked at before it was started.');
  return inspection.look(inspector, seen);
}

/** A lane at update 0, and what will look at it. */
async function make({ experiment, cell, text, inspector }: Beginning): Promise<Made> {
  const begins = inspector === null ? { text, weights: null } : await beginning(inspector, { experiment, cell, text });
  const made = new Lane(experiment, cell, begins.text ?? undefined, begins.weights ?? undefined);
  return { lane: made, inspection: new Inspection({ experiment, cell, text }) };
}

function replace(made: Made, length: number, experiment: Experiment): void {
  lane?.free();
  inspection?.free();
  ({ lane, inspection } = made);
  frameLength = length;
  inForce = experiment;
  begin();
}

/** A run begins. */
function begin(): void {
  divergence = null;
  present = null;
  update = 0;
  checkpoints.clear();
  pace.clear();
}

/** A snapshot of what is on view, for the page to go on from should this worker die. */
function handOver(): { answer: { snapshot: Bytes }; transfer: ArrayBuffer[] } {
  const snapshot = current().snapshot();
  return { answer: { snapshot }, transfer: [snapshot.buffer] };
}

async function rescale(question: Question, radius: number): Promise<void> {
  current().scaleRecurrent((await look(question)).rescaling(radius));
}

async function toPast(target: number, { origin, log, inspector }: Visit): Promise<void> {
  present ??= { snapshot: current().snapshot(), update, divergence };
  divergence = await replay(current(), checkpoints.before(target), target, origin, log, {
    rescale: async (radius) => {
      if (inspector !== null) await rescale({ inspector }, radius);
    },
    working: () => scope.postMessage({ type: 'working' }),
  });
  inspection?.set(inForceAt(origin, log, target));
  update = current().train(0).updates;
}

function toPresent(): void {
  if (present === null || inForce === null) return;
  current().restore(present.snapshot);
  current().set(inForce);
  inspection?.set(inForce);
  ({ update, divergence } = present);
  present = null;
}

function keepCheckpoint(): void {
  if (checkpoints.isDue(update)) checkpoints.add(update, current().snapshot());
}

/** Trains in slices of a fraction of a second, with a sign of life after each. */
function train(updates: number): void {
  let left = updates;
  while (left > 0 && divergence === null) {
    const slice = Math.min(left, pace.slice, checkpoints.until(update));
    const began = performance.now();
    ({ divergence, updates: update } = current().train(slice));
    pace.note(slice, performance.now() - began);
    keepCheckpoint();
    left -= slice;
    if (left > 0) scope.postMessage({ type: 'working' });
  }
}

/** Fills the page's buffer, or a new one where there is none of the right length. */
function show(given: FrameData | null): Advanced {
  const frame = given?.length === frameLength ? given : new Float32Array(frameLength);
  current().frame(frame);
  return { frame, updatesPerSecond: pace.updatesPerSecond, divergence, snapshot: null };
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
  const handler = handlers[call.name] as (call: Call) => Answer<CallName> | Promise<Answer<CallName>>;
  try {
    const { answer, transfer } = await handler(call);
    scope.postMessage({ type: 'answer', id: call.id, answer }, transfer);
  } catch (error) {
    const reply: Reply = isCoreError(error)
      ? { type: 'refused', id: call.id, error: { ...error, message: error.message } }
      : // A panic leaves the core's memory in doubt: this worker must not be used any more.
        { type: 'broken', message: error instanceof Error ? error.message : String(error) };
    scope.postMessage(reply);
  }
}

// `open` waits for its lock, and later calls must not overtake it.
let queue = Promise.resolve();
scope.addEventListener('message', ({ data }) => {
  queue = queue.then(() => answer(data));
});
