/** One lane's thread: holds one `Lane` of the core and does what the page calls for, in order. */

import { initSync, Lane } from '../generated/vanishing_point';
import type { Divergence, Error as CoreError, Experiment } from '../generated/types';
import { inForceAt } from './changes';
import { Checkpoints } from './checkpoints';
import { loadQuestions } from './later';
import type { Advanced, Beginning, Bytes, Call, CallName, Calls, FrameData, Question, QuestionName, Reply, Visit } from './protocol';
import { Pace } from './pace';
import type * as Questions from './questions';
import type { Subject } from './questions';
import { replay } from './replay';

/** The calls that this script does itself; the others are questions for the second one. */
type Own = Exclude<CallName, QuestionName>;
type QuestionCall = Extract<Call, { name: QuestionName }>;
type Handlers = { [Name in Own]: (call: Calls[Name]['send']) => Answer<Name> | Promise<Answer<Name>> };
/** An answer, and the buffers in it that change hands. */
interface Answer<Name extends CallName> {
  answer: Calls[Name]['answer'];
  transfer: ArrayBuffer[];
}

/** A file of the engine's own could not be fetched. */
class Missing extends Error {}

interface Made {
  lane: Lane;
  subject: Subject;
}

/** The worker's own end of the line; TypeScript knows `self` as a window here. */
const scope = self as unknown as {
  postMessage(reply: Reply, transfer?: ArrayBuffer[]): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<Call>) => void): void;
};
const pace = new Pace();
let lane: Lane | null = null;
let subject: Subject | null = null;
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
    putInForce(experiment);
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

  reset({ frame }) {
    toPresent();
    current().reset();
    begin();
    const shown = show(frame);
    return { answer: shown, transfer: [shown.frame.buffer] };
  },

  async explain({ inspector, experiment, cell, text }) {
    (await second()).explain(inspector, { experiment, cell, text });
    return { answer: {}, transfer: [] };
  },
};

function current(): Lane {
  if (lane === null) throw new Error('A lane was called before it was started.');
  return lane;
}

/** The second script. @throws Missing when it cannot be had: this one goes on without it. */
async function second(): Promise<typeof Questions> {
  try {
    return await loadQuestions();
  } catch (error) {
    throw new Missing(String(error));
  }
}

function asked(): Subject {
  if (subject === null) throw new Error('A lane was asked before it was started.');
  return subject;
}

/** The inspector's parameters follow the lane's. */
function putInForce(experiment: Experiment): void {
  if (subject !== null) subject.live = experiment;
}

/** A lane at update 0, and what will look at it. */
async function make({ experiment, cell, text, inspector }: Beginning): Promise<Made> {
  const begins = inspector === null ? { text, weights: null } : (await second()).beginning(inspector, { experiment, cell, text });
  const made = new Lane(experiment, cell, begins.text ?? undefined, begins.weights ?? undefined);
  return { lane: made, subject: { given: { experiment, cell, text }, live: experiment, inspector: null } };
}

function replace(made: Made, length: number, experiment: Experiment): void {
  lane?.free();
  subject?.inspector?.free();
  ({ lane, subject } = made);
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

async function rescale({ inspector }: Question, radius: number): Promise<void> {
  const { rescaling } = await second();
  current().scaleRecurrent(rescaling(inspector, asked(), current(), radius));
}

async function toPast(target: number, { origin, log, inspector }: Visit): Promise<void> {
  present ??= { snapshot: current().snapshot(), update, divergence };
  divergence = await replay(current(), checkpoints.before(target), target, origin, log, {
    rescale: async (radius) => {
      if (inspector !== null) await rescale({ inspector }, radius);
    },
    working,
  });
  putInForce(inForceAt(origin, log, target));
  update = current().train(0).updates;
}

function toPresent(): void {
  if (present === null || inForce === null) return;
  current().restore(present.snapshot);
  current().set(inForce);
  putInForce(inForce);
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
    if (left > 0) working();
  }
}

/** A sign of life during a long call. */
function working(): void {
  scope.postMessage({ type: 'working' });
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

function handle(call: Call): Answer<CallName> | Promise<Answer<CallName>> {
  if (call.name in handlers) return (handlers[call.name as Own] as (call: Call) => Answer<Own> | Promise<Answer<Own>>)(call);
  return answerQuestion(call as QuestionCall);
}

async function answerQuestion(call: QuestionCall): Promise<Answer<CallName>> {
  const { ask } = await second();
  const answer = ask(call.name, call, asked(), current(), working);
  return { answer, transfer: 'weights' in answer ? [answer.weights.buffer] : [] };
}

async function answer(call: Call): Promise<void> {
  try {
    const { answer, transfer } = await handle(call);
    scope.postMessage({ type: 'answer', id: call.id, answer }, transfer);
  } catch (error) {
    const reply: Reply = isCoreError(error)
      ? { type: 'refused', id: call.id, error: { ...error, message: error.message } }
      : error instanceof Missing
        ? { type: 'failed', id: call.id, message: error.message }
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
