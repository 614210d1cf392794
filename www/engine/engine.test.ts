/** The engine with its real workers and the real core, all of them in this thread; a lane refuses where a test wants it to. */

import { readFile } from 'node:fs/promises';
import { beforeEach, expect, test, vi } from 'vitest';

import type { CellKind, Error as CoreError } from '../generated/types';
import { defaults } from '../store/parameters';
import { Engine } from './engine';
import { VanishingError } from './errors';
import type { Call, Reply } from './protocol';

const CELLS: CellKind[] = ['rnn', 'lstm', 'gru'];
const experiment = { ...defaults(), cells: CELLS, length: 8, units: 4, batch: 4, seed: 5 };
const refusal = { kind: 'wrongValue', key: 'radius', given: '2', message: 'It is refused.' } as unknown as CoreError;

/** Which calls of which lane are refused. */
let refuses: (cell: CellKind | null, call: Call) => boolean;

/** Runs worker.ts in this thread: a copy of the module for each worker. */
class LocalWorker extends EventTarget {
  #listener: Promise<(event: { data: Call }) => void>;
  #cell: CellKind | null = null;

  constructor() {
    super();
    this.#listener = opened.then(() => this.#open());
    opened = this.#listener;
  }

  postMessage(call: Call): void {
    if (call.name === 'start') this.#cell = call.cell;
    if (refuses(this.#cell, call)) {
      // In its turn: after what was asked for before has been answered.
      setTimeout(() => this.#say({ type: 'refused', id: call.id, error: refusal }), 5);
      return;
    }
    const { module } = call as { module?: WebAssembly.Module };
    const data = { ...structuredClone({ ...call, module: null }), ...(module === undefined ? {} : { module }) } as unknown as Call;
    void this.#listener.then((listener) => listener({ data }));
  }

  terminate(): void {
    // Nothing is left to end in this thread.
  }

  async #open(): Promise<(event: { data: Call }) => void> {
    let listener: ((event: { data: Call }) => void) | undefined;
    vi.stubGlobal('self', {
      postMessage: (reply: Reply) => setTimeout(() => this.#say(reply)),
      addEventListener: (_: string, given: (event: { data: Call }) => void) => (listener = given),
    });
    vi.resetModules();
    await import('./worker');
    return listener!;
  }

  #say(data: Reply): void {
    this.dispatchEvent(new MessageEvent('message', { data }));
  }
}
/** One worker's module is loaded after the other, for each finds its own `self`. */
let opened: Promise<unknown> = Promise.resolve();

async function running(updates: number): Promise<Engine> {
  const engine = await Engine.create({ wasmUrl: 'http://host/core.wasm', workerUrl: 'http://host/worker.js' });
  engine.release(await engine.start(experiment));
  engine.release(await engine.advance(updates));
  return engine;
}

async function weights(engine: Engine): Promise<Record<string, number[]>> {
  const entries = await Promise.all(CELLS.map(async (cell): Promise<[string, number[]]> => [cell, [...new Uint8Array(await engine.weights(cell))]]));
  return Object.fromEntries(entries);
}

beforeEach(async () => {
  refuses = () => false;
  const core = await readFile(new URL('../generated/vanishing_point_bg.wasm', import.meta.url));
  vi.stubGlobal('location', { href: 'http://host/', origin: 'http://host', protocol: 'http:' });
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(new Uint8Array(core), { headers: { 'content-type': 'application/wasm' } })));
  vi.stubGlobal('Worker', LocalWorker);
});

test('a rescaling that one lane refuses leaves log and lanes as they were, also while training goes on', async () => {
  const untouched = await running(30);
  const engine = await running(20);
  refuses = (cell, call) => cell === 'gru' && call.name === 'rescale';
  const refused = engine.rescale(2);
  const frame = engine.advance(10);
  await expect(refused).rejects.toBeInstanceOf(VanishingError);
  engine.release(await frame);
  expect(engine.changes).toEqual([]);
  expect(engine.update).toBe(30);
  expect(await weights(engine)).toEqual(await weights(untouched));
  // What lay before and after the refused change is reached again as it was.
  engine.release(await engine.visit(25));
  engine.release(await untouched.visit(25));
  expect(await weights(engine)).toEqual(await weights(untouched));
});

test('parameters that one lane refuses, or all, leave experiment, log and lanes as they were', async () => {
  for (const refusing of [['lstm'], CELLS]) {
    const untouched = await running(12);
    const engine = await running(10);
    refuses = (cell, call) => call.name === 'set' && cell !== null && refusing.includes(cell);
    await expect(engine.set({ ...experiment, rate: 0.5 })).rejects.toBeInstanceOf(VanishingError);
    expect(engine.changes).toEqual([]);
    expect(engine.experiment).toEqual(experiment);
    engine.release(await engine.advance(2));
    expect(await weights(engine)).toEqual(await weights(untouched));
    refuses = () => false;
  }
});

