/** Both languages at once, for the playground, where a visitor changes between them. */

import { en, type Messages } from './en';
import type { Language } from './language';
import { provideMessages } from './load';
import { zh } from './zh';

export type { Messages };
export { browserLanguage, LANGUAGES, languageTag, parseLanguage, type Language } from './language';

const ALL: Record<Language, Messages> = { en, zh };
provideMessages('en', en);
provideMessages('zh', zh);

export function messages(language: Language): Messages {
  return ALL[language];
}
