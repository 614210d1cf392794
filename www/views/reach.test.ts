import { expect, test } from 'vitest';
import { strengthOf } from './reach';

test('the ground is of the magnitude as it is, in powers of ten, whatever the row', () => {
  expect([0, -1.5, -3, -6, -20, 2].map(strengthOf)).toEqual([1, 0.75, 0.5, 0, 0, 1]);
  // Exactly zero, and not known.
  expect([-Infinity, NaN].map(strengthOf)).toEqual([0, 0]);
});
