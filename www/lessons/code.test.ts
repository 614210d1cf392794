import { describe, expect, test } from 'vitest';

import { codeOf, countsOf, readCodes } from './code';

describe('a code of predictions', () => {
  test('is read back as it was written', () => {
    const given = [1, null, 0, 2];
    expect(codeOf('vanishing', given)).toBe('vanishing:B-AC');
    expect(readCodes(codeOf('vanishing', given))).toEqual({ answers: [{ lesson: 'vanishing', given }], unread: [] });
  });

  test('is found among the words of a chat, and what is no code is named', () => {
    const { answers, unread } = readCodes('window:C, WINDOW：b\nhello traps:AA chess:AB window:4');
    expect(answers.map(({ lesson, given }) => [lesson, ...given])).toEqual([['window', 2], ['window', 1], ['traps', 0, 0]]);
    expect(unread).toEqual(['hello', 'chess:AB', 'window:4']);
  });

  test('counts for the questions and choices that there are, and for no others', () => {
    const { answers } = readCodes('window:CB window:CZ window:C-AAAA traps:A');
    expect(countsOf(answers, 'window', [3, 3])).toEqual([[0, 0, 3], [0, 1, 0]]);
  });
});
