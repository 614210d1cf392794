/** The pages opened from a disk, where some engines load no scripts: either they run, or they say what to do. */

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL, fileURLToPath } from 'node:url';

import { engines, launch } from './driver/index.js';

const dist = fileURLToPath(new URL('../../dist/', import.meta.url));

for (const engine of engines) {
  describe(`the pages from a disk in ${engine}`, () => {
    /** @type {import('./driver/types.js').Browser} */
    let browser;
    before(async () => (browser = await launch(engine)));
    after(() => browser?.close());

    for (const file of ['index.html', 'embed.html', 'scenes.html', 'lessons.html']) {
      test(`${file} runs, or says in both languages what to do`, async () => {
        await browser.open(pathToFileURL(dist + file).href);
        const { said, runs } = await browser.evaluate(async () => {
          const sentence = () => document.getElementById('not-started');
          for (let waited = 0; waited < 90_000 && sentence() !== null; waited += 100) {
            if (sentence()?.checkVisibility({ visibilityProperty: true })) break;
            await new Promise((resolve) => setTimeout(resolve, 100));
          }
          return { said: sentence()?.checkVisibility({ visibilityProperty: true }) === true ? sentence()?.textContent : null, runs: sentence() === null };
        });
        if (runs) return;
        assert.match(said ?? '', /did not start, because its scripts did not load/);
        assert.match(said ?? '', /未能启动，因为脚本没有加载/);
        if (file !== 'embed.html') assert.match(said ?? '', /vanishing-point-offline\.html/);
        // Without the style sheets, too, which do not come either, the page's sign is no larger than a sign.
        assert.ok(await browser.evaluate(() => (document.querySelector('.brand svg')?.getBoundingClientRect().width ?? 0) < 40));
        // Before any script, and without one, the stage's place has the recorded picture, visibly.
        if (file !== 'index.html') return;
        const lines = await browser.evaluate(() => [...document.querySelectorAll('.first-picture .plot path:not(.rules)')].map((line) => {
          const { width, height } = line.getBoundingClientRect();
          return { wide: width > 400, tall: height, stroke: getComputedStyle(line).stroke };
        }));
        assert.equal(new Set(lines.map(({ stroke }) => stroke)).size, 3);
        assert.ok(lines.every(({ wide, stroke }) => wide && stroke.startsWith('rgb')) && Math.max(...lines.map(({ tall }) => tall)) > 100, JSON.stringify(lines));
      });
    }
  });
}
