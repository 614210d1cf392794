/**
 * Tells when a worker is gone. A terminated worker sends no event at all; but the Web Lock
 * that it held while it ran comes free, and the page waits for that lock.
 */

/** Milliseconds without a message from the worker during a call, where there are no locks. One huge update may take long. */
const PATIENCE = 120_000;

/** Whether this page has Web Locks: insecure contexts and sandboxed frames have none. */
export async function locksAvailable(): Promise<boolean> {
  if (!('navigator' in globalThis) || !('locks' in navigator) || !('randomUUID' in crypto)) return false;
  try {
    await navigator.locks.query();
    return true;
  } catch {
    return false;
  }
}

/** Calls `gone` once the worker that holds the lock has ended; returns the way to stop waiting. */
export function watchLock(name: string, gone: () => void): () => void {
  const controller = new AbortController();
  navigator.locks.request(name, { signal: controller.signal }, gone).catch(() => {
    // Aborted: nobody waits any more.
  });
  return () => controller.abort();
}

/** For where there are no locks: calls `gone` when a call has gone without a message from the worker for too long. */
export class Watchdog {
  readonly #gone: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(gone: () => void) {
    this.#gone = gone;
  }

  /** A call is under way and the worker was heard of just now. */
  feed(): void {
    this.rest();
    this.#timer = setTimeout(this.#gone, PATIENCE);
  }

  /** Nothing is asked of the worker. */
  rest(): void {
    clearTimeout(this.#timer);
  }
}
