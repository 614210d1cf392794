/** A lane's thread in Node: gives the worker's script the two things of a browser's worker that it uses. */

import { parentPort } from 'node:worker_threads';

const port = /** @type {import('node:worker_threads').MessagePort} */ (parentPort);

Object.assign(globalThis, {
  self: {
    postMessage: (/** @type {unknown} */ message, /** @type {ArrayBuffer[]} */ transfer) => port.postMessage(message, transfer),
    addEventListener: (/** @type {string} */ type, /** @type {(event: { data: unknown }) => void} */ listener) => {
      port.on(type, (data) => listener({ data }));
    },
  },
});

// @ts-expect-error -- The build lays it beside this script.
await import('./vanishing-point-worker.js');
