import { beforeEach, describe, expect, test, vi } from 'vitest';

import type { Divergence, Error as CoreError, Experiment, RunDescription } from '../generated/types';
import { DisposedError, LaneError, VanishingError } from './errors';
import { LaneClient, type LaneEvent } from './lane-client';
import type { Call, Reply } from './protocol';

const FRAME_LENGTH = 2;
const experiment = { task: 'recall', radius: null, rate: 0.01 } as Experiment;
const run = { frameLength: FRAME_LENGTH, layout: [] as unknown } as RunDescription;
const divergence = { update: 5 } as Divergence;

/** Stands in for a worker and the core in it: its state is the number of updates done, which is also its frame. */
class FakeWorker extends EventTarget {
  readonly calls: Call[] = [];
  terminated = false;
  /** Returns false to say nothing, or a reply to say that instead of the usual. */
  behaviour: (call: Call) => Reply | boolean = () => true;
  #updates = 0;

  postMessage(call: Call): void {
    this.calls.push(structuredClone({ ...call, module: null }) as unknown as Call);
    setTimeout(() => {
      if (this.terminated) return;
      const told = this.behaviour(call);
      if (told === false) return;
      const reply = told === true ? this.#answer(call) : told;
      this.dispatchEvent(new MessageEvent('message', { data: reply }));
    });
  }

  terminate(): void {
    this.terminated = true;
  }

  names(): string[] {
    return this.calls.map((call) => call.name);
  }

