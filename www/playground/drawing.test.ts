import { expect, test } from 'vitest';
import { shadesOf, SIDE } from './drawing';

const rows = (shades: readonly number[]) => Array.from({ length: SIDE }, (_, row) => shades.slice(SIDE * row, SIDE * (row + 1)));

test('nothing drawn is no image', () => {
  expect(shadesOf([])).toBeNull();
});

test('a line from top to bottom stands in the middle, as high as the image, in shades of the set', () => {
  const image = rows(shadesOf([[[70, 10], [70, 40], [70, 90]]])!);
  for (const row of image) {
    expect(row.slice(0, 3)).toEqual([0, 0, 0]);
    expect(row.slice(5)).toEqual([0, 0, 0]);
    expect(row[3]! + row[4]!).toBeGreaterThan(8);
    expect(Math.max(...row)).toBeLessThanOrEqual(16);
  }
});

test('size and place of what is drawn do not matter', () => {
  const seven: [number, number][] = [[0, 0], [2, 0], [1, 4]];
  expect(shadesOf([seven.map(([x, y]) => [100 + 13 * x, 5 + 13 * y])])).toEqual(shadesOf([seven]));
});
