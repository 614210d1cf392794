import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Engine, LaneFrame, StageFrame } from '../engine/engine';
import type { Experiment } from '../generated/types';
import type { Speed } from '../store/run';
import { Player } from './player';
import type { Screen } from './sweep';

/** An engine whose calls are answered when the test says so. */
class SlowEngine {
  readonly viewed = null;
  readonly released: number[] = [];
  readonly asked: { updates: number; answer: () => void; fail: (why: Error) => void }[] = [];
  /** The update from which on its lane has learned, if it ever does. */
  learnsAt = Infinity;
  #update = 0;

  get update(): number {
    return this.#update;
  }

  returnTo(update: number): Promise<StageFrame> {
    this.#update = update;
    return Promise.resolve(this.#frame(update));
  }

  #frame(update: number): StageFrame {
    return frame(update, null, update >= this.learnsAt ? this.learnsAt : null);
  }

  start(): Promise<StageFrame> {
    return Promise.resolve(frame(0));
  }

  advance(updates: number): Promise<StageFrame> {
    const update = (this.#update += updates);
    return new Promise((resolve, reject) => this.asked.push({ updates, answer: () => resolve(this.#frame(update)), fail: reject }));
  }

  release({ update }: StageFrame): void {
    this.released.push(update);
  }
}

/** A frame of which only what the player looks at is there. */
function frame(update: number, diverged: { update: number } | null = null, learnedAt: number | null = null): StageFrame {
  const lane = { cell: 'gru', run: { steps: 8, gates: ['update'] }, diverged, learnedAt, updatesPerSecond: 1000 };
  return { update, lanes: [lane as unknown as LaneFrame] };
}

let tick: (() => void) | null = null;
let shown: number[] = [];
let failures: unknown[] = [];

/** Lets an animation frame come, and everything that waits for an answer go on. */
async function animationFrame(): Promise<void> {
  const callback = tick;
  tick = null;
  callback?.();
  await settled();
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}

async function playing(speed: Speed): Promise<{ engine: SlowEngine; player: Player }> {
  const engine = new SlowEngine();
  const nothing = () => undefined;
  const screen: Screen = {
    open: nothing, record: nothing, begin: nothing, reach: nothing, complete: nothing, flush: nothing, changed: nothing, rewound: nothing,
    take: ({ update }) => shown.push(update),
    fail: (failure) => failures.push(failure),
  };
  const player = new Player(engine as unknown as Engine, screen);
  await player.start({} as Experiment, null);
  player.finish();
  player.pace.speed = speed;
  player.play();
  for (let count = 0; count < 20; count++) await animationFrame();
  return { engine, player };
}

beforeEach(() => {
  shown = [];
  failures = [];
  let now = 0;
  vi.stubGlobal('document', { hidden: false });
  vi.stubGlobal('navigator', { hardwareConcurrency: 8 });
  vi.stubGlobal('requestAnimationFrame', (callback: (now: number) => void) => (tick = () => callback((now += 1000 / 60))));
});
afterEach(() => vi.unstubAllGlobals());

describe('flat out', () => {
  it('two calls are under way at a time, so that no worker waits while the page draws', async () => {
    const { engine } = await playing(Infinity);
    expect(engine.asked).toHaveLength(2);
    engine.asked[0]!.answer();
    await settled();
    expect(engine.asked).toHaveLength(3);
  });

  it('pausing waits for both, and the newest is on view', async () => {
    const { engine, player } = await playing(Infinity);
    let paused = false;
    const pause = player.pause().then(() => (paused = true));
    engine.asked[0]!.answer();
    await settled();
    expect(paused).toBe(false);
    engine.asked[1]!.answer();
    await pause;
    expect(player.frame?.update).toBe(engine.asked[0]!.updates + engine.asked[1]!.updates);
    expect(engine.asked).toHaveLength(2);
  });

  it('every frame but that on view goes back to the engine', async () => {
    const { engine, player } = await playing(Infinity);
    for (let call = 0; call < 30; call++) {
      engine.asked[call]!.answer();
      await settled();
      if (call % 3 === 0) await animationFrame();
    }
    const pause = player.pause();
    for (const { answer } of engine.asked) answer();
    await pause;
    let update = 0;
    const all = [0, ...engine.asked.map(({ updates }) => (update += updates))];
    expect([...engine.released, player.frame!.update].sort((a, b) => a - b)).toEqual(all);
  });

  it('what makes both calls fail is said once', async () => {
    const { engine, player } = await playing(Infinity);
    for (const { fail } of engine.asked) fail(new Error('The worker is gone.'));
    await settled();
    expect(failures).toEqual([new Error('The worker is gone.')]);
    expect(player.playing).toBe(false);
  });
});

describe('when every lane has diverged', () => {
  // The engine knows it and answers at once.
  const end = (engine: SlowEngine) => {
    const advance = vi.spyOn(engine, 'advance').mockImplementation(() => Promise.resolve(frame(9, { update: 9 })));
    for (const { answer } of engine.asked) answer();
    return advance;
  };

  it('flat out leaves the page its animation frames', async () => {
    const { engine } = await playing(Infinity);
    const advance = end(engine);
    await settled();
    expect(advance.mock.calls.length).toBeLessThanOrEqual(2);
  });

  it('training a number of updates ends', async () => {
    const { engine, player } = await playing(50);
    engine.asked[0]!.answer();
    await player.pause();
    const advance = end(engine);
    await player.train(1e9);
    expect(advance.mock.calls.length).toBeLessThanOrEqual(2);
    expect(player.frame?.update).toBe(9);
  });
});

it('at a chosen speed one call is under way at a time', async () => {
  const { engine } = await playing(50);
  expect(engine.asked).toHaveLength(1);
  engine.asked[0]!.answer();
  for (let count = 0; count < 5; count++) await animationFrame();
  expect(engine.asked).toHaveLength(2);
  expect(shown).toContain(engine.asked[0]!.updates);
});

it('training a number of updates makes just as many', async () => {
  const { engine, player } = await playing(50);
  const before = engine.asked[0]!;
  before.answer();
  await player.pause();
  const done = vi.fn();
  void player.train(1000).then(done);
  await settled();
  for (let call = 1; call < engine.asked.length; call++) {
    engine.asked[call]!.answer();
    await settled();
  }
  expect(done).toHaveBeenCalledOnce();
  expect(engine.asked.slice(1).reduce((sum, { updates }) => sum + updates, 0)).toBe(1000);
  expect(player.frame?.update).toBe(before.updates + 1000);
});

describe('where training stops by itself', () => {
  /** Answers calls until nothing is asked for any more, or for so many animation frames. */
  async function trained({ engine, player }: { engine: SlowEngine; player: Player }, frames = 2000): Promise<void> {
    let answered = 0;
    for (let count = 0; count < frames && player.playing; count++) {
      for (; answered < engine.asked.length; answered++) engine.asked[answered]!.answer();
      await animationFrame();
    }
    for (; answered < engine.asked.length; answered++) engine.asked[answered]!.answer();
    await settled();
  }

  it('is the milestone, in the automatic pace: what was trained beyond it is taken back', async () => {
    const run = await playing('auto');
    run.engine.learnsAt = 30;
    await trained(run);
    expect([run.player.playing, run.player.frame?.update, run.engine.update]).toEqual([false, 30, 30]);
  });

  it('is the milestone once: who goes on is not stopped again', async () => {
    const run = await playing('auto');
    run.engine.learnsAt = 30;
    await trained(run);
    run.player.play();
    await trained(run, 600);
    expect(run.player.playing).toBe(true);
    expect(run.player.frame!.update).toBeGreaterThan(30);
  });

  it('is not the milestone at a chosen speed', async () => {
    const run = await playing(50);
    run.engine.learnsAt = 30;
    await trained(run, 600);
    expect(run.player.playing).toBe(true);
  });

  it.each([50, Infinity, 'auto'] as const)('is exactly the update that a scene names, at speed %s, and going on lifts it', async (speed) => {
    const run = await playing(speed);
    run.player.stopAt = 137;
    await trained(run, 2000);
    expect([run.player.playing, run.player.frame?.update]).toEqual([false, 137]);
    run.player.play();
    await trained(run, 50);
    expect(run.player.playing).toBe(true);
    expect(run.player.frame!.update).toBeGreaterThan(137);
  });
});

describe('the first pass of a run', () => {
  async function begun(): Promise<{ engine: SlowEngine; player: Player; held: boolean[] }> {
    const engine = new SlowEngine();
    const nothing = () => undefined;
    const held: boolean[] = [];
    const screen: Screen = {
      open: nothing, record: nothing, begin: nothing, reach: nothing, complete: nothing, flush: nothing, rewound: nothing, take: nothing, fail: nothing,
      changed: () => void held.push(player.holding),
    };
    const player: Player = new Player(engine as unknown as Engine, screen);
    await player.start({} as Experiment, null);
    player.play();
    for (let count = 0; count < 200 && !player.holding; count++) await animationFrame();
    return { engine, player, held };
  }

  it('is held for two seconds once it is finished; then training begins', async () => {
    const { engine, player } = await begun();
    expect(player.wave.complete).toBe(true);
    for (let count = 0; count < 115; count++) await animationFrame();
    expect([player.holding, engine.asked.length]).toEqual([true, 0]);
    for (let count = 0; count < 90; count++) await animationFrame();
    expect([player.holding, engine.asked.length]).toEqual([false, 1]);
  });

  it('is held no longer when someone pauses and plays', async () => {
    const { engine, player, held } = await begun();
    await player.pause();
    expect(player.holding).toBe(false);
    player.play();
    for (let count = 0; count < 90; count++) await animationFrame();
    expect(engine.asked.length).toBe(1);
    expect(held).toContain(true);
  });
});
