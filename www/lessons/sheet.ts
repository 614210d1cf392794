/** What is printed of a lesson, one page each: a handout, a worksheet, and the worksheet's answers. */

import type { Language } from '../i18n/languages';
import { validate } from '../store/validate';
import { h, rich } from '../views/dom';
import type { Beat, LessonText } from './lesson';
import { LESSONS, type LessonId } from './list';
import { blankOf } from './number';
import { emptyChart } from './sketch';
import { SHEETS, type SheetKind } from './sheet-kinds';
import { loadSheetTexts, type CourseTexts } from './texts';

export interface SheetReading {
  id: LessonId;
  kind: SheetKind;
  beats: readonly Beat[];
  text: LessonText;
  course: CourseTexts;
  /** The address of the lesson, or of another of its sheets. */
  address: (kind?: SheetKind) => string;
}

export async function sheet({ id, kind, beats, text, course, address }: SheetReading, language: Language): Promise<HTMLElement> {
  const words = await loadSheetTexts(language);
  const { points, tasks } = words.lessons[id];
  const { title, goal } = course.lessons[id];
  const print = h('button', { type: 'button', class: 'plain', 'data-action': 'print' }, words.print);
  print.addEventListener('click', () => window.print());
  const others = SHEETS.filter((each) => each !== kind).map((each) => h('a', { href: address(each) }, words.names[each]));
  const asked = beats.flatMap((beat) => {
    const ask = text[beat.id]?.ask;
    return ask === undefined ? [] : [{ beat, ask }];
  });
  const choices = (place: number) => {
    const { beat, ask } = asked[place]!;
    const right = beat.right ?? 0;
    if (kind === 'key') return h('p', {}, ...(beat.draw === undefined && beat.set === undefined ? [h('b', {}, `${letter(right)}: `)] : []), rich(ask.choices[right]!));
    if (beat.draw !== undefined) return emptyChart(beat.draw, validate(beat.experiment).experiment.length, course.reader);
    if (beat.set !== undefined) return h('p', { class: 'sheet-choices', translate: 'no' }, ...blankOf(beat.set.as));
    return h('ol', { class: 'sheet-choices' }, ...ask.choices.map((choice) => h('li', {}, rich(choice))));
  };
  const predictions = asked.map(({ beat, ask }, place) => h('li', {},
    ...(kind === 'key' ? [] : leadOf(text[beat.id]!.text[0])), h('p', { class: 'asked' }, rich(ask.question)), choices(place)));
  const worked = tasks.map(({ ask, answer }) => h('li', {}, h('p', {}, rich(ask)), kind === 'key' ? h('p', {}, h('b', {}, rich(answer))) : h('div', { class: 'lines' })));
  const body = kind === 'handout'
    ? [h('ol', { class: 'points' }, ...points.map((point) => h('li', {}, rich(point))))]
    : [
        ...(predictions.length === 0 ? [] : [h('h2', {}, words.predictions), h('ol', {}, ...predictions)]),
        h('h2', {}, words.tasks), h('ol', { class: 'tasks', start: predictions.length + 1 }, ...worked),
      ];
  return h('article', { class: `sheet of-${kind}`, 'data-sheet': kind },
    h('nav', { class: 'sheet-tools' }, h('a', { href: address() }, words.back), ...others, print),
    h('header', {}, h('p', { class: 'lesson-place' }, `${course.place(LESSONS.indexOf(id) + 1, LESSONS.length)} · ${words.names[kind]}`), ...(kind === 'worksheet' ? [h('p', { class: 'sheet-name' }, words.name)] : [])),
    h('h1', {}, title), h('p', { class: 'lead' }, rich(goal)),
    ...body,
    h('p', { class: 'sheet-link' }, words.lesson, ' ', h('span', { translate: 'no' }, `${location.href.replace(/#.*/, '')}#lesson=${id}`)));
}

const letter = (choice: number) => String.fromCharCode(65 + choice);

/** What leads to a question, where it has no numbers of a run. */
function leadOf(lead: LessonText[string]['text'][number] | undefined): HTMLElement[] {
  return typeof lead === 'string' ? [h('p', {}, rich(lead))] : [];
}
