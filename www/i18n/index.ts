/** The texts of a page, in the language that is on view; the other one is fetched when a visitor changes to it. */

import type { PageMessages } from './en-page';
import type { Language } from './language';
import { loadAll, type Messages as ElementMessages } from './load';

/** What the element says, and what only the pages say. */
export type Messages = ElementMessages & PageMessages;

const asked = new Map<Language, Promise<Messages>>();
const loaded = new Map<Language, Messages>();

/** Fetches a language; the elements on the page have its texts from then on too. */
export function loadMessages(language: Language): Promise<Messages> {
  const before = asked.get(language);
  if (before !== undefined) return before;
  const coming = fetchMessages(language);
  asked.set(language, coming);
  // It may be tried again.
  coming.catch(() => asked.delete(language));
  return coming;
}

async function fetchMessages(language: Language): Promise<Messages> {
  const page = language === 'zh' ? import('./zh-page').then(({ zhPage }) => zhPage) : import('./en-page').then(({ enPage }) => enPage);
  const [ofElement, ofPage] = await Promise.all([loadAll(language), page]);
  const texts = { ...ofElement, ...ofPage };
  loaded.set(language, texts);
  return texts;
}

/** The texts of a language that was loaded before. */
export function messages(language: Language): Messages {
  const texts = loaded.get(language);
  if (texts === undefined) throw new Error(`The texts of the language "${language}" have not been loaded.`);
  return texts;
}
