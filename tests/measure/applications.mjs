// What each cell makes of the tasks of docs/data.md, beside PyTorch: writes docs/applications.md.
//
//   node tests/measure/applications.mjs             all of it
//   node tests/measure/applications.mjs speech …    these tasks only
//   node tests/measure/applications.mjs --write     nothing more: the document of what has been run
//
// Each result is kept in target/applications.jsonl, so that what was ended goes on where it stood; a task is written anew
// once all of its runs are there, and what was not run here stays in the document as it was written. PYTHON names a Python with the packages of tests/measure/applications.py, SEEDS says how many
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
  [{ task: 'series', series: 'sunspotsYearly' }, 300],
  [{ task: 'entities', sentences: 'chinese' }, 600],
  [{ task: 'gesture', rate: 0.01 }, 600],
  [{ task: 'translate', translation: 'digitsToEnglish', units: 64 }, 400],
  [{ task: 'series', series: 'sunspots' }, 200],
  [{ task: 'digits', rate: 0.01 }, 300],
  [{ task: 'text', heldOut: 0.2 }, 300],
];
const DOCUMENT = new URL('../../docs/applications.md', import.meta.url);
const written = existsSync(DOCUMENT) ? readFileSync(DOCUMENT, 'utf8') : '';
/** What the document has below a heading, up to the next one. */
const section = (heading) => written.split(/^## /m).find((part) => part.startsWith(heading))?.slice(heading.length) ?? '';
/** Its rows of a table below a heading, by task and cell. */
const rowsOf = (heading) => new Map([...section(heading).matchAll(/^\| \*\*(.+?)\*\* \| (\w+) \|.*$/gm)].map(([row, task, cell]) => [`${task} ${cell}`, row]));
/** Of the first table the lines of each task. */
const linesOf = new Map([...written.matchAll(/^\| \*\*(.+?)\*\* \| \*trivial\* .*\n(?:\| \| .*\n)+/gm)].map(([rows, task]) => [task, rows.trim().split('\n')]));
/** What an item of the list at the top names, between `from` and `to`: rows, with what stands in brackets behind them. */
const listed = (from, to) => new Map([...(written.split(from)[1]?.split(to)[0] ?? '').matchAll(/\*([^*]+)\*(?: \(([^)]+)\))?/g)].map(([, row, what]) => [row, what ?? '']));
/** Rows that five seeds leave apart from PyTorch's, and how many seeds they get. */
const APART = [['series, airline', 'rnn'], ['series, airline', 'gru'], ['video', 'rnn'], ['video', 'gru'], ['sentiment', 'gru']];
const MANY = 20;
const KEPT = new URL('../../target/applications.jsonl', import.meta.url);

