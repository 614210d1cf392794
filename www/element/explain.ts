/** Problems in the words of a language. */

import type { Error as CoreError } from '../generated/types';
import type { Messages } from '../i18n/load';
import { PARAMETERS } from './parameters';
import { format, show, type Problem } from './validate';

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

/** An attribute of words, of which some mean nothing. */
export function explainWords(key: string, { given, allowed }: { given: string; allowed: string }, words: Messages): string {
  return words.errors.wrongValue({ key, given: show(given), allowed: words.allowed.oneOf(allowed) });
}

/** A failure that the core explains, in the words of a language. */
export function explainFailure({ kind, key, given, allowed, message }: CoreError, words: Messages): string {
  // The core's own sentence is English; where its details are translated, the sentence is made anew.
  return words.detail === null ? message : words.errors[kind]({ key: key ?? '', given: words.detail(given), allowed: words.detail(allowed) });
}