test('a change of the past that is refused leaves the past on view', async () => {
  const engine = await running(20);
  engine.release(await engine.visit(7));
  const before = await weights(engine);
  refuses = (cell, call) => cell === 'rnn' && call.name === 'rescale';
  await expect(engine.rescale(2)).rejects.toBeInstanceOf(VanishingError);
  expect(engine.viewed).toBe(7);
  expect(await weights(engine)).toEqual(before);
});

test('a change that is accepted after one that was refused stays, and so does a change before', async () => {
  const expected = await running(10);
  await expected.rescale(0.5);
  await expected.set({ ...experiment, rate: 0.02 });
  expected.release(await expected.advance(5));
  const engine = await running(10);
  await engine.rescale(0.5);
  refuses = (cell, call) => cell === 'lstm' && call.name === 'set' && call.experiment.rate === 0.5;
  const refused = engine.set({ ...experiment, rate: 0.5 });
  const accepted = engine.set({ ...experiment, rate: 0.02 });
  await expect(refused).rejects.toBeInstanceOf(VanishingError);
  await accepted;
  engine.release(await engine.advance(5));
  expect(engine.changes).toEqual(expected.changes);
  expect(await weights(engine)).toEqual(await weights(expected));
});

test('a scheduled change that a lane refuses is in no log, and whoever shows the log is told', async () => {
  const engine = await running(0);
  refuses = (cell, call) => cell === 'rnn' && call.name === 'rescale';
  engine.release(await engine.start(experiment, null, [{ update: 5, kind: 'rescale', radius: 2, cell: null }]));
  const logs: number[] = [];
  engine.addEventListener('changes', () => logs.push(engine.changes.length));
  engine.release(await engine.advance(10));
  await vi.waitFor(() => expect(logs).toEqual([1, 0]));
});

test('a run that only some lanes refuse is no run: the one before can be started again', async () => {
  const engine = await running(10);
  const before = await weights(engine);
  refuses = (cell, call) => cell === 'lstm' && call.name === 'start';
  await expect(engine.start({ ...experiment, seed: 6 })).rejects.toBeInstanceOf(VanishingError);
  await expect(engine.advance(1)).rejects.toThrow('call start() first');
  refuses = () => false;
  engine.release(await engine.start(experiment));
  engine.release(await engine.advance(10));
  expect(await weights(engine)).toEqual(before);
});

test('a run that is begun while another begins takes its turn, and both are had', async () => {
  const engine = await running(2);
  const [first, second] = await Promise.all([engine.start({ ...experiment, seed: 6 }), engine.start({ ...experiment, cells: ['gru'] })]);
  expect(first.lanes.map(({ cell }) => cell)).toEqual(CELLS);
  expect(second.lanes.map(({ cell }) => cell)).toEqual(['gru']);
  const { update, lanes } = await engine.advance(3);
  expect([update, lanes.map(({ cell }) => cell)]).toEqual([3, ['gru']]);
  engine.dispose();
});

test('a run that was left goes on with the bits of one that never stopped, with changes made and to come', async () => {
  const changes = [{ update: 2, kind: 'set', parameters: { rate: 0.02 } }, { update: 8, kind: 'rescale', radius: 0.7, cell: 'rnn' }] as const;
  const sums = async (of: Engine) => Promise.all(CELLS.map(async (cell) => [...new Uint8Array(await of.weights(cell))].join()));
  const whole = await Engine.create();
  whole.release(await whole.start(experiment, null, changes));
  whole.release(await whole.advance(5));
  const leftOff = await whole.leaveOff();
  whole.release(await whole.advance(6));

  const later = await Engine.create();
  const frame = await later.start(experiment, null, changes, leftOff);
  expect(frame.update).toBe(5);
  expect(frame.lanes.map((lane) => lane.scalar('update'))).toEqual([5, 5, 5]);
  expect(later.experiment.rate).toBe(0.02);
  later.release(await later.advance(6));
  expect(later.changes).toEqual(whole.changes);
  expect(await sums(later)).toEqual(await sums(whole));
  // Its past is there, too.
  const past = await later.visit(3);
  expect(past.lanes.map((lane) => lane.scalar('update'))).toEqual([3, 3, 3]);
  whole.dispose();
  later.dispose();
});

test('a snapshot that is none is refused, and the run before it can be had again', async () => {
  const engine = await Engine.create();
  engine.release(await engine.start(experiment));
  engine.release(await engine.advance(3));
  const { lanes } = await engine.leaveOff();
  const damaged = new Map(lanes).set('lstm', Uint8Array.of(1, 2, 3));
  await expect(engine.start(experiment, null, [], { update: 3, lanes: damaged })).rejects.toThrow(VanishingError);
  await expect(engine.start(experiment, null, [], { update: 3, lanes: new Map() })).rejects.toThrow('no snapshot of the rnn');
  engine.release(await engine.start(experiment, null, [], { update: 3, lanes }));
  expect(engine.update).toBe(3);
  engine.dispose();
});
