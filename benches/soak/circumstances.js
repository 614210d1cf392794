/** What befalls a page that is open for long. Each is tried on a page of its own; the run has to go on, and nothing may go wrong. */

import { readFile, writeFile } from 'node:fs/promises';

import { open, ready, sleep, until } from './browser.js';

/** @typedef {Awaited<ReturnType<typeof open>>} Opened */
/** @typedef {import('puppeteer-core').Page} Page */

const LINK = '#lang=en&cells=rnn,lstm&length=12&units=6&seed=7&engine=2';

const updates = (/** @type {Page} */ page) => page.evaluate(() => globalThis.stage.past.newest);

/** Trains so many updates more. */
const train = (/** @type {Page} */ page, count = 20) => page.evaluate(async (count) => {
  await globalThis.stage.pause();
  await globalThis.stage.train(count);
}, count);

/** As a visitor does it, so that the page takes the run for theirs. */
async function touch(/** @type {Page} */ page) {
  await page.keyboard.press('Shift');
  await page.evaluate(() => globalThis.stage.pause());
}

const notices = (/** @type {Page} */ page) => page.evaluate(() => document.querySelector('#notices')?.textContent ?? '');

/** Whether a saved run is there for the next visit. */
const isKept = (/** @type {Page} */ page) => page.evaluate(() => {
  try {
    return localStorage.getItem('vanishing-point.last-run') !== null;
  } catch {
    return false;
  }
});

/** @type {Record<string, (opened: Opened) => Promise<object>>} */
const CASES = {
  'storage full': async ({ visit, server }) => {
    const page = await visit(LINK);
    const session = await page.createCDPSession();
    await session.send('Storage.overrideQuotaForOrigin', { origin: new URL(server.url).origin, quotaSize: 1 });
    await touch(page);
    await train(page);
    await sleep(4000);
    return { updates: await updates(page), kept: await isKept(page), said: await notices(page), page };
  },
  'storage forbidden': async ({ visit }) => {
    const page = await visit(LINK);
    const forbidden = await page.evaluate(() => {
      try {
        return localStorage === null;
      } catch (failure) {
        return String(failure);
      }
    });
    await touch(page);
    await train(page);
    await sleep(4000);
    return { forbidden, updates: await updates(page), kept: await isKept(page), said: await notices(page), page };
  },
  'offline in the middle': async ({ visit }) => {
    const page = await visit(LINK);
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await page.setOfflineMode(true);
    await train(page);
    // What was never asked for before.
    await page.evaluate(() => /** @type {HTMLElement} */ (document.querySelector('[data-action="share"]')).click());
    await until(page, 'the dialog opened or the page said why not', () => document.querySelector('dialog[open]') !== null || (document.querySelector('#notices')?.textContent ?? '') !== '');
    const said = await page.evaluate(() => `${document.querySelector('dialog[open]') === null ? 'no dialog' : 'dialog'}; ${document.querySelector('#notices')?.textContent}`);
    await page.setOfflineMode(false);
    await train(page);
    return { updates: await updates(page), said, page };
  },
  'service worker updated in the middle': async ({ visit, folder }) => {
    const page = await visit(LINK);
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await page.reload();
    await ready(page);
    const script = `${folder}/service-worker.js`;
    await writeFile(script, (await readFile(script, 'utf8')).replace(/VERSION = ["']/, '$&next-'));
    const waiting = await page.evaluate(async () => {
      const registration = await navigator.serviceWorker.getRegistration();
      await registration?.update();
      while (registration?.installing) await new Promise((resolve) => setTimeout(resolve, 50));
      return registration?.waiting !== null;
    });
    await train(page);
    const before = await updates(page);
    const browser = page.browser();
    const url = page.url();
    const troubles = await page.evaluate(() => globalThis.__troubles);
    await page.close();
    await sleep(500);
    const next = await browser.newPage();
    await next.goto(url);
    await ready(next);
    await train(next);
    const caches = await next.evaluate(async () => (await globalThis.caches.keys()).map((name) => name.split(' ').at(-1)?.slice(0, 5)));
    return { waiting, updates: before, afterwards: await updates(next), caches, before: troubles, page: next };
  },
  'two tabs': async ({ visit }) => {
    const first = await visit(LINK);
    await touch(first);
    await train(first);
    const second = await visit(LINK.replace('seed=7', 'seed=8'));
    await touch(second);
    await train(second, 30);
    await first.bringToFront();
    await train(first, 10);
    const of = async (/** @type {Page} */ page) => ({ updates: await updates(page), seed: await page.evaluate(() => globalThis.stage.experiment.seed) });
    const found = { first: await of(first), second: await of(second) };
    const troubles = await second.evaluate(() => globalThis.__troubles);
    return { ...found, second: { ...found.second, troubles }, page: first };
  },
  'frozen and thawed': async ({ visit }) => {
    const page = await visit(LINK);
    await page.evaluate(() => void globalThis.stage.play());
    await until(page, 'it trains', () => globalThis.stage.past.newest > 5);
    const session = await page.createCDPSession();
    // A page in front is never frozen.
    const other = await page.browser().newPage();
    await other.bringToFront();
    await session.send('Page.setWebLifecycleState', { state: 'frozen' });
    await sleep(10_000);
    await session.send('Page.setWebLifecycleState', { state: 'active' });
    await page.bringToFront();
    const thawed = await updates(page);
    await until(page, 'it goes on', (thawed) => globalThis.stage.past.newest > thawed + 5, thawed);
    return { thawed, updates: await updates(page), said: await notices(page), page };
  },
};

/** Settings of Chromium under which a page may keep nothing. */
const FORBIDDEN = { profile: { default_content_setting_values: { cookies: 2 } } };

export async function circumstances() {
  /** @type {Record<string, object>} */
  const found = {};
  for (const [name, attempt] of Object.entries(CASES)) {
    const opened = await open(name === 'storage forbidden' ? FORBIDDEN : undefined);
    try {
      const { page, ...seen } = /** @type {{ page: Page }} */ (await attempt(opened));
      found[name] = { ...seen, troubles: await page.evaluate(() => globalThis.__troubles) };
    } catch (failure) {
      found[name] = { failed: String(failure) };
    } finally {
      await opened.close();
    }
    console.error(name, JSON.stringify(found[name]));
  }
  return found;
}
