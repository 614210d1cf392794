/** Page and embed on paper: the last complete picture, whole, also while waves move. Only Chromium's protocol prints. */

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { profile } from './driver/chromium.js';
import { engines } from './driver/index.js';
import { serve } from './server.js';

const dist = fileURLToPath(new URL('../../dist', import.meta.url));
/** A4 between margins of a centimetre, in CSS pixels. */
const PAPER = { width: 718, height: 1047 };

describe('printed', { skip: !engines.includes('chromium') }, () => {
  /** @type {import('playwright-core').BrowserContext} */
  let browser;
  /** @type {Awaited<ReturnType<typeof serve>>} */
  let server;
  before(async () => {
    server = await serve(dist);
    browser = await profile({ viewport: { width: 1440, height: 900 } });
  });
  after(async () => {
    await browser?.close();
    await server?.close();
  });

  for (const file of ['index.html#lang=en', 'embed.html#cells=rnn,lstm&controls=play&caption=Both+read.&autoplay=&lang=en']) {
    test(`${file.split('#')[0]} is the whole picture, all of it reached by both passes`, async () => {
      const page = await browser.newPage();
      await page.goto(server.url + file);
      await page.evaluate(async () => {
        await customElements.whenDefined('vanishing-point');
        globalThis.stage = /** @type {typeof globalThis.stage} */ (document.querySelector('vanishing-point'));
        await globalThis.stage.ready;
        await globalThis.stage.step('time');
      });
      assert.equal(await page.evaluate(() => globalThis.stage.progress.pass), 'forward');
      await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
      await page.emulateMedia({ media: 'print' });
      await page.setViewportSize(PAPER);
      const seen = await page.evaluate((width) => {
        const root = globalThis.stage.shadowRoot;
        const canvases = Array.from(root?.querySelectorAll('canvas') ?? [], (each) => each.getBoundingClientRect()).filter((box) => box.width > 0);
        const clips = [...(root?.querySelectorAll('.scroller, .root, .stage') ?? [])].filter((each) => each.scrollHeight > each.clientHeight + 1 && getComputedStyle(each).overflowY !== 'visible').map((each) => each.className);
        const shown = (/** @type {string} */ selector) => [...document.querySelectorAll(selector)].filter((each) => each.getClientRects().length > 0).length;
        return {
          canvases: canvases.length, cut: canvases.filter(({ left, right }) => left < 0 || right > width).length, clips, sweeping: root?.querySelectorAll('.sweeping').length,
          controls: shown('.page-header, .rail, .transport, .inspector'), end: globalThis.stage.getBoundingClientRect().bottom, bottom: Math.max(...canvases.map(({ bottom }) => bottom)),
        };
      }, PAPER.width);
      assert.ok(seen.canvases > 4, `${seen.canvases} canvases`);
      assert.deepEqual({ cut: seen.cut, clips: seen.clips, sweeping: seen.sweeping, controls: seen.controls }, { cut: 0, clips: [], sweeping: 0, controls: 0 });
      assert.ok(seen.bottom <= seen.end + 1, JSON.stringify(seen));
      assert.ok((await page.pdf({ format: 'A4' })).length > 10_000);
      // And back on the screen as it was.
      await page.emulateMedia({ media: 'screen' });
      await page.setViewportSize({ width: 1440, height: 900 });
      await page.evaluate(() => dispatchEvent(new Event('afterprint')));
      await page.waitForFunction(() => (globalThis.stage.shadowRoot?.querySelector('.scroller')?.clientWidth ?? 0) > 700);
      await page.close();
    });
  }
});
