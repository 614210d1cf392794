import type { en } from '../en/language';
import { posterTexts } from './poster';

export const zh: typeof en = {
  tag: 'zh-Hans',
  name: '中文',
  short: '中文',
  poster: posterTexts,
  load: () => import('./index'),
  loadCourse: () => import('./course'),
};
