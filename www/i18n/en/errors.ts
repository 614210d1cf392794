/** What was refused, and what is allowed in its place. */

import type { Allowed, Refusal } from '../refusal';

function allowed(what: Allowed): string {
  switch (what.type) {
    case 'range':
      return `${what.orNone === true ? 'none, or ' : ''}a ${what.integer ? 'whole ' : ''}number ${what.max === null || what.exclusiveMin === true ? `above ${what.min}` : `from ${what.min} to ${what.max}`}`;
    case 'words':
      return `${what.orNone === true ? 'none, or ' : ''}${what.words.join(', ')}`;
    case 'list':
      return `a list of at least one of ${what.words.join(', ')}, each once`;
    case 'keys':
      return what.keys.join(', ');
    case 'finite':
      return 'a finite number';
    case 'object':
      return 'an object with the experiment’s keys';
  }
}

export const errorsTexts = {
  /** One sentence: what was given, and what is allowed. */
  errors: ({ kind, key, given, allowed: what }: Refusal): string => {
    const rest = allowed(what);
    switch (kind) {
      case 'unknownKey':
        return `“${given}” is not a parameter; there are ${rest}.`;
      case 'wrongValue':
        return `${key}: “${given}” is not possible; allowed: ${rest}.`;
      case 'outOfRange':
        return `${key}: ${given} is out of range; allowed: ${rest}.`;
      case 'wrongShape':
        return `${key}: the shape is ${given}, but must be ${rest}.`;
      case 'notFinite':
        return `${key}: ${given} is not a finite number; allowed: ${rest}.`;
      case 'weightName':
        return `Weights: ${given === '' ? key : given} does not fit; allowed: ${rest}.`;
      case 'text':
        return `The text is ${given}, but must be ${rest}.`;
      case 'unreadable':
        return `This cannot be read: ${given}; allowed: ${rest}.`;
    }
  },
  used: (value: string) => `${value} is used.`,
};
