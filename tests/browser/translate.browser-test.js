/** Translators of pages leave symbols, numbers, names of cells and formulas as they are: in the page, the stage, and what is opened over them. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { engines } from './driver/index.js';
import { playground } from './playground.js';

describe('what no translator may change', { skip: !engines.includes('chromium') }, () => {
  const { browser, server, open, until } = playground('chromium');

  test('stands in translate="no", wherever it is on view', async () => {
    await open('#lang=en&engine=2&cells=rnn,lstm,gru&length=12&t=5&unit=2&cell=lstm&update=20');
    await browser.evaluate(async () => {
      await globalThis.stage.train(3);
      for (const action of ['analysis', 'share']) document.querySelector(`[data-action="${action}"]`)?.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    });
    await until('everything is open', () => document.querySelector('dialog[open] [data-share="svg"]') !== null && document.querySelectorAll('#analysis canvas').length > 0);
    const look = () => browser.evaluate(() => {
      let seen = 0;
      const shadow = document.querySelector('vanishing-point')?.shadowRoot;
      const free = [document.body, ...(shadow ? [shadow] : [])].flatMap((root) => {
        const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
        /** @type {string[]} */
        const found = [];
        while (walker.nextNode()) {
          const text = walker.currentNode.nodeValue?.trim() ?? '';
          const parent = /** @type {HTMLElement} */ (walker.currentNode.parentElement);
          // The window is a parameter of that cell, too, and its label a word.
          const fixed = /^(RNN|LSTM|GRU|MinGRU)$/.test(text) || (/\d/.test(text) && /^[−+\-\d.,  ·eE×⁰¹²³⁴⁵⁶⁷⁸⁹⁻%]+$/.test(text)) || /^\p{Letter}$/u.test(text) || /^\S*[∂σ⊙]\S*\w\S*$/.test(text);
          if (!fixed || parent.closest('script, style') !== null) continue;
          seen += 1;
          if (parent.closest('[translate="no"]') === null) found.push(`${parent.parentElement?.className} > ${parent.localName}.${parent.className}: ${text}`);
        }
        return found;
      });
      return { free: [...new Set(free)], many: seen > 150, some: seen > 10 };
    });
    assert.deepEqual(await look(), { free: [], many: true, some: true });
    await browser.evaluate(() => {
      /** @type {HTMLDialogElement | null} */ (document.querySelector('dialog[open]'))?.close();
      /** @type {HTMLElement} */ (document.querySelector('[data-action="embed"]')).click();
    });
    await until('the dialog for embedding is open', () => document.querySelector('dialog[open] [data-snippet]') !== null);
    assert.deepEqual(await look(), { free: [], many: true, some: true });
    // The code to copy is code in any language.
    assert.deepEqual(await browser.evaluate(() => [...document.querySelectorAll('dialog[open] textarea')].map((code) => code.getAttribute('translate'))), ['no', 'no']);
    // The gallery and the course, each of which has no more than some.
    for (const [page, there] of [['scenes.html#lang=en', '.still text'], ['lessons.html#lesson=vanishing&lang=en', '.choice .mark']]) {
      await browser.open(server.url + page);
      await until('it is there', (there) => document.querySelector(there) !== null, there ?? '');
      const { free, some } = await look();
      assert.deepEqual({ page, free, some }, { page, free: [], some: true });
    }
  });
});
