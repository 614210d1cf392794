/** Phones on their side and pages enlarged four times: the playground scrolls, and nothing that stays in its place covers the chart. */

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { engines, launch } from './driver/index.js';
import { serve } from './server.js';

const SIZES = /** @type {const} */ ([[667, 331], [320, 200], [568, 320]]);

for (const engine of engines) {
  describe(`the playground in low windows of ${engine}`, () => {
    /** @type {import('./driver/types.js').Browser} */
    let browser;
    /** @type {Awaited<ReturnType<typeof serve>>} */
    let server;

    before(async () => {
      server = await serve(fileURLToPath(new URL('../../dist', import.meta.url)));
      browser = await launch(engine);
    });
    after(async () => {
      await browser?.close();
      await server?.close();
    });

    for (const [width, height] of SIZES) {
      test(`${width} × ${height}`, async () => {
        await browser.open(`${server.url}scenes.html`);
        // A frame has a window of its own, of any size.
        const found = await browser.evaluate(async (width, height) => {
          const frame = document.createElement('iframe');
          Object.assign(frame, { width, height, src: 'index.html#lang=en&cells=rnn&length=12&units=6&update=0' });
          frame.style.border = '0';
          document.body.replaceChildren(frame);
          await new Promise((resolve) => frame.addEventListener('load', resolve));
          const inner = /** @type {Window & typeof globalThis} */ (frame.contentWindow);
          await inner.customElements.whenDefined('vanishing-point');
          const page = inner.document;
          const stage = /** @type {HTMLElementTagNameMap['vanishing-point']} */ (page.querySelector('vanishing-point'));
          await stage.ready;
          // Everything that stays while the page scrolls, in both trees.
          const staying = () => [...page.querySelectorAll('*'), ...(stage.shadowRoot?.querySelectorAll('*') ?? [])].filter((element) => {
            const style = inner.getComputedStyle(element);
            const box = element.getBoundingClientRect();
            return /^(fixed|sticky)$/.test(style.position) && style.visibility === 'visible' && box.width * box.height > 0 && element.closest('dialog, [aria-hidden]') === null;
          });
          const covers = new Set();
          const end = page.documentElement.scrollHeight - inner.innerHeight;
          for (let y = 0; y <= end; y += inner.innerHeight / 2) {
            inner.scrollTo(0, y);
            for (const element of staying()) {
              const box = element.getBoundingClientRect();
              const seen = Math.min(box.bottom, inner.innerHeight) - Math.max(box.top, 0);
              if (seen > inner.innerHeight / 4) covers.add(`${element.className}: ${Math.round(seen)} px`);
            }
          }
          // The button that plays can be reached by scrolling.
          const play = /** @type {HTMLElement} */ (page.querySelector('.play'));
          play.scrollIntoView({ block: 'center' });
          const at = play.getBoundingClientRect();
          const top = page.elementFromPoint(at.left + at.width / 2, at.top + at.height / 2);
          return { covers: [...covers], scrolls: end > 0, wide: page.documentElement.scrollWidth - inner.innerWidth, play: top !== null && play.contains(top) };
        }, width, height);
        assert.deepEqual({ ...found, wide: Math.max(0, found.wide) }, { covers: [], scrolls: true, wide: 0, play: true });
      });
    }

    test('what the colours mean is in sight below the models, and no note of a gate touches an answer', async () => {
      await browser.open(`${server.url}scenes.html`);
      for (const [width, height, lang] of /** @type {const} */ ([[1366, 768, 'en'], [1280, 720, 'en'], [1280, 720, 'zh']])) {
        const found = await browser.evaluate(async (width, height, lang) => {
          const frame = document.createElement('iframe');
          Object.assign(frame, { width, height, src: `index.html#lang=${lang}&update=130` });
          frame.style.border = '0';
          document.body.replaceChildren(frame);
          await new Promise((resolve) => frame.addEventListener('load', resolve));
          const inner = /** @type {Window & typeof globalThis} */ (frame.contentWindow);
          await inner.customElements.whenDefined('vanishing-point');
          const stage = /** @type {HTMLElementTagNameMap['vanishing-point']} */ (inner.document.querySelector('vanishing-point'));
          await stage.ready;
          const boxes = () => [...(stage.shadowRoot?.querySelectorAll('.gate-scale .note') ?? [])].filter(({ textContent, clientWidth }) => clientWidth > 0 && textContent !== '').map((note) => note.getBoundingClientRect());
          const answers = () => [...(stage.shadowRoot?.querySelectorAll('.answered') ?? [])].map((answer) => answer.getBoundingClientRect());
          while (stage.facts?.atMilestone !== true || answers().length < 3) await new Promise((resolve) => setTimeout(resolve, 50));
          const legend = /** @type {HTMLElement} */ (inner.document.querySelector('.colour-legend')).getBoundingClientRect();
          const rail = /** @type {HTMLElement} */ (inner.document.querySelector('.rail')).getBoundingClientRect();
          const touching = boxes().filter((note) => answers().some((answer) => note.top < answer.bottom - 1 && answer.top < note.bottom - 1));
          return { legend: legend.bottom <= rail.bottom, notes: boxes().length, touching: touching.length };
        }, width, height, lang);
        assert.deepEqual(found, { legend: true, notes: 2, touching: 0 }, `${width} × ${height}, ${lang}`);
      }
    });
  });
}
