import { expect, test } from 'vitest';
import { thinned } from './words';

const places = (count: number, column: number) => Array.from({ length: count }, (_, step) => (step + 0.5) * column);

test('where there is room, every word stands', () => {
  expect(thinned(places(5, 20), 15, [])).toEqual([0, 1, 2, 3, 4]);
});

test('of words without room no two come closer than they may, and those preferred stand', () => {
  const shown = thinned(places(69, 6), 15, [41, 7, 66]);
  expect(shown).toEqual(expect.arrayContaining([7, 41, 66]));
  for (let index = 1; index < shown.length; index++) expect(6 * (shown[index]! - shown[index - 1]!)).toBeGreaterThanOrEqual(15);
  // No gap stays in which another had room.
  for (let step = 0; step < 69; step++) expect(shown.some((other) => 6 * Math.abs(other - step) < 15), String(step)).toBe(true);
});

test('of two preferred ones that are too close, the first stands', () => {
  expect(thinned(places(10, 6), 15, [5, 4])).toContain(5);
  expect(thinned(places(10, 6), 15, [5, 4])).not.toContain(4);
});