const name = ({ task, series, sentences, translation }) => [task, series ?? sentences ?? translation].filter(Boolean).join(', ');
const wanted = process.argv.slice(2).filter((word) => !word.startsWith('-'));
/** One group a task and cell, one job a seed. */
const jobsOf = ([experiment, updates], cell, seeds) => Array.from({ length: seeds }, (_, index) => ({ experiment: { ...COMMON, ...experiment }, updates, cell, seed: index + 1 }));
const groups = RUNS.flatMap((task) => CELLS.map((cell) => jobsOf(task, cell, SEEDS)));
const apart = APART.map(([task, cell]) => jobsOf(RUNS.find(([experiment]) => name(experiment) === task), cell, MANY));
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
  const all = [...groups, ...apart].flat();
  const jobs = all.filter((job, place) => all.findIndex((other) => JSON.stringify(other) === JSON.stringify(job)) === place).filter((job) => !kept.has(JSON.stringify(job)) && (wanted.length === 0 || wanted.includes(job.experiment.task)));
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
    const before = linesOf.get(name(experiment));
    if (before === undefined) missing.push(`\`${name(experiment)}\``);
    else lines.push(...before);
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
/** The standard error of the mean. */
const errorOf = (values) => {
  const centre = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1) / values.length);
};
/** The mean, and how far it may be off: two standard errors. */
const about = (values, write) => `${write(mean(values))} ± ${write(2 * errorOf(values))}`;
/** Which means of ours lie between the least and the largest of PyTorch's seeds, and which do not. */
const rows = groups.filter((jobs) => isDone(jobs) && jobs[0].cell !== 'window').map((jobs) => {
  const seeds = jobs.map((job) => kept.get(JSON.stringify(job)));
  const isWithin = (key) => {
    const values = seeds.map((each) => each.theirs[key]);
    const ours = mean(seeds.map((each) => each.ours[key]));
    return ours >= Math.min(...values) && ours <= Math.max(...values);
  };
  return { row: `${name(jobs[0].experiment)} ${jobs[0].cell}`, right: isWithin('accuracy'), loss: isWithin('loss') };
});
/** Rows that are outside, and in what: as the document has them, unless they were run here. */
const outside = listed('- Outside: ', '\n');
for (const { row, right, loss } of rows) {
  outside.delete(row);
  if (!right || !loss) outside.set(row, [...(right ? [] : ['share']), ...(loss ? [] : ['loss'])].join(' and '));
}
const compared = groups.filter((jobs) => jobs[0].cell !== 'window' && (isDone(jobs) || linesOf.has(name(jobs[0].experiment)))).length;
/** Of rows with many seeds: whether both means differ by no more than two standard errors of their difference. */
const meets = (jobs) => ['accuracy', 'loss'].every((key) => {
  const [ours, theirs] = ['ours', 'theirs'].map((who) => jobs.map((job) => kept.get(JSON.stringify(job))[who][key]));
  return Math.abs(mean(ours) - mean(theirs)) <= Math.hypot(2 * errorOf(ours), 2 * errorOf(theirs));
});
const rowOf = ([{ experiment, cell }]) => `${name(experiment)} ${cell}`;
const many = apart.filter(isDone);
const list = (all) => (all.length === 0 ? 'none' : all.map((each) => `*${each}*`).join(', '));
const hasMany = new Set(apart.map(rowOf));
const [met, unmet] = [['standard errors of their difference in ', ',\n', meets], ['and not in ', '. ', (jobs) => !meets(jobs)]].map(([from, to, is]) => {
  const before = [...listed(from, to).keys()].filter((row) => !many.map(rowOf).includes(row));
  return [...before, ...many.filter(is).map(rowOf)];
});
/** What tests/measure/same.py found, here or before: rows of the table, and how far two runs of a pair came apart in loss. */
const SAME = new URL('../../target/same.json', import.meta.url);
const found = existsSync(SAME) ? Object.entries(JSON.parse(readFileSync(SAME, 'utf8'))) : [];
const pairs = rowsOf('From the same numbers');
for (const [row, { seeds, loss, right }] of found.filter(([, each]) => 'seeds' in each)) {
  pairs.set(row, `| **${row.slice(0, row.lastIndexOf(' '))}** | ${row.slice(row.lastIndexOf(' ') + 1)} | ${seeds} | ${percent(right[0])} | ${percent(right[1])} | ${loss[0].toPrecision(3)} | ${loss[1].toPrecision(3)} | ${loss[2].toPrecision(1)} |`);
}
const alone = found.filter(([, each]) => 'runs' in each);
/** Ends of training that agree to so much are those of one computation. */
const SAME_END = 1e-4;
const drift = [...pairs].map(([row, line]) => ({ row, apart: Number(line.split('|').at(-2)) }));
const together = drift.filter(({ apart }) => apart < SAME_END).map(({ row }) => row);
const parted = drift.filter(({ apart }) => apart >= SAME_END).map(({ row }) => row);
const few = [...outside.keys()].filter((row) => !hasMany.has(row) && !pairs.has(row));
const said = `
- Inside: of the ${compared} rows that PyTorch has, ${compared - outside.size} have our mean between the least and the largest of PyTorch's ${SEEDS} seeds, in both
  share and loss.
- Outside: ${[...outside].map(([row, what]) => `*${row}* (${what})`).join(', ')}.
- Of those, ${MANY} seeds ([below](#more-seeds-where-five-leave-us-apart)) bring both means within two standard errors of their difference in ${list(met)},
  and not in ${list(unmet)}.${few.length === 0 ? '' : ` Neither more seeds nor pairs have ${list(few)}.`}
- Others were run in pairs from the same initial weights, batches and held-out sequences
  ([From the same numbers](#from-the-same-numbers)), because only that tells another computation from another draw. In ${list(together)}
  both runs of each pair end with the same loss, within ${SAME_END}: what differs there is what was drawn, not what is computed. In ${list(parted)}
  they run together until rounding parts them, as it parts PyTorch from itself; there the pairs show the same computation up to
  that point, and do not say whose mean is the better one.`;
