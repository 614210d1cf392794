/** Flat out on view: does the memory of page and workers stay where it was? */

import { memory, open, sleep } from './browser.js';

/** After so much of the way the page holds what it will hold. */
const WARM = 0.1;
const SAMPLES = 40;

/** @param {{ updates: number, hours: number, link: string }} options goes on until both are reached, or SIGTERM */
export async function updates({ updates, hours, link }) {
  const { browser, visit, close } = await open();
  const begun = Date.now();
  const samples = [];
  let stopped = false;
  process.once('SIGTERM', () => (stopped = true));
  try {
    const page = await visit(link === '' ? '' : `#${link}`);
    await page.evaluate(() => {
      globalThis.stage.speed = Infinity;
    });
    let next = 0;
    for (;;) {
      const at = await page.evaluate(() => {
        // It pauses once, when the gated cells have learned.
        if (!globalThis.stage.playing) void globalThis.stage.play();
        return globalThis.stage.past.newest;
      });
      const share = Math.min(at / updates, (Date.now() - begun) / (hours * 3_600_000 || 1));
      if (share >= next || stopped) {
        samples.push({ updates: at, minutes: Math.round((Date.now() - begun) / 6000) / 10, ...(await memory(browser, page)) });
        console.error(JSON.stringify(samples.at(-1)));
        next = Math.floor(share * SAMPLES + 1) / SAMPLES;
      }
      if (share >= 1 || stopped) break;
      await sleep(1000);
    }
    const troubles = await page.evaluate(() => globalThis.__troubles);
    return { troubles, growth: growth(samples), samples };
  } finally {
    await close();
  }
}

/** By how much the last quarter of the samples is above the first one after the warming up, in per cent. */
function growth(/** @type {Awaited<ReturnType<typeof memory>>[]} */ samples) {
  const warm = samples.slice(Math.ceil(samples.length * WARM));
  const quarter = Math.max(1, Math.floor(warm.length / 4));
  const sum = (/** @type {number[]} */ numbers) => numbers.reduce((a, b) => a + b, 0);
  const change = (/** @type {(sample: (typeof samples)[number]) => number} */ read) =>
    Math.round((sum(warm.slice(-quarter).map(read)) / sum(warm.slice(0, quarter).map(read)) - 1) * 1000) / 10;
  return { page: change(({ page, pageElements, pageBuffers }) => page + pageElements + pageBuffers), pageScript: change(({ page }) => page), workers: change(({ workers }) => sum(workers)), processes: change(({ processes }) => processes) };
}
