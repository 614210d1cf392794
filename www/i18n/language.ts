/** The two languages, and which one a visitor gets. */

export const LANGUAGES = ['en', 'zh'] as const;
export type Language = (typeof LANGUAGES)[number];

/** The language tag for the `lang` attribute of what is written in a language. */
export function languageTag(language: Language): string {
  return language === 'zh' ? 'zh-Hans' : 'en';
}

/** A wish such as `zh`, `zh-CN` or `en-GB` as one of the languages; null when it is none of them. */
export function parseLanguage(wish: string | null | undefined): Language | null {
  const primary = wish?.toLowerCase().split('-')[0];
  return LANGUAGES.find((language) => language === primary) ?? null;
}

/** Chinese for whoever's browser asks for it first, English for everyone else. */
export function browserLanguage(): Language {
  return parseLanguage(globalThis.navigator.language) ?? 'en';
}
