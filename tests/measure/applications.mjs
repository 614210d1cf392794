// What each cell makes of the tasks of docs/data.md, beside PyTorch: writes docs/applications.md.
//
//   node tests/measure/applications.mjs             all of it
//   node tests/measure/applications.mjs speech …    these tasks only
//   node tests/measure/applications.mjs --write     nothing more: the document of what has been run
//
// Each result is kept in target/applications.jsonl, so that what was ended goes on where it stood; a task is in the document
// once all of its runs are there. PYTHON names a Python with the packages of tests/measure/applications.py, SEEDS says how many
// runs there are of each, JOBS how many at a time, BUILT that the examples are built.

import { execFile } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { baseline, build, parallel, run } from './headless.mjs';

const PYTHON = process.env.PYTHON ?? 'python3';
const SEEDS = Number(process.env.SEEDS ?? 5);
const CELLS = ['rnn', 'lstm', 'gru', 'window'];
const COMMON = { rate: 0.005, batch: 32, units: 32, clip: 1, forgetBias: 1, updateBias: null };
const SCRIPT = new URL('applications.py', import.meta.url).pathname;

/** What is run, and for how many updates. */
const RUNS = [
  [{ task: 'speech' }, 400],
  [{ task: 'series', series: 'co2' }, 300],
  [{ task: 'translate', translation: 'digitsToChinese', units: 48, rate: 0.01 }, 600],
  [{ task: 'entities', sentences: 'english' }, 600],
  [{ task: 'series', series: 'airline' }, 300],
  [{ task: 'sentiment' }, 1000],
  [{ task: 'video', length: 24, shortest: 24, rate: 0.01 }, 1000],
  [{ task: 'gesture' }, 600],
  [{ task: 'translate', translation: 'digitsToEnglish', units: 64 }, 1500],
  [{ task: 'entities', sentences: 'chinese' }, 600],
  [{ task: 'series', series: 'sunspots' }, 500],
];
const KEPT = new URL('../../target/applications.jsonl', import.meta.url);

const name = ({ task, series, sentences, translation }) => [task, series ?? sentences ?? translation].filter(Boolean).join(', ');
const wanted = process.argv.slice(2).filter((word) => !word.startsWith('-'));
/** One group a task and cell, one job a seed. */
const groups = RUNS.flatMap(([experiment, updates]) => CELLS.map((cell) =>
  Array.from({ length: SEEDS }, (_, index) => ({ experiment: { ...COMMON, ...experiment }, updates, cell, seed: index + 1 }))));
const kept = new Map(existsSync(KEPT) ? readFileSync(KEPT, 'utf8').trim().split('\n').filter(Boolean).map((line) => {
  const { job, ...result } = JSON.parse(line);
  return [JSON.stringify(job), result];
}) : []);

async function ours({ experiment, updates, cell, seed }) {
  const started = performance.now();
  const { loss, accuracy } = (await run({ ...experiment, seed }, cell, updates, updates)).at(-1);
  return { loss, accuracy, seconds: (performance.now() - started) / 1000 };
}

async function theirs({ experiment, updates, cell, seed }) {
  if (cell === 'window') return null;
  const { stdout } = await promisify(execFile)(PYTHON, [SCRIPT, JSON.stringify({ ...experiment, updates }), cell, String(seed)]);
  return JSON.parse(stdout);
}

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
const digits = (value) => (value < 0.001 ? value.toExponential(0) : value.toPrecision(2));
/** Mean, and from the least to the largest. */
const spread = (values, write) => `${write(mean(values))} (${write(Math.min(...values))}–${write(Math.max(...values))})`;
const percent = (share) => (100 * share).toFixed(1);

if (!process.argv.includes('--write')) {
  if (!process.env.BUILT) build();
  const jobs = groups.flat().filter((job) => !kept.has(JSON.stringify(job)) && (wanted.length === 0 || wanted.includes(job.experiment.task)));
  await parallel(jobs, Number(process.env.JOBS ?? 2), async (job) => {
    const result = { ours: await ours(job), theirs: await theirs(job) };
    kept.set(JSON.stringify(job), result);
    appendFileSync(KEPT, `${JSON.stringify({ job, ...result })}\n`);
    console.error(`${name(job.experiment)} ${job.cell} ${job.seed}: ${result.ours.accuracy} ${result.theirs?.accuracy ?? ''}`);
  });
}

const isDone = (jobs) => jobs.every((job) => kept.has(JSON.stringify(job)));
const lines = ['| task | cell | updates | right, % | PyTorch | loss | PyTorch | seconds |', '| --- | --- | ---: | --- | --- | --- | --- | ---: |'];
const missing = [];
for (let first = 0; first < groups.length; first += CELLS.length) {
  const cells = groups.slice(first, first + CELLS.length);
  const { experiment } = cells[0][0];
  if (!cells.every(isDone)) {
    missing.push(`\`${name(experiment)}\``);
    continue;
  }
  const trivial = await baseline(experiment);
  lines.push(`| **${name(experiment)}** | *trivial* | | *${percent(trivial.accuracy)}* | | *${digits(trivial.loss)}* | | |`);
  for (const jobs of cells) {
    const seeds = jobs.map((job) => kept.get(JSON.stringify(job)));
    const of = (who, key, write) => (seeds[0][who] === null ? '' : spread(seeds.map((each) => each[who][key]), write));
    lines.push(`| | ${jobs[0].cell} | ${jobs[0].updates} | ${of('ours', 'accuracy', percent)} | ${of('theirs', 'accuracy', percent)} | ${of('ours', 'loss', digits)} | ${of('theirs', 'loss', digits)} | ${mean(seeds.map((each) => each.ours.seconds)).toFixed(1)} |`);
  }
}
const page = `# What each cell makes of real data, language and films

Written by \`node tests/measure/applications.mjs\` from \`headless run\` and, for PyTorch, \`tests/measure/applications.py\`; nothing
in it is typed by hand. [data.md](data.md) says what each task is.

Share of right answers and loss are those of held-out data after the last update: means over ${SEEDS} seeds, with the least and
the largest in brackets. Ours are of the 16 to 64 held-out sequences that the page looks at, PyTorch's of 512 that it draws by the same
rule; both models have the same size, learn from as many sequences with Adam at the same rate, clip by the same norm, and
the LSTM's forget bias is ${COMMON.forgetBias} for both. PyTorch has no window. *Trivial* is the answer by the rule of the task, scored on the training part; of series it is the last value, on the held-out part. Seconds are the time of
one run on one core that other work shared, the start included: at most so long.
${missing.length === 0 ? '' : `\nNot run on the machine that wrote this: ${missing.join(', ')}.\n`}
${lines.join('\n')}

Settings that differ from the defaults: ${Object.entries(COMMON).map(([key, value]) => `${key} ${value}`).join(', ')}; units 64 for
\`translate\` with English words and 48 with Chinese; rate 0.01 for Chinese words and \`video\`, which has 24 frames.
`;
writeFileSync(new URL('../../docs/applications.md', import.meta.url), page);
