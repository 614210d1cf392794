/** What cannot be had and what went wrong, as sentences in a language, and as the `error` event of an element. */

import type { LoadError } from '../engine/errors';
import { loadMessages, type Messages } from '../i18n';
import type { Language } from '../i18n/languages';
import type { Refusal } from '../i18n/refusal';
import { format, type Problem } from '../store/validate';

export interface Sentence {
  message: string;
  /** The parameter at fault, where there is one. */
  key: string | null;
}

/** One sentence: what was given, what is allowed, and what is used in its place. */
export function describeProblem(problem: Problem, words: Messages): string {
  const sentence = words.errors(problem);
  return problem.used === undefined ? sentence : `${sentence} ${words.used(format(problem.used))}`;
}

/** What failed in the engine, in words of the language where they can be had. */
export async function describeFailure(failure: unknown, language: Language): Promise<Sentence> {
  if (isLoadError(failure)) {
    const { message } = failure;
    // Where files do not come, sentences may not either.
    return { message: await loadMessages(language).then((words) => words.failures(failure.failure), () => message), key: null };
  }
  if (!isRefusal(failure)) return { message: failure instanceof Error ? failure.message : String(failure), key: null };
  const { message, key, allowed } = failure;
  // A core that says only in English what is allowed is quoted.
  if (typeof allowed === 'string') return { message, key };
  try {
    return { message: (await loadMessages(language)).errors({ ...failure, allowed }), key };
  } catch {
    return { message, key };
  }
}

/** By its name, because an element that has not loaded its engine has no class of it. */
export function isLoadError(failure: unknown): failure is LoadError {
  return failure instanceof Error && failure.name === 'LoadError';
}

/** A refusal of the core: what was asked for cannot be had. Its own sentence is English. */
export function isRefusal(failure: unknown): failure is Refusal & { message: string; allowed: unknown } {
  return typeof failure === 'object' && failure !== null && 'kind' in failure && 'given' in failure && 'allowed' in failure;
}

/** Dispatches an event that leaves the shadow root and bubbles through the page. */
export function emit(host: Element, type: string, detail: object): void {
  host.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
}

/** Says by `error` events what cannot be had as it was given; the sentences load with the first of them. */
export function emitProblems(host: Element, problems: readonly Problem[], language: Language): void {
  if (problems.length === 0) return;
  loadMessages(language).then(
    (words) => {
      for (const problem of problems) emit(host, 'error', { message: describeProblem(problem, words), key: problem.key });
    },
    () => {
      // Without a network there are no sentences, and the default stands in all the same.
    },
  );
}
