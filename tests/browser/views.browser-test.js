/**
 * Every view, in both languages and themes and in every width: nothing is cut off, nothing lies on anything else, and
 * axe-core finds no violation. In Chromium alone: the other engines' drivers know neither widths nor themes.
 */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { start } from './driver/chromium.js';
import { engines } from './driver/index.js';
import { troubles } from './layout.js';
import { serve } from './server.js';
import { paint, resize, visit, widthsOf } from './visit.js';
import { LANGUAGES, VIEWS } from './views.js';

const dist = fileURLToPath(new URL('../../dist', import.meta.url));
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * What axe-core finds, one sentence a violation. Colours alone depend on the theme.
 *
 * @param {import('playwright-core').Page} page
 * @param {string[] | null} rules null for all
 * @returns {Promise<string[]>}
 */
async function violations(page, rules) {
  return page.evaluate(async (rules) => {
    const { axe } = /** @type {{ axe: import('axe-core').AxeAPI }} */ (/** @type {unknown} */ (globalThis));
    const { violations } = await axe.run(document, { resultTypes: ['violations'], ...(rules === null ? {} : { runOnly: { type: 'rule', values: rules } }) });
    return violations.flatMap(({ id, help, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${help}: ${target.flat().join(' ')}: ${failureSummary ?? ''}`));
  }, rules);
}

describe('every view in Chromium', { skip: !engines.includes('chromium'), concurrency: 3, timeout: 600_000 }, () => {
  /** @type {import('playwright-core').Browser} */
  let browser;
  /** @type {Awaited<ReturnType<typeof serve>>} */
  let server;

  before(async () => {
    server = await serve(dist);
    browser = await start();
  });

  after(async () => {
    await browser?.close();
    await server?.close();
  });

  for (const view of VIEWS) {
    for (const language of LANGUAGES) {
      test(`“${view.name}” in ${language} cuts nothing off, lays nothing on anything, and is accessible`, async () => {
        const page = await browser.newPage({ locale: 'en-GB' });
        /** @type {string[]} */
        const found = [];
        try {
          await visit(page, server.url, view, language);
          // Through the protocol, which the page's policy does not bind.
          await page.evaluate(axe);
          const widths = widthsOf(view);
          for (const width of widths) {
            await resize(page, width);
            const say = (/** @type {string} */ theme) => (/** @type {string} */ what) => found.push(`${width} ${theme}: ${what}`);
            (await page.evaluate(troubles, { touch: width < 720 })).forEach(say('any'));
            // Between the widest and the narrowest nothing new comes on view.
            if (width !== widths[0] && width !== widths.at(-1)) continue;
            (await violations(page, null)).forEach(say('light'));
            await paint(page, 'dark');
            (await violations(page, ['color-contrast'])).forEach(say('dark'));
            await paint(page, 'light');
          }
          found.push(.../** @type {string[]} */ (await page.evaluate(() => globalThis.__troubles)));
        } finally {
          await page.close();
        }
        assert.deepEqual(found, [], found.join('\n'));
      });
    }
  }
});
