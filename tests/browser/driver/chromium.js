/** Chromium, through the DevTools protocol as Playwright speaks it. */

import { chromium } from 'playwright-core';

import { find } from './process.js';

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
 * The browser itself, for what only Chromium's protocol can do: windows of many sizes, emulated media, traces.
 *
 * @param {...string} more arguments
 */
export const start = (...more) =>
  chromium.launch({
    executablePath: /** @type {string} */ (installed()),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...more,
    ],
  });

/** @returns {Promise<import('./types.js').Browser>} */
export async function launch() {
  const browser = await start();
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  return {
    engine: 'chromium',
    version: browser.version(),
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
    close: () => browser.close(),
  };
}
