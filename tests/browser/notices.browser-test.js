/** What a link asks for and cannot have: every bit of it is said or counted, and goes once it is no longer asked for. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { engines } from './driver/index.js';
import { playground } from './playground.js';

describe('notices', { skip: !engines.includes('chromium') }, () => {
  const { browser, open, until } = playground('chromium');
  const notices = () => browser.evaluate(() => Array.from(document.querySelectorAll('#notices [data-notice] p'), ({ textContent }) => textContent ?? ''));
  const change = (/** @type {string} */ hash) => browser.evaluate((hash) => {
    location.hash = hash;
  }, hash);

  test('more than three are counted, shown on demand, and none is swallowed', async () => {
    await open('#lang=en&engine=2&foo=1&lenght=30&panels=foo&hide=zzz&length=99999&task=nope&scene=none');
    await until('notices are there', () => document.querySelectorAll('#notices [data-notice]').length === 3);
    const more = await browser.evaluate(() => document.querySelector('[data-action="more-notices"]')?.textContent ?? '');
    await browser.evaluate(() => /** @type {HTMLElement} */ (document.querySelector('[data-action="more-notices"]')).click());
    const all = await notices();
    assert.match(more, new RegExp(`\\b${all.length - 3}\\b`));
    for (const said of [/foo.*lenght|lenght.*foo/, /panels.*foo|foo.*panels/i, /zzz/, /99999/, /nope/, /none/]) assert.ok(all.some((message) => said.test(message)), `${said} in ${all.join('\n')}`);
    assert.equal(new Set(all).size, all.length);
  });

  test('what is no longer asked for is no longer said', async () => {
    await change('lang=en&engine=2&hide=zzz&length=20');
    await until('one is left', () => document.querySelectorAll('#notices [data-notice]').length === 1);
    assert.match((await notices())[0] ?? '', /zzz/);
    await change('lang=en&engine=2&length=20');
    await until('none is left', () => document.querySelectorAll('#notices [data-notice]').length === 0);
  });
});
