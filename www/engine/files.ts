/** Where the engine's own files lie: beside the script. Other builds put another module in this one's place. */

import coreUrl from '../generated/vanishing_point_bg.wasm?url';
import type { FileKind } from '../i18n/failure';
import type { Source } from './compile';
import { LoadError } from './errors';
import { absolute, isOtherOrigin, TRUSTED, watchPolicy } from './fetch';
import workerUrl from './worker.ts?worker&url';

export { diagnoseWorker } from './fetch';

/**
 * The core, as an address or as its bytes.
 *
 * @throws LoadError when this script knows no address of its own.
 */
export function coreSource(): Source {
  return known(coreUrl, 'core');
}

/** The workers' script. @throws LoadError when this script knows no address of its own. */
export function workerSource(): string | URL {
  return known(workerUrl, 'worker');
}

/** A data set, by the name of its file. @throws LoadError when this script knows no address of its own. */
export function dataSource(name: string): string | URL | Promise<Uint8Array> {
  try {
    return new URL(/* @vite-ignore */ `./data/${name}`, import.meta.url);
  } catch {
    throw new LoadError({ kind: 'noAddress', file: 'data' });
  }
}

/**
 * Starts a worker. A browser starts workers only from the page's own origin, and a sandboxed frame has none; so a script
 * of another one, such as a content delivery network's, is imported by a worker from a blob, which belongs to the page.
 */
export function spawnWorker(source: string | URL): Worker {
  watchPolicy();
  const address = absolute(source);
  if (!isOtherOrigin(address) || address.startsWith('blob:')) return new Worker(trusted(address), { type: 'module' });
  const own = URL.createObjectURL(new Blob([importing(address)], { type: 'text/javascript' }));
  const worker = new Worker(trusted(own));
  // The worker has read its script by then; revoking the address only frees memory.
  setTimeout(() => URL.revokeObjectURL(own), 10_000);
  return worker;
}

interface TrustedPolicy {
  createScriptURL(address: string): string;
}
let policy: TrustedPolicy | null = null;

/** An address as pages take it that demand Trusted Types; as it is where there are none, or a page forbids this name. */
function trusted(address: string): string {
  const { trustedTypes } = globalThis as { trustedTypes?: { createPolicy(name: string, rules: TrustedPolicy): TrustedPolicy } };
  try {
    policy ??= trustedTypes?.createPolicy(TRUSTED, { createScriptURL: (each) => each }) ?? null;
  } catch {
    // Starting the worker will fail, and the reason be told.
  }
  return policy?.createScriptURL(address) ?? address;
}

/**
 * A script that imports another one. No module itself: Chromium starts none from a blob without an origin. What the
 * page sends before the import is done waits for it.
 */
function importing(address: string): string {
  return `const early = [];
onmessage = (event) => early.push(event);
import(${JSON.stringify(address)}).then(() => {
  onmessage = null;
  for (const { data } of early) dispatchEvent(new MessageEvent('message', { data }));
}, ({ name, message }) => postMessage({ type: 'broken', name: name === 'SyntaxError' ? name : 'ImportError', message }));`;
}

/** The package's builds give null in place of an address that cannot be made: an inline or bundled script has none. */
function known(address: string | URL | null, file: FileKind): string | URL {
  if (address === null) throw new LoadError({ kind: 'noAddress', file });
  return address;
}
