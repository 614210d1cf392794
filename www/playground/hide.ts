/** What a link may keep out of sight: `hide=` with the experiment's keys and the names of parts, in a list. */

import { findParameter } from '../store/parameters';

/** The parts of the page by name. hide.css says where each one is; docs/teaching.md lists them. */
export const PARTS = [
  'answer', 'header', 'rail', 'inspector', 'transport', 'scenes', 'analysis', 'present', 'language', 'theme', 'defaults', 'advanced', 'text', 'dial',
  'reset', 'play', 'step', 'granularity', 'speed', 'verify',
] as const;

export interface Hide {
  hidden: ReadonlySet<string>;
  /** Words that name nothing. */
  unknown: readonly string[];
}

export function readHide(text: string | undefined): Hide {
  const words = (text ?? '').split(/[\s,]+/).filter((word) => word !== '');
  const known = (word: string) => findParameter(word) !== undefined || PARTS.some((part) => part === word);
  return { hidden: new Set(words.filter(known)), unknown: words.filter((word) => !known(word)) };
}

/** The hidden parts as one attribute, for the style sheet. */
export function hiddenParts(hidden: ReadonlySet<string>): string {
  return PARTS.filter((part) => hidden.has(part)).join(' ');
}
