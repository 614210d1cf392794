/** Workers that are ended at random while training goes on: does the run keep its bits? */

import { digests, scene } from '../../tests/browser/core.js';
import { open, sleep, until } from './browser.js';

/** A small generator (mulberry32), so that a run that fails fails again. */
function random(/** @type {number} */ seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** @param {number} count */
export async function kills(count) {
  const { visit, close } = await open();
  const draw = random(1);
  try {
    const page = await visit('#lang=en');
    await page.evaluate(() => {
      globalThis.stage.speed = Infinity;
      globalThis.soak = { dead: new Set(), told: [] };
      globalThis.stage.store.run.notices.subscribe((notices) => {
        for (const notice of notices) if (!globalThis.soak.told.includes(notice)) globalThis.soak.told.push(notice);
      });
    });
    for (let kill = 0; kill < count; kill++) {
      await page.evaluate(() => {
        if (!globalThis.stage.playing) void globalThis.stage.play();
      });
      await sleep(20 + draw() * 500);
      const alive = await page.evaluate((at) => {
        const { dead } = globalThis.soak;
        const alive = globalThis.__workers.filter((worker) => !dead.has(worker));
        const worker = alive[Math.floor(at * alive.length)];
        dead.add(worker);
        worker.terminate();
        return alive.length;
      }, draw());
      await until(page, `a worker took the place of number ${kill + 1}`, (alive) => globalThis.__workers.length - globalThis.soak.dead.size >= alive, alive);
      const before = await page.evaluate(() => globalThis.stage.past.newest);
      await until(page, 'training goes on', (before) => {
        if (!globalThis.stage.playing) void globalThis.stage.play();
        return globalThis.stage.past.newest > before;
      }, before);
      if (kill % 10 === 9) console.error(`${kill + 1} killed, at update ${before}`);
    }
    const { updates, weights, troubles, said } = await page.evaluate(async () => {
      await globalThis.stage.pause();
      await globalThis.stage.settled;
      /** @type {Record<string, string>} */
      const weights = {};
      for (const cell of globalThis.stage.experiment.cells) {
        const file = await globalThis.stage.weights(cell);
        const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', file.slice(8 + Number(new DataView(file).getBigUint64(0, true)))));
        weights[cell] = Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
      }
      return { updates: globalThis.stage.past.newest, weights, troubles: globalThis.__troubles, said: document.querySelector('#notices')?.textContent };
    });
    const undisturbed = digests(scene, updates);
    const same = Object.entries(undisturbed).every(([cell, digest]) => weights[cell] === digest);
    return { kills: count, updates, sameBits: same, weights, undisturbed, troubles, said };
  } finally {
    await close();
  }
}
