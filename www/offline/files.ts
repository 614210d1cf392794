/** The engine's own files inside one HTML file: the core compressed, the workers' script as a blob. */

import core from '../generated/vanishing_point_bg.wasm?gzip';
import type { Failure } from '../i18n/failure';
import InlineWorker from '../engine/worker.ts?worker&inline';

export function coreSource(): Promise<BufferSource> {
  return unpack(core);
}

const DATA = import.meta.glob<string>('../../data/**/*.{txt,safetensors}', { query: '?gzip', import: 'default', eager: true });

export async function dataSource(name: string): Promise<Uint8Array> {
  const text = DATA[`../../data/${name}`];
  if (text === undefined) throw new Error(`The data set ${name} is not part of the offline page.`);
  return new Uint8Array(await unpack(text));
}

/** Workers have no address here. */
export function workerSource(): string {
  return 'blob:';
}

/** The script is in the page, so only a policy can keep a worker from starting. */
export function diagnoseWorker(): Promise<Failure> {
  return Promise.resolve({ kind: 'workerPolicy', source: 'blob:' });
}

export function spawnWorker(): Worker {
  return new InlineWorker();
}

/** From gzip in Base64 to bytes. */
function unpack(text: string): Promise<ArrayBuffer> {
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))).arrayBuffer();
}
