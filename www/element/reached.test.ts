import { describe, expect, it } from 'vitest';

import { TimeScale } from '../views/scale';
import { Reached } from './reached';

describe('how far the passes have come', () => {
  it('paints a column that several steps share once all of them are reached, and every column once', () => {
    const scale = new TimeScale(1000, 100);
    expect(scale.merged).toBeGreaterThan(1);
    for (const pass of ['forward', 'backward'] as const) {
      const reached = new Reached();
      reached.begin(pass);
      const painted: number[] = Array.from({ length: scale.columns }, () => 0);
      for (let step = 0; step < 1000; step += 7) {
        const [from, to] = reached.advance(scale, pass, step, Math.min(1000, step + 7));
        for (let column = from; column < to; column++) painted[column] = (painted[column] ?? 0) + 1;
      }
      expect(painted).toEqual(Array(scale.columns).fill(1));
      expect(reached.columns).toBe(scale.columns);
    }
  });

  it('knows which passes have been at a step', () => {
    const scale = new TimeScale(10, 400);
    const reached = new Reached();
    expect(reached.at(3, scale)).toEqual({ forward: true, backward: true });
    reached.begin('forward');
    reached.advance(scale, 'forward', 0, 4);
    expect([3, 4].map((step) => reached.at(step, scale))).toEqual([{ forward: true, backward: false }, { forward: false, backward: false }]);
    expect(reached.steps(scale)).toBe(4);
    reached.begin('backward');
    reached.advance(scale, 'backward', 0, 4);
    expect([5, 6].map((step) => reached.at(step, scale).backward)).toEqual([false, true]);
    reached.complete();
    expect(reached.at(0, scale)).toEqual({ forward: true, backward: true });
  });
});
