/** Settings of the system that only Chromium's protocol can emulate: less motion, and colours of its own. */

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { canvases, install } from './deep.js';
import { profile } from './driver/chromium.js';
import { engines } from './driver/index.js';
import { serve } from './server.js';
import { settle } from './visit.js';

const dist = fileURLToPath(new URL('../../dist', import.meta.url));

describe('settings of the system', { skip: !engines.includes('chromium') }, () => {
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

  /** @param {Parameters<import('playwright-core').Page['emulateMedia']>[0]} media */
  const open = async (media) => {
    const page = await browser.newPage();
    await page.emulateMedia(media);
    await page.goto(`${server.url}#lang=en`);
    await page.evaluate(install);
    await page.evaluate(async () => {
      await customElements.whenDefined('vanishing-point');
      globalThis.stage = /** @type {typeof globalThis.stage} */ (document.querySelector('vanishing-point'));
      await globalThis.stage.ready;
    });
    await settle(page);
    return page;
  };

  test('with reduced motion it starts paused, with a finished pass on view, and a step shows a finished pass', async () => {
    const page = await open({ reducedMotion: 'reduce' });
    const look = () => page.evaluate(() => ({ state: globalThis.stage.status.state, pass: globalThis.stage.progress.pass, update: globalThis.stage.status.updates }));
    assert.deepEqual(await look(), { state: 'paused', pass: null, update: 0 });
    const drawn = await page.evaluate(canvases);
    const strips = drawn.filter(({ name }) => name.includes('cell-'));
    // State and gradient of each model, and the gate that keeps of those that have one.
    assert.equal(strips.length, 8, strips.map(({ name }) => name).join());
    for (const canvas of strips) assert.ok(canvas.painted > 0.01, `${canvas.name} is painted`);
    await page.evaluate(() => globalThis.stage.step('pass'));
    assert.deepEqual(await page.evaluate(() => globalThis.stage.progress), { pass: 'forward', reached: 40, steps: 40 });
    await page.close();
  });

  test('with colours of the system, buttons have borders and what is chosen differs from what is not', async () => {
    const page = await open({ forcedColors: 'active' });
    await page.evaluate(() => globalThis.stage.pause());
    const shown = await page.evaluate(() => globalThis.deep('.segmented button').filter((button) => button.getClientRects().length > 0).map((button) => ({
      chosen: button.getAttribute('aria-pressed') === 'true',
      ground: getComputedStyle(button).backgroundColor,
      border: parseFloat(getComputedStyle(button).borderTopWidth),
    })));
    const grounds = (/** @type {boolean} */ chosen) => new Set(shown.filter((button) => button.chosen === chosen).map(({ ground }) => ground));
    assert.ok(grounds(true).size > 0 && grounds(false).size > 0, JSON.stringify(shown));
    assert.ok(shown.every(({ border }) => border >= 1));
    assert.equal([...grounds(true)].some((ground) => grounds(false).has(ground)), false);
    await page.close();
  });
});
