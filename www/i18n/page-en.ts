/** Every text of a page in English, in one file. */

import { en } from './en';
import { enMore } from './en-more';
import { enPage } from './en-page';

export const messages = { ...en, ...enMore, ...enPage };
