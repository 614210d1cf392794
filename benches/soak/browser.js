/** A Chromium whose workers and processes can be looked at. */

import { readdirSync, readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { launch } from 'puppeteer-core';

import { installed } from '../../tests/browser/driver/chromium.js';
import { serve } from '../../tests/browser/server.js';

const dist = fileURLToPath(new URL('../../dist', import.meta.url));
export const sleep = (/** @type {number} */ milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

let version = '';

/**
 * The built page on a server, and a browser with a profile of its own.
 *
 * @param {object} [preferences] settings of the profile, as Chromium keeps them
 */
export async function open(preferences) {
  const place = await mkdtemp(join(tmpdir(), 'soak-'));
  const profile = join(place, 'profile');
  // Builds that are made meanwhile do not disturb it.
  const folder = join(place, 'dist');
  await cp(dist, folder, { recursive: true });
  const server = await serve(folder);
  if (preferences !== undefined) {
    await mkdir(join(profile, 'Default'), { recursive: true });
    await writeFile(join(profile, 'Default', 'Preferences'), JSON.stringify(preferences));
  }
  const browser = await launch({
    executablePath: /** @type {string} */ (installed()),
    userDataDir: profile,
    defaultViewport: { width: 1366, height: 800 },
    protocolTimeout: 600_000,
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  version = await browser.version();
  return {
    browser,
    folder,
    server,
    /** A page at a link, ready; what went wrong in it stands in `__troubles`. */
    visit: async (hash = '') => {
      const page = await browser.newPage();
      await page.goto(server.url + hash);
      await ready(page);
      return page;
    },
    close: async () => {
      await browser.close();
      await server.close();
      await rm(place, { recursive: true, force: true });
    },
  };
}

open.version = () => version;

/** @param {import('puppeteer-core').Page} page */
export async function ready(page) {
  await page.evaluate(async () => {
    await customElements.whenDefined('vanishing-point');
    globalThis.stage = /** @type {typeof globalThis.stage} */ (document.querySelector('vanishing-point'));
    await globalThis.stage.ready;
  });
}

/**
 * @param {import('puppeteer-core').Page} page
 * @param {string} what
 * @param {(...args: any[]) => unknown} condition
 * @param {...unknown} args
 */
export async function until(page, what, condition, ...args) {
  for (let look = 0; look < 6000; look++) {
    if (await page.evaluate(condition, ...args)) return;
    await sleep(100);
  }
  throw new Error(`It never came about that ${what}.`);
}

/**
 * What the page and its workers hold after a collection, and what their processes take, in KB.
 *
 * @param {import('puppeteer-core').Browser} browser
 * @param {import('puppeteer-core').Page} page
 */
export async function memory(browser, page) {
  const session = await page.createCDPSession();
  const held = [await heap(session)];
  await session.detach();
  for (const worker of page.workers()) held.push(await heap(worker.client));
  const kilobytes = (/** @type {number} */ bytes) => Math.round(bytes / 1024);
  return {
    page: kilobytes(held[0]?.heap ?? 0),
    // Elements and their styles: how many there are depends on what is in view at that moment.
    pageElements: kilobytes(held[0]?.elements ?? 0),
    pageBuffers: kilobytes(held[0]?.buffers ?? 0),
    workers: held.slice(1).map(({ heap, elements, buffers }) => kilobytes(heap + elements + buffers)),
    processes: renderers(browser.process()?.pid ?? 0),
  };
}

/** @param {import('puppeteer-core').CDPSession} session */
async function heap(session) {
  await session.send('HeapProfiler.enable');
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize, backingStorageSize = 0, embedderHeapUsedSize = 0 } = await session.send('Runtime.getHeapUsage');
  return { heap: usedSize, elements: embedderHeapUsedSize, buffers: backingStorageSize };
}

/** The resident memory of the processes that hold pages, in KB; 0 where there is no /proc. */
function renderers(/** @type {number} */ root) {
  /** @type {Map<number, { parent: number, resident: number, renders: boolean }>} */
  const all = new Map();
  try {
    for (const name of readdirSync('/proc').filter((each) => /^\d+$/.test(each))) {
      try {
        const status = readFileSync(`/proc/${name}/status`, 'utf8');
        const number = (/** @type {string} */ key) => Number(new RegExp(`^${key}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
        all.set(Number(name), { parent: number('PPid'), resident: number('VmRSS'), renders: readFileSync(`/proc/${name}/cmdline`, 'utf8').includes('--type=renderer') });
      } catch {
        // It has ended meanwhile.
      }
    }
  } catch {
    return 0;
  }
  const within = (/** @type {number} */ id) => {
    for (let each = id; each > 1; each = all.get(each)?.parent ?? 0) if (each === root) return true;
    return false;
  };
  return [...all].reduce((sum, [id, { resident, renders }]) => sum + (renders && within(id) ? resident : 0), 0);
}
