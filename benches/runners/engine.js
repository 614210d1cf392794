/** The engine: the module that ships, byte for byte, called as the page's workers call it. */

import * as core from '../../www/generated/vanishing_point.js';
import * as second from '../../www/generated/vanishing_point_inspector.js';
import { serve, symbols } from './serve.js';

const { Lane } = core;
const { Inspector } = second;

/**
 * @param {typeof core | typeof second} glue
 * @param {URL} source
 */
async function load(glue, source) {
  if (typeof self !== 'undefined') return glue.default({ module_or_path: source });
  const { readFile } = await import('node:fs/promises');
  return glue.initSync({ module: await readFile(source) });
}

const { memory } = await load(core, new URL('../../www/generated/vanishing_point_bg.wasm', import.meta.url));
await load(second, new URL('../../www/generated/vanishing_point_inspector_bg.wasm', import.meta.url));

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
  const text = settings['task'] === 'text' ? randomText(size) : undefined;
  const experiment = { cells: [cell], hidden, length: steps, shortest: steps, batch, layers, optimizer: 'adam', clip: 1, clipBy: 'norm', ...settings };
  const inspector = new Inspector(experiment, cell, text);
  const lane = new Lane(experiment, cell, text, inspector.initialWeights());
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
      for (let index = 0; index < count; index++) {
        inspector.load(lane.snapshot());
        inspector.trace();
      }
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
