import { expect, test } from 'vitest';
import { surprises } from './surprise';

test('what was given one chance in eight surprises by three bits, what was certain not at all', () => {
  const outputs = new Float32Array([0.125, 0.875, 0, 1, 0.5, 0.5, 0, 1]);
  const bits = surprises(outputs, [0, 1, null, 0], 2);
  expect([...bits].slice(0, 2)).toEqual([3, -0]);
  expect(bits[2]).toBeNaN();
  // However unlikely, a number.
  expect(bits[3]).toBeGreaterThan(100);
  expect(bits[3]).toBeLessThan(Infinity);
});
