/**
 * What a frame costs the page's main thread while three lanes train flat out, and what showing them costs training.
 * It measures dist/ in Chromium without a graphics processor; leave the machine alone meanwhile.
 *
 *     node tests/measure/frames.mjs [--seconds 30] [--rounds 4]
 */

import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { start } from '../browser/driver/chromium.js';
import { host } from '../browser/host.js';

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '30' }, rounds: { type: 'string', default: '4' }, profile: { type: 'boolean', default: false } } });
const SECONDS = Number(values.seconds);
const ROUNDS = Number(values.rounds);
/** Seconds of a turn: the stage on view, the same stage hidden, and the engine in a page without a stage take turns. */
const TURN = 4;
/** Updates that are trained at a time without a stage. */
const CHUNK = 250;
/** Three lanes, T = 64, H = 32. */
const HASH = '#length=64&shortest=64&hidden=32&lang=en';
/** Events of the main thread that are scripting or rendering, on the outermost level. */
const TASK = /^(RunTask|ThreadControllerImpl::RunTask)$/;

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? NaN;
const quantile = (numbers, share) => [...numbers].sort((a, b) => a - b)[Math.min(numbers.length - 1, Math.floor(numbers.length * share))] ?? NaN;

const server = await host(fileURLToPath(new URL('../../dist', import.meta.url)));
const browser = await start();
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
await page.goto(server.url + HASH);
await page.evaluate(async () => {
  await customElements.whenDefined('vanishing-point');
  globalThis.stage = document.querySelector('vanishing-point');
  await stage.ready;
  stage.speed = Infinity;
  await stage.play();
});
await page.waitForTimeout(3000);

// --- Frames ------------------------------------------------------------------

const session = await page.context().newCDPSession(page);
const events = [];
session.on('Tracing.dataCollected', ({ value }) => events.push(...value));
const done = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
await session.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig: { includedCategories: ['devtools.timeline', 'disabled-by-default-devtools.timeline', 'toplevel', 'blink.user_timing', '__metadata'] } });
const before = await page.evaluate(() => ({ time: performance.now(), update: stage.status.updates }));
await page.waitForTimeout(SECONDS * 1000);
const after = await page.evaluate(() => ({ time: performance.now(), update: stage.status.updates }));
await session.send('Tracing.end');
await done;

// The page's main thread is the one that fires its animation frames.
const counts = new Map();
for (const { name, pid, tid } of events) if (name === 'FireAnimationFrame') counts.set(`${pid}/${tid}`, (counts.get(`${pid}/${tid}`) ?? 0) + 1);
const main = [...counts].sort((a, b) => b[1] - a[1])[0][0];
const onMain = events.filter(({ pid, tid }) => `${pid}/${tid}` === main);
const tasks = onMain.filter(({ name, dur }) => TASK.test(name) && dur !== undefined).map(({ ts, dur, tdur }) => ({ ts, wall: dur / 1000, cpu: (tdur ?? dur) / 1000 })).sort((a, b) => a.ts - b.ts);
const frames = onMain.filter(({ name }) => name === 'FireAnimationFrame').map(({ ts }) => ts).sort((a, b) => a - b);
/** All work of the main thread from one animation frame to the next. */
const perFrame = (measure) => {
  const sums = new Array(Math.max(0, frames.length - 1)).fill(0);
  let frame = 0;
  for (const task of tasks) {
    while (frame < sums.length && task.ts >= frames[frame + 1]) frame += 1;
    if (frame < sums.length && (task.ts + task.wall * 1000 >= frames[frame])) sums[frame] += task[measure];
  }
  return sums;
};
const cpu = perFrame('cpu');
const wall = perFrame('wall');
const report = (name, numbers) => console.log(`${name}: median ${median(numbers).toFixed(2)} ms, 95 % below ${quantile(numbers, 0.95).toFixed(2)} ms, most ${Math.max(...numbers).toFixed(2)} ms`);
console.log(`${frames.length} frames and ${after.update - before.update} updates in ${((after.time - before.time) / 1000).toFixed(1)} s`);
report('main thread per frame, its own time', cpu);
report('main thread per frame, by the clock', wall);
report('tasks, their own time', tasks.map((task) => task.cpu));
report('tasks, by the clock', tasks.map((task) => task.wall));
console.log(`tasks over 50 ms: ${tasks.filter(({ wall }) => wall > 50).length} by the clock, ${tasks.filter(({ cpu }) => cpu > 50).length} of their own time`);
if (values.profile) {
  const sums = new Map();
  for (const { name, dur } of onMain) if (dur !== undefined && !TASK.test(name)) sums.set(name, (sums.get(name) ?? 0) + dur / 1000 / frames.length);
  for (const [name, milliseconds] of [...sums].sort((a, b) => b[1] - a[1]).slice(0, 16)) console.log(`  ${milliseconds.toFixed(3)} ms a frame: ${name}`);
}

