/** The run that a visitor worked on is offered after a reload, and goes on with the same bits. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { engines } from './driver/index.js';
import { playground } from './playground.js';

const HASH = '#lang=en&engine=2&cells=rnn,lstm&length=12&units=6&seed=7';

for (const name of engines) {
  describe(`the last run in ${name}`, () => {
    const { browser, open, until, weightDigests } = playground(name);
    const offered = () => browser.evaluate(() => document.querySelector('[data-notice="offer"] p')?.textContent ?? null);
    const train = (/** @type {number} */ updates) => browser.evaluate((updates) => globalThis.stage.train(updates), updates);

    test('nothing is offered to somebody who comes for the first time, nor kept of what the page plays by itself', async () => {
      await open(HASH);
      await browser.evaluate(() => globalThis.stage.pause());
      await train(5);
      assert.equal(await offered(), null);
      assert.equal(await browser.evaluate(() => localStorage.getItem('vanishing-point.last-run')), null);
    });

    test('after a reload it is offered, and goes on as if it had never stopped', async () => {
      await browser.press('Shift');
      await train(20);
      await until('it is kept', () => localStorage.getItem('vanishing-point.last-run') !== null);
      await train(10);
      const whole = await weightDigests();
      await open(HASH);
      await until('it is offered', () => document.querySelector('[data-notice="offer"]') !== null);
      const update = Number(/update (\d+)/.exec(await offered() ?? '')?.[1]);
      assert.ok(update === 25 || update === 35, await offered() ?? '');
      await browser.evaluate(() => /** @type {HTMLElement} */ (document.querySelector('[data-action="accept-offer"]')).click());
      await until('it stands where it was', (update) => globalThis.stage.status.updates === update, update);
      assert.equal(await offered(), null);
      await train(35 - update);
      assert.deepEqual(await weightDigests(), whole);
    });

    test('it is not offered beside a link that asks for another run', async () => {
      await open(HASH.replace('seed=7', 'seed=8'));
      await until('the part is there', () => performance.getEntriesByType('resource').some((entry) => entry.name.includes('last-run')));
      await browser.evaluate(() => new Promise((resolve) => setTimeout(resolve, 200)));
      assert.equal(await offered(), null);
    });

    for (const [storage, language, sentence] of /** @type {const} */ ([['full', 'en', /cannot keep your run/], ['forbidden', 'zh', /无法保留您的运行/]])) {
      test(`storage that is ${storage} is told of in one sentence, once, and training goes on`, async () => {
        // Nothing is read before it is refused.
        await open(HASH);
        await browser.evaluate(() => localStorage.removeItem('vanishing-point.last-run'));
        await open(HASH.replace('seed=7', 'seed=9').replace('lang=en', `lang=${language}`));
        await browser.evaluate((storage) => {
          const refuse = (/** @type {string} */ name) => () => {
            throw new DOMException(`Storage is ${storage}.`, name);
          };
          if (storage === 'full') IDBObjectStore.prototype.put = refuse('QuotaExceededError');
          else IDBFactory.prototype.open = refuse('SecurityError');
        }, storage);
        await browser.press('Shift');
        await browser.evaluate(() => globalThis.stage.pause());
        await train(20);
        const updates = () => browser.evaluate(() => globalThis.stage.status.updates);
        const before = await updates();
        const said = () => browser.evaluate(() => [...document.querySelectorAll('[data-notice="note"] p')].map((each) => each.textContent));
        await until('it is said', () => document.querySelector('[data-notice="note"]') !== null);
        const [first = '', ...others] = await said();
        assert.deepEqual(others, []);
        assert.match(first, sentence);
        // Put away, it stays away, however often it is tried again.
        await browser.evaluate(() => /** @type {HTMLElement} */ (document.querySelector('[data-notice="note"] button')).click());
        await train(10);
        await browser.evaluate(() => new Promise((resolve) => setTimeout(resolve, 2500)));
        assert.deepEqual(await said(), []);
        assert.equal(await updates(), before + 10);
      });
    }
  });
}
