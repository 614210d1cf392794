/** The list of lessons. */

import { h, rich } from '../views/dom';
import type { Language } from '../i18n/languages';
import { LESSONS } from './list';
import { room } from './room';
import type { CourseTexts } from './texts';

/** `address` is the address of a lesson; `note` says what the page's own address named that there is not. */
export function contents(course: CourseTexts, language: Language, address: (lesson: string) => string, note: string | null): HTMLElement[] {
  return [
    ...(note === null ? [] : [h('p', { class: 'unknown-place', role: 'alert' }, note)]),
    h('h1', {}, course.title), h('p', { class: 'lead' }, course.subtitle),
    h('ol', { class: 'contents' }, ...LESSONS.map((id) => {
      const { title, goal, minutes } = course.lessons[id];
      return h('li', { 'data-lesson': id },
        h('a', { href: address(id) }, h('h2', {}, title), h('p', {}, rich(goal)), h('p', { class: 'minutes' }, course.minutes(minutes))));
    })),
    h('p', { class: 'to-sources' }, h('a', { href: address('sources') }, course.reader.sources)),
    room(course, language),
  ];
}
