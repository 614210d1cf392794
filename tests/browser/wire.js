/**
 * Weighs what a browser loads, on the wire: prints JSON, the files of each load and the bytes that gzip -9 leaves of
 * them. Build first. `cargo xtask size` holds the sums against their limits.
 *
 *     node tests/browser/wire.js
 */

import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { start } from './driver/chromium.js';
import { host } from './host.js';

/** After opening, in milliseconds: the playground is weighed as it is then. */
const OPENED = 10_000;

const folder = (/** @type {string} */ name) => fileURLToPath(new URL(`../../${name}`, import.meta.url));
const post = (/** @type {string} */ above) =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A post</title><link rel="icon" href="data:,"></head><body>${above}<vanishing-point autoplay></vanishing-point><script type="module" src="index.js"></script></body></html>`;
const PAGES = { 'near.html': post(''), 'far.html': post('<div style="height: 20000px"></div>') };

const browser = await start();
try {
  /**
   * What is sent while a page is opened in a profile of its own and something is done there.
   *
   * @param {string} served
   * @param {string} address
   * @param {(page: import('playwright-core').Page) => Promise<unknown>} until
   * @param {'allow' | 'block'} [serviceWorkers] blocked, the page fetches by itself all that it uses
   */
  const weigh = async (served, address, until, serviceWorkers = 'block') => {
    const server = await host(folder(served), { codings: ['gzip'], pages: PAGES });
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB', serviceWorkers });
    try {
      const page = await context.newPage();
      await page.goto(server.url + address, { waitUntil: 'load' });
      await until(page);
      return [...server.sent];
    } finally {
      await context.close();
      await server.close();
    }
  };
  const moves = (/** @type {import('playwright-core').Page} */ page) =>
    page.waitForFunction(() => (document.querySelector('vanishing-point')?.progress?.reached ?? 0) > 0, null, { polling: 'raf' });

  const opened = () => sleep(OPENED);
  console.log(JSON.stringify({
    far: await weigh('dist-npm', 'far.html', (page) => page.waitForLoadState('networkidle')),
    embed: await weigh('dist-npm', 'near.html', moves),
    playground: await weigh('dist', '', opened),
    visit: await weigh('dist', '', opened, 'allow'),
  }));
} finally {
  await browser.close();
}
