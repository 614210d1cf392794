/** What a room has predicted: codes go in, the distribution of each question comes out, beside what was right. */

import type { Language } from '../i18n/languages';
import { h, rich } from '../views/dom';
import { cameraReader } from './camera';
import { countsOf, questionsOf, readCodes } from './code';
import type { Beat, BeatText } from './lesson';
import { LESSONS, loadLesson, type LessonId } from './list';
import { loadLessonText, type CourseTexts } from './texts';

/** The box for codes and what they come to; nothing of it leaves the page. */
export function room(course: CourseTexts, language: Language): HTMLElement {
  const { room: words } = course;
  const input = h('textarea', { rows: 4, spellcheck: 'false', placeholder: 'vanishing:DBC  vanishing:BBA', 'aria-label': words.paste });
  const result = h('div', { class: 'room-result', role: 'status' });
  /** Only the last of what was pasted is shown. */
  let turn = 0;
  const show = async () => {
    const mine = ++turn;
    const { answers, unread } = readCodes(input.value);
    const lessons = LESSONS.filter((id) => answers.some(({ lesson }) => lesson === id));
    const parts = await Promise.all(lessons.map(async (id) => distribution(id, answers, (await loadLesson(id)).beats, await loadLessonText(language, id), course)));
    if (mine !== turn) return;
    result.replaceChildren(
      ...(unread.length === 0 ? [] : [h('p', { class: 'unread' }, words.unread(unread.slice(0, 5).join(' '), unread.length))]),
      ...parts);
  };
  input.addEventListener('input', () => void show());
  const camera = cameraReader(words, (code) => {
    input.value = `${input.value.trimEnd()} ${code}`.trimStart();
    void show();
  });
  return h('section', { class: 'room' }, h('h2', {}, words.title), h('p', {}, words.explanation), input, camera, result);
}

function distribution(id: LessonId, answers: ReturnType<typeof readCodes>['answers'], beats: readonly Beat[], text: Readonly<Record<string, BeatText>>, course: CourseTexts): HTMLElement {
  const asked = questionsOf(beats).map((beat) => ({ beat, ask: text[beat.id]!.ask! }));
  const counts = countsOf(answers, id, asked.map(({ ask }) => ask.choices.length));
  return h('section', {}, h('h3', {}, course.lessons[id].title), ...asked.flatMap(({ beat, ask }, question) => {
    const row = counts[question]!;
    const all = row.reduce((sum, count) => sum + count, 0);
    return [h('p', { class: 'asked' }, rich(ask.question)), h('table', { class: 'votes' }, h('tbody', {}, ...ask.choices.map((choice, place) => {
      const share = all === 0 ? 0 : row[place]! / all;
      return h('tr', { 'data-right': place === beat.right },
        h('th', { scope: 'row' }, rich(choice), ...(place === beat.right ? [h('b', {}, ` ✓ ${course.room.right}`)] : [])),
        h('td', { class: 'count' }, String(row[place])),
        h('td', { class: 'bar', 'aria-hidden': 'true' }, h('span', { style: `width: ${(100 * share).toFixed(1)}%` })));
    })))];
  }));
}
