/** What is printed of the lessons, and their sources: whole, in every language, and with no paper that is cited and not listed. */

import { describe, expect, test } from 'vitest';

import { LANGUAGES, languageOf } from '../i18n/languages';
import { flaws } from '../i18n/mechanics';
import type { BeatText, Paragraph } from './lesson';
import { LESSONS } from './list';
import { NOTHING } from './live';
import { SOURCES, type SourceId } from './sources';
import { loadLessonText, loadSheetTexts } from './texts';

const written = (paragraph: Paragraph) => (typeof paragraph === 'string' ? paragraph : paragraph(NOTHING));
const allOf = ({ text, ask }: BeatText) => [...text, ...(ask === undefined ? [] : [ask.question, ...ask.choices, ...ask.replies])].map(written);
const sourceTexts = async (language: (typeof LANGUAGES)[number]) => (await (await languageOf(language).loadCourse()).loadSources()).sourcesTexts;

describe.each(LANGUAGES)('in %s', (language) => {
  test('each lesson has points for one page, and tasks with answers', async () => {
    const { lessons } = await loadSheetTexts(language);
    const english = (await loadSheetTexts('en')).lessons;
    expect(Object.keys(lessons)).toEqual(LESSONS);
    for (const id of LESSONS) {
      expect(lessons[id].points.length).toBe(english[id].points.length);
      expect(lessons[id].tasks.length).toBe(english[id].tasks.length);
      expect(lessons[id].points.length).toBeLessThan(8);
      for (const text of [...lessons[id].points, ...lessons[id].tasks.flatMap(({ ask, answer }) => [ask, answer])]) expect(flaws(text, language), `${id}: ${text}`).toEqual([]);
    }
  });

  test('every source is of a statement, and statements are as in English', async () => {
    const { lessons } = await sourceTexts(language);
    const english = (await sourceTexts('en')).lessons;
    const ids = (all: typeof lessons) => LESSONS.map((id) => all[id].map(([, ...sources]) => sources));
    expect(ids(lessons)).toEqual(ids(english));
    expect(Object.keys(SOURCES).filter((id) => !ids(lessons).flat(2).includes(id as SourceId))).toEqual([]);
    for (const text of LESSONS.flatMap((id) => lessons[id].map(([statement]) => statement))) expect(flaws(text, language), text).toEqual([]);
  });

  test('whatever a lesson or a sheet cites is among the sources of that lesson', async () => {
    const { lessons } = await loadSheetTexts(language);
    const statements = (await sourceTexts(language)).lessons;
    for (const id of LESSONS) {
      const prose = Object.values(await loadLessonText(language, id)).flatMap(allOf);
      const listed = statements[id].flatMap(([, ...sources]) => sources.map((source) => SOURCES[source]));
      for (const text of [...prose, ...lessons[id].points]) {
        for (const [, name = '', year = ''] of text.matchAll(/[(（]([A-Z][a-z]+)[^()（）]*?(\d{4})[)）]/g)) {
          expect(listed.some((source) => source.names.startsWith(name) && source.year === Number(year)), `${id}: ${name} ${year}`).toBe(true);
        }
      }
    }
  });
});
