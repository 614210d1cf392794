/** The engine: the module that ships, byte for byte, called as the page's workers call it. */

import init, { initSync, Lane } from '../../www/generated/vanishing_point.js';
import { serve, symbols } from './serve.js';

const source = new URL('../../www/generated/vanishing_point_bg.wasm', import.meta.url);

async function load() {
  if (typeof self !== 'undefined') return init({ module_or_path: source });
  const { readFile } = await import('node:fs/promises');
  return initSync({ module: await readFile(source) });
}

const { memory } = await load();

/** Characters that each are one Unicode scalar value and one symbol: ASCII letters first, then CJK ideographs. */
const character = (/** @type {number} */ id) => String.fromCodePoint(id < 26 ? 0x61 + id : 0x4e00 + id);

/**
 * The task `text` over random characters is the workload: one-hot inputs of the alphabet's size, and at every step the
 * question which of as many classes comes next. Drawing the batch is part of each update, as it is on the page.
 *
 * @param {number} size
 */
function randomText(size) {
  const next = symbols(7);
  let text = Array.from({ length: size }, (_, id) => character(id)).join('');
  for (let index = 0; index < 1 << 15; index++) text += character(next(size));
  return text;
}

serve(({ cell, hidden, symbols: size, steps, batch, layers, work, settings }) => {
  const data = settings['task'] === 'text' ? new TextEncoder().encode(randomText(size)) : undefined;
  const experiment = { cells: [cell], hidden, length: steps, shortest: steps, batch, layers, optimizer: 'adam', clip: 1, clipBy: 'norm', ...settings };
  const lane = new Lane(experiment, cell, data);
  const { layout, frameLength } = lane.describe();
  const frame = new Float32Array(frameLength);
  /** @type {ReturnType<typeof lane.train> | undefined} */
  let report;

  /** @type {Record<string, (count: number) => void>} */
  const works = {
    update: (count) => {
      report = lane.train(count);
      if (report.divergence !== null) throw new Error(report.divergence.message);
    },
    frame: (count) => {
      for (let index = 0; index < count; index++) lane.frame(frame);
    },
    trace: (count) => {
      for (let index = 0; index < count; index++) lane.trace();
    },
  };
  const run = works[work];
  if (run === undefined) throw new Error(`The engine has no work called ${work}.`);
  return {
    run,
    report: () => {
      lane.frame(frame);
      const scalar = (/** @type {string} */ name) => frame[layout.find((field) => field.name === name)?.offset ?? -1];
      return {
        loss: report?.trainLoss ?? null,
        log10Ratio: String(scalar('log10Ratio')),
        gradNorm: String(scalar('gradNorm')),
        memoryBytes: memory.buffer.byteLength,
      };
    },
  };
});
