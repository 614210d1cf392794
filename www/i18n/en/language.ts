import type { Experiment } from '../../generated/types';
import { posterTexts } from './poster';

/** What is read and written in this language, where a task has it in several: what choosing the task proposes. */
const data: Partial<Experiment> = {};

export const en = {
  /** For the `lang` attribute of what is written in this language. */
  tag: 'en',
  /** What the language calls itself. */
  name: 'English',
  /** The same, for a narrow button. */
  short: 'EN',
  data,
  poster: posterTexts,
  load: () => import('./index'),
  loadCourse: () => import('./course'),
};
