/** The playground in a browser, for the tests of one `describe`: served, opened, watched, and closed after the last test. */

import assert from 'node:assert/strict';
import { after, afterEach, before } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { install } from './deep.js';
import { launch } from './driver/index.js';
import { serve } from './server.js';

const dist = fileURLToPath(new URL('../../dist', import.meta.url));
/** Milliseconds between two looks, and how many there are: far more than the slowest machine needs. */
const PAUSE = 50;
const LOOKS = 6000;

/**
 * To be called within a `describe`. After each test nothing may have gone wrong in the page, and nothing may have been
 * asked of the host that is not there.
 *
 * @param {import('./driver/index.js').EngineName} name
 */
export function playground(name) {
  /** @type {import('./driver/types.js').Browser} */
  let started;
  /** @type {Awaited<ReturnType<typeof serve>>} */
  let serving;

  before(async () => {
    serving = await serve(dist);
    started = await launch(name);
  });

  after(async () => {
    await started?.close();
    await serving?.close();
  });

  afterEach(async () => {
    assert.deepEqual(await browser.evaluate(() => globalThis.__troubles), []);
    assert.deepEqual(serving.missing, []);
  });

  // Both are there when the first test begins, and these can be held before.
  /** @type {Pick<import('./driver/types.js').Browser, 'open' | 'evaluate' | 'click' | 'press'>} */
  const browser = {
    open: (url) => started.open(url),
    evaluate: (action, ...args) => started.evaluate(action, ...args),
    click: (x, y) => started.click(x, y),
    press: (key) => started.press(key),
  };
  const server = {
    get url() {
      return serving.url;
    },
    /** The paths that were asked for. */
    get requests() {
      return serving.requests;
    },
  };

  /** Opens the playground at a link; it is there as `stage` once it is ready. */
  const open = async (fragment = '') => {
    await browser.open(server.url + fragment);
    await browser.evaluate(install);
    await browser.evaluate(async () => {
      await customElements.whenDefined('vanishing-point');
      const stage = document.querySelector('vanishing-point');
      if (stage === null) throw new Error('There is no <vanishing-point> on the page.');
      globalThis.stage = stage;
      await stage.ready;
    });
  };

  /**
   * Waits until a condition holds in the page.
   *
   * @template {unknown[]} Args
   * @param {string} what
   * @param {(...args: Args) => boolean | Promise<boolean>} condition
   * @param {Args} args
   */
  const until = async (what, condition, ...args) => {
    for (let look = 0; look < LOOKS; look++) {
      if (await browser.evaluate(condition, ...args)) return;
      await sleep(PAUSE);
    }
    assert.fail(`It never came about that ${what}.`);
  };

  /** Clicks the middle of the first visible element that matches, with the mouse. */
  const click = async (/** @type {string} */ selector) => {
    const place = await browser.evaluate((selector) => {
      const element = globalThis.deep(selector).find((each) => each.getBoundingClientRect().width > 0);
      element?.scrollIntoView({ block: 'center' });
      const box = element?.getBoundingClientRect();
      return box === undefined ? null : { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    }, selector);
    assert.ok(place, `${selector} is on view`);
    await browser.click(place.x, place.y);
  };

  /** The SHA-256 of every lane's weights. */
  const weightDigests = () =>
    browser.evaluate(async () => {
      /** @type {Record<string, string>} */
      const all = {};
      for (const cell of globalThis.stage.experiment.cells) {
        const file = await globalThis.stage.weights(cell);
        // The numbers alone, without names and metadata.
        const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', file.slice(8 + Number(new DataView(file).getBigUint64(0, true)))));
        all[cell] = Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
      }
      return all;
    });

  return { browser, server, open, until, click, weightDigests };
}
