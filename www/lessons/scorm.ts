/**
 * The course in a learning platform, by SCORM 1.2: predictions go to the platform as they are made, and come back from it.
 *
 * The platform's record is the one that counts: what another learner left in this browser is not taken over.
 */

import { scorm } from '@gamestdio/scorm';

import { codeOf, questionsOf, readCodes } from './code';
import { forgetAll, keep, prediction } from './kept';
import type { Beat } from './lesson';
import { isLesson, LESSONS, loadLesson, type LessonId } from './list';

interface Answer {
  lesson: LessonId;
  beat: string;
  given: number;
  right: boolean;
}

/** The lessons of a package: one, or all. */
export function scopeOf(lesson: string): LessonId[] {
  return isLesson(lesson) ? [lesson] : LESSONS;
}

/** Of all questions of a package: how many were answered, and how many right. */
export function tally(questions: readonly { right: number; given: number | null }[]): { answered: number; right: number; all: number } {
  const answered = questions.filter(({ given }) => given !== null);
  return { answered: answered.length, right: answered.filter(({ right, given }) => given === right).length, all: questions.length };
}

/**
 * Begins to record; without a platform around the page nothing is recorded.
 *
 * @param lesson the lesson that the package is of, or nothing for the whole course
 */
export async function record(lesson: string): Promise<void> {
  scorm.configure({ version: '1.2' });
  if (!scorm.initialize()) return;
  const scope = scopeOf(lesson);
  const asked = new Map<LessonId, Beat[]>(await Promise.all(scope.map(async (id) => [id, questionsOf((await loadLesson(id)).beats)] as const)));
  forgetAll();
  for (const { lesson: id, given } of readCodes(scorm.get('cmi.suspend_data')).answers) {
    given.forEach((choice, place) => {
      const beat = asked.get(id)?.[place];
      if (beat !== undefined && choice !== null) keep(id, beat.id, choice);
    });
  }
  const place = scorm.get('cmi.core.lesson_location');
  if (place.startsWith('#') && !new URLSearchParams(location.hash.slice(1)).has('beat')) history.replaceState(null, '', place);
  /** Interactions are only added to: how many the platform has from earlier. */
  let interactions = Number(scorm.get('cmi.interactions._count')) || 0;

  const report = () => {
    const given = scope.map((id) => [id, asked.get(id)!.map(({ id: beat }) => prediction(id, beat))] as const);
    const { answered, right, all } = tally(scope.flatMap((id) => asked.get(id)!.map(({ id: beat, right = 0 }) => ({ right, given: prediction(id, beat) }))));
    scorm.set('cmi.suspend_data', given.filter(([, choices]) => choices.some((choice) => choice !== null)).map(([id, choices]) => codeOf(id, choices)).join(' '));
    scorm.set('cmi.core.lesson_location', location.hash.slice(0, 255));
    if (answered > 0) {
      scorm.set('cmi.core.score.min', '0');
      scorm.set('cmi.core.score.max', '100');
      scorm.set('cmi.core.score.raw', String(Math.round((100 * right) / all)));
    }
    scorm.status(answered === all ? 'completed' : 'incomplete');
    scorm.commit();
  };
  report();
  document.addEventListener('answer', (event) => {
    const { lesson: id, beat, given, right } = (event as CustomEvent<Answer>).detail;
    const item = `cmi.interactions.${interactions++}`;
    scorm.set(`${item}.id`, `${id}-${beat}`);
    scorm.set(`${item}.type`, 'choice');
    scorm.set(`${item}.student_response`, String.fromCharCode(97 + given));
    scorm.set(`${item}.result`, right ? 'correct' : 'wrong');
    report();
  });
  addEventListener('pagehide', () => {
    report();
    scorm.terminate();
  });
}
