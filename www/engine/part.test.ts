import { expect, test } from 'vitest';

import { loadPart } from './part';

/** As the three engines word it. */
const WORDED: readonly [Error, string | null][] = [
  [new TypeError('Failed to fetch dynamically imported module: https://example.org/vp/chunk-extras.js'), 'https://example.org/vp/chunk-extras.js'],
  [new TypeError('error loading dynamically imported module: https://example.org/vp/chunk-extras.js'), 'https://example.org/vp/chunk-extras.js'],
  [new TypeError('Importing a module script failed.'), null],
  [new SyntaxError('Unexpected end of input'), null],
];

test.each(WORDED)('a part that does not come is told as data: %s', async (cause, address) => {
  await expect(loadPart(() => Promise.reject(cause))).rejects.toMatchObject({ name: 'LoadError', cause, failure: { kind: 'part', address } });
});

test('a part that comes is handed on, and another failure stays what it is', async () => {
  expect(await loadPart(() => Promise.resolve(7))).toBe(7);
  const other = new RangeError('too large');
  await expect(loadPart(() => Promise.reject(other))).rejects.toBe(other);
});
