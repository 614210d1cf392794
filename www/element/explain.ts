/** Problems in the words of a language. */

import type { Messages } from '../i18n';
import type { Allowed } from '../i18n/refusal';
import { PARAMETERS } from './parameters';
import { format, show, type Problem } from './validate';

/** One sentence: what was given, what is allowed, and what is used in its place. */
export function explain(problem: Problem, words: Messages): string {
  const sentence = words.errors({ kind: problem.kind, key: problem.key, given: problem.given, allowed: allowedOf(problem) });
  return problem.used === undefined ? sentence : `${sentence} ${words.used(format(problem.used))}`;
}

function allowedOf({ kind, parameter, limit }: Problem): Allowed {
  if (parameter === null) return kind === 'unknownKey' ? { type: 'keys', keys: PARAMETERS.map(({ key }) => key) } : { type: 'object' };
  const orNone = parameter.nullable;
  switch (parameter.kind) {
    case 'choice':
      return { type: 'words', words: parameter.choices, orNone };
    case 'list':
      return { type: 'list', words: parameter.choices };
    case 'integer':
    case 'number':
      return { type: 'range', min: parameter.min, max: limit ?? parameter.max ?? null, exclusiveMin: parameter.exclusiveMin === true, integer: parameter.kind === 'integer', orNone };
  }
}

/** An attribute of words, of which some mean nothing. */
export function explainWords(key: string, { given, allowed }: { given: string; allowed: string }, words: Messages): string {
  return words.errors({ kind: 'wrongValue', key, given: show(given), allowed: { type: 'words', words: [allowed] } });
}
