/** Where the engine's own files lie: beside the script. Other builds put another module in this one's place. */

import coreUrl from '../generated/vanishing_point_bg.wasm?url';
import { spawnFrom } from './spawn';

/** The core, as an address or as its bytes. */
export function coreSource(): string | URL | BufferSource {
  return coreUrl;
}

export function spawnWorker(url?: string | URL): Worker {
  if (url !== undefined) return spawnFrom(url);
  // Bundlers know this very expression, and no other.
  return new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
}
