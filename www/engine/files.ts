/** Where the engine's own files lie: beside the script. Other builds put another module in this one's place. */

import coreUrl from '../generated/vanishing_point_bg.wasm?url';
import inspectorUrl from '../generated/vanishing_point_inspector_bg.wasm?url';
import type { Source } from './compile';
import { spawnFrom } from './spawn';

/** The core, as an address or as its bytes. */
export function coreSource(): Source {
  return coreUrl;
}

/** The part of the core that few ask for. */
export function inspectorSource(): Source {
  return inspectorUrl;
}

export function spawnWorker(url?: string | URL): Worker {
  if (url !== undefined) return spawnFrom(url);
  // Bundlers know this very expression, and no other.
  return new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
}
