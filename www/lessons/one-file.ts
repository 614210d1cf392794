/** The course inside the offline file, which has no second page beside it: `#lesson=` opens it in the place of the playground. */

import { openCourse } from './course';
import './contents.css';
import './lessons.css';

export function openInPlace(): void {
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
  openCourse(header, main);
}

/** Opens another page of the file. */
export function goTo(hash: string): void {
  history.pushState(null, '', hash === '' ? location.pathname + location.search : hash);
  location.reload();
}
