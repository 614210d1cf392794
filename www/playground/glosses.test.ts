import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { GLOSSES } from './glosses';

test('every word of the sentences has its meaning, and no other', () => {
  const grammar = readFileSync(new URL('../../data/sentiment.txt', import.meta.url), 'utf8').split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const tokens = grammar.flatMap((line) => line.slice(line.indexOf('=') + 1).split(/[\s|]+/)).filter((token) => token !== '' && !token.startsWith('<'));
  const words = new Set(tokens.map((token) => token.split('/')[0]!).filter((word) => /[a-z]/.test(word)));
  expect(Object.keys(GLOSSES).sort()).toEqual([...words].sort());
  expect(Object.values(GLOSSES).every((gloss) => /^[\p{Script=Han}…（）]+$/u.test(gloss))).toBe(true);
});
