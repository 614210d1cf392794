/** Settings that people have in Firefox: a least size of letters, and protection against fingerprinting, which makes noise of a canvas. */

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { launchWith } from './driver/firefox.js';
import { engines } from './driver/index.js';
import { serve } from './server.js';

const LEAST = 24;

describe('settings of Firefox', { skip: !engines.includes('firefox') }, () => {
  /** @type {Awaited<ReturnType<typeof launchWith>>} */
  let browser;
  /** @type {Awaited<ReturnType<typeof serve>>} */
  let server;

  before(async () => {
    server = await serve(fileURLToPath(new URL('../../dist', import.meta.url)));
    browser = await launchWith({ 'privacy.resistFingerprinting': true, 'font.minimum-size.x-western': LEAST });
    await browser.open(`${server.url}#lang=en&theme=light&cells=rnn,lstm&length=12&units=6&update=0`);
    await browser.evaluate(async () => {
      await customElements.whenDefined('vanishing-point');
      globalThis.stage = /** @type {typeof globalThis.stage} */ (document.querySelector('vanishing-point'));
      await globalThis.stage.ready;
      await globalThis.stage.pause();
    });
  });
  after(async () => {
    await browser?.close();
    await server?.close();
  });

  for (const [width, height] of /** @type {const} */ ([[1280, 900], [667, 331], [390, 844], [320, 200]])) {
    test(`letters of at least ${LEAST} px in a window of ${width} × ${height}: lines stand apart, and no button leaves the window`, async () => {
      await browser.resize(width, height);
      // Laid out anew: two looks in a row, two frames apart, see the same.
      await browser.evaluate(async (width) => {
        const look = async () => {
          for (let frame = 0; frame < 2; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
          await new Promise((resolve) => setTimeout(resolve, 100));
          return JSON.stringify([innerWidth, ...[...document.querySelectorAll('button'), .../** @type {ShadowRoot} */ (globalThis.stage.shadowRoot).querySelectorAll('.head *, .root')].map((each) => each.getBoundingClientRect())]);
        };
        for (let before = ''; innerWidth !== width || before !== (before = await look());) await look();
      }, width);
      const found = await browser.evaluate((least) => {
        const root = /** @type {ShadowRoot} */ (globalThis.stage.shadowRoot);
        const lines = (/** @type {Element} */ element) => {
          const range = document.createRange();
          range.selectNodeContents(element);
          return [...new Set(Array.from(range.getClientRects(), ({ bottom }) => Math.round(bottom)))].sort((a, b) => a - b);
        };
        const tight = [...root.querySelectorAll('.head h2, .head p:not([hidden])')].flatMap((element) => {
          const all = lines(element);
          return all.some((bottom, index) => index > 0 && bottom - (all[index - 1] ?? 0) > 2 && bottom - (all[index - 1] ?? 0) < least) ? [`${element.className}: ${all.join()}`] : [];
        });
        const scrolls = (/** @type {Element} */ element) => {
          for (let box = element.parentElement; box !== null; box = box.parentElement) if (/auto|scroll/.test(getComputedStyle(box).overflowX) && box.clientWidth < box.scrollWidth && box !== document.documentElement && box.getBoundingClientRect().right <= innerWidth + 1) return true;
          return false;
        };
        const outside = [...document.querySelectorAll('.page-header button, .page-header a, .transport button, #notices button')].filter((button) => {
          const box = button.getBoundingClientRect();
          return box.width > 0 && (box.right > innerWidth + 1 || box.left < -1) && !scrolls(button);
        });
        // The name of the page stands there whole, or gives way to its sign.
        const [brand, sign] = [document.querySelector('#brand'), document.querySelector('.brand')].map((each) => /** @type {Element} */ (each).getBoundingClientRect());
        const cut = brand !== undefined && sign !== undefined && brand.width > 1 && brand.top < sign.bottom && (brand.right > sign.right + 1 || (document.querySelector('#brand')?.scrollWidth ?? 0) > brand.width + 1);
        const beyond = [...root.querySelectorAll('.row .label')].filter((each) => each.checkVisibility() && each.getBoundingClientRect().right > innerWidth + 1);
        // In a wide window names and labels stand beside what they name, each in its own place.
        const names = innerWidth < 1040 ? [] : [...root.querySelectorAll('.hero-label > *, .lane .side h3, .right-share, .fold, .row .label, .film-labels span, .head p'), ...document.querySelectorAll('.transport-status > *, .granularity, .cell-fact, .group-label > *')]
          .filter((element) => element.checkVisibility() && (element.textContent ?? '').trim() !== '')
          .map((element) => {
            const range = document.createRange();
            range.selectNodeContents(element);
            const { left, right, top, bottom } = range.getBoundingClientRect();
            // What is scrolled out of its box is not in view.
            let end = bottom;
            for (let box = element.parentElement; box !== null; box = box.parentElement) if (getComputedStyle(box).overflowY !== 'visible') end = Math.min(end, box.getBoundingClientRect().bottom);
            // The box of a line is higher than its letters.
            return { element, text: element.textContent, left, right, top: top + 5, bottom: end - 5 };
          });
        const overlaps = names.flatMap((a, index) => names.slice(index + 1).filter((b) => !a.element.contains(b.element) && !b.element.contains(a.element) && Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1 && a.element.getRootNode() === b.element.getRootNode()).map((b) => `${a.text} | ${b.text}`));
        // The setting is in force: the head's smallest text is as tall as it asks for.
        const small = root.querySelector('.provenance')?.getBoundingClientRect().height ?? 0;
        return { overlaps, tight, cut, outside: [...outside, ...beyond].map((each) => each.textContent), large: small > least };
      }, LEAST);
      assert.deepEqual(found, { overlaps: [], tight: [], cut: false, outside: [], large: true });
    });
  }

  test('where a canvas gives back noise PNG and GIF are refused with a reason, and the SVG has the colours of the page', async () => {
    await browser.resize(1280, 900);
    const said = await browser.evaluate(async () => {
      const wait = (/** @type {number} */ time) => new Promise((resolve) => setTimeout(resolve, time));
      /** @type {Blob[]} */
      const blobs = [];
      const original = URL.createObjectURL.bind(URL);
      URL.createObjectURL = (blob) => (blobs.push(/** @type {Blob} */ (blob)), original(blob));
      /** @type {HTMLElement} */ (document.querySelector('[data-action="share"]')).click();
      const press = async (/** @type {string} */ name) => {
        /** @type {HTMLElement | null} */
        let button = null;
        while (button === null) {
          await wait(50);
          button = document.querySelector(`[data-share="${name}"]`);
        }
        const status = /** @type {HTMLElement} */ (document.querySelector('[data-share="status"]'));
        status.textContent = '';
        button.click();
        for (let attempt = 0; attempt < 6000 && status.textContent === ''; attempt++) await wait(50);
        return status.textContent;
      };
      const noise = (() => {
        const context = /** @type {CanvasRenderingContext2D} */ (document.createElement('canvas').getContext('2d'));
        context.fillStyle = '#2468ac';
        context.fillRect(0, 0, 1, 1);
        return context.getImageData(0, 0, 1, 1).data.join() !== '36,104,172,255';
      })();
      const png = await press('png');
      const gif = await press('animation');
      const kept = blobs.length;
      const svg = await press('svg');
      const text = (await blobs.at(-1)?.text()) ?? '';
      const ink = getComputedStyle(/** @type {Element} */ (globalThis.stage.shadowRoot?.querySelector('.root'))).getPropertyValue('--rnn-text').trim().toLowerCase();
      return { noise, png, gif, kept, svg, coloured: ink !== '' && text.includes(`fill="${ink}"`), colours: new Set(text.match(/(?<=(?:fill|stroke)=")#[\da-f]{6}/g)).size };
    });
    assert.equal(said.noise, true, 'the setting is in force');
    for (const sentence of [said.png, said.gif]) assert.match(sentence ?? '', /protects canvases from being read .*picture of pixels would be noise/);
    assert.equal(said.kept, 0);
    assert.match(said.svg ?? '', /^Saved as .*\.svg/);
    assert.equal(said.coloured, true, 'the RNN’s own colour is in the SVG');
    // Colours that were read from noise would all differ.
    assert.ok(said.colours < 40, `${said.colours} colours`);
  });
});
