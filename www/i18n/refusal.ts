/** What was refused, as data: the core throws it, the page's own checks find it, and each language makes a sentence of it. */

import type { ErrorKind } from '../generated/types';

export interface Refusal {
  kind: ErrorKind;
  /** The parameter, attribute or weight at fault; null where there is none. */
  key: string | null;
  /** What was given, as the user wrote it. */
  given: string;
  allowed: Allowed;
}

/** What is allowed in its place. */
export type Allowed =
  | { type: 'range'; min: number; max: number | null; exclusiveMin?: boolean; integer: boolean; orNone?: boolean }
  | { type: 'words'; words: readonly string[]; orNone?: boolean }
  | { type: 'list'; words: readonly string[] }
  | { type: 'keys'; keys: readonly string[] }
  | { type: 'finite' }
  | { type: 'object' };
