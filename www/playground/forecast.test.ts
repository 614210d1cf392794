import { expect, test } from 'vitest';
import { error, historyOf, sameSeason } from './forecast';

test('half of a window is read, and all of it that is not held out, but for a few values', () => {
  const targets = (known: number) => Array.from({ length: 48 }, (_, step) => (step < known ? null : [0]));
  expect([0, 10, 30, 47].map((known) => historyOf(targets(known)))).toEqual([24, 24, 31, 42]);
  expect(historyOf([[0], [0]])).toBe(1);
});

test('a season is repeated from what was read, never from what is to be forecast', () => {
  const truth = [1, 2, 3, 4, 5, 6, 7, 8];
  expect(sameSeason(truth, 4, 3)).toEqual([2, 3, 4, 2]);
  expect(sameSeason(truth, 2, 3)).toBeNull();
  expect(sameSeason(truth, 4, 0)).toBeNull();
});

test('the error is in the unit of the values', () => {
  expect(error([3, 3], [0, 7])).toBeCloseTo(Math.sqrt((9 + 16) / 2));
});
