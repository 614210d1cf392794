import { expect, test } from 'vitest';
import { drawn } from './draw';

const letters = Array.from('abcdefghij');

test('the same seed and number draw the same, others others, and every item comes up', () => {
  expect(drawn(letters, 1, 0)).toBe(drawn(letters, 1, 0));
  const all = Array.from({ length: 200 }, (_, number) => drawn(letters, 1, number));
  expect(new Set(all)).toEqual(new Set(letters));
  expect(new Set(Array.from({ length: 200 }, (_, seed) => drawn(letters, seed, 0))).size).toBe(letters.length);
  for (const letter of letters) expect(all.filter((each) => each === letter).length).toBeLessThan(45);
  expect(drawn<string>([], 1, 0)).toBeUndefined();
});
