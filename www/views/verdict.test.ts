import { expect, test } from 'vitest';
import { ROUNDED_AWAY, verdictOf } from './verdict';

test('a gradient vanishes where a float32 sum would lose it, and fades below a thousandth', () => {
  expect(Math.fround(1 + 10 ** (ROUNDED_AWAY - 0.01))).toBe(1);
  expect(Math.fround(1 + 10 ** (ROUNDED_AWAY + 0.01))).toBeGreaterThan(1);
  expect([-300, -7.3, -7.2, -3.1, -2.9, 0, 0.9, 1.1].map(verdictOf)).toEqual(['vanishes', 'vanishes', 'fades', 'fades', null, null, null, 'explodes']);
});

test('exactly zero is not called vanishing', () => {
  expect(verdictOf(-Infinity)).toBe('zero');
});