  #answer(call: Call): Reply {
    if (call.name === 'open') return { type: 'answer', id: call.id, answer: { locked: false } };
    if (call.name === 'start' || call.name === 'reset') this.#updates = 0;
    if (call.name === 'advance') this.#updates += call.updates;
    if (call.name === 'resume') this.#updates = (call.snapshot?.[0] ?? 0) + call.updates;
    const snapshot = Uint8Array.of(this.#updates);
    const frame = Float32Array.of(this.#updates, this.#updates);
    const shown = { frame, updatesPerSecond: 0, divergence: null, learnedAt: null, snapshot: null };
    switch (call.name) {
      case 'start':
        return { type: 'answer', id: call.id, answer: { ...shown, run } };
      case 'advance':
        return { type: 'answer', id: call.id, answer: { ...shown, snapshot: call.snapshot ? snapshot : null } };
      case 'resume':
        return { type: 'answer', id: call.id, answer: { update: this.#updates } };
      case 'set':
      case 'rescale':
      case 'rewind':
        return { type: 'answer', id: call.id, answer: { snapshot } };
      case 'weights':
        return { type: 'answer', id: call.id, answer: { weights: snapshot } };
      default:
        return { type: 'answer', id: call.id, answer: shown };
    }
  }
}

let workers: FakeWorker[];
let events: LaneEvent[];
let lane: LaneClient;
/** Called for each new worker before it gets its first call. */
let prepare: (worker: FakeWorker) => void;

const last = (): FakeWorker => workers.at(-1)!;
/** Lets every message that is under way arrive. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 20));

beforeEach(() => {
  workers = [];
  events = [];
  prepare = () => undefined;
  lane = new LaneClient('lstm', {
    module: {},
    lockName: () => null,
    report: (event) => events.push(event),
    spawn: () => {
      const worker = new FakeWorker();
      prepare(worker);
      workers.push(worker);
      return worker as unknown as Worker;
    },
  });
});

const updateOf = (frame: { data: Float32Array } | null) => frame?.data[0];

describe('the data of a run', () => {
  const data = new TextEncoder().encode('a text of the visitor');

  test('go to the worker once a run, and with every query nothing but the query', async () => {
    await lane.start({ ...experiment, task: 'text' }, data);
    await lane.advance(3);
    await lane.reset();
    await lane.query('generate', { prompt: 'a', length: 1, temperature: 1 });
    expect(last().calls.filter((call) => 'data' in call)).toMatchObject([{ name: 'start', data }]);
    expect(last().calls.at(-1)).toEqual({ id: 4, name: 'generate', prompt: 'a', length: 1, temperature: 1, module: null });
  });

  test('go along when a new worker takes the run up again', async () => {
    await lane.start({ ...experiment, task: 'text' }, data);
    last().behaviour = (call) => (call.name === 'advance' ? { type: 'broken', message: 'unreachable executed' } : true);
    await lane.advance(1);
    expect(last().calls[1]).toMatchObject({ name: 'resume', data });
  });
});

describe('a lane whose worker ends', () => {
  test('goes on where it was, and what was under way resolves', async () => {
    await lane.start(experiment, null);
    await lane.advance(3);
    await lane.advance(4);
    last().behaviour = (call) =>
      call.name === 'advance' ? { type: 'broken', message: 'unreachable executed' } : true;
    const frame = await lane.advance(5);

    expect(updateOf(frame)).toBe(12);
    expect(workers[0]!.terminated).toBe(true);
    expect(workers).toHaveLength(2);
    expect(last().calls).toMatchObject([
      { name: 'open' },
      { name: 'resume', snapshot: null, updates: 7, cell: 'lstm', experiment },
      { name: 'advance', updates: 5, frame: null },
    ]);
    expect(events).toEqual([
      {
        cell: 'lstm',
        state: 'replaced',
        message: "The lstm's worker stopped unexpectedly (unreachable executed); a new one went on from update 7.",
      },
    ]);
  });

  test('is restored from its last snapshot and replays only what came after it', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    await lane.start(experiment, null);
    vi.advanceTimersByTime(1001);
    await lane.advance(3);
    await lane.advance(4);
    vi.useRealTimers();
    last().dispatchEvent(new Event('error'));
    await settle();

    expect(last().calls[1]).toMatchObject({ name: 'resume', snapshot: Uint8Array.of(3), updates: 4 });
    expect(events.map(({ state }) => state)).toEqual(['replaced']);
  });

  test('takes changed parameters along', async () => {
    await lane.start(experiment, null);
    await lane.advance(3);
    await lane.set({ ...experiment, rate: 0.5 });
    await lane.advance(2);
    last().dispatchEvent(new Event('error'));
    await settle();

    const resumed = last().calls[1];
    expect(resumed).toMatchObject({ experiment: { rate: 0.5 }, snapshot: Uint8Array.of(3), updates: 2 });
  });

  test('asks again for everything that was under way, in the same order', async () => {
    await lane.start(experiment, null);
    last().behaviour = () => false;
    const first = lane.advance(1);
    const second = lane.advance(2);
    last().dispatchEvent(new Event('error'));

    expect(updateOf(await first)).toBe(1);
    expect(updateOf(await second)).toBe(3);
    expect(last().names()).toEqual(['open', 'resume', 'advance', 'advance']);
  });

  test('again and again at the same place is given up, and the others are not held up', async () => {
    await lane.start(experiment, null);
    const breaking = (call: Call): Reply | boolean =>
      call.name === 'advance' ? { type: 'broken', message: 'unreachable' } : true;
    last().behaviour = breaking;
    prepare = (worker) => (worker.behaviour = breaking);

    expect(await lane.advance(1)).toBeNull();
    expect(workers).toHaveLength(3);
    expect(lane.alive).toBe(false);
    expect(events.at(-1)).toMatchObject({ state: 'error' });
    await expect(lane.query('trace', {})).rejects.toThrow(LaneError);
  });

  test('and was given up trains again after a reset', async () => {
    await lane.start(experiment, null);
    const breaking = (call: Call): Reply | boolean =>
      call.name === 'advance' ? { type: 'broken', message: 'unreachable' } : true;
    last().behaviour = breaking;
    prepare = (worker) => (worker.behaviour = breaking);
    await lane.advance(1);
    prepare = () => undefined;

    expect(updateOf(await lane.reset())).toBe(0);
    expect(updateOf(await lane.advance(2))).toBe(2);
  });
});

describe('a lane that diverges', () => {
  const diverge = (call: Call): Reply | boolean =>
    call.name === 'advance'
      ? {
          type: 'answer',
          id: call.id,
          answer: { frame: Float32Array.of(5, 5), updatesPerSecond: 0, divergence, learnedAt: null, snapshot: null },
        }
      : true;

  test('stays at its last finite frame and is not trained any more', async () => {
    await lane.start(experiment, null);
    last().behaviour = diverge;
    const frame = await lane.advance(10);
    lane.release(frame!);
    const again = await lane.advance(10);

    expect(again).toBe(frame);
    expect(again!.diverged).toEqual(divergence);
    expect(lane.alive).toBe(false);
    expect(last().names()).toEqual(['open', 'start', 'advance']);
    expect(events).toMatchObject([{ state: 'diverged', divergence }]);
  });

  test('trains again after a reset, even if an older answer tells of the divergence only then', async () => {
    await lane.start(experiment, null);
    last().behaviour = diverge;
    const old = lane.advance(10);
    const reset = lane.reset();
    await old;
    await reset;
    last().behaviour = () => true;

    expect(lane.alive).toBe(true);
    expect(updateOf(await lane.advance(2))).toBe(2);
    expect(events).toEqual([]);
  });
});

describe('a lane', () => {
  test('sends released buffers back, three at most', async () => {
    await lane.start(experiment, null);
    const frames = [await lane.advance(1), await lane.advance(1), await lane.advance(1), await lane.advance(1)];
    for (const frame of frames) lane.release(frame!);
    lane.release(frames[0]!);
    for (let index = 0; index < 4; index++) await lane.advance(1);

    const sent = last().calls.slice(-4) as { frame: Float32Array | null }[];
    expect(sent.map(({ frame }) => frame?.length ?? null)).toEqual([FRAME_LENGTH, FRAME_LENGTH, FRAME_LENGTH, null]);
  });

  test('passes the core’s sentence on and stays as it was', async () => {
    await lane.start(experiment, null);
    const error = { kind: 'outOfRange', key: 'rate', given: '99', allowed: 'less', message: 'rate is 99.' } as unknown as CoreError;
    last().behaviour = (call) => (call.name === 'set' ? { type: 'refused', id: call.id, error } : true);

    const refusal = lane.set({ ...experiment, rate: 99 });
    await expect(refusal).rejects.toThrow(VanishingError);
    await expect(refusal).rejects.toMatchObject(error);
    expect(updateOf(await lane.advance(1))).toBe(1);
  });

  test('that is disposed ends its worker and rejects what was under way', async () => {
    await lane.start(experiment, null);
    last().behaviour = () => false;
    const advance = lane.advance(1);
    lane.dispose();

    await expect(advance).rejects.toThrow(DisposedError);
    expect(last().terminated).toBe(true);
  });
});

describe('a lane that looks back', () => {
  const log = [{ update: 2, kind: 'set', parameters: { rate: 0.5 } }, { update: 3, kind: 'rescale', radius: 1, cell: 'gru' }] as const;
  const changed = { ...experiment, rate: 0.5 };

  test('looks back again when its worker ended, and trains on from the newest', async () => {
    await lane.start(experiment, null);
    await lane.advance(5);
    await lane.visit(2, experiment, log);
    last().dispatchEvent(new Event('error'));
    await settle();
    expect(last().calls.slice(1)).toMatchObject([
      { name: 'resume', snapshot: null, updates: 5 },
      // What was done to other lanes is none of its business.
      { name: 'visit', update: 2, log: [log[0]] },
    ]);
    expect(updateOf(await lane.advance(2))).toBe(7);
  });

  test('and is rewound begins there when its worker ends, with the parameters of then', async () => {
    await lane.start(experiment, null);
    await lane.advance(5);
    await lane.visit(2, experiment, log);
    await lane.rewind();
    last().dispatchEvent(new Event('error'));
    await settle();
    expect(last().calls.slice(1)).toMatchObject([{ name: 'resume', experiment: changed, snapshot: Uint8Array.of(5), updates: 0 }]);
  });

  test('to before it diverged trains again once it is rewound, and not before', async () => {
    await lane.start(experiment, null);
    last().behaviour = (call) => call.name !== 'advance' || { type: 'answer', id: call.id, answer: { frame: Float32Array.of(5, 5), updatesPerSecond: 0, divergence, learnedAt: null, snapshot: null } };
    const frozen = await lane.advance(10);
    const past = await lane.visit(2, experiment, log);
    expect(past?.diverged).toBeNull();
    expect(await lane.advance(1)).toBe(frozen);
    expect(lane.alive).toBe(false);
    await lane.visit(2, experiment, log);
    await lane.rewind();
    expect(lane.alive).toBe(true);
  });
});
