/** The WebAssembly build in Node: the same bytes that the page loads. */

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';

import { initSync, Lane } from '../../www/generated/vanishing_point.js';

const root = new URL('../../', import.meta.url);
const generated = new URL('www/generated/', root);

export const { memory } = initSync({ module: await readFile(new URL('vanishing_point_bg.wasm', generated)) });

export { Lane };

/** @typedef {import('../../www/generated/types').Experiment} Experiment */
/** @typedef {import('../../www/generated/types').CellKind} CellKind */

/** The scene that a visitor sees first, from the table of parameters. */
export const scene = /** @type {Experiment} */ (
  Object.fromEntries(
    JSON.parse(await readFile(new URL('parameters.json', generated), 'utf8')).map(
      (/** @type {{ key: string, default: unknown }} */ { key, default: value }) => [key, value],
    ),
  )
);

/** Makes the rnn, and no gated cell, become non-finite after a few updates. */
export const explosive = /** @type {const} */ ({
  activation: 'relu',
  radius: 4,
  optimizer: 'sgd',
  rate: 1,
  clip: null,
});

/** @param {Uint8Array} bytes */
export const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

/**
 * The SHA-256 of each lane's weights after so many updates.
 *
 * @param {Experiment} experiment
 * @param {number} updates
 * @returns {Partial<Record<CellKind, string>>}
 */
export function digests(experiment, updates) {
  return Object.fromEntries(
    experiment.cells.map((cell) => {
      const lane = new Lane(experiment, cell);
      lane.train(updates);
      return [cell, sha256(lane.weights())];
    }),
  );
}
