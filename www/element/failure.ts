/** What went wrong in the engine, in one sentence. */

import type { Error as CoreError } from '../generated/types';
import type { Language } from '../i18n/languages';
import { loadMessages as loadAll } from '../i18n';

export interface Sentence {
  message: string;
  /** The parameter at fault, where there is one. */
  key: string | null;
}

/** Hands a failure over in words: at once where they are its own, else as soon as those of the language are there. Resolves when it has. */
export function explained(failure: unknown, language: Language, tell: (sentence: Sentence) => void): Promise<void> {
  if (isCoreError(failure)) return explainedByCore(failure, language).then(tell);
  tell({ message: failure instanceof Error ? failure.message : String(failure), key: null });
  return Promise.resolve();
}

async function explainedByCore(failure: CoreError, language: Language): Promise<Sentence> {
  try {
    const words = await loadAll(language);
    return { message: typeof failure.allowed === 'string' ? failure.message : words.errors({ ...failure, allowed: failure.allowed }), key: failure.key };
  } catch {
    // The core's own sentence is English.
    return { message: failure.message, key: failure.key };
  }
}

/** A failure that the core explains. */
export function isCoreError(failure: unknown): failure is CoreError {
  return typeof failure === 'object' && failure !== null && 'kind' in failure && 'given' in failure && 'allowed' in failure;
}
