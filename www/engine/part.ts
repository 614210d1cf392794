/** Scripts that are loaded on demand. What loads the first of them is small, so nothing else is imported here. */

import { partSentence } from '../i18n/en/part';
import type { Failure } from '../i18n/failure';
import { isOffline } from './offline';

/** A script that does not come: a LoadError by its name, for who loads it has no other errors yet. */
export class PartError extends Error {
  override readonly name = 'LoadError';
  readonly failure: Extract<Failure, { kind: 'part' }>;

  constructor(failure: Extract<Failure, { kind: 'part' }>, options?: ErrorOptions) {
    super(partSentence(failure), options);
    this.failure = failure;
  }
}

/**
 * `import()`, whose failure is told as data. May be tried again.
 *
 * @throws PartError when the script, or one that it imports, does not come.
 */
export async function loadPart<Part>(load: () => Promise<Part>): Promise<Part> {
  try {
    return await load();
  } catch (cause) {
    if (!isLoading(cause)) throw cause;
    throw new PartError({ kind: 'part', address: addressIn(cause.message), offline: isOffline() }, { cause });
  }
}

/** Engines throw a TypeError when a script does not come, and a SyntaxError when what came is none or was cut off. */
function isLoading(cause: unknown): cause is Error {
  if (!(cause instanceof Error)) return false;
  return cause instanceof SyntaxError || /dynamically imported module|module script|preload CSS/i.test(cause.message);
}

/** Chromium and Firefox name the address at the end. */
function addressIn(message: string): string | null {
  return /(?:https?|file):\S+$/.exec(message)?.[0] ?? null;
}
