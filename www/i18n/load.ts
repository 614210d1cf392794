/**
 * The texts of one language, fetched when they are first needed: an element in a post loads no other, and what is not
 * said with the first picture only after it.
 */

import type { FirstMessages } from './en';
import type { MoreMessages } from './en-more';
import type { Language } from './language';

export type { FirstMessages };
/** Every text of the element. */
export type Messages = FirstMessages & MoreMessages;

const first: Partial<Record<Language, FirstMessages>> = {};
const all: Partial<Record<Language, Messages>> = {};

/** The texts of the first picture, if they have been loaded. */
export function firstMessages(language: Language): FirstMessages | null {
  return all[language] ?? first[language] ?? null;
}

/** Every text, if they have been loaded. */
export function allMessages(language: Language): Messages | null {
  return all[language] ?? null;
}

export async function loadFirst(language: Language): Promise<FirstMessages> {
  return firstMessages(language) ?? (first[language] = language === 'zh' ? (await import('./zh')).zh : (await import('./en')).en);
}

export async function loadAll(language: Language): Promise<Messages> {
  if (all[language] !== undefined) return all[language];
  const more = language === 'zh' ? import('./zh-more').then(({ zhMore }) => zhMore) : import('./en-more').then(({ enMore }) => enMore);
  const [begun, rest] = await Promise.all([loadFirst(language), more]);
  return (all[language] ??= { ...begun, ...rest });
}
