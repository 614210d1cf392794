/** The texts of the course: fetched by its pages alone, one file a language and one a lesson. */

import { loadPart } from '../engine/part';
import { languageOf, type Language } from '../i18n/languages';
import type { courseTexts as english } from '../i18n/en/course';
import type { LessonText } from './lesson';
import type { LessonId } from './list';

/** English is the model: a translation that lacks a text does not compile. */
export type CourseTexts = typeof english;

export async function loadCourse(language: Language): Promise<CourseTexts> {
  return (await loadPart(languageOf(language).loadCourse)).courseTexts;
}

export async function loadLessonText(language: Language, lesson: LessonId): Promise<LessonText> {
  const { lessonTexts } = await loadPart(languageOf(language).loadCourse);
  return (await loadPart(lessonTexts[lesson])).lesson;
}
