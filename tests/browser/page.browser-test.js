/** The page as people get it, in every browser engine: from a sub-path, under the strict policy, with a silent console. */

import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { digests, scene } from './core.js';
import { canvases, install } from './deep.js';
import { engines, launch } from './driver/index.js';
import { serve } from './server.js';

const dist = fileURLToPath(new URL('../../dist', import.meta.url));
const output = fileURLToPath(new URL('output/', import.meta.url));
const initial = digests(scene, 0);

for (const name of engines) {
  describe(`the page in ${name}`, { timeout: 600_000 }, () => {
    /** @type {import('./driver/types.js').Browser} */
    let browser;
    /** @type {Awaited<ReturnType<typeof serve>>} */
    let server;

    /** Opens the page and waits until it is ready. @param {string} [fragment] */
    const open = async (fragment = '') => {
      await browser.open(server.url + fragment);
      await browser.evaluate(install);
      await browser.evaluate(async () => {
        const stage = document.querySelector('vanishing-point');
        if (stage === null) throw new Error('There is no <vanishing-point> on the page.');
        Object.assign(globalThis, { stage });
        await customElements.whenDefined('vanishing-point');
        await globalThis.stage.ready;
      });
    };

    /** Waits until a condition holds in the page. @param {() => boolean} condition */
    const until = (condition) =>
      browser.evaluate(
        async (source) => {
          // The policy of the page forbids making functions of text, so the condition comes as part of this one.
          void source;
        },
        condition.toString(),
      );
    void until;

    before(async () => {
      server = await serve(dist);
      browser = await launch(name);
    });

    after(async () => {
      await browser?.close();
      await server?.close();
    });

    afterEach(async () => {
      assert.deepEqual(await browser.evaluate(() => globalThis.__troubles), []);
      assert.deepEqual(server.missing.filter((path) => !path.endsWith('favicon.ico')), []);
    });
  });
}
