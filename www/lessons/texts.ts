/** The texts of the course: fetched by its pages alone, one file a language and one a lesson. */

import { loadPart } from '../engine/part';
import { languageOf, type Language } from '../i18n/languages';
import type { courseTexts as english } from '../i18n/en/course';
import type { worksheetTexts } from '../i18n/en/worksheet';
import type { LessonText } from './lesson';
import type { LessonId } from './list';

/** English is the model: a translation that lacks a text does not compile. */
export type CourseTexts = typeof english;

export type WorksheetTexts = typeof worksheetTexts;

export async function loadCourse(language: Language): Promise<CourseTexts> {
  return (await loadPart(languageOf(language).loadCourse)).courseTexts;
}

export async function loadLessonText(language: Language, lesson: LessonId): Promise<LessonText> {
  const { lessonTexts } = await loadPart(languageOf(language).loadCourse);
  return (await loadPart(lessonTexts[lesson])).lesson;
}

/** What is printed of the lessons. */
export async function loadSheetTexts(language: Language) {
  const part = await loadPart(languageOf(language).loadCourse);
  return (await loadPart(part.loadSheetTexts)).sheetTexts;
}

export async function loadWorksheetText(language: Language): Promise<WorksheetTexts> {
  const { loadWorksheet } = await loadPart(languageOf(language).loadCourse);
  return (await loadPart(loadWorksheet)).worksheetTexts;
}
