/** Where the engine's own files lie: beside the script. Other builds put another module in this one's place. */

import coreUrl from '../generated/vanishing_point_bg.wasm?url';
import type { FileKind } from '../i18n/failure';
import type { Source } from './compile';
import { LoadError } from './errors';
import { absolute, isOtherOrigin } from './fetch';
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
 * Starts a module worker. A browser starts workers only from the page's own origin; a script of another one, such as a
 * content delivery network's, is imported by a worker from a blob, which belongs to the page.
 */
export function spawnWorker(source: string | URL): Worker {
  const address = absolute(source);
  if (!isOtherOrigin(address) || address.startsWith('blob:')) return new Worker(address, { type: 'module' });
  const blob = new Blob([`import ${JSON.stringify(address)};`], { type: 'text/javascript' });
  const own = URL.createObjectURL(blob);
  const worker = new Worker(own, { type: 'module' });
  // The worker has read its script by then; revoking the address only frees memory.
  setTimeout(() => URL.revokeObjectURL(own), 10_000);
  return worker;
}

/** The package's builds give null in place of an address that cannot be made: an inline or bundled script has none. */
function known(address: string | URL | null, file: FileKind): string | URL {
  if (address === null) throw new LoadError({ kind: 'noAddress', file });
  return address;
}
