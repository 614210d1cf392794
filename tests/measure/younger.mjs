// What minGRU, LRU and attention learn beside the GRU, and what PyTorch makes of the same models: writes docs/younger-cells.md.
//
//   PYTHON=venv/bin/python node tests/measure/younger.mjs
//
// With BUILT set the examples are taken as they are.

import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build, parallel, run } from './headless.mjs';

const CELLS = ['gru', 'mingru', 'lru', 'attention'];
const SEEDS = [1, 2, 3, 4, 5];
const COMMON = { updateBias: 3, heads: 4, clip: 1 };
const RUNS = [
  { task: 'recall', length: 40, shortest: 4, units: 24, batch: 32, rate: 0.004, updates: 300 },
  { task: 'parity', length: 20, shortest: 2, units: 16, batch: 32, rate: 0.01, updates: 500 },
  { task: 'adding', length: 40, shortest: 4, units: 24, batch: 32, rate: 0.01, updates: 800 },
];
const TRIVIAL = { recall: [1.386, 0.25], parity: [0.693, 0.5], adding: [0.167, 0.078] };

const script = fileURLToPath(new URL('younger.py', import.meta.url));

function pytorch(request, cell, seed) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.env.PYTHON ?? 'python3', [script, JSON.stringify(request), cell, String(seed)]);
    let [out, err] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text) => (out += text));
    child.stderr.setEncoding('utf8').on('data', (text) => (err += text));
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve(JSON.parse(out)) : reject(new Error(err))));
  });
}

const number = (value) => (value < 0.001 ? value.toExponential(1) : value.toPrecision(2));
const share = (value) => (100 * value).toFixed(1);
/** Mean, and in brackets the least and the largest. */
function over(values, format) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return `${format(mean)} (${format(Math.min(...values))}–${format(Math.max(...values))})`;
}

if (process.env.BUILT === undefined) build();
const jobs = RUNS.flatMap((each) => CELLS.flatMap((cell) => SEEDS.map((seed) => ({ each, cell, seed }))));
const results = await parallel(jobs, Number(process.env.JOBS ?? 1), async ({ each: { updates, ...experiment }, cell, seed }) => {
  const settings = { ...experiment, ...COMMON };
  const ours = (await run({ ...settings, seed }, cell, updates, updates)).at(-1);
  const theirs = await pytorch({ ...settings, updates }, cell, seed);
  console.error(experiment.task, cell, seed, ours.accuracy.toFixed(3), theirs.accuracy.toFixed(3));
  return { ours, theirs };
});

const lines = [
  '| task | cell | weights | updates | right, % | PyTorch | loss | PyTorch |',
  '| --- | --- | ---: | ---: | --- | --- | --- | --- |',
];
for (const { task, length, updates } of RUNS) {
  const [loss, right] = TRIVIAL[task];
  lines.push(`| **${task}, T = ${length}** | *one answer* | | | *${share(right)}* | | *${number(loss)}* | |`);
  for (const cell of CELLS) {
    const five = results.splice(0, SEEDS.length);
    const column = (of, key, format) => over(five.map((each) => each[of][key]), format);
    lines.push(`| | ${cell} | ${five[0].theirs.weights} | ${updates} | ${column('ours', 'accuracy', share)} | ${column('theirs', 'accuracy', share)} | ${column('ours', 'loss', number)} | ${column('theirs', 'loss', number)} |`);
  }
}
const settings = RUNS.map(({ task, length, ...rest }) => `- ${task}, T = ${length}: ${Object.entries(rest).map(([key, value]) => `${key} ${value}`).join(', ')}`);
writeFileSync(new URL('../../docs/younger-cells.md', import.meta.url), `# What minGRU, LRU and attention learn

Written by \`node tests/measure/younger.mjs\` from \`headless run\` and, for PyTorch, \`tests/measure/younger.py\`; nothing in it is
typed by hand. [learning.md](learning.md) has all cells on all tasks by rule.

Means over five seeds, with the least and the largest in brackets, after the last update, on sequences of full length: ours on
the 64 that the page looks at, PyTorch's on 512. PyTorch's models are written from the definitions (attention is its own
\`nn.TransformerEncoderLayer\`), begin with its own random numbers and draw their own sequences; size, optimiser (Adam), rate,
clipping and the bias of the gate that keeps are the same. Its batches have sequences of one length each, ours of different ones.

${lines.join('\n')}

- All: ${Object.entries(COMMON).map(([key, value]) => `${key} ${value}`).join(', ')}, sinusoidal positions, Adam
${settings.join('\n')}
`);
