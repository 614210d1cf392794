/** The texts of a language: fetched when they are first needed, one file a language. */

import { loadPart } from '../engine/part';
import type { texts as english } from './en';
import { languageOf, type Language } from './languages';

/** Every text. English is the model: a translation that lacks one does not compile. */
export type Messages = typeof english;

const requested = new Map<Language, Promise<Messages>>();
const loaded = new Map<Language, Messages>();

/** Fetches a language, once; after a failure it may be tried again. */
export function loadMessages(language: Language): Promise<Messages> {
  const before = requested.get(language);
  if (before !== undefined) return before;
  const promise = loadPart(languageOf(language).load).then(({ texts }) => {
    loaded.set(language, texts);
    return texts;
  });
  requested.set(language, promise);
  promise.catch(() => requested.delete(language));
  return promise;
}

/** The texts of a language; null until they have been loaded. */
export function messages(language: Language): Messages | null {
  return loaded.get(language) ?? null;
}
