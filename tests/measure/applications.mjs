// What each cell makes of the tasks of docs/data.md, beside PyTorch: writes docs/applications.md.
//
//   node tests/measure/applications.mjs             all of it
//   node tests/measure/applications.mjs speech …    these tasks only, printed and not written
//
// PYTHON names a Python with the packages of tests/measure/applications.py, TORCH the tasks that it runs, with semicolons
// between them (“series, co2;speech”), all unless it is given; SEEDS says how many runs there are of each.

import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { baseline, build, parallel, run } from './headless.mjs';

const PYTHON = process.env.PYTHON ?? 'python3';
const SEEDS = Number(process.env.SEEDS ?? 5);
const TORCH = process.env.TORCH?.split(';');
const CELLS = ['rnn', 'lstm', 'gru', 'window'];
const COMMON = { rate: 0.005, batch: 32, units: 32, clip: 1, forgetBias: 1, updateBias: null };
const SCRIPT = new URL('applications.py', import.meta.url).pathname;

/** What is run, and for how many updates. */
const RUNS = [
  [{ task: 'speech' }, 600],
  [{ task: 'gesture' }, 1000],
  [{ task: 'sentiment' }, 1500],
  [{ task: 'series', series: 'sunspots' }, 500],
  [{ task: 'series', series: 'co2' }, 500],
  [{ task: 'series', series: 'airline' }, 300],
  [{ task: 'entities', sentences: 'english' }, 1000],
  [{ task: 'entities', sentences: 'chinese' }, 1000],
  [{ task: 'translate', translation: 'digitsToEnglish', units: 64 }, 1500],
  [{ task: 'translate', translation: 'chineseToDigits' }, 1500],
  [{ task: 'video', length: 24, rate: 0.01 }, 3000],
];

const name = ({ task, series, sentences, translation }) => [task, series ?? sentences ?? translation].filter(Boolean).join(', ');
const jobs = RUNS.filter(([{ task }]) => process.argv.length < 3 || process.argv.includes(task))
  .flatMap(([experiment, updates]) => CELLS.flatMap((cell) =>
    Array.from({ length: SEEDS }, (_, index) => ({ experiment: { ...COMMON, ...experiment }, updates, cell, seed: index + 1 }))));

async function ours({ experiment, updates, cell, seed }) {
  const started = performance.now();
  const { loss, accuracy } = (await run({ ...experiment, seed }, cell, updates, updates)).at(-1);
  return { loss, accuracy, seconds: (performance.now() - started) / 1000 };
}

async function theirs({ experiment, updates, cell, seed }) {
  if (cell === 'window' || TORCH?.includes(name(experiment)) === false) return null;
  const { stdout } = await promisify(execFile)(PYTHON, [SCRIPT, JSON.stringify({ ...experiment, updates }), cell, String(seed)]);
  return JSON.parse(stdout);
}

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
const digits = (value) => (value < 0.001 ? value.toExponential(0) : value.toPrecision(2));
/** Mean, and from the least to the largest. */
const spread = (values, write) => `${write(mean(values))} (${write(Math.min(...values))}–${write(Math.max(...values))})`;
const percent = (share) => (100 * share).toFixed(1);

if (!process.env.BUILT) build();
const results = await parallel(jobs, Number(process.env.JOBS ?? 2), async (job) => {
  const result = { job, ours: await ours(job), theirs: await theirs(job) };
  console.error(`${name(job.experiment)} ${job.cell} ${job.seed}: ${result.ours.accuracy} ${result.theirs?.accuracy ?? ''}`);
  return result;
});

const lines = ['| task | cell | updates | right, % | PyTorch | loss | PyTorch | seconds |', '| --- | --- | ---: | --- | --- | --- | --- | ---: |'];
while (results.length > 0) {
  const seeds = results.splice(0, SEEDS);
  const [{ job }] = seeds;
  if (job.cell === CELLS[0]) {
    const trivial = await baseline(job.experiment);
    lines.push(`| **${name(job.experiment)}** | *trivial* | | *${percent(trivial.accuracy)}* | | *${digits(trivial.loss)}* | | |`);
  }
  const of = (who, key, write) => (seeds[0][who] === null ? '' : spread(seeds.map((each) => each[who][key]), write));
  lines.push(`| | ${job.cell} | ${job.updates} | ${of('ours', 'accuracy', percent)} | ${of('theirs', 'accuracy', percent)} | ${of('ours', 'loss', digits)} | ${of('theirs', 'loss', digits)} | ${mean(seeds.map((each) => each.ours.seconds)).toFixed(1)} |`);
}
const page = `# What each cell makes of real data, language and films

Written by \`node tests/measure/applications.mjs\` from \`headless run\` and, for PyTorch, \`tests/measure/applications.py\`; nothing
in it is typed by hand. [data.md](data.md) says what each task is.

Share of right answers and loss are those of held-out data after the last update: means over ${SEEDS} seeds, with the least and
the largest in brackets. Ours are of the 16 to 64 held-out sequences that the page looks at, PyTorch's of 512 that it draws by the same
rule; both models have the same size, learn from as many sequences with Adam at the same rate, clip by the same norm, and
the LSTM's forget bias is ${COMMON.forgetBias} for both. *Trivial* is the answer by the rule of the task, scored on the training part; of series it is the last value, on the held-out part. Seconds are
those of one run on one core of the machine that wrote this, the start included.

${lines.join('\n')}

Settings that differ from the defaults: ${Object.entries(COMMON).map(([key, value]) => `${key} ${value}`).join(', ')}; units 64 for
\`translate\` with English words.
`;
if (process.argv.length < 3) writeFileSync(new URL('../../docs/applications.md', import.meta.url), page);
else console.log(page);
