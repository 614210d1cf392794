import { describe, expect, it } from 'vitest';
import { Pace } from './pace';

describe('the pace', () => {
  it('starts as slow as the waves and ends flat out', () => {
    const pace = new Pace();
    pace.restart(2500);
    expect(pace.updatesPerSecond).toBeCloseTo(0.4);
    expect(pace.hasWave).toBe(true);
    pace.run(1000, false);
    expect(pace.updatesPerSecond).toBeCloseTo(0.4);
    for (let second = 0; second < 25; second++) pace.run(1000, true);
    expect(pace.updatesPerSecond).toBe(Infinity);
    expect(pace.hasWave).toBe(false);
  });

  it('spends what it earns', () => {
    const pace = new Pace();
    pace.speed = 20;
    pace.measure(10, 1, 10_000);
    let updates = 0;
    for (let frame = 0; frame < 600; frame++) {
      pace.run(1000 / 60, true);
      updates += pace.take();
    }
    expect(updates).toBeGreaterThanOrEqual(199);
    expect(updates).toBeLessThanOrEqual(200);
  });

  it('never asks for a call much longer than a few frames, however slow an update is', () => {
    const pace = new Pace();
    pace.speed = Infinity;
    pace.measure(1, 500, 2);
    for (let frame = 0; frame < 60; frame++) pace.run(1000 / 60, true);
    expect(pace.take()).toBe(1);
  });

  it('makes large calls when updates are cheap', () => {
    const pace = new Pace();
    pace.speed = Infinity;
    pace.measure(100, 10, 10_000);
    pace.run(16, true);
    expect(pace.take()).toBe(250);
  });

  it('goes on flat out after an animation frame in which no time went by', () => {
    const pace = new Pace();
    pace.speed = Infinity;
    pace.run(0, true);
    expect(pace.take()).toBe(1);
    pace.run(16, true);
    expect(pace.take()).toBe(1);
  });

  it('is not misled by what a frame costs', () => {
    const pace = new Pace();
    pace.speed = Infinity;
    for (let call = 0; call < 50; call++) pace.measure(1, 40, 1000);
    pace.run(16, true);
    expect(pace.take()).toBe(80);
  });
});
