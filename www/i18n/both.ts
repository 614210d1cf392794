/** The texts of both languages at once, for documents and tests; a page never asks for this. */

import { en } from './en';
import { enMore } from './en-more';
import { enPage } from './en-page';
import type { Messages } from './index';
import type { Language } from './language';
import { zh } from './zh';
import { zhMore } from './zh-more';
import { zhPage } from './zh-page';

export const BOTH: Readonly<Record<Language, Messages>> = { en: { ...en, ...enMore, ...enPage }, zh: { ...zh, ...zhMore, ...zhPage } };
