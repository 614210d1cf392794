/**
 * Starts a module worker from an address. A browser starts workers only from the page's own origin; a script of
 * another one, such as a content delivery network's, is imported by a worker that has none of its own.
 */
export function spawnFrom(url: string | URL): Worker {
  const absolute = new URL(url, 'document' in globalThis ? document.baseURI : location.href);
  if (absolute.origin === location.origin || absolute.protocol === 'blob:') return new Worker(absolute, { type: 'module' });
  const blob = new Blob([`import ${JSON.stringify(absolute.href)};`], { type: 'text/javascript' });
  const own = URL.createObjectURL(blob);
  const worker = new Worker(own, { type: 'module' });
  // The worker has read its script by then; a revoked address only frees the memory.
  setTimeout(() => URL.revokeObjectURL(own), 10_000);
  return worker;
}