// --- What showing costs ---------------------------------------------------------

// The same run without a stage: a page that has nothing but the engine, and asks it for a frame every CHUNK updates.
const engineHost = await host(fileURLToPath(new URL('../../dist-npm', import.meta.url)));
const bare = await browser.newPage();
await bare.route('**/bare.html', (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }));
await bare.goto(`${engineHost.url}bare.html`);
await bare.evaluate(async ({ experiment, module }) => {
  const { Engine } = await import(module);
  globalThis.engine = await Engine.create();
  engine.release(await engine.start(experiment));
}, { experiment: await page.evaluate(() => stage.experiment), module: `${engineHost.url}engine.js` });

const shownRate = (turn) => page.evaluate(async (turn) => {
  await stage.play();
  await new Promise((resolve) => setTimeout(resolve, 500));
  const from = { time: performance.now(), update: stage.status.updates };
  await new Promise((resolve) => setTimeout(resolve, turn * 1000));
  const rate = ((stage.status.updates - from.update) / (performance.now() - from.time)) * 1000;
  await stage.pause();
  return rate;
}, turn);
/** As many calls at a time as `calls`: with two, no worker waits for the page between them. */
const bareRate = (turn, calls) => bare.evaluate(async ({ turn, chunk, calls }) => {
  const from = { time: performance.now(), update: engine.update };
  const train = async () => {
    while (performance.now() - from.time < turn * 1000) engine.release(await engine.advance(chunk));
  };
  await Promise.all(Array.from({ length: calls }, train));
  return ((engine.update - from.update) / (performance.now() - from.time)) * 1000;
}, { turn, chunk: CHUNK, calls });
/** The same element, out of sight, trained by its own method. */
const hiddenRate = (turn) => page.evaluate(async (turn) => {
  stage.style.display = 'none';
  const from = { time: performance.now(), update: stage.status.updates };
  while (performance.now() - from.time < turn * 1000) await stage.train(500);
  const rate = ((stage.status.updates - from.update) / (performance.now() - from.time)) * 1000;
  stage.style.removeProperty('display');
  return rate;
}, turn);

const WAYS = {
  shown: () => shownRate(TURN),
  'hidden, train()': () => hiddenRate(TURN),
  'engine alone': () => bareRate(TURN, 1),
  'engine alone, two calls at a time': () => bareRate(TURN, 2),
};
const names = Object.keys(WAYS);
const rates = Object.fromEntries(names.map((name) => [name, []]));
// There and back, so that a machine that gets slower or faster favours none.
for (let round = 0; round < ROUNDS; round++) {
  for (const name of round % 2 === 0 ? names : names.toReversed()) rates[name].push(await WAYS[name]());
}
for (const name of names) {
  const ratio = name === 'shown' ? '' : `; shown : this = ${(median(rates.shown) / median(rates[name])).toFixed(3)}`;
  console.log(`updates per second, ${name}: ${rates[name].map(Math.round).join(' ')}${ratio}`);
}
await browser.close();
await engineHost.close();
await server.close();
