/** Without a network: the one file from a disk, and the page after a first visit, in every browser engine. */

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { digests, scene } from './core.js';
import { engines, launch } from './driver/index.js';
import { serve } from './server.js';

const dist = fileURLToPath(new URL('../../dist', import.meta.url));
const trained = digests(scene, 20);

for (const name of engines) {
  describe(`without a network in ${name}`, () => {
    /** @type {import('./driver/types.js').Browser} */
    let browser;

    before(async () => (browser = await launch(name)));
    after(async () => browser?.close());

    /** The SHA-256 of each lane's weights after 20 updates. */
    const train = () =>
      browser.evaluate(async () => {
        await customElements.whenDefined('vanishing-point');
        const stage = /** @type {import('../../www/element/vanishing-point').VanishingPointElement} */ (document.querySelector('vanishing-point'));
        await stage.ready;
        await stage.pause();
        await stage.reset();
        await stage.train(20);
        /** @type {Record<string, string>} */
        const all = {};
        for (const cell of stage.experiment.cells) {
          const bytes = new Uint8Array(await stage.weights(cell));
          // A page from a disk may be no secure context, so that there is no crypto.subtle.
          all[cell] = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
        }
        return all;
      });

    /** @param {Record<string, string>} weights */
    const check = async (weights) => {
      const { numbersOf, sha256 } = await import('./core.js');
      assert.deepEqual(Object.fromEntries(Object.entries(weights).map(([cell, hex]) => [cell, sha256(numbersOf(Buffer.from(hex, 'hex')))])), trained);
    };

    /** What the page fetches only when it is asked for: the other language, and the analysis. */
    const useAll = () =>
      browser.evaluate(async () => {
        const until = async (/** @type {() => unknown} */ condition) => {
          for (let look = 0; look < 6000 && !condition(); look++) await new Promise((resolve) => setTimeout(resolve, 50));
        };
        const other = document.documentElement.lang.startsWith('zh') ? 'en' : 'zh';
        /** @type {HTMLElement | null} */ (document.querySelector(`[data-lang="${other}"]`))?.click();
        await until(() => document.documentElement.lang.startsWith(other));
        /** @type {HTMLElement | null} */ (document.querySelector('[data-action="analysis"]'))?.click();
        await until(() => document.querySelectorAll('#analysis > section h2').length > 0);
        return { changed: document.documentElement.lang.startsWith(other), sections: document.querySelectorAll('#analysis > section h2').length };
      });

    /** Waits until a condition holds in the page, which may be loading. */
    const until = async (/** @type {() => boolean} */ condition) => {
      for (let look = 0; look < 6000; look++) {
        if (await browser.evaluate(condition).catch(() => false)) return;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      assert.fail(`It never came about: ${String(condition)}`);
    };

    test('the one file opens from a disk, trains to the same weights as Node, and has everything inside', async () => {
      await browser.open(pathToFileURL(`${dist}/vanishing-point-offline.html`).href);
      await check(await train());
      assert.deepEqual(await useAll(), { changed: true, sections: 5 });
      assert.deepEqual(await browser.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name).filter((name) => !name.startsWith('data:') && !name.startsWith('blob:'))), []);
    });

    test('the one file holds the scenes, and shares what stands after #', async () => {
      await browser.open(pathToFileURL(`${dist}/vanishing-point-offline.html`).href + '#lang=en');
      await until(() => document.querySelector('[data-page="scenes"]') !== null);
      await browser.evaluate(() => /** @type {HTMLElement} */ (document.querySelector('[data-page="scenes"]')).click());
      await until(() => document.querySelectorAll('dialog[open] [data-scene]').length > 15);
      await browser.evaluate(() => /** @type {HTMLElement} */ (document.querySelector('[data-scene="shut"] [data-action="open"]')).click());
      await until(() => document.querySelector('#scene[data-scene="shut"] h2') !== null && document.querySelector('dialog[open]') === null);
      assert.match(await browser.evaluate(() => location.href), /offline\.html#.*forgetBias=-5.*scene=shut/);
      await browser.evaluate(() => /** @type {HTMLElement} */ (document.querySelector('[data-action="share"]')).click());
      await until(() => document.querySelector('dialog.share[open]') !== null);
      const shared = await browser.evaluate(() => ({
        link: /** @type {HTMLTextAreaElement} */ (document.querySelector('[data-share="link"]')).value,
        hint: (document.querySelector('[data-share="fragment-hint"]:not([hidden])')?.textContent ?? '').length,
      }));
      assert.match(shared.link, /^#.*scene=shut/);
      assert.ok(shared.hint > 60);
    });

    test('the one file holds the course, and leads from it to the playground', async () => {
      await browser.open('about:blank');
      await browser.open(pathToFileURL(`${dist}/vanishing-point-offline.html`).href + '#lesson=vanishing&beat=2&lang=en');
      await until(() => document.querySelector('.lesson')?.getAttribute('data-arrived') === 'product');
      assert.match(await browser.evaluate(() => document.querySelector('.beat.current')?.textContent ?? ''), /39 such steps/);
      await browser.evaluate(() => /** @type {HTMLElement} */ (document.querySelector('.beat.current .to-playground')).click());
      await until(() => document.querySelector('vanishing-point#stage[fill]') !== null && document.querySelector('.lesson') === null);
      assert.match(await browser.evaluate(() => location.href), /offline\.html#.*cells=rnn/);
    });

    test('the page opens again when its host is gone, trains, and has everything that it never asked for before', async () => {
      const server = await serve(dist);
      await browser.open(server.url);
      await browser.evaluate(async () => {
        await navigator.serviceWorker.ready;
      });
      await server.close();
      await assert.rejects(fetch(server.url));
      await browser.open(server.url);
      await check(await train());
      assert.deepEqual(await useAll(), { changed: true, sections: 5 });
    });
  });
}
