/** The smallest module there is: its magic number and version. */
const EMPTY = new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);

const FORBIDDEN = "The policy of this page forbids WebAssembly: its script-src must allow 'wasm-unsafe-eval'.";

/** A module's address, or its bytes. */
export type Source = string | URL | BufferSource | Promise<BufferSource>;

/** What was fetched and compiled before, by its address; what could not be had may be tried again. */
const compiled = new Map<string, Promise<WebAssembly.Module>>();

/**
 * Fetches and compiles the core, once for all lanes of all elements on a page: an engine that runs SIMD only compiled
 * (WebKit's) would else be busy with one copy for each. Or compiles its bytes, where they are at hand.
 *
 * @throws Error with one sentence when the file cannot be had, is no WebAssembly that this browser runs, or the
 * page's policy forbids WebAssembly.
 */
export async function compileCore(given: Source): Promise<WebAssembly.Module> {
  const source = await given;
  if (typeof source !== 'string' && !(source instanceof URL)) return compileFrom(source);
  const address = String(source);
  let module = compiled.get(address);
  if (module === undefined) {
    module = compileFrom(source);
    compiled.set(address, module);
    module.catch(() => compiled.delete(address));
  }
  return module;
}

async function compileFrom(source: Awaited<Source>): Promise<WebAssembly.Module> {
  // WebKit compiles what it will not let run.
  if (await isForbidden()) throw new Error(FORBIDDEN);
  if (typeof source !== 'string' && !(source instanceof URL)) return compile(source);
  const response = await fetch(source).catch((cause: unknown) => {
    throw new Error(`The core could not be fetched from ${String(source)}.`, { cause });
  });
  if (!response.ok) {
    throw new Error(`The core could not be fetched from ${String(source)}: the server answered ${response.status}.`);
  }
  try {
    return await WebAssembly.compileStreaming(response.clone());
  } catch {
    // Streaming insists on the type application/wasm, which not every static host sends.
    return compile(await response.arrayBuffer());
  }
}

async function compile(bytes: BufferSource): Promise<WebAssembly.Module> {
  try {
    return await WebAssembly.compile(bytes);
  } catch (cause) {
    throw new Error('This browser cannot run the core: it needs WebAssembly with 128-bit SIMD.', { cause });
  }
}

/** Whether not even an empty module may run. */
async function isForbidden(): Promise<boolean> {
  try {
    await WebAssembly.instantiate(EMPTY);
    return false;
  } catch {
    return true;
  }
}
