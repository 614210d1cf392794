// Twenty elements on one page, ten of them on screen: the longest task of the main thread while the page scrolls, and
// the memory that is left after all are added and removed, ten times over. The package's own build, in Chromium.
//
//   node tests/measure/twenty.mjs

import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { start } from '../browser/driver/chromium.js';
import { serve } from '../browser/server.js';

const folder = mkdtempSync(join(tmpdir(), 'vanishing-point-'));
cpSync(fileURLToPath(new URL('../../dist-npm', import.meta.url)), folder, { recursive: true });
const element = '<div><vanishing-point cells="rnn,lstm" length="40" panels="chart" controls="play" autoplay></vanishing-point></div>';
writeFileSync(join(folder, 'post.css'), 'body { margin: 0 } #box { display: grid; grid-template-columns: repeat(5, 300px); gap: 30px 20px } #box > div { height: 440px; overflow: hidden }');
writeFileSync(join(folder, 'post.html'), `<!doctype html><html lang="en"><head data-unrecorded><meta charset="utf-8"><title>A post</title><link rel="stylesheet" href="post.css"></head><body><script type="module" src="index.js"></script><div id="box">${element.repeat(20)}</div></body></html>`);

const server = await serve(folder);
const browser = await start();
try {
  const page = await browser.newPage({ viewport: { width: 1600, height: 900 } });
  await page.goto(`${server.url}post.html`);
  const trained = (from, to) => page.waitForFunction(([from, to]) => Array.from(document.querySelectorAll('vanishing-point')).slice(from, to).every(({ status }) => status?.updates > 1), [from, to], { timeout: 120_000 });
  await trained(0, 10);
  const training = await page.evaluate(async () => {
    const updates = () => Array.from(document.querySelectorAll('vanishing-point'), ({ status }) => status.updates);
    const before = updates();
    await new Promise((resolve) => setTimeout(resolve, 3000));
    return updates().map((now, index) => now > before[index]).reduce((sum, on) => sum + on, 0);
  });
  console.log(`of 20 elements ${training} train at the top of the page`);

  const scroll = () => page.evaluate(async () => {
    const tasks = [];
    const observer = new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration)));
    observer.observe({ type: 'longtask' });
    const frames = [];
    let former = performance.now();
    const end = document.documentElement.scrollHeight - innerHeight;
    for (let frame = 0; frame <= 240; frame++) {
      scrollTo(0, (end * (1 - Math.cos((frame / 120) * Math.PI))) / 2);
      await new Promise((resolve) => requestAnimationFrame(resolve));
      const now = performance.now();
      frames.push(now - former);
      former = now;
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
    observer.disconnect();
    frames.sort((a, b) => a - b);
    return { tasks, median: frames[120], longest: frames.at(-1) };
  });
  /** Milliseconds that each task of the main thread kept a processor busy: without what other threads took from it. */
  const busy = (/** @type {Buffer} */ trace) => {
    const { traceEvents } = JSON.parse(trace.toString());
    const mains = new Set(traceEvents.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain').map(({ pid, tid }) => `${pid} ${tid}`));
    return traceEvents.filter(({ ph, name, pid, tid, tdur }) => ph === 'X' && name === 'ThreadControllerImpl::RunTask' && tdur !== undefined && mains.has(`${pid} ${tid}`)).map(({ tdur }) => tdur / 1000).sort((a, b) => b - a);
  };
  for (const what of ['first time down and up, which loads ten more', 'second time, all loaded']) {
    await browser.startTracing(page, { categories: ['toplevel', '__metadata'] });
    const { tasks, median, longest } = await scroll();
    const spent = busy(await browser.stopTracing());
    console.log(`${what}: ${tasks.length} tasks over 50 ms by the clock, the longest ${Math.max(0, ...tasks).toFixed(0)} ms; ${spent.filter((each) => each > 50).length} of processor time, the longest ${spent.slice(0, 3).map((each) => each.toFixed(0)).join(', ')} ms of ${spent.length}; frames: median ${median.toFixed(1)} ms, longest ${longest.toFixed(1)} ms`);
    await page.evaluate(() => scrollTo(0, 0));
  }

  const protocol = await page.context().newCDPSession(page);
  const heap = async () => {
    for (let time = 0; time < 3; time++) await protocol.send('HeapProfiler.collectGarbage');
    return (await protocol.send('Runtime.getHeapUsage')).usedSize;
  };
  const remove = async () => {
    await page.evaluate(() => document.querySelector('#box').replaceChildren());
    for (let time = 0; time < 100 && page.workers().length > 0; time++) await page.waitForTimeout(100);
    await page.waitForTimeout(300);
    return `${(await heap() / 1e6).toFixed(2)} MB, ${page.workers().length} workers`;
  };
  console.log(`all removed: ${await remove()}`);
  for (let round = 1; round <= 10; round++) {
    await page.evaluate((html) => document.querySelector('#box').insertAdjacentHTML('beforeend', html), element.repeat(20));
    await trained(0, 10);
    const workers = page.workers().length;
    console.log(`round ${round}: ${workers} workers at work; all removed: ${await remove()}`);
  }
} finally {
  await browser.close();
  await server.close();
  rmSync(folder, { recursive: true });
}
