/** The texts of both languages at once, for documents and tests; a page never asks for this. */

import type { Messages } from './index';
import type { Language } from './language';
import { messages as en } from './page-en';
import { messages as zh } from './page-zh';

export const BOTH: Readonly<Record<Language, Messages>> = { en, zh };
