/** A link is a promise: the WebAssembly build gives the bits of tests/fixtures/golden.json, as tests/golden_digests.rs does natively. */

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';

import { dataOf, Lane, sha256 } from './core.js';

/** @typedef {import('../../www/generated/types').Experiment} Experiment */
/** @typedef {{ experiment: Experiment, weights: string, frame: string }} Case */

/** @type {{ updates: number, fields: string[], cases: Case[] }} */
const golden = JSON.parse(await readFile(new URL('../fixtures/golden.json', import.meta.url), 'utf8'));

/**
 * The digest of all tensors' bytes, in the order of their names.
 *
 * @param {Uint8Array} file a safetensors file
 */
function digestOfTensors(file) {
  const length = Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true));
  /** @type {Record<string, { data_offsets: [number, number] }>} */
  const header = JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + length)));
  const hash = createHash('sha256');
  for (const name of Object.keys(header).filter((each) => each !== '__metadata__').sort()) {
    const [from, to] = /** @type {[number, number]} */ (header[name]?.data_offsets);
    hash.update(file.subarray(8 + length + from, 8 + length + to));
  }
  return hash.digest('hex');
}

test('every run of the golden table gives the same bits as natively', async () => {
  const wrong = [];
  for (const { experiment, weights, frame } of golden.cases) {
    const cell = /** @type {import('../../www/generated/types').CellKind} */ (experiment.cells[0]);
    // `updateBias` is younger than the table, and had no effect before it was there.
    const lane = new Lane(/** @type {Experiment} */ ({ updateBias: null, .../** @type {object} */ (experiment) }), cell, await dataOf(experiment));
    lane.train(golden.updates);
    const { layout, frameLength } = lane.describe();
    const numbers = new Float32Array(frameLength);
    lane.frame(numbers);
    const shown = golden.fields.flatMap((name) => layout.filter((field) => field.name === name)).flatMap(({ offset, shape }) =>
      [...numbers.subarray(offset, offset + shape.reduce((product, size) => product * size, 1))]);
    const bytes = new Uint8Array(Float32Array.from(shown).buffer);
    if (digestOfTensors(lane.weights()) !== weights || sha256(bytes) !== frame) wrong.push(JSON.stringify(experiment));
    lane.free();
  }
  assert.deepEqual(wrong, []);
  assert.ok(golden.cases.length > 100, `${golden.cases.length} runs`);
});

test('the default scene is learned at the same updates as natively', () => {
  // tests/default_scene.rs holds these natively.
  for (const [cell, learnedAt] of /** @type {const} */ ([['lstm', 40], ['gru', 130]])) {
    const lane = new Lane(/** @type {Experiment} */ ({}), cell);
    lane.stopWhenLearned(true);
    const { updates, learnedAt: found } = lane.train(200);
    assert.deepEqual({ updates, found }, { updates: learnedAt, found: learnedAt });
    lane.free();
  }
});
