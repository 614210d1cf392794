/** The WebAssembly build in Node: what the workers of the page call, without a browser. */

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { dataOf, digests, engineNumber, explosive, Lane, memory, numbersOf, scene, sha256 } from './core.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
/** Every kind of cell. @type {import('../../www/generated/types').CellKind[]} */
const CELLS = JSON.parse(await readFile(`${root}www/generated/cells.json`, 'utf8')).map((/** @type {{ kind: string }} */ { kind }) => kind);

/**
 * What a call throws.
 *
 * @param {() => unknown} call
 * @returns {{ kind: string, key: string | null, given: string, allowed: object, message: string }}
 */
function thrown(call) {
  try {
    call();
  } catch (error) {
    return /** @type {ReturnType<typeof thrown>} */ (error);
  }
  throw new assert.AssertionError({ message: 'Nothing was thrown.' });
}

/**
 * The numbers of a safetensors file: eight bytes of header length, the header, and 32-bit floats to the end.
 *
 * @param {Uint8Array} file
 */
function floats(file) {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const start = 8 + Number(view.getBigUint64(0, true));
  return Float32Array.from({ length: (file.byteLength - start) / 4 }, (_, index) => view.getFloat32(start + 4 * index, true));
}

describe('the WebAssembly build in Node', () => {
  test('is the one module that the page loads', async () => {
    const assets = `${root}dist/assets/`;
    const shipped = (await readdir(assets)).filter((name) => name.endsWith('.wasm'));
    assert.equal(shipped.length, 1);
    assert.equal(sha256(await readFile(assets + shipped[0])), sha256(await readFile(`${root}www/generated/vanishing_point_bg.wasm`)));
  });

  test('begins a run with the spectral radius that it is given, and rescales it to another', () => {
    const lane = new Lane({ ...scene, radius: 0.9 }, 'rnn');
    const radius = () => /** @type {{ radius: number }} */ (lane.trace().spectrum.hidden).radius;
    assert.ok(Math.abs(radius() - 0.9) < 1e-6);
    lane.rescale(1.2);
    assert.ok(Math.abs(radius() - 1.2) < 1e-6);
    assert.equal(lane.radii()[0], radius());
    assert.equal(thrown(() => lane.rescale(11)).key, 'radius');
  });

  test('reads a text that it is given as bytes', () => {
    const lane = new Lane({ ...scene, task: 'text' }, 'rnn', new TextEncoder().encode('落霞与孤鹜齐飞'));
    assert.equal(lane.describe().inputLabels?.length, 7);
    assert.equal([...lane.generate('落', 5, 1)].length, 5);
  });

  test('asks for the data set of a task that has one, and says which one it was given', async () => {
    const experiment = /** @type {const} */ ({ ...scene, task: 'text', passage: 'chinese' });
    const error = thrown(() => new Lane(experiment, 'rnn'));
    assert.equal(error.key, 'data');
    assert.deepEqual(error.allowed, { type: 'file', file: 'text/chinese.txt' });
    const data = await dataOf(experiment);
    assert.ok(data);
    const { dataSha256, runsOn, input } = new Lane(experiment, 'rnn', data).describe();
    assert.equal(dataSha256, sha256(data));
    assert.equal(runsOn, true);
    assert.deepEqual(input, { type: 'symbols' });
    assert.equal(thrown(() => new Lane(experiment, 'rnn', Uint8Array.of(0x61, 0xff))).key, 'data');
    assert.equal(new Lane(scene, 'rnn').describe().dataSha256, null);
  });

  test('says the number of its engine, as the front end knows it', async () => {
    const known = await readFile(`${root}www/generated/version.ts`, 'utf8');
    assert.match(known, new RegExp(`engine: number = ${engineNumber()};`));
  });

  test('trains for a time, at least one update and not more than asked for', () => {
    const lane = new Lane(scene, 'gru');
    assert.equal(lane.trainFor(0, 100).updates, 1);
    assert.equal(lane.trainFor(60_000, 7).updates, 8);
    const start = performance.now();
    const { updates } = lane.trainFor(100, 1e6);
    const took = performance.now() - start;
    assert.ok(took >= 100 && took < 300, `${took} ms`);
    assert.ok(updates > 9);
    // The time decides how many updates are made, never what one of them does.
    const other = new Lane(scene, 'gru');
    other.train(updates);
    assert.equal(sha256(other.weights()), sha256(lane.weights()));
  });

  test('gives the same weights for the same experiment, and others for another seed', () => {
    const once = digests(scene, 50);
    assert.deepEqual(digests(scene, 50), once);
    const other = digests({ ...scene, seed: scene.seed + 1 }, 50);
    for (const cell of scene.cells) assert.notEqual(other[cell], once[cell]);
  });

  test('gives the same weights however the updates are cut into calls', () => {
    for (const cell of scene.cells) {
      const lane = new Lane(scene, cell);
      for (const updates of [1, 2, 3, 44]) lane.train(updates);
      assert.equal(sha256(numbersOf(lane.weights())), digests({ ...scene, cells: [cell] }, 50)[cell]);
    }
  });

  test('gives the same weights as the native build', async () => {
    // Sizes that fill neither registers nor tiles, with a loss at every step.
    const odd = /** @type {const} */ ({ task: 'brackets', units: 23, batch: 5, length: 33, layers: 2 });
    for (const experiment of [scene, { ...scene, ...odd }]) {
      const request = JSON.stringify({ experiment, updates: 200, every: 200 });
      const run = promisify(execFile)('cargo', ['run', '--quiet', '--example', 'headless', '--', 'run', '-'], { cwd: root });
      run.child.stdin?.end(request);
      const { stdout } = await run;
      const lines = stdout.trim().split('\n').map((line) => JSON.parse(line));
      const native = Object.fromEntries(
        lines.filter((line) => 'weightsSha256' in line).map(({ cell, weightsSha256 }) => [cell, weightsSha256]),
      );
      assert.deepEqual(native, digests(experiment, 200));
    }
  });

  test('takes no more memory after thousands of updates and frames than after a hundred', () => {
    for (const cell of CELLS) {
      const lane = new Lane({ ...scene, cells: [cell], units: 8, length: 8 }, cell);
      const frame = new Float32Array(lane.describe().frameLength);
      const run = (/** @type {number} */ times) => {
        lane.train(times);
        for (let time = 0; time < times; time++) lane.frame(frame);
        return memory.buffer.byteLength;
      };
      const early = run(100);
      assert.equal(run(5000), early, cell);
    }
  });

  test('goes on from a snapshot with the same bits', () => {
    for (const cell of scene.cells) {
      const lane = new Lane(scene, cell);
      lane.train(30);
      const snapshot = lane.snapshot();
      lane.train(20);
      const restored = new Lane(scene, cell);
      restored.restore(snapshot);
      restored.train(20);
      assert.equal(sha256(restored.weights()), sha256(lane.weights()));
    }
  });

  test('goes back to the same initial weights on reset', () => {
    for (const cell of scene.cells) {
      const lane = new Lane(scene, cell);
      const initial = sha256(lane.weights());
      lane.train(10);
      lane.reset();
      assert.equal(sha256(lane.weights()), initial);
      lane.train(50);
      assert.equal(sha256(numbersOf(lane.weights())), digests({ ...scene, cells: [cell] }, 50)[cell]);
    }
  });

  test('lays frames out as it says: fields that neither overlap nor leave gaps, all filled', () => {
    for (const cell of CELLS) {
      const lane = new Lane({ ...scene, cells: [cell], layers: 2 }, cell);
      lane.train(3);
      const { layout, frameLength, steps, units, outputs } = lane.describe();
      let end = 0;
      for (const { offset, shape } of layout) {
        assert.equal(offset, end);
        end += shape.reduce((product, size) => product * size, 1);
      }
      assert.equal(end, frameLength);
      const frame = new Float32Array(frameLength).fill(Number.NaN);
      lane.frame(frame);
      assert.ok(!frame.some(Number.isNaN), `a ${cell} frame is filled`);
      const field = (/** @type {string} */ name, /** @type {number | null} */ layer) => {
        const found = layout.find((each) => each.name === name && each.layer === layer);
        assert.ok(found, `${cell} has ${name}`);
        return found;
      };
      assert.deepEqual(field('hidden', 1).shape, [steps, units]);
      assert.deepEqual(field('log10GradInput', null).shape, [steps]);
      assert.deepEqual(field('outputs', null).shape, [steps, outputs]);
      assert.equal(frame[field('update', null).offset], 3);
    }
  });

  test('says the probe’s gradient in frames as the trace says it in double precision', () => {
    for (const cell of scene.cells) {
      const lane = new Lane(scene, cell);
      lane.train(5);
      const { layout, frameLength } = lane.describe();
      const frame = new Float32Array(frameLength);
      lane.frame(frame);
      const trace = lane.trace();
      const { offset } = /** @type {{ offset: number }} */ (
        layout.find(({ name, layer }) => name === 'log10GradHidden' && layer === 0)
      );
      const exact = /** @type {(number | null)[]} */ (trace.layers[0]?.log10GradHidden);
      for (const [step, value] of exact.entries()) {
        const shown = frame[offset + step];
        if (value === null) assert.equal(shown, Number.NEGATIVE_INFINITY);
        else assert.ok(Math.abs(/** @type {number} */ (shown) - value) <= 1e-5 * Math.max(1, Math.abs(value)));
      }
    }
  });

  test('refuses what cannot be, and says why in one sentence', () => {
    const lane = (/** @type {object} */ change, /** @type {string | undefined} */ text) =>
      () => new Lane(/** @type {any} */ ({ ...scene, ...change }), 'rnn', text === undefined ? undefined : new TextEncoder().encode(text));
    const cases = /** @type {const} */ ([
      [lane({ units: 0 }, undefined), 'outOfRange', 'units'],
      [lane({ hidden: 2.5 }, undefined), 'wrongValue', 'units'],
      [lane({ task: 'chess' }, undefined), 'wrongValue', 'task'],
      [lane({ tempo: 3 }, undefined), 'unknownKey', 'tempo'],
      [lane({ rate: Number.NaN }, undefined), 'notFinite', 'rate'],
      [lane({ task: 'text' }, ''), 'text', 'text'],
      [lane({ task: 'text' }, 'a'), 'text', 'text'],
    ]);
    for (const [call, kind, key] of cases) {
      const error = thrown(call);
      assert.equal(error.kind, kind);
      assert.equal(error.key, key);
      assert.match(error.message, /^[^\n]+\.$/);
    }
  });

  test('refuses a snapshot that is none, and trains on', () => {
    const lane = new Lane(scene, 'gru');
    lane.train(5);
    const error = thrown(() => lane.restore(Uint8Array.of(1, 2, 3)));
    assert.equal(error.kind, 'unreadable');
    lane.train(45);
    assert.equal(sha256(numbersOf(lane.weights())), digests({ ...scene, cells: ['gru'] }, 50).gru);
  });

  test('refuses a frame buffer of the wrong length', () => {
    const lane = new Lane(scene, 'rnn');
    assert.equal(thrown(() => lane.frame(new Float32Array(3))).kind, 'wrongShape');
  });

  test('stops where an update becomes non-finite, and keeps the finite weights before it', () => {
    const lane = new Lane({ ...scene, ...explosive }, 'rnn');
    const report = lane.train(100);
    assert.ok(report.divergence);
    assert.equal(report.divergence.update, report.updates + 1);
    assert.match(report.divergence.message, /^[^\n]+\.$/);
    assert.notEqual(report.divergence.tensor, '');
    assert.ok(floats(lane.weights()).every(Number.isFinite));
    const kept = sha256(lane.weights());
    assert.deepEqual(lane.train(10), report);
    assert.equal(sha256(lane.weights()), kept);
  });

  test('trains on with a learning rate of 10, as long as gradients are clipped', () => {
    for (const cell of scene.cells) {
      const lane = new Lane({ ...scene, rate: 10 }, cell);
      const { updates, divergence } = lane.train(50);
      assert.deepEqual({ updates, divergence }, { updates: 50, divergence: null }, cell);
      assert.ok(floats(lane.weights()).every(Number.isFinite));
    }
    // The same rate without clipping is too much for squared errors, whatever the cell: see the Rust tests.
    const free = new Lane({ ...scene, rate: 10, clip: null, optimizer: 'sgd', task: 'adding' }, 'rnn');
    const { updates, divergence } = free.train(50);
    assert.equal(divergence?.update, updates + 1);
    assert.ok(floats(free.weights()).every(Number.isFinite));
  });
});