const again = rowsOf('More seeds where five leave us apart');
for (const jobs of many) {
  const seeds = jobs.map((job) => kept.get(JSON.stringify(job)));
  const of = (who, key, write) => about(seeds.map((each) => each[who][key]), write);
  again.set(rowOf(jobs), `| **${name(jobs[0].experiment)}** | ${jobs[0].cell} | ${of('ours', 'accuracy', percent)} | ${of('theirs', 'accuracy', percent)} | ${of('ours', 'loss', digits)} | ${of('theirs', 'loss', digits)} |`);
}
const more = again.size === 0 ? '' : `
## More seeds where five leave us apart

Means over ${MANY} seeds, ± two standard errors of the mean.

| task | cell | right, % | PyTorch | loss | PyTorch |
| --- | --- | --- | --- | --- | --- |
${[...again.values()].join('\n')}
`;
const same = pairs.size === 0 ? '' : `
## From the same numbers

Both sides above draw their own weights and data. \`tests/measure/same.py\` gives PyTorch the page's initial weights, batches and
held-out sequences instead. Where training is stable every run ends the same to six digits; where it is not (an RNN that
reads films, a GRU at the update at which it finds the negation), rounding drives two runs apart after a hundred updates or so,
PyTorch's own in single and double precision as well, and only means can be compared.

| task | cell | seeds | right, % | PyTorch | loss | PyTorch | largest difference of loss |
| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |
${[...pairs.values()].join('\n')}
${alone.map(([row, { first, last, runs }]) => `
A row was looked at again because its first seeds stood apart, so these count for it: seeds ${first} to ${last} of ${row.replace(' alone', '')} give
${about(runs.map(([, right]) => right), percent)} % right and a loss of ${about(runs.map(([loss]) => loss), digits)} here.
`).join('')}${alone.length === 0 ? (section('From the same numbers').match(/\nA row was looked at again[\s\S]*?\n(?=\n)/)?.[0] ?? '') : ''}`;
/** What tests/measure/minute.mjs found. */
const MINUTE = new URL('../../target/minute.json', import.meta.url);
const minute = existsSync(MINUTE) ? `
## In the page

Written from \`node tests/measure/minute.mjs\`: all three default models side by side in Chromium on two cores, at the sizes,
rate and held-out part that choosing the task proposes in the page, not at those of the first table. It measures time alone: the
updates are as many as in the first table, the shares of right answers there are those of the settings named under it, and none is
given for these. Of \`series\` it is \`co2\`, of \`translate\` \`digitsToChinese\`, and \`video\` has 24 frames. *First picture* is the time from the choice, or from the arrival of its data, to the first frame;
*load* is how many other processes wanted the two cores meanwhile (the minute's average), which both numbers bear.

| task | first picture, ms | updates | seconds | load |
| --- | ---: | ---: | ---: | ---: |
${Object.entries(JSON.parse(readFileSync(MINUTE, 'utf8'))).map(([task, { first, updates, seconds, load }]) => `| \`${task}\` | ${first} | ${updates} | ${seconds.toFixed(1)} | ${load.toFixed(1)} |`).join('\n')}
` : section('In the page') && `\n## In the page${section('In the page')}`;
const page = `# What each cell makes of real data, language and films

Written by \`node tests/measure/applications.mjs\` from \`headless run\` and, for PyTorch, \`tests/measure/applications.py\`; nothing
in it is typed by hand. [data.md](data.md) says what each task is.

What is inside the spread of ${SEEDS} seeds, and what is not:
${said}

Share of right answers and loss are those of held-out data after the last update: means over ${SEEDS} seeds, with the least and
the largest in brackets. Ours are of the 16 to 64 held-out sequences that the page looks at, PyTorch's of 512 that it draws by the same
rule; both models have the same size, learn from as many sequences with Adam at the same rate, clip by the same norm, and
the LSTM's forget bias is ${COMMON.forgetBias} for both. PyTorch has no window. *Trivial* is the answer by the rule of the task, scored on the training part; of series it is the last value, on the held-out part. Seconds are the time of
one run on one core that other work shared, the start included: at most so long.
${missing.length === 0 ? '' : `\nNot run on the machine that wrote this: ${missing.join(', ')}.\n`}
${lines.join('\n')}

Settings that differ from the defaults: ${Object.entries(COMMON).map(([key, value]) => `${key} ${value}`).join(', ')}; units 64 for
\`translate\` with English words and 48 with Chinese; rate 0.01 for Chinese words, \`gesture\`, \`digits\` and \`video\`, which has 24 frames; of \`text\` a fifth is held out.
${more}${same}${minute}`;
writeFileSync(DOCUMENT, `${page.trimEnd()}\n`);
