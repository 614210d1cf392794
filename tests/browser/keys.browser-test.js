/** The keys of the page beside those of the stage: one wave step, the backward pass, scenes, remote controls, the way past the head. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { engines } from './driver/index.js';
import { playground } from './playground.js';

for (const name of engines) {
  describe(`the keys of the page in ${name}`, () => {
    const { browser, open, until } = playground(name);
    const stands = () => browser.evaluate(() => ({ ...globalThis.stage.progress, update: globalThis.stage.status.updates, playing: globalThis.stage.playing }));
    const start = async (/** @type {string} */ fragment) => {
      await open(fragment);
      await browser.evaluate(() => globalThis.stage.pause());
    };

    test('B stands at the start of the backward pass of the update on view, and S goes one time step from there', async () => {
      await start('#length=12&units=4&lang=en');
      await browser.evaluate(() => globalThis.stage.train(3));
      await browser.press('b');
      await until('the backward pass begins', () => globalThis.stage.progress.pass === 'backward');
      assert.deepEqual(await stands(), { pass: 'backward', reached: 0, steps: 12, update: 3, playing: false });
      await browser.press('s');
      await until('one step is made', () => globalThis.stage.progress.reached === 1);
      await browser.press('b');
      await until('it begins again', () => globalThis.stage.progress.reached === 0);
      assert.deepEqual(await stands(), { pass: 'backward', reached: 0, steps: 12, update: 3, playing: false });
    });

    test('N and P lead from scene to scene; without a scene they do nothing', async () => {
      await start('#units=4&lang=en');
      await browser.press('n');
      assert.doesNotMatch(await browser.evaluate(() => location.hash), /scene/);
      await start('#scene=race&lang=en');
      await until('the card is there', () => document.querySelector('#scene h2') !== null);
      await browser.press('n');
      await until('it is the second', () => location.hash.includes('scene=vanishing'));
      await browser.press('p');
      await until('it is the first', () => location.hash.includes('scene=race'));
    });

    test('in Present a remote control turns scenes, and passes where there is no scene', async () => {
      await start('#scene=race&lang=en');
      await until('the card is there', () => document.querySelector('#scene h2') !== null);
      await browser.evaluate(() => /** @type {HTMLElement} */ (document.querySelector('[data-action="present"]')).click());
      await browser.press('PageDown');
      await until('it is the second', () => location.hash.includes('scene=vanishing'));
      await browser.press('PageUp');
      await until('it is the first', () => location.hash.includes('scene=race'));
      await start('#length=12&units=4&lang=en');
      await browser.evaluate(() => globalThis.stage.train(5));
      await browser.evaluate(() => /** @type {HTMLElement} */ (document.querySelector('[data-action="present"]')).click());
      await browser.press('PageUp');
      await until('it is the update before', () => globalThis.stage.status.updates === 4);
      await browser.press('PageDown');
      await until('the forward pass is made', () => globalThis.stage.status.updates === 5 && globalThis.stage.progress.pass === 'forward' && globalThis.stage.progress.reached === 12);
    });

    test('the first stop leads past the head to the chart, and ? lists the keys', async () => {
      await start('#units=4&lang=en');
      await browser.press('Tab');
      assert.equal(await browser.evaluate(() => document.activeElement?.getAttribute('data-action')), 'skip');
      assert.ok(await browser.evaluate(() => (document.activeElement?.getBoundingClientRect().width ?? 0) > 60));
      await browser.press('Enter');
      assert.equal(await browser.evaluate(() => document.activeElement?.id), 'stage');
      assert.doesNotMatch(await browser.evaluate(() => location.hash), /skip|stage/);
      await browser.evaluate(() => document.dispatchEvent(new KeyboardEvent('keydown', { key: '?', bubbles: true })));
      assert.ok(await browser.evaluate(() => document.querySelectorAll('dialog.keys[open] tr').length > 8));
    });
  });
}
