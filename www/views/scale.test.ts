import { describe, expect, it } from 'vitest';
import { TimeScale } from './scale';

describe('the time axis', () => {
  it('gives forty steps columns of seventeen pixels at 1440', () => {
    const scale = new TimeScale(40, 690);
    expect(scale.column).toBe(17);
    expect(scale.width).toBe(680);
    expect(scale.merged).toBe(1);
    expect(scale.hasLetters).toBe(true);
  });

  it('merges steps when columns would be under six pixels', () => {
    const scale = new TimeScale(1024, 680);
    expect(scale.merged).toBe(10);
    expect(scale.columns).toBe(103);
    expect(scale.column).toBe(6);
    expect(scale.width).toBeLessThanOrEqual(680);
    expect(scale.columnOf(1023)).toBe(102);
  });

  it('finds the step under every place, and stays inside', () => {
    const scale = new TimeScale(40, 690);
    for (let step = 0; step < 40; step++) expect(scale.stepAt(scale.x(step))).toBe(step);
    expect(scale.stepAt(-5)).toBe(0);
    expect(scale.stepAt(9999)).toBe(39);
  });

  it('numbers the first and the last step and round ones between', () => {
    expect(new TimeScale(40, 690).ticks().map((step) => step + 1)).toEqual([1, 5, 10, 15, 20, 25, 30, 35, 40]);
    expect(new TimeScale(2, 690).ticks().map((step) => step + 1)).toEqual([1, 2]);
    expect(new TimeScale(1024, 680).ticks().map((step) => step + 1)).toEqual([1, 100, 200, 300, 400, 500, 600, 700, 800, 900, 1024]);
  });

  it('never grows wider than what there is, for any length', () => {
    for (let steps = 2; steps <= 1024; steps++) {
      const scale = new TimeScale(steps, 333);
      expect(scale.width).toBeLessThanOrEqual(333);
      expect(scale.column).toBeGreaterThanOrEqual(6);
    }
  });
});
