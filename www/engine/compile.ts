/** Gets the core and compiles it, or finds out why that cannot be done. */

import { LoadError } from './errors';
import { absolute, fetchFile, isHtml, readBytes } from './fetch';

/** The smallest module there is: its magic number and version. */
const EMPTY = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
/** A module with one function that makes a 128-bit vector. */
const SIMD = Uint8Array.of(...EMPTY, 1, 5, 1, 0x60, 0, 1, 0x7b, 3, 2, 1, 0, 10, 8, 1, 6, 0, 0x41, 0, 0xfd, 0x0f, 0x0b);

/** A module's address, or its bytes. */
export type Source = string | URL | BufferSource | Promise<BufferSource>;

/** What was fetched and compiled before, by its address; what could not be had may be tried again. */
const compiled = new Map<string, Promise<WebAssembly.Module>>();

/**
 * Fetches and compiles the core, once for all lanes of all elements on a page: an engine that runs SIMD only compiled
 * (WebKit's) would else be busy with one copy for each. Or compiles its bytes, where they are at hand.
 *
 * @throws LoadError that says why the file cannot be had, or what the browser lacks or the page's policy forbids.
 */
export async function compileCore(given: Source): Promise<WebAssembly.Module> {
  const source = await given;
  if (typeof source !== 'string' && !(source instanceof URL)) {
    await checkBrowser();
    return compile(bytesOf(source), null);
  }
  const address = absolute(source);
  let module = compiled.get(address);
  if (module === undefined) {
    module = compileFrom(address);
    compiled.set(address, module);
    module.catch(() => compiled.delete(address));
  }
  return module;
}

async function compileFrom(address: string): Promise<WebAssembly.Module> {
  await checkBrowser();
  const response = await fetchFile('core', address);
  try {
    return await WebAssembly.compileStreaming(response.clone());
  } catch {
    // Streaming insists on the type application/wasm, which not every static host sends.
    return compile(await readBytes('core', address, response), { address, html: isHtml(response) });
  }
}

async function compile(bytes: Uint8Array<ArrayBuffer>, origin: { address: string; html: boolean } | null): Promise<WebAssembly.Module> {
  try {
    return await WebAssembly.compile(bytes);
  } catch (cause) {
    if (origin !== null && (origin.html || beginsLikeHtml(bytes))) throw new LoadError({ kind: 'html', file: 'core', address: origin.address }, { cause });
    throw new LoadError({ kind: 'damaged', file: 'core', address: origin?.address ?? null, bytes: bytes.length }, { cause });
  }
}

/** @throws LoadError when this browser, or the policy of this page, lets no such module run. */
async function checkBrowser(): Promise<void> {
  if (typeof globalThis.WebAssembly !== 'object') throw new LoadError({ kind: 'noWebAssembly' });
  try {
    // WebKit compiles what it will not let run.
    await WebAssembly.instantiate(EMPTY);
  } catch (cause) {
    throw new LoadError({ kind: 'wasmPolicy' }, { cause });
  }
  if (!WebAssembly.validate(SIMD)) throw new LoadError({ kind: 'noSimd' });
}

function bytesOf(source: BufferSource): Uint8Array<ArrayBuffer> {
  if (source instanceof ArrayBuffer) return new Uint8Array(source);
  return new Uint8Array(source.buffer, source.byteOffset, source.byteLength);
}

function beginsLikeHtml(bytes: Uint8Array): boolean {
  return /^\s*</.test(new TextDecoder().decode(bytes.subarray(0, 64)));
}
