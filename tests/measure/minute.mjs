// How long each task takes in the page: from the choice to its first picture once its data have come, and to the updates
// after which docs/applications.md scores it. `node tests/measure/minute.mjs [task …]` on the built page, in Chromium.
//
// Results are kept in target/minute.json, from which applications.mjs writes them.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { start } from '../browser/driver/chromium.js';
import { serve } from '../browser/server.js';

/** What is chosen beside the task, and the updates of docs/applications.md. */
const TASKS = {
  speech: [{}, 400], series: [{ series: 'co2' }, 300], translate: [{ translation: 'digitsToChinese' }, 600], entities: [{}, 600], sentiment: [{}, 1000],
  video: [{ length: 24, shortest: 24 }, 1000], gesture: [{}, 600], digits: [{}, 300], text: [{}, 300],
};
const KEPT = new URL('../../target/minute.json', import.meta.url);
const kept = (() => {
  try {
    return JSON.parse(readFileSync(KEPT, 'utf8'));
  } catch {
    return {};
  }
})();
const wanted = process.argv.slice(2);

const server = await serve(new URL('../../dist', import.meta.url).pathname);
const browser = await start();
const page = await browser.newPage({ viewport: { width: 1366, height: 900 } });
await page.goto(`${server.url}#engine=2&lang=en`);
await page.waitForFunction(() => document.querySelector('vanishing-point')?.frame != null, undefined, { timeout: 120_000 });
for (const [task, [more, updates]] of Object.entries(TASKS)) {
  if (wanted.length > 0 && !wanted.includes(task)) continue;
  const found = await page.evaluate(async ({ task, more, updates }) => {
    const stage = document.querySelector('vanishing-point');
    await stage.pause();
    document.querySelector('[data-action="change-task"]').click();
    const chosen = performance.now();
    document.querySelector(`[data-task="${task}"]`).click();
    const shown = await new Promise((resolve) => {
      const look = () => {
        const { frame, experiment } = stage;
        if (experiment.task === task && frame?.update === 0 && frame.lanes[0].run.probe !== undefined && stage.store.run.state.peek() !== 'loading') resolve(performance.now());
        else requestAnimationFrame(look);
      };
      void stage.settled.then(look);
    });
    // The data that the choice fetched, where they were not there.
    const came = performance.getEntriesByType('resource').filter(({ name, responseEnd }) => /\/data\/|\.safetensors|\.txt/.test(name) && responseEnd > chosen).map(({ responseEnd }) => responseEnd);
    const first = shown - Math.max(chosen, ...came);
    stage.store.change(more);
    await stage.settled;
    await stage.pause();
    const began = performance.now();
    await stage.train(updates);
    return { first: Math.round(first), seconds: (performance.now() - began) / 1000, cells: stage.experiment.cells.join() };
  }, { task, more, updates });
  kept[task] = { ...found, updates, load: loadavg()[0] };
  console.log(task, kept[task]);
}
mkdirSync(new URL('../../target/', import.meta.url), { recursive: true });
writeFileSync(KEPT, `${JSON.stringify(kept, null, 1)}\n`);
await browser.close();
await server.close();
process.exit(0);
