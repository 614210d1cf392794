/** The browser's half: workers that are started, asked and ended as the harness says. */

/** @type {Map<string, Worker>} */
const workers = new Map();
let lastId = 0;

/**
 * @param {Worker} worker
 * @param {object | null} message nothing is sent for null: the worker then speaks first
 */
function ask(worker, message) {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => (data.error === undefined ? resolve(data) : reject(new Error(data.error)));
    worker.onerror = (event) => reject(new Error(event.message || 'The worker could not be started.'));
    if (message !== null) worker.postMessage(message);
  });
}

globalThis.bench = {
  open: async (runner) => {
    const worker = new Worker(new URL(`runners/${runner}.js`, import.meta.url), { type: 'module' });
    workers.set(runner, worker);
    await ask(worker, null);
  },
  // One at a time is asked, so that nothing else runs while one is measured.
  ask: (runner, message) => ask(workers.get(runner), { id: ++lastId, ...message }),
  close: () => {
    for (const worker of workers.values()) worker.terminate();
    workers.clear();
  },
};
