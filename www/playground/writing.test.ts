import { expect, test } from 'vitest';
import { asRead, isDigits, isHeldOut, parted, untilEnd } from './writing';

test('a sequence is parted where the answer begins', () => {
  const labels = ['4', '2', '=', 'f', 'o', '␣', '.'];
  const run = { inputLabels: labels, outputLabels: labels, probe: { symbols: [0, 1, 2, 3, 4, 5], values: null, targets: [null, null, 3, 4, 5, 6], marks: [] } };
  expect(parted(run)).toEqual({ source: '42', target: 'fo ' });
});

test('an answer ends where the model ends it', () => {
  expect(untilEnd('forty-two.42=')).toBe('forty-two');
  expect(untilEnd('fortyfortyforty')).toBe('fortyfortyforty…');
});

test('what is typed is read in the letters of the models, and no sign and no zero is taken from it', () => {
  expect(['  Forty-Two ', '４２', 'one thousand，  two hundred and one', '−1', '0042', ''].map(asRead)).toEqual(['forty-two', '42', 'one thousand, two hundred and one', '−1', '0042', '']);
  expect(['42', '四十二', '−1', ''].map(isDigits)).toEqual([true, false, false, false]);
});

test('one number in five from 20 on is held out, as in the core', () => {
  const all = Array.from({ length: 10_000 }, (_, number) => isHeldOut(String(number)));
  expect(all.slice(0, 20)).not.toContain(true);
  expect(all.filter((each) => each === true).length / 9980).toBeCloseTo(0.2, 1);
  // As `is_held_out` has them.
  expect(all.flatMap((each, number) => (each === true && number < 60 ? [number] : []))).toEqual([21, 23, 28, 35, 40, 42, 44, 49, 56]);
  expect([isHeldOut('twenty'), isHeldOut('10000'), isHeldOut('')]).toEqual([null, null, null]);
});
