import { expect, test } from 'vitest';

import { MOST_ROWS, strided } from './chart-table';

test('a long record is read in even strides to its end, a short one whole', () => {
  const record = Array.from({ length: 1000 }, (_, index) => index);
  const read = strided(record);
  expect(read.length).toBeLessThanOrEqual(MOST_ROWS);
  expect(read.at(-1)).toBe(999);
  expect(new Set(read.slice(1).map((each, index) => each - read[index]!)).size).toBe(1);
  expect(strided(record.slice(0, MOST_ROWS))).toEqual(record.slice(0, MOST_ROWS));
  expect(strided([])).toEqual([]);
});
