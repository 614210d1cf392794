import { expect, test } from 'vitest';
import { fateOf, ROUNDED_AWAY, together } from './share';

test('a gradient vanishes where a float32 sum would lose it, and fades below a thousandth', () => {
  expect(Math.fround(1 + 10 ** (ROUNDED_AWAY - 0.01))).toBe(1);
  expect(Math.fround(1 + 10 ** (ROUNDED_AWAY + 0.01))).toBeGreaterThan(1);
  expect([-300, -7.3, -7.2, -3.1, -2.9, 0, 0.9, 1.1].map(fateOf)).toEqual(['vanishes', 'vanishes', 'fades', 'fades', 'arrives', 'arrives', 'arrives', 'explodes']);
});

test('exactly zero is not called vanishing', () => {
  expect(fateOf(-Infinity)).toBe('zero');
});

test('two gradients joined are as long as the hypotenuse, and nothing where both are nothing', () => {
  expect(together(Math.log10(3), Math.log10(4))).toBeCloseTo(Math.log10(5), 12);
  expect(together(-Infinity, -2)).toBe(-2);
  expect(together(-Infinity, -Infinity)).toBe(-Infinity);
});
