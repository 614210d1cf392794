/** Where the engine's own files lie: beside the script. Other builds put another module in this one's place. */

import coreUrl from '../generated/vanishing_point_bg.wasm?url';
import type { Source } from './compile';

/** The core, as an address or as its bytes. */
export function coreSource(): Source {
  return coreUrl;
}

/** A data set, by the name of its file. */
export function dataSource(name: string): string | URL | Promise<Uint8Array> {
  return new URL(/* @vite-ignore */ `./data/${name}`, import.meta.url);
}

/** @param url of the workers' script; by default the one beside this script. */
export function spawnWorker(url?: string | URL): Worker {
  if (url !== undefined) return spawnFrom(url);
  // Bundlers know this very expression, and no other.
  return new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
}

/**
 * Starts a module worker from an address. A browser starts workers only from the page's own origin; a script of
 * another one, such as a content delivery network's, is imported by a worker that has none of its own.
 */
function spawnFrom(url: string | URL): Worker {
  const absolute = new URL(url, 'document' in globalThis ? document.baseURI : location.href);
  if (absolute.origin === location.origin || absolute.protocol === 'blob:') return new Worker(absolute, { type: 'module' });
  const blob = new Blob([`import ${JSON.stringify(absolute.href)};`], { type: 'text/javascript' });
  const own = URL.createObjectURL(blob);
  const worker = new Worker(own, { type: 'module' });
  // The worker has read its script by then; revoking the address only frees memory.
  setTimeout(() => URL.revokeObjectURL(own), 10_000);
  return worker;
}
