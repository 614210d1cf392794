/** Problems in the words of a language. */

import type { Error as CoreError } from '../generated/types';
import type { Messages } from '../i18n/en';
import { PARAMETERS } from './parameters';
import { format, type Problem } from './validate';

/** One sentence: what was given, what is allowed, and what is used in its place. */
export function explain(problem: Problem, words: Messages): string {
  const allowed = allowedOf(problem, words);
  const sentence = words.errors[problem.kind]({ key: problem.key, given: problem.given, allowed });
  return problem.used === undefined ? sentence : `${sentence} ${words.used(format(problem.used))}`;
}

function allowedOf({ kind, parameter, limit }: Problem, words: Messages): string {
  const { allowed } = words;
  if (parameter === null) return kind === 'unknownKey' ? PARAMETERS.map(({ key }) => key).join(', ') : allowed.keys;
  let text: string;
  switch (parameter.kind) {
    case 'choice':
      text = allowed.oneOf(parameter.choices.join(', '));
      break;
    case 'list':
      text = allowed.listOf(parameter.choices.join(', '));
      break;
    case 'integer':
    case 'number': {
      const max = limit ?? parameter.max;
      if (parameter.exclusiveMin === true || max === undefined) text = allowed.above(String(parameter.min));
      else text = (parameter.kind === 'integer' ? allowed.integer : allowed.number)(String(parameter.min), String(max));
      break;
    }
  }
  return parameter.nullable ? allowed.orNone(text) : text;
}

/** A failure that the core explains, in the words of a language; any other failure says what it says. */
export function explainFailure(failure: unknown, words: Messages): { message: string; key: string | null } {
  if (isCoreError(failure)) {
    const { kind, key, given, allowed } = failure;
    // The core's own sentence is English; where its details are translated, the sentence is made anew.
    const message = words.detail === null ? failure.message : words.errors[kind]({ key: key ?? '', given: words.detail(given), allowed: words.detail(allowed) });
    return { message, key };
  }
  return { message: failure instanceof Error ? failure.message : String(failure), key: null };
}

function isCoreError(failure: unknown): failure is CoreError {
  return typeof failure === 'object' && failure !== null && 'kind' in failure && 'given' in failure && 'allowed' in failure;
}
