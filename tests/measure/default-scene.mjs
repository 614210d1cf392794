// The scan behind the default scene (docs/default-scene.md): which settings show, from the first
// update until LSTM and GRU both answer 95 % right, an RNN whose gradient has vanished, an LSTM whose
// gradient arrives, and a GRU that opens its path?
//
//   node tests/measure/default-scene.mjs around      the defaults, and one key at a time changed
//   node tests/measure/default-scene.mjs seeds 40    the defaults with seeds 1 to 40, each by itself
//   node tests/measure/default-scene.mjs solved      what happens after the task is solved, per update
//   node tests/measure/default-scene.mjs later 8     the same for seeds 1 to 8, at a few updates
//
// A second argument that is an object holds keys that differ from the defaults in the table of
// parameters. Every update is looked at, not only some.

import { build, parallel, run } from './headless.mjs';

const RNN_BELOW = -5;
const LSTM_ABOVE = -3;
const RIGHT = 0.95;
const MOST_UPDATES = 300;
const CELLS = ['rnn', 'lstm', 'gru'];

/** What each key is changed to while the others stay. */
const AROUND = {
  forgetBias: [1, 2, 6],
  radius: [0.5, 0.3],
  rate: [0.002, 0.003, 0.01],
  shortest: [2, 10, 40],
  batch: [16, 32],
  hidden: [16, 48],
  init: ['orthogonal'],
};
const AROUND_SEEDS = 8;

const min = (values) => values.reduce((a, b) => Math.min(a, b), Infinity);
const max = (values) => values.reduce((a, b) => Math.max(a, b), -Infinity);
const ratios = (lines) => lines.map((line) => line.log10Ratio ?? -Infinity);
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** The first update with at least 95 % right, or Infinity. */
const solvedAt = (lines) => lines.find((line) => line.accuracy >= RIGHT)?.update ?? Infinity;

/** Runs the three cells; says when LSTM and GRU had both solved it, and what was seen until then. */
async function scene(experiment) {
  const lstm = await run(experiment, 'lstm', MOST_UPDATES, 1);
  const gru = await run(experiment, 'gru', MOST_UPDATES, 1);
  const solved = { lstm: solvedAt(lstm), gru: solvedAt(gru) };
  const until = Math.max(solved.lstm, solved.gru);
  const rnn = await run(experiment, 'rnn', Math.min(until, MOST_UPDATES), 1);
  const seen = (lines) => ratios(lines.filter((line) => line.update <= until));
  const result = {
    solved,
    until,
    rnnStart: ratios(rnn)[0],
    rnnMax: max(seen(rnn)),
    lstmMin: min(seen(lstm)),
    gruStart: ratios(gru)[0],
    gruEnd: seen(gru).at(-1),
  };
  result.good = until < Infinity && result.rnnMax < RNN_BELOW && result.lstmMin > LSTM_ABOVE;
  return result;
}

const fixed = (number, digits = 1) => (Number.isFinite(number) ? number.toFixed(digits) : '–');
const row = (cells) => console.log(`| ${cells.join(' | ')} |`);

const range = (count) => Array.from({ length: count }, (_, index) => index + 1);

async function around(_, settings) {
  row(['changed', 'as wanted', 'rnn < 1e-5', 'lstm > 1e-3', 'both solved', 'median update of that']);
  row(Array(6).fill('---'));
  const changes = Object.entries(AROUND).flatMap(([key, values]) => values.map((value) => ({ [key]: value })));
  for (const change of [{}, ...changes]) {
    const scenes = await parallel(range(AROUND_SEEDS), 1, (seed) => scene({ ...settings, ...change, seed }));
    const count = (holds) => `${scenes.filter(holds).length} of ${AROUND_SEEDS}`;
    row([
      Object.entries(change).flat().join(' ') || 'nothing',
      count((each) => each.good),
      count((each) => each.rnnMax < RNN_BELOW),
      count((each) => each.lstmMin > LSTM_ABOVE),
      count((each) => each.until < Infinity),
      fixed(median(scenes.map((each) => each.until)), 0),
    ]);
  }
}

async function seeds(count, settings) {
  row(['seed', 'lstm solved', 'gru solved', 'rnn start', 'rnn highest', 'lstm lowest', 'gru start → when solved', 'as wanted']);
  row(Array(8).fill('---'));
  const scenes = [];
  for (const seed of range(count)) {
    const each = await scene({ ...settings, seed });
    scenes.push(each);
    row([
      seed,
      fixed(each.solved.lstm, 0),
      fixed(each.solved.gru, 0),
      fixed(each.rnnStart),
      fixed(each.rnnMax),
      fixed(each.lstmMin),
      `${fixed(each.gruStart)} → ${fixed(each.gruEnd)}`,
      each.good ? 'yes' : 'no',
    ]);
  }
  const share = (holds) => `${scenes.filter(holds).length} of ${count}`;
  console.log(`\nas wanted: ${share((each) => each.good)}`);
  console.log(`rnn < 1e-5: ${share((each) => each.rnnMax < RNN_BELOW)}`);
  console.log(`lstm > 1e-3: ${share((each) => each.lstmMin > LSTM_ABOVE)}`);
  console.log(`both solved: ${share((each) => each.until < Infinity)}`);
}

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

const verbs = { around, seeds, solved, later };
const [verb, ...rest] = process.argv.slice(2);
const settings = JSON.parse(rest.find((argument) => argument.startsWith('{')) ?? '{}');
const count = Number(rest.find((argument) => /^\d+$/.test(argument)) ?? 20);
if (!verbs[verb]) {
  console.error(`Say which: ${Object.keys(verbs).join(', ')}.`);
  process.exit(2);
}
build();
await verbs[verb](count, settings);
