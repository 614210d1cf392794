// What each cell learns: runs every task with every cell, writes docs/learning.md and the table in README.md.
//
//   node tests/measure/learning.mjs            all of it
//   node tests/measure/learning.mjs adding …   these tasks only, printed and not written

import { readFileSync, writeFileSync } from 'node:fs';
import { baseline, build, parallel, run } from './headless.mjs';

const EVERY = 25;
const CELLS = JSON.parse(readFileSync(new URL('../../www/generated/cells.json', import.meta.url), 'utf8')).map(({ kind }) => kind);

/** The settings of every run but recall's, which is the default scene as it is. */
const COMMON = { rate: 0.01, batch: 16, forgetBias: 1, updateBias: null, seed: 1 };

/** What differs from these, for how many updates it runs, and what share of right answers counts as learned. */
const RUNS = [
  { experiment: { task: 'recall' }, updates: 1000, right: 0.95 },
  { experiment: { task: 'adding', ...COMMON, batch: 32 }, updates: 4000, right: 0.95 },
  {
    experiment: { task: 'copy', ...COMMON, length: 30, hidden: 64, rate: 0.005 },
    updates: 12000,
    right: 0.95,
  },
  { experiment: { task: 'order', ...COMMON, shortest: 10 }, updates: 3000, right: 0.95 },
  { experiment: { task: 'parity', ...COMMON, shortest: 2 }, updates: 3000, right: 0.95 },
  { experiment: { task: 'brackets', ...COMMON }, updates: 3000, right: 1 },
  // Counting is exact or it is not counting: nearly right answers come cheap here.
  { experiment: { task: 'brackets', ...COMMON, length: 200 }, updates: 4000, right: 1 },
  {
    experiment: { task: 'text', passage: 'english', ...COMMON, shortest: 40, hidden: 64 },
    updates: 4000,
    right: 0.95,
  },
  {
    experiment: { task: 'text', passage: 'chinese', ...COMMON, shortest: 40, hidden: 64 },
    updates: 1500,
    right: 0.95,
  },
];

const name = ({ task, passage, length = 40 }) => `${task}${passage ? `, ${passage}` : ''}, T = ${length}`;
const percent = (share) => `${(100 * share).toFixed(1)} %`;
const number = (value) => (value !== 0 && value < 0.001 ? value.toExponential(1) : value.toPrecision(3));
const keys = (experiment) =>
  Object.entries(experiment)
    .filter(([key]) => !['task', 'passage', 'length'].includes(key))
    .map(([key, value]) => `${key} ${value}`)
    .join(', ') || 'the defaults';

/** The first report with this share of right answers, and the one from which on all have it. */
function learned(lines, right) {
  const first = lines.find((line) => line.accuracy >= right);
  const lastWrong = lines.findLastIndex((line) => line.accuracy < right);
  const goal = `${100 * right} %`;
  return [first ? `${goal} at ${first.update}` : `${goal} never`, lines[lastWrong + 1]?.update ?? '–'];
}

async function learn({ experiment, updates, right, cell }) {
  const started = performance.now();
  const lines = await run(experiment, cell, updates, EVERY);
  const last = lines.at(-1);
  const seconds = (performance.now() - started) / 1000;
  console.error(`${name(experiment)} ${cell}: ${seconds.toFixed(0)} s`);
  return [
    cell,
    last.update < updates - EVERY ? `${last.update}, then diverged` : last.update,
    number(last.loss),
    percent(last.accuracy),
    ...learned(lines, right),
    last.log10Ratio === null ? '−∞' : last.log10Ratio.toFixed(1),
  ];
}

const only = process.argv.slice(2);
const runs = RUNS.filter(({ experiment }) => only.length === 0 || only.includes(experiment.task));
build();
const jobs = runs.flatMap((each) => CELLS.map((cell) => ({ ...each, cell })));
const results = await parallel(jobs, Number(process.env.JOBS ?? 2), learn);

const lines = [
  '| task | cell | updates | loss | right | reached | held from | log10 ratio |',
  '| --- | --- | ---: | ---: | ---: | --- | ---: | ---: |',
];
for (const { experiment } of runs) {
  const { loss, accuracy } = await baseline(experiment);
  lines.push(`| **${name(experiment)}** | *baseline* | | *${number(loss)}* | *${percent(accuracy)}* | | | |`);
  for (const cells of results.splice(0, CELLS.length)) lines.push(`| | ${cells.join(' | ')} |`);
}

const settings = runs.map((each) => `- ${name(each.experiment)}: ${keys(each.experiment)}; ${each.updates} updates`);
const page = `# What each cell learns

Written by \`node tests/measure/learning.mjs\` from \`headless run\`; nothing in it is typed by hand.

Loss and share of right answers are those of the held-out set after the last update: 64 sequences of full
length (16 for brackets, T = 200: long, and asked at every step), for \`text\` other windows of the same text. *Baseline* is the best answer that does not look at the
input, worked out exactly. A run is looked at every ${EVERY} updates: *reached* names the first time at which
at least this share was right, *held from* the one from which on it stayed so. *Log10 ratio* is
log10‖∂L/∂h_1‖ − log10‖∂L/∂h_T‖ on the probe after the last update; −∞ is a gradient of exactly zero.
[younger-cells.md](younger-cells.md) sets minGRU, LRU and attention beside PyTorch.

${lines.join('\n')}

Settings that differ from the defaults:

${settings.join('\n')}
`;
/** Puts the table between the two marks in README.md. */
function writeReadme(table) {
  const readme = new URL('../../README.md', import.meta.url);
  const marked = /(<!-- learning -->\n)[^]*(\n<!-- \/learning -->)/;
  const text = readFileSync(readme, 'utf8');
  if (!marked.test(text)) throw new Error('README.md has lost the marks between which the table stands.');
  writeFileSync(readme, text.replace(marked, (_, from, to) => `${from}${table}${to}`));
}

if (only.length === 0) {
  writeFileSync(new URL('../../docs/learning.md', import.meta.url), page);
  writeReadme(lines.join('\n'));
} else {
  console.log(page);
}
