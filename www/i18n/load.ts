/** The texts of one language, fetched when they are first needed: an element in a post loads no other. */

import type { Messages } from './en';
import type { Language } from './language';

const loaded: Partial<Record<Language, Messages>> = {};

/** The texts, if they have been loaded. */
export function loadedMessages(language: Language): Messages | null {
  return loaded[language] ?? null;
}

/** Hands in texts that a page has at hand anyway. */
export function provideMessages(language: Language, messages: Messages): void {
  loaded[language] = messages;
}

export async function loadMessages(language: Language): Promise<Messages> {
  return (loaded[language] ??= language === 'zh' ? (await import('./zh')).zh : (await import('./en')).en);
}
