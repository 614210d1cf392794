/** Where an element's own files lie when they do not lie beside its script. */

export interface Assets {
  /** The core's WebAssembly module. */
  wasm?: string | URL | undefined;
  /** The script of the workers. */
  worker?: string | URL | undefined;
}

/** A page that has only a script tag sets `VanishingPoint = {assets: {wasm, worker}}` before it. */
export function assetsOfPage(): Assets {
  const page = (globalThis as { VanishingPoint?: { assets?: Assets } }).VanishingPoint;
  return page?.assets ?? {};
}
