/** Lets the page open without a network after the first visit. */

/** Registers the service worker; not from a disk, nor while the sources are served. */
export function installServiceWorker(): void {
  if (!import.meta.env.PROD || !location.protocol.startsWith('http') || !('serviceWorker' in navigator)) return;
  const register = () => {
    // Where it is refused (private windows, insecure hosts, frames without an origin, which throw) the page works all the same, with a network.
    const registered = async () => navigator.serviceWorker.register(new URL('service-worker.js', document.baseURI));
    registered().catch(() => undefined);
  };
  // The visitor's own first run goes before.
  if (document.readyState === 'complete') register();
  else addEventListener('load', register, { once: true });
}
