import { expect, test } from 'vitest';
import { isNpy, npyOf, npyOfRows } from './npy';

test('a file has its shape in the header, and its numbers begin aligned', () => {
  const file = npyOf([1, 2, NaN, -0.5], [2, 2]);
  expect(isNpy(file)).toBe(true);
  expect(isNpy(new TextEncoder().encode('1,2'))).toBe(false);
  const start = file.length - 4 * 8;
  expect(start % 64).toBe(0);
  expect(new TextDecoder().decode(file.subarray(10, start))).toMatch(/^\{'descr': '<f8', 'fortran_order': False, 'shape': \(2, 2,\), \} *\n$/);
  expect(Array.from(new Float64Array(file.slice(start).buffer))).toEqual([1, 2, NaN, -0.5]);
});

test('nested arrays become the same file; ragged ones are refused', () => {
  expect(npyOfRows([[1, 2], [3, 4]])).toEqual(npyOf([1, 2, 3, 4], [2, 2]));
  expect(npyOfRows([[[1], [2]]])).toEqual(npyOf([1, 2], [1, 2, 1]));
  for (const ragged of [[[1, 2], [3]], [1, [2]], [[1], 2]]) expect(() => npyOfRows(ragged)).toThrow('equally long');
});
