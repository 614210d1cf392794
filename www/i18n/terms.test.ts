/** The words of the page that explain themselves: each has one sentence, in both languages. */

import { describe, expect, test } from 'vitest';

import { loadMessages } from './index';
import { LANGUAGES } from './languages';

/** Gradient, loss, hidden state, gate, norm, spectral radius, logarithmic axis; and what else a newcomer stops at. */
const WORDS = ['axis', 'error', 'gain', 'gate', 'gradient', 'loss', 'memory', 'norm', 'radius', 'state'];

describe.each(LANGUAGES)('in %s', (language) => {
  test('every word has a sentence of its own, and no more than one', async () => {
    const { terms } = await loadMessages(language);
    expect(Object.keys(terms).sort()).toEqual(WORDS);
    expect(new Set(Object.values(terms)).size).toBe(WORDS.length);
    for (const sentence of Object.values(terms)) expect(sentence.match(/[.。]/g), sentence).toHaveLength(1);
  });
});
