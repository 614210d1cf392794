import { expect, test } from 'vitest';

import { normalizeText } from './text';

test('a byte order mark goes, at the beginning only', () => {
  expect(normalizeText('\ufeffab')).toBe('ab');
  expect(normalizeText('a\ufeffb')).toBe('a\ufeffb');
});

test('every kind of line ends in LF', () => {
  expect(normalizeText('a\r\nb\rc\nd\r\n\r\n')).toBe('a\nb\nc\nd\n\n');
});

test('a letter and its accent are one character, so text and prompt meet', () => {
  expect(normalizeText('cafe\u0301')).toBe('café');
  expect(normalizeText('\u1112\u1161\u11ab')).toBe('한');
  expect(normalizeText('ﬁ① 中')).toBe('ﬁ① 中');
});
