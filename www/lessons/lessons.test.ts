/** Prose and states of the lessons belong together, in every language; what the prose claims is held by tests/lessons.rs. */

import { describe, expect, test } from 'vitest';

import { loadMessages } from '../i18n';
import { LANGUAGES } from '../i18n/languages';
import { flaws } from '../i18n/mechanics';
import { factsOf } from '../story/facts';
import { validate } from '../store/validate';
import type { BeatText, Paragraph } from './lesson';
import { LESSONS, loadLesson } from './list';
import { closed, liveOf, NOTHING, UNKNOWN, type Live } from './live';
import { loadCourse, loadLessonText } from './texts';

function paragraphs({ text, ask }: BeatText): Paragraph[] {
  return [...text, ...(ask === undefined ? [] : [ask.question, ...ask.choices, ...ask.replies])];
}

/** Numbers such as a frame has. */
async function live(language: 'en' | 'zh', log10: number): Promise<Live> {
  const words = await loadMessages(language);
  const cells = ['rnn', 'lstm', 'gru', 'window', 'mingru', 'lru', 'attention'] as const;
  const lane = (label: string) => ({ label, of: 'h' as const, log10: Array.from({ length: 40 }, (_, t) => (log10 * (39 - t)) / 39), accuracy: 0.25, gated: false, direct: false, gate: { name: 'forget' as const, mean: 0.98 }, divergedAt: null, shows: null });
  const facts = factsOf({ steps: 40, source: 40, single: true, letter: 'C', pass: { kind: 'finished' }, update: 200, seed: 1, milestone: null, chance: 0.25, asked: 1, answers: 64, unseen: true, lanes: cells.map(lane) });
  return liveOf(facts, cells, cells.map(() => ({ loss: 1.386, gradNorm: 0.42, weights: 2548 })), words);
}

describe.each(LESSONS)('lesson %s', (id) => {
  test('tells of each of its beats, and of no other, in every language', async () => {
    const { beats } = await loadLesson(id);
    for (const language of LANGUAGES) {
      const text = await loadLessonText(language, id);
      expect(Object.keys(text), language).toEqual(beats.map((beat) => beat.id));
    }
  });

  test('has a right choice and a reply to every choice wherever it asks', async () => {
    const { beats } = await loadLesson(id);
    for (const language of LANGUAGES) {
      const text = await loadLessonText(language, id);
      for (const beat of beats) {
        const { ask } = text[beat.id]!;
        expect(ask === undefined, `${language} ${beat.id}`).toBe(beat.right === undefined);
        if (ask === undefined) continue;
        expect(ask.choices.length).toBeGreaterThan(1);
        expect(ask.replies.length).toBe(ask.choices.length);
        expect(beat.right).toBeLessThan(ask.choices.length);
      }
    }
  });

  test('names only models that are on stage', async () => {
    const { beats } = await loadLesson(id);
    for (const beat of beats) {
      const { experiment, problems } = validate(beat.experiment);
      expect(problems, beat.id).toEqual([]);
      const named: string[] = [];
      const spy: Live = { ...NOTHING, lane: (cell) => (named.push(cell), NOTHING.lane(cell)) };
      for (const language of LANGUAGES) {
        for (const each of paragraphs((await loadLessonText(language, id))[beat.id]!)) if (typeof each === 'function') each(spy);
      }
      expect(named.filter((cell) => !(experiment.cells as string[]).includes(cell)), beat.id).toEqual([]);
    }
  });

  test('is spaced and punctuated as each language is, whatever its numbers are', async () => {
    for (const language of LANGUAGES) {
      const text = await loadLessonText(language, id);
      for (const log10 of [-13, -10.7, -1, -0.3, 0.5, 4]) {
        const numbers = await live(language, log10);
        for (const [beat, each] of Object.entries(text)) {
          for (const paragraph of [each.title, ...paragraphs(each)]) {
            const written = closed(typeof paragraph === 'string' ? paragraph : paragraph(numbers));
            expect(written).not.toContain(UNKNOWN);
            expect(flaws(written, language), `${language} ${beat}: ${written}`).toEqual([]);
          }
        }
      }
    }
  });
});

test('every lesson has a title and a goal in every language', async () => {
  for (const language of LANGUAGES) {
    const { lessons } = await loadCourse(language);
    expect(Object.keys(lessons)).toEqual(LESSONS);
  }
});
