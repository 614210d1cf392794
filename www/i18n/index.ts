/** Every text in both languages at once, for the pages, where a visitor changes between them. */

import { en, type Messages as ElementMessages } from './en';
import { enPage, type PageMessages } from './en-page';
import type { Language } from './language';
import { provideMessages } from './load';
import { zh } from './zh';
import { zhPage } from './zh-page';

export { browserLanguage, LANGUAGES, languageTag, parseLanguage, type Language } from './language';

/** What the element says, and what only the pages say. */
export type Messages = ElementMessages & PageMessages;

const ALL: Record<Language, Messages> = { en: { ...en, ...enPage }, zh: { ...zh, ...zhPage } };
provideMessages('en', en);
provideMessages('zh', zh);

export function messages(language: Language): Messages {
  return ALL[language];
}
