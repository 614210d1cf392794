/** What was refused, as data: the core throws it, the page's own checks find it, and each language makes a sentence of it. */

import type { Allowed, ErrorKind, ModuleFault, Rule } from '../generated/types';

export type { Allowed, ModuleFault, Rule };

export interface Refusal {
  kind: ErrorKind;
  /** The parameter, attribute or weight at fault; null where there is none. */
  key: string | null;
  /** What was given, as the user wrote it. */
  given: string;
  allowed: Allowed;
}
