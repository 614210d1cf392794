import { expect, test } from 'vitest';
import { wordsOf } from './sentence';

const ENGLISH = ['the', 'film', 'was', 'not', 'good', ',', 'but', '.', 'a', 'Jordan'];

test.each<[string, string[], object]>([
  ['The film was not good', ENGLISH, { words: ['the', 'film', 'was', 'not', 'good', '.'] }],
  ['the film was good, but the film was not.', ENGLISH, { words: ['the', 'film', 'was', 'good', ',', 'but', 'the', 'film', 'was', 'not', '.'] }],
  ['the film was splendid.', ENGLISH, { unknown: 'splendid.' }],
  // Not “a” and a rest.
  ['afilm', ENGLISH, { unknown: 'afilm' }],
  ['jordan', ENGLISH, { words: ['Jordan', '.'] }],
  ['长安的王先生。', ['长', '长安', '的', '王先生', '。'], { words: ['长安', '的', '王先生', '。'] }],
  ['', ENGLISH, { words: [] }],
])('%s', (text, known, found) => {
  expect(wordsOf(text, known)).toEqual(found);
});
