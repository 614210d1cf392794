/** Chromium, through the DevTools protocol as Playwright speaks it. */

import { chromium } from 'playwright-core';

import { find } from './process.js';
import { shared } from './shared.js';

const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

export const installed = () => find(NAMES);

/**
 * A Chromium of one's own, for measuring and for pictures.
 *
 * @param {...string} more arguments
 */
export const start = (...more) =>
  chromium.launch({
    executablePath: /** @type {string} */ (installed()),
    args: [
      '--no-sandbox',
      // A microphone that beeps, which the visitor allows.
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...more,
    ],
  });

const engine = shared({ start: () => start(), isAlive: (browser) => browser.isConnected(), stop: (browser) => browser.close() });

/**
 * A profile in the Chromium that all tests share, for what only its protocol can do: windows of many sizes, emulated
 * media, traces. To be closed.
 *
 * @param {import('playwright-core').BrowserContextOptions} [options]
 */
export async function profile(options) {
  const browser = await engine.borrow();
  const context = await browser.newContext(options);
  // A busy machine is no fault: what never comes is ended by the suite's own limit.
  context.setDefaultTimeout(300_000);
  context.on('close', () => engine.giveBack());
  return context;
}

/** @returns {Promise<import('./types.js').Browser>} */
export async function launch() {
  const context = await profile({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  return {
    engine: 'chromium',
    version: context.browser()?.version() ?? '',
    open: async (url) => {
      // A new fragment alone would not load the page anew.
      await page.goto('about:blank');
      await page.goto(url);
    },
    evaluate: async (action, ...args) => {
      const source = `(${action.toString()})(...${JSON.stringify(args)})`;
      return /** @type {any} */ (await page.evaluate(source));
    },
    click: (x, y) => page.mouse.click(x, y),
    press: (key) => page.keyboard.press(key),
    screenshot: () => page.screenshot(),
    close: () => context.close(),
  };
}
