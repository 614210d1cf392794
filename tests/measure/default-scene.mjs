// What happens to the default scene after its task is solved (docs/default-scene.md). What holds for many seeds is measured by
// `cargo run --release --example first_minute`.
//
//   node tests/measure/default-scene.mjs solved      per update
//   node tests/measure/default-scene.mjs later 8     for seeds 1 to 8, at a few updates
//
// A second argument that is an object holds keys that differ from the defaults in the table of parameters.

import { build, parallel, run } from './headless.mjs';

const CELLS = ['rnn', 'lstm', 'gru'];

const fixed = (number, digits = 1) => (Number.isFinite(number) ? number.toFixed(digits) : '–');
const row = (cells) => console.log(`| ${cells.join(' | ')} |`);
const range = (count) => Array.from({ length: count }, (_, index) => index + 1);

const report = (line) =>
  line ? [fixed(line.log10Ratio), line.loss.toPrecision(2), `${(100 * line.accuracy).toFixed(0)} %`] : ['–', '–', '–'];

const reportColumns = CELLS.flatMap((cell) => [`${cell} log10Ratio`, 'loss', 'right']);

async function solved(_, settings) {
  const updates = [0, 25, 50, 75, 100, 125, 150, 200, 300, 500, 1000, 2000, 5000];
  const lanes = await parallel(CELLS, 1, (cell) => run(settings, cell, 5000, 25));
  row(['update', ...reportColumns]);
  row(Array(10).fill('---'));
  for (const update of updates) {
    row([update, ...lanes.flatMap((lines) => report(lines.find((line) => line.update === update)))]);
  }
}

async function later(count, settings) {
  const updates = [200, 1000, 5000];
  row(['seed', 'update', ...reportColumns]);
  row(Array(11).fill('---'));
  for (const seed of range(count)) {
    const lanes = await parallel(CELLS, 1, (cell) => run({ ...settings, seed }, cell, 5000, 200));
    for (const update of updates) {
      row([seed, update, ...lanes.flatMap((lines) => report(lines.find((line) => line.update === update)))]);
    }
  }
}

const verbs = { solved, later };
const [verb, ...rest] = process.argv.slice(2);
const settings = JSON.parse(rest.find((argument) => argument.startsWith('{')) ?? '{}');
const count = Number(rest.find((argument) => /^\d+$/.test(argument)) ?? 20);
if (!verbs[verb]) {
  console.error(`Say which: ${Object.keys(verbs).join(', ')}.`);
  process.exit(2);
}
build();
await verbs[verb](count, settings);
