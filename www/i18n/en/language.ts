import { posterTexts } from './poster';

export const en = {
  /** For the `lang` attribute of what is written in this language. */
  tag: 'en',
  /** What the language calls itself. */
  name: 'English',
  /** The same, for a narrow button. */
  short: 'EN',
  poster: posterTexts,
  load: () => import('./index'),
  loadCourse: () => import('./course'),
};
