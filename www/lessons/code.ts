/** Predictions as a short text that is read aloud, copied or pasted: `vanishing:BA-`, one letter a question, in their order. */

import type { Beat } from './lesson';
import { isLesson, type LessonId } from './list';

const NONE = '-';
const letter = (choice: number) => String.fromCharCode(65 + choice);

/** The beats of a lesson that ask. */
export function questionsOf(beats: readonly Beat[]): Beat[] {
  return beats.filter(({ right }) => right !== undefined);
}

/** @param given the choices in the order of the questions, counted from 0; null where none was made. */
export function codeOf(lesson: LessonId, given: readonly (number | null)[]): string {
  return `${lesson}:${given.map((choice) => (choice === null ? NONE : letter(choice))).join('')}`;
}

export interface Answers {
  lesson: LessonId;
  given: (number | null)[];
}

/** Reads codes out of any text, such as a chat; what is none is counted. */
export function readCodes(text: string): { answers: Answers[]; unread: string[] } {
  const answers: Answers[] = [];
  const unread: string[] = [];
  for (const word of text.split(/[\s,;，；、]+/).filter((each) => each !== '')) {
    const [, lesson = '', letters = ''] = /^([a-z-]+)[:：]([A-Z-]+)$/i.exec(word) ?? [];
    const id = lesson.toLowerCase();
    if (isLesson(id)) answers.push({ lesson: id, given: Array.from(letters.toUpperCase(), (each) => (each === NONE ? null : each.charCodeAt(0) - 65)) });
    else unread.push(word);
  }
  return { answers, unread };
}

/** How often each choice of each question was made, as far as the questions and choices go. */
export function countsOf(answers: readonly Answers[], lesson: LessonId, choices: readonly number[]): number[][] {
  const counts = choices.map((count) => new Array<number>(count).fill(0));
  for (const { given } of answers.filter((each) => each.lesson === lesson)) {
    given.forEach((choice, question) => {
      const row = counts[question];
      if (choice !== null && row !== undefined && choice < row.length) row[choice]! += 1;
    });
  }
  return counts;
}
