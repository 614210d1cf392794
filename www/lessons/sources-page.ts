/** The page at the course's end: what the lessons say, and where it was published. */

import { loadPart } from '../engine/part';
import { languageOf, type Language } from '../i18n/languages';
import { h, rich } from '../views/dom';
import { LESSONS } from './list';
import { SOURCES, type SourceId } from './sources';
import type { CourseTexts } from './texts';

/** `address` is that of the list, or of a lesson. */
export async function sourcesPage(course: CourseTexts, language: Language, address: (lesson?: string) => string): Promise<HTMLElement[]> {
  const { loadSources } = await loadPart(languageOf(language).loadCourse);
  const { sourcesTexts: words } = await loadPart(loadSources);
  const cite = (id: SourceId) => h('a', { href: `#source-${id}`, 'data-source': id }, `${SOURCES[id].names} ${SOURCES[id].year}`);
  const list = (Object.keys(SOURCES) as SourceId[]).sort((a, b) => SOURCES[a].names.localeCompare(SOURCES[b].names, 'en') || SOURCES[a].year - SOURCES[b].year);
  const page = h('div', { class: 'sources' },
    h('p', { class: 'lesson-place' }, h('a', { href: address() }, course.reader.contents)),
    h('h1', {}, words.title), h('p', { class: 'lead' }, words.subtitle),
    ...LESSONS.map((id) => h('section', {},
      h('h2', {}, h('a', { href: address(id) }, course.lessons[id].title)),
      h('ul', {}, ...words.lessons[id].map(([statement, ...sources]) => h('li', {}, rich(statement), ' — ', ...sources.flatMap((source, place) => [...(place > 0 ? ['; '] : []), cite(source)])))))),
    h('ol', { class: 'bibliography', lang: 'en' }, ...list.map((id) => {
      const { names, year, title, place, address: link } = SOURCES[id];
      return h('li', { id: `source-${id}`, tabindex: -1 }, `${names} (${year}): `, h('a', { href: link, rel: 'noopener' }, title), `. ${place}.`);
    })),
    h('p', {}, words.data));
  page.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-source]') : null;
    if (link === null) return;
    // The part after # names the page here.
    event.preventDefault();
    const entry = page.querySelector<HTMLElement>(`#source-${link.dataset.source ?? ''}`);
    entry?.scrollIntoView({ block: 'center' });
    entry?.focus({ preventScroll: true });
  });
  return [page];
}
