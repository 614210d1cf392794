import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

import { FLAGS, WORDS } from '../element/attributes';

test('the Python package has a trait for each attribute of words, and for each that is there or not', () => {
  const source = readFileSync(new URL('../../python/vanishing_point/_stage.py', import.meta.url), 'utf8');
  const listed = (name: string) => [...(new RegExp(String.raw`^${name} = \((.*)\)$`, 'm').exec(source)?.[1] ?? '').matchAll(/"(\w+)"/g)].map(([, word]) => word);
  // A stage in a notebook loads at once.
  expect(listed('WORDS')).toEqual(WORDS.filter((name) => name !== 'loading'));
  expect(listed('FLAGS')).toEqual(FLAGS.map((name) => name.replaceAll('-', '_')));
});
