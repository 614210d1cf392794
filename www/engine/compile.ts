/**
 * Fetches and compiles the core, once for all lanes.
 *
 * @throws Error with one sentence when the file cannot be had or is no WebAssembly that this browser runs.
 */
export async function compileCore(url: string | URL): Promise<WebAssembly.Module> {
  const response = await fetch(url).catch((cause: unknown) => {
    throw new Error(`The core could not be fetched from ${String(url)}.`, { cause });
  });
  if (!response.ok) {
    throw new Error(`The core could not be fetched from ${String(url)}: the server answered ${response.status}.`);
  }
  try {
    return await WebAssembly.compileStreaming(response.clone());
  } catch {
    // Streaming insists on the type application/wasm, which not every static host sends.
    try {
      return await WebAssembly.compile(await response.arrayBuffer());
    } catch (cause) {
      throw new Error('This browser cannot run the core: it needs WebAssembly with 128-bit SIMD.', { cause });
    }
  }
}
