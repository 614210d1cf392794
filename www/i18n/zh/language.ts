import type { en } from '../en/language';
import { posterTexts } from './poster';

export const zh: typeof en = {
  tag: 'zh-Hans',
  name: '中文',
  short: '中文',
  data: { passage: 'chinese', sentences: 'chinese', translation: 'digitsToChinese' },
  poster: posterTexts,
  load: () => import('./index'),
  loadCourse: () => import('./course'),
};
