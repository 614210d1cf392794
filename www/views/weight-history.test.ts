import { describe, expect, it } from 'vitest';
import { CAPACITY, WeightHistory } from './weight-history';

const at = (updates: number) => ({ updates, blocks: { hidden: { radius: 0.5 + updates / 1e4, norm: 1 } } });

describe('the history of the weights', () => {
  it('stays bounded over any run, in order, with its first and its newest point', () => {
    const history = new WeightHistory();
    for (let update = 0; update <= 5000; update += 5) history.record(at(update));
    const updates = history.points.map((point) => point.updates);
    expect(updates.length).toBeLessThanOrEqual(CAPACITY);
    expect(updates.length).toBeGreaterThan(CAPACITY / 4);
    expect(updates.at(-1)).toBe(5000);
    expect(updates[0]).toBeLessThan(100);
    expect(updates).toEqual([...updates].sort((a, b) => a - b));
  });

  it('keeps what came later while an earlier update is looked at, and says what was known at each', () => {
    const history = new WeightHistory();
    for (const update of [0, 10, 30, 20, 10]) history.record(at(update));
    expect(history.points.map((point) => point.updates)).toEqual([0, 10, 20, 30]);
    expect(history.at(25)?.updates).toBe(20);
    expect(new WeightHistory().at(3)).toBeUndefined();
  });

  it('forgets what a run that went back has no longer done', () => {
    const history = new WeightHistory();
    for (const update of [0, 10, 20, 30]) history.record(at(update));
    history.forget(20);
    expect(history.points.map((point) => point.updates)).toEqual([0, 10]);
    history.forget(0);
    expect(history.points).toEqual([]);
  });
});
