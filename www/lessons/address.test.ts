import { expect, test } from 'vitest';

import { loadMessages } from '../i18n';
import { SCENES } from '../scenes/list';
import { IN_COURSE } from '../views/terms';
import { beatAddress } from './address';
import { isLesson, loadLesson } from './list';

test('links to the course, from every word and from scenes, lead to beats that there are', async () => {
  expect(Object.keys(IN_COURSE)).toEqual(Object.keys((await loadMessages('en')).terms));
  const places = [...Object.values(IN_COURSE), ...SCENES.flatMap(({ beat }) => beat ?? [])];
  expect(places.length).toBeGreaterThan(30);
  for (const place of places) {
    const [lesson = '', beat] = place.split('/');
    expect(isLesson(lesson), place).toBe(true);
    if (isLesson(lesson)) expect((await loadLesson(lesson)).beats.map(({ id }) => id), place).toContain(beat);
  }
  expect(beatAddress('vanishing/product')).toBe('./lessons.html#lesson=vanishing&beat=product');
});
