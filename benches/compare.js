/**
 * Two builds of the core against each other: `node benches/compare.js OLD NEW [ROUNDS] [SECONDS] [SIZES]`, where OLD and NEW are
 * folders such as www/generated. Both train the same runs in turns, so that a busy machine slows both; time is that of the
 * processor. Of each round the ratio NEW ÷ OLD of updates a second counts, and the median over the rounds is printed,
 * with whether both have come to the same frame, bit for bit.
 */

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

import { symbols } from './runners/serve.js';

const SIZES = {
  S: { units: 16, symbols: 8, length: 32, batch: 8 },
  M: { units: 32, symbols: 16, length: 64, batch: 16 },
  L: { units: 64, symbols: 32, length: 128, batch: 32 },
  XL: { units: 128, symbols: 64, length: 256, batch: 32 },
};
const CELLS = ['rnn', 'lstm', 'gru'];

const [oldFolder, newFolder, rounds = '15', seconds = '0.3', sizes = 'S,M,L,XL'] = process.argv.slice(2);
if (oldFolder === undefined || newFolder === undefined) {
  throw new Error('Two folders are needed: node benches/compare.js OLD NEW [ROUNDS] [SECONDS] [SIZES].');
}

/** @param {string} folder */
async function load(folder) {
  const glue = await import(pathToFileURL(resolve(folder, 'vanishing_point.js')).href);
  glue.initSync({ module: await readFile(resolve(folder, 'vanishing_point_bg.wasm')) });
  return glue;
}

/** @param {number} size */
function randomText(size) {
  const character = (/** @type {number} */ id) => String.fromCodePoint(id < 26 ? 0x61 + id : 0x4e00 + id);
  const next = symbols(7);
  let text = Array.from({ length: size }, (_, id) => character(id)).join('');
  for (let index = 0; index < 1 << 15; index++) text += character(next(size));
  return text;
}

/**
 * A lane of either build: engines differ in whether they take the task's data as bytes or as a text, and in what the
 * units are called.
 *
 * @param {any} glue
 * @param {string} cell
 * @param {{ units: number, symbols: number, length: number, batch: number }} size
 */
function lane(glue, cell, { units, symbols: count, length, batch }) {
  const text = randomText(count);
  const run = { cells: [cell], task: 'text', length, shortest: length, batch, optimizer: 'adam', clip: 1, clipBy: 'norm' };
  let refused;
  for (const data of [new TextEncoder().encode(text), text]) {
    for (const experiment of [{ ...run, hidden: units }, { ...run, units }]) {
      try {
        return new glue.Lane(experiment, cell, data);
      } catch (error) {
        refused = error;
      }
    }
  }
  throw new Error(`No lane could be made: ${JSON.stringify(refused)}`);
}

/** Milliseconds of the processor's time that this process has used. */
const spent = () => process.cpuUsage().user / 1000;

/** @param {number[]} values */
const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

/** @param {{ frame: (out: Float32Array) => void, describe: () => { frameLength: number } }} lane */
function digest(lane) {
  const frame = new Float32Array(lane.describe().frameLength);
  lane.frame(frame);
  return createHash('sha256').update(new Uint8Array(frame.buffer)).digest('hex').slice(0, 12);
}

const builds = [await load(oldFolder), await load(newFolder)];
for (const [name, size] of Object.entries(SIZES).filter(([name]) => sizes.split(',').includes(name))) {
  for (const cell of CELLS) {
    const lanes = builds.map((glue) => lane(glue, cell, size));
    for (const each of lanes) each.train(30);
    const equal = digest(lanes[0]) === digest(lanes[1]);
    let began = spent();
    lanes[0].train(3);
    const updates = Math.max(1, Math.round(Number(seconds) / ((spent() - began) / 3000)));
    /** @type {number[]} */
    const ratios = [];
    /** @type {number[]} */
    const rates = [];
    for (let round = 0; round < Number(rounds); round++) {
      const order = round % 2 === 0 ? [0, 1] : [1, 0];
      const times = [0, 0];
      for (const index of order) {
        began = spent();
        lanes[index].train(updates);
        times[index] = spent() - began;
      }
      ratios.push(times[0] / times[1]);
      rates.push((1000 * updates) / times[1]);
    }
    const ratio = median(ratios).toFixed(3);
    console.log(`${name.padEnd(2)} ${cell.padEnd(6)} new/old ${ratio}  new ${median(rates).toFixed(1)}/s  same bits ${equal}`);
  }
}
