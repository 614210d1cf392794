/** The course inside the offline file, which has no second page beside it: `#lesson=` opens it in the place of the playground. */

import { openCourse } from './course';
import './contents.css';
import './lessons.css';
import './sketch.css';
import './worksheet.css';

/** The lesson that a package for learning platforms is of, nothing where it is of all; null in the plain offline file. */
export function packedLesson(): string | null {
  return document.querySelector<HTMLMetaElement>('meta[name="vanishing-point-course"]')?.content ?? null;
}

export async function openInPlace(): Promise<void> {
  const header = document.getElementById('header')!;
  const main = document.createElement('main');
  document.body.className = 'lessons-page';
  const before = document.getElementById('not-started');
  document.body.replaceChildren(...(before === null ? [] : [before]), header, main);
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    const address = /^\.\/(index|scenes)\.html(#.*)?$/.exec(link?.getAttribute('href') ?? '');
    if (address === null) return;
    event.preventDefault();
    goTo(address[2] ?? '');
  });
  const packed = packedLesson();
  if (packed !== null) {
    if (packed !== '' && !new URLSearchParams(location.hash.slice(1)).has('lesson')) history.replaceState(null, '', `#lesson=${packed}`);
    await import('./scorm').then(({ record }) => record(packed));
  }
  openCourse(header, main);
}

/** Opens another page of the file. */
export function goTo(hash: string): void {
  history.pushState(null, '', hash === '' ? location.pathname + location.search : hash);
  location.reload();
}
