/** The lessons in their order: one file of states, one line here, and its words in each language. */

import type { Lesson } from './lesson';

const LIST = {
  window: () => import('./window.json'),
  loop: () => import('./loop.json'),
  learning: () => import('./learning.json'),
  vanishing: () => import('./vanishing.json'),
  exploding: () => import('./exploding.json'),
  keeping: () => import('./keeping.json'),
  gates: () => import('./gates.json'),
  uses: () => import('./uses.json'),
  traps: () => import('./traps.json'),
  beyond: () => import('./beyond.json'),
};

export type LessonId = keyof typeof LIST;

export const LESSONS = Object.keys(LIST) as LessonId[];

export function isLesson(id: string | null): id is LessonId {
  return id !== null && Object.hasOwn(LIST, id);
}

export async function loadLesson(id: LessonId): Promise<Lesson> {
  return (await LIST[id]()).default as unknown as Lesson;
}
