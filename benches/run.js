/**
 * Runs the contests of a plan: `node benches/run.js PLAN.json RESULT.json`. `cargo xtask bench` writes the one and
 * reads the other, so that sizes, budgets and tables stand in one place: there.
 *
 * The entries of a contest take turns, round by round and each time in another order, so that whatever else the machine
 * does disturbs them alike. Before that each is warmed up with many short calls, because engines compile better what
 * has been called often.
 *
 * @typedef {object} Entry
 * @property {string} name
 * @property {'chromium' | 'node' | 'pytorch'} place
 * @property {string} runner
 * @property {import('./runners/serve.js').Workload} workload
 *
 * @typedef {object} Contest
 * @property {string} name
 * @property {Entry[]} entries
 *
 * @typedef {object} Plan
 * @property {number} rounds
 * @property {number} warmUpSeconds at least, for each entry
 * @property {number} sliceSeconds what one sample should take
 * @property {number} longestSeconds what all samples of one entry may take; slow entries get fewer, at least one
 * @property {string[]} python the program that has PyTorch, with its arguments
 * @property {Contest[]} contests
 * @property {Growth[]} memory
 *
 * @typedef {object} Growth
 * @property {string} name
 * @property {import('./runners/serve.js').Workload} workload
 * @property {number[]} counts after how many repetitions the memory is read
 */

import { readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';

import { chromium, native, node } from './places.js';

const [planFile, resultFile] = process.argv.slice(2);
if (planFile === undefined || resultFile === undefined) throw new Error('Say where the plan is and where the result goes.');

/** @type {Plan} */
const plan = JSON.parse(await readFile(planFile, 'utf8'));
const [python, ...pythonArgs] = plan.python;
const places = {
  chromium: await chromium(),
  node: await node(),
  ...(python === undefined ? {} : { pytorch: await native(python, pythonArgs) }),
};

/** The longest call that warms up; the engines tier up sooner with many of them. */
const SHORT_CALL_SECONDS = 0.02;

/** After so many something else is wrong. */
const MOST_BROWSERS_LOST = 3;

/**
 * @param {Entry} entry
 * @param {string} key
 */
async function warmUp({ place, runner, workload }, key) {
  const ask = (/** @type {object} */ message) => places[place].ask(runner, { key, ...message });
  await ask({ verb: 'prepare', workload });
  let count = 1;
  let passed = 0;
  // The fastest call tells the speed: others may have been disturbed, or made before the engine had compiled well. It
  // must have been long enough for the browser's clock, which is a coarse one.
  let each = Infinity;
  while (passed < plan.warmUpSeconds || each === Infinity) {
    const { seconds } = await ask({ verb: 'run', count });
    passed += seconds;
    if (seconds >= SHORT_CALL_SECONDS / 4) each = Math.min(each, seconds / count);
    if (seconds < SHORT_CALL_SECONDS / 2) count *= 2;
    else if (seconds > 2 * SHORT_CALL_SECONDS) count = Math.max(1, count >> 1);
  }
  const repetitions = Math.max(1, Math.round(plan.sliceSeconds / each));
  const affordable = Math.floor(plan.longestSeconds / (each * repetitions));
  return { repetitions, rounds: Math.max(1, Math.min(plan.rounds, affordable)) };
}

/** @param {Contest} contest */
async function hold({ name, entries }) {
  const runners = new Map(entries.map(({ place, runner }) => [`${place} ${runner}`, { place, runner }]));
  for (const { place, runner } of runners.values()) await places[place].open(runner);

  const running = [];
  const results = [];
  /** One entry that fails is told of and left out; the others go on. */
  const attempt = async (/** @type {string} */ entry, /** @type {() => Promise<void>} */ work) => {
    try {
      await work();
      return true;
    } catch (error) {
      if (places.chromium.isLost()) throw error;
      process.stderr.write(`\n${name}, ${entry}: ${error.message}\n`);
      results.push({ name: entry, seconds: [], error: error.message });
      return false;
    }
  };
  for (const [index, entry] of entries.entries()) {
    const key = String(index);
    await attempt(entry.name, async () => {
      running.push({ ...entry, key, samples: [], ...(await warmUp(entry, key)) });
    });
  }
  for (let round = 0; round < plan.rounds; round++) {
    for (let turn = 0; turn < running.length; turn++) {
      const entry = running[(round + turn) % running.length];
      if (round >= entry.rounds) continue;
      const { place, runner, key, repetitions: count } = entry;
      const well = await attempt(entry.name, async () => {
        const { seconds } = await places[place].ask(runner, { verb: 'run', key, count });
        entry.samples.push(seconds / count);
      });
      if (!well) entry.rounds = 0;
    }
  }
  for (const { name: entry, place, runner, key, repetitions, rounds, samples } of running) {
    if (rounds === 0) continue;
    await attempt(entry, async () => {
      const report = await places[place].ask(runner, { verb: 'report', key });
      results.push({ name: entry, repetitions, seconds: samples, report });
    });
  }
  for (const place of Object.values(places)) await place.close();
  return { name, entries: results };
}

/** @param {Growth} growth */
async function grow({ name, workload, counts }) {
  await places.chromium.open('engine');
  const ask = (/** @type {object} */ message) => places.chromium.ask('engine', { key: '0', ...message });
  await ask({ verb: 'prepare', workload });
  const bytes = [];
  let done = 0;
  for (const count of counts) {
    await ask({ verb: 'run', count: count - done });
    done = count;
    bytes.push((await ask({ verb: 'report' })).memoryBytes);
  }
  await places.chromium.close();
  return { name, counts, bytes };
}

const total = plan.contests.length + plan.memory.length;
let held = 0;
let browsersLost = 0;

/**
 * Says on the terminal what is measured and how long it took.
 *
 * @template {{ name: string }} Part
 * @template Result
 * @param {Part} part
 * @param {(part: Part) => Promise<Result>} measure
 */
async function told(part, measure) {
  process.stderr.write(`${++held}/${total} ${part.name} … `);
  const began = performance.now();
  let result;
  while (result === undefined) {
    try {
      result = await measure(part);
    } catch (error) {
      // The system may end a browser that has run for long; what was measured with it is measured anew.
      if (!places.chromium.isLost() || ++browsersLost > MOST_BROWSERS_LOST) throw error;
      process.stderr.write('the browser has gone, another one begins again … ');
      await places.node.close();
      await places.chromium.leave();
      places.chromium = await chromium();
    }
  }
  process.stderr.write(`${((performance.now() - began) / 1000).toFixed(1)} s\n`);
  return result;
}

try {
  const began = performance.now();
  const contests = [];
  for (const contest of plan.contests) contests.push(await told(contest, hold));
  const memory = [];
  for (const growth of plan.memory) memory.push(await told(growth, grow));
  const result = {
    date: new Date().toISOString(),
    machine: { processor: cpus()[0]?.model.trim() ?? 'unknown', cores: cpus().length },
    versions: Object.fromEntries(Object.entries(places).map(([name, { version }]) => [name, version])),
    seconds: (performance.now() - began) / 1000,
    contests,
    memory,
  };
  await writeFile(resultFile, `${JSON.stringify(result)}\n`);
} finally {
  for (const place of Object.values(places)) await place.leave();
}
