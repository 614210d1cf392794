/** Firefox, through WebDriver BiDi as Puppeteer speaks it: no driver program stands in between. */

import { launch as launchBrowser } from 'puppeteer-core';

import { find } from './process.js';
import { shared } from './shared.js';

const NAMES = ['firefox-esr', 'firefox', '/Applications/Firefox.app/Contents/MacOS/firefox'];
/** For the longest call into a page, in milliseconds. */
const TIMEOUT = 600_000;

export const installed = () => find(NAMES);

/** @param {Record<string, unknown>} [settings] as in about:config */
const start = (settings) =>
  launchBrowser({
    browser: 'firefox',
    executablePath: /** @type {string} */ (installed()),
    defaultViewport: { width: 1280, height: 900 },
    args: ['--width', '1280', '--height', '900'],
    // The panel of downloads would take the focus from the page.
    // A microphone that beeps, which the visitor allows.
    extraPrefsFirefox: { 'browser.download.alwaysOpenPanel': false, 'media.navigator.streams.fake': true, 'media.navigator.permission.disabled': true, ...settings },
    protocolTimeout: TIMEOUT,
  });

const engine = shared({ start: () => start(), isAlive: (browser) => browser.connected, stop: (browser) => browser.close() });

/** @returns {Promise<import('./types.js').Browser>} */
export const launch = async () => drive(await engine.borrow(), async () => engine.giveBack());

/**
 * A Firefox of one's own, with settings as in about:config.
 *
 * @param {Record<string, unknown>} settings
 */
export async function launchWith(settings) {
  const browser = await start(settings);
  return drive(browser, () => browser.close());
}

/**
 * @param {Awaited<ReturnType<typeof start>>} browser
 * @param {() => Promise<void>} end
 * @returns {Promise<import('./types.js').Browser & { resize: (width: number, height: number) => Promise<void> }>}
 */
async function drive(browser, end) {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  // Without the focus keys press no button.
  await page.bringToFront();
  return {
    engine: 'firefox',
    version: (await browser.version()).replace('firefox/', ''),
    open: async (url) => {
      await page.goto('about:blank');
      await page.goto(url);
    },
    evaluate: async (action, ...args) => {
      const call = `(${action.toString()})(...${JSON.stringify(args)})`;
      const answer = /** @type {string} */ (await page.evaluate(`(async () => JSON.stringify({ value: await ${call} }))()`));
      return JSON.parse(answer).value;
    },
    click: (x, y) => page.mouse.click(x, y),
    press: async (key) => {
      const keys = /** @type {import('puppeteer-core').KeyInput[]} */ (key.length > 1 ? key.split('+') : [key]);
      const last = keys.pop() ?? 'Tab';
      for (const held of keys) await page.keyboard.down(held);
      await page.keyboard.press(last);
      for (const held of keys.reverse()) await page.keyboard.up(held);
    },
    screenshot: async () => Buffer.from(await page.screenshot()),
    resize: (width, height) => page.setViewport({ width, height }),
    close: async () => {
      await context.close();
      await end();
    },
  };
}
