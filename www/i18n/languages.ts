/** The list of languages, and which one a visitor gets. A language is one folder and one line of `LIST`. */

import { en } from './en/language';
import { zh } from './zh/language';

const LIST = { en, zh };

export type Language = keyof typeof LIST;

export const LANGUAGES = Object.keys(LIST) as Language[];

/** Name, tag, the words of the still picture, and how to fetch the rest. */
export function languageOf(language: Language): (typeof LIST)[Language] {
  return LIST[language];
}

/** The language tag for the `lang` attribute of what is written in a language. */
export function languageTag(language: Language): string {
  return LIST[language].tag;
}

/** A language tag such as `zh`, `zh-CN` or `en-GB` as one of the languages; null when it is none of them. */
export function parseLanguage(tag: string | null | undefined): Language | null {
  const primary = tag?.trim().toLowerCase().split(/[-_]/)[0];
  return LANGUAGES.find((language) => language === primary) ?? null;
}

/** The browser's language where it is one of ours, English for everyone else. */
export function browserLanguage(): Language {
  return parseLanguage(globalThis.navigator.language) ?? 'en';
}
