/** What an address names: a place that there is, or a sentence about what there is not. */

import type { Lesson } from './lesson';
import { loadLesson, type LessonId } from './list';
import type { CourseTexts } from './texts';

export interface Named {
  lesson: LessonId | 'sources' | null;
  unknown?: { lesson: string } | { sheet: string } | undefined;
  sheet?: string | undefined;
  /** Its place, counted from 1, or its name. */
  beat: number | string;
}

/** Longer names are no names: whoever is sent a link shall not read a letter in it. */
const LONGEST = 40;

/** The place of a beat, counted from 0; null where there is none of that place or name. */
export function placeOf(beat: number | string, { beats }: Lesson): number | null {
  const place = typeof beat === 'number' ? beat - 1 : beats.findIndex(({ id }) => id === beat);
  return beats[place] === undefined ? null : place;
}

/** Says which lesson, beat or sheet there is not; null where all that is named is there. */
export async function unknownIn({ lesson, unknown, sheet, beat }: Named, { reader, lessons }: CourseTexts): Promise<string | null> {
  if (unknown !== undefined && 'lesson' in unknown) return reader.noLesson(short(unknown.lesson));
  if (lesson === null || lesson === 'sources') return null;
  const { title } = lessons[lesson];
  if (unknown !== undefined) return reader.noSheet(title, short(unknown.sheet));
  if (sheet !== undefined) return null;
  const states = await loadLesson(lesson);
  return placeOf(beat, states) === null ? reader.noBeat(title, short(String(beat)), states.beats.length) : null;
}

function short(name: string): string {
  return name.length > LONGEST ? `${name.slice(0, LONGEST)}…` : name;
}
