/** The WebAssembly build in Node: the same bytes that the page loads. */

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';

import { engineNumber, initSync, Lane } from '../../www/generated/vanishing_point.js';

const root = new URL('../../', import.meta.url);
const generated = new URL('www/generated/', root);

export const { memory } = initSync({ module: await readFile(new URL('vanishing_point_bg.wasm', generated)) });

export { engineNumber, Lane };

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

/** @type {{ kind: string, data: { parameter: keyof Experiment | null, choices: { name: string, file: string }[] } | null }[]} */
const tasks = JSON.parse(await readFile(new URL('tasks.json', generated), 'utf8'));

/** @type {{ key: string, default: unknown }[]} */
const parameters = JSON.parse(await readFile(new URL('parameters.json', generated), 'utf8'));

/**
 * The bytes of the data set that an experiment chooses, by default where it does not say; undefined for a task by rule.
 *
 * @param {Experiment} experiment
 */
export async function dataOf(experiment) {
  const data = tasks.find(({ kind }) => kind === experiment.task)?.data;
  if (!data) return undefined;
  const { parameter, choices } = data;
  const wanted = parameter === null ? undefined : (experiment[parameter] ?? parameters.find(({ key }) => key === parameter)?.default);
  const chosen = choices.find(({ name }) => parameter === null || name === wanted);
  return new Uint8Array(await readFile(new URL(`data/${chosen?.file}`, root)));
}

/**
 * The numbers of a safetensors file, without names and metadata: what digests of weights are taken over.
 *
 * @param {Uint8Array} file
 */
export const numbersOf = (file) => file.subarray(8 + Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true)));

/** @param {Uint8Array} bytes */
export const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

/**
 * The SHA-256 of the numbers of each lane's weights after so many updates.
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
      return [cell, sha256(numbersOf(lane.weights()))];
    }),
  );
}
