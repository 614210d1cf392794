/** The engine's own files inside one HTML file: the core as a data address, the workers' script as a blob. */

import coreUrl from '../generated/vanishing_point_bg.wasm?url';
import InlineWorker from '../engine/worker.ts?worker&inline';

export function coreSource(): string | URL | BufferSource {
  return coreUrl;
}

export function spawnWorker(): Worker {
  return new InlineWorker();
}
