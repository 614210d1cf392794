import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { countStart, Pace, someStart } from './speed';

const FRAME = 1000 / 60;

/** Lets animation frames go by and returns how many updates were asked for. */
function play(pace: Pace, seconds: number): number {
  let updates = 0;
  for (let frame = 0; frame < Math.round(seconds * 60); frame++) {
    pace.run(FRAME);
    const made = pace.take();
    if (made > 0) pace.measure(made, 1, 10_000);
    updates += made;
  }
  return updates;
}

/** Updates that cost nothing, so that only the pace limits them. */
function quick(): Pace {
  const pace = new Pace();
  pace.measure(10, 1, 10_000);
  pace.restart(2500);
  return pace;
}

describe('the automatic pace', () => {
  it('is that of the waves until the first update was shown in full', () => {
    const pace = quick();
    expect(pace.updatesPerSecond).toBeCloseTo(0.4);
    expect(pace.hasWave).toBe(true);
    play(pace, 5);
    expect(pace.updatesPerSecond).toBeCloseTo(0.4);
  });

  it('then makes updates that can be told apart, without waves, and ever more of them', () => {
    const pace = quick();
    pace.introduced();
    expect(pace.hasWave).toBe(false);
    expect(play(pace, 3.4)).toBe(3);
    const first = play(pace, 2);
    expect(first).toBeGreaterThanOrEqual(4);
    expect(first).toBeLessThanOrEqual(6);
    const later = play(pace, 2);
    expect(later).toBeGreaterThan(first);
    play(pace, 10);
    expect(pace.updatesPerSecond).toBe(10);
  });

  it('is slow again while something happens, and as fast as before afterwards', () => {
    const pace = quick();
    pace.introduced();
    play(pace, 16);
    pace.eventful = true;
    expect(play(pace, 2)).toBeLessThanOrEqual(10);
    pace.eventful = false;
    expect(pace.updatesPerSecond).toBe(10);
  });

  it('shows the first hundred updates within half a minute', () => {
    const pace = quick();
    pace.introduced();
    expect(play(pace, 25)).toBeGreaterThan(100);
  });

  it('ends flat out where nothing is left to be waited for', () => {
    const pace = quick();
    pace.introduced();
    pace.measure(200, 20, 10_000);
    play(pace, 20);
    expect(pace.updatesPerSecond).toBe(Infinity);
  });

  it('picks up when training goes on after the milestone', () => {
    const pace = quick();
    pace.introduced();
    pace.goOn();
    expect(pace.updatesPerSecond).toBe(10);
    play(pace, 20);
    expect(pace.updatesPerSecond).toBe(Infinity);
  });

  it('does not pick up while another element of the page starts, and does afterwards', () => {
    const pace = quick();
    pace.introduced();
    for (let frame = 0; frame < 300; frame++) pace.run(FRAME, true);
    expect(pace.updatesPerSecond).toBe(0.9);
    play(pace, 12);
    expect(pace.updatesPerSecond).toBeGreaterThan(4);
  });
});

describe('the pace', () => {
  it('spends what it earns', () => {
    const pace = quick();
    pace.speed = 20;
    const updates = play(pace, 10);
    expect(updates).toBeGreaterThanOrEqual(199);
    expect(updates).toBeLessThanOrEqual(200);
  });

  it('makes slow updates also where no wave shows them', () => {
    const pace = quick();
    pace.speed = 0.4;
    expect(play(pace, 5.1)).toBe(2);
  });

  it('never asks for a call much longer than a few frames, however slow an update is', () => {
    const pace = new Pace();
    pace.speed = Infinity;
    pace.measure(1, 500, 2);
    for (let frame = 0; frame < 60; frame++) pace.run(FRAME);
    expect(pace.take()).toBe(1);
  });

  it('makes large calls when updates are cheap', () => {
    const pace = new Pace();
    pace.speed = Infinity;
    pace.measure(100, 10, 10_000);
    pace.run(16);
    expect(pace.take()).toBe(250);
  });

  it('makes the longest calls where the page shares its cores with the lanes, whatever a frame costs', () => {
    const pace = new Pace();
    pace.restart(2500, true);
    pace.speed = Infinity;
    for (let call = 0; call < 50; call++) pace.measure(100, 101, 1000);
    pace.run(16);
    expect(pace.take()).toBe(120);
  });

  it('goes on flat out after an animation frame in which no time went by', () => {
    const pace = new Pace();
    pace.speed = Infinity;
    pace.run(0);
    expect(pace.take()).toBe(1);
    pace.run(16);
    expect(pace.take()).toBe(1);
  });

  it('is not misled by what a frame costs', () => {
    const pace = new Pace();
    pace.speed = Infinity;
    for (let call = 0; call < 50; call++) pace.measure(1, 40, 1000);
    pace.run(16);
    expect(pace.take()).toBe(120);
  });
});

describe('elements that are starting', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('an element starts until its start has ended, well or badly', async () => {
    const done = Promise.resolve();
    countStart(done);
    const failed = Promise.reject(new Error('no network'));
    countStart(failed);
    expect(someStart()).toBe(true);
    await done;
    await failed.catch(() => undefined);
    expect(someStart()).toBe(false);
  });

  it('nobody waits for ever for one that never comes to its first frame', () => {
    countStart(new Promise(() => undefined));
    vi.advanceTimersByTime(19_000);
    expect(someStart()).toBe(true);
    vi.advanceTimersByTime(2000);
    expect(someStart()).toBe(false);
  });
});
