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

/** How often a script that did not come was asked for, by its address. */
const tries = new Map<string, number>();

/**
 * `import()`, whose failure is told as data. May be tried again, with the same `load`.
 *
 * @throws PartError when the script, or one that it imports, does not come.
 */
export async function loadPart<Part>(load: () => Promise<Part>): Promise<Part> {
  try {
    return await load();
  } catch (cause) {
    if (!isLoading(cause)) throw cause;
    const address = addressIn(cause.message) ?? addressOf(load);
    const tried = tries.get(address ?? '') ?? 0;
    // Firefox takes a script that failed once as failed for as long as the page lives, and WebKit one that the page has
    // named as needed even when it is loaded anew: only another address is fetched anew. Not the one of a script that
    // this one imports, which is another script.
    if (address !== null && isOf(load, address)) {
      try {
        return unfold((await import(/* @vite-ignore */ /* webpackIgnore: true */ `${address}?again=${tried}`)) as object) as Part;
      } catch (error) {
        if (!isLoading(error)) throw error;
      }
    }
    if (address !== null) tries.set(address, tried + 1);
    throw new PartError({ kind: 'part', address, offline: isOffline() }, { cause });
  }
}

/** Whether this is the address of the script that `load` imports: bundlers leave its name in there. */
function isOf(load: () => Promise<unknown>, address: string): boolean {
  const name = new URL(address).pathname.split('/').at(-1)!;
  return name !== '' && load.toString().includes(name);
}

/** Where a file has more than one module, bundlers export the one that is asked for as one of its names. */
function unfold(exports: object): object {
  const modules = Object.values(exports).filter((each): each is object => Object.prototype.toString.call(each) === '[object Module]');
  return Object.assign({}, ...modules, exports) as object;
}

/** Engines throw a TypeError when a script does not come, and a SyntaxError when what came is none or was cut off; Vite and webpack have errors of their own. */
function isLoading(cause: unknown): cause is Error {
  if (!(cause instanceof Error)) return false;
  return cause instanceof SyntaxError || /dynamically imported module|module script|preload CSS|Loading (CSS )?chunk/i.test(cause.message);
}

/** WebKit names no address: it stands in `load`, and all scripts in one folder. */
function addressOf(load: () => Promise<unknown>): string | null {
  const name = /\bimport\(\s*["'`](\.\/[^"'`]+)["'`]/.exec(load.toString())?.[1];
  return name === undefined ? null : new URL(name, import.meta.url).href;
}

/** Chromium, Firefox and webpack name the address at the end. */
function addressIn(message: string): string | null {
  return /((?:https?|file):\S+?)\)?$/.exec(message)?.[1] ?? null;
}
