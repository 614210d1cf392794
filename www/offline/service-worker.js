/**
 * Keeps this build's files, so that the page opens without a network after a first visit.
 *
 * Pages come from the network while there is one, so an update is never held back; files whose names carry a digest
 * come from the cache. A new worker waits until the last window of the old build is closed: an open page never loses
 * the files that it may still need.
 */

// The build fills these in: a digest over all files, and their addresses beside this script.
const VERSION = '__VERSION__';
const FILES = ['__FILES__'];

const prefix = `vanishing-point ${self.registration.scope} `;
const name = prefix + VERSION;

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(name).then((cache) => cache.addAll(FILES)));
});

// A page on its first visit is taken over, too: it opens all its parts when the network goes away meanwhile.
self.addEventListener('activate', (event) => {
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter((each) => each.startsWith(prefix) && each !== name).map((each) => caches.delete(each)))).then(() => self.clients.claim()));
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET' || !request.url.startsWith(self.registration.scope)) return;
  if (/\/assets\/[^/]+-[\w-]{8}\.\w+$/.test(request.url)) event.respondWith(fromCache(request));
  else event.respondWith(fetch(request).catch((failure) => kept(request, failure)));
});

async function fromCache(request) {
  const cache = await caches.open(name);
  return (await cache.match(request)) ?? fetch(request);
}

async function kept(request, failure) {
  const cache = await caches.open(name);
  const found = await cache.match(request, { ignoreSearch: true });
  if (found === undefined) throw failure;
  return found;
}
