/** Every text of a page in Simplified Chinese, in one file. */

import { zh } from './zh';
import { zhMore } from './zh-more';
import { zhPage } from './zh-page';

export const messages = { ...zh, ...zhMore, ...zhPage };
