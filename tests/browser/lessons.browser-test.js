/** The course: every beat of every lesson as a reader takes it, by keys alone. */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';

import { install } from './deep.js';
import { engines } from './driver/index.js';
import { playground } from './playground.js';

/** @typedef {{id: string, at: number, until?: number, right?: number}} Beat */

const folder = new URL('../../www/lessons/', import.meta.url);
/** @type {Map<string, Beat[]>} */
const lessons = new Map(readdirSync(folder).filter((file) => file.endsWith('.json')).map((file) => [file.replace('.json', ''), JSON.parse(readFileSync(new URL(file, folder), 'utf8')).beats]));

for (const name of engines) {
  describe(`the course in ${name}`, { timeout: 600_000 }, () => {
    const { browser, server, until } = playground(name);

    /** Opens a lesson, without motion: what is to be seen is there at once. */
    const open = async (/** @type {string} */ hash) => {
      await browser.open('about:blank');
      await browser.open(`${server.url}lessons.html${hash}`);
      await browser.evaluate(install);
      await until('the lesson is there', () => document.querySelector('.lesson vanishing-point') !== null);
      await browser.evaluate(async () => {
        const stage = document.querySelector('vanishing-point');
        if (stage === null) throw new Error('There is no <vanishing-point> on the page.');
        globalThis.stage = stage;
        stage.store.environment.reducedMotion.value = true;
        stage.speed = Infinity;
        await stage.ready;
      });
    };
    const arrive = (/** @type {string} */ beat) => until(`the stage shows “${beat}”`, (beat) => document.querySelector('.lesson')?.getAttribute('data-arrived') === beat, beat);
    const current = () => browser.evaluate(() => {
      const section = /** @type {HTMLElement} */ (document.querySelector('.beat.current'));
      const shown = (/** @type {string} */ selector) => [...section.querySelectorAll(selector)].filter((each) => each.getClientRects().length > 0).map((each) => each.textContent ?? '');
      return { id: section.dataset.beat ?? '', paragraphs: shown('p'), verdict: shown('.verdict')[0] ?? '', update: globalThis.stage.status.updates, state: globalThis.stage.status.state, hidden: globalThis.stage.outcomeHidden };
    });
    const choose = (/** @type {number} */ choice) => browser.evaluate((choice) => /** @type {HTMLElement} */ (document.querySelector(`.beat.current [data-choice="${choice}"]`)).click(), choice);
    const again = () => browser.evaluate(() => /** @type {HTMLElement} */ (document.querySelector('.beat.current [data-action="predict-again"]')).click());

    for (const [id, beats] of lessons) {
      test(`${id}: each beat puts the stage where it speaks of, and a prediction is answered`, async () => {
        await open(`#lesson=${id}&lang=en`);
        for (const [place, beat] of beats.entries()) {
          if (place > 0) await browser.press('n');
          await until(`“${beat.id}” is read`, (id) => document.querySelector('.beat.current')?.getAttribute('data-beat') === id, beat.id);
          if (beat.right !== undefined) {
            assert.equal((await current()).hidden, true, 'what is asked for is hidden');
            const wrong = beat.right === 0 ? 1 : 0;
            await choose(wrong);
            await arrive(beat.id);
            assert.equal((await current()).verdict, 'Not quite.');
            await again();
            await until('it is asked anew', () => globalThis.stage.outcomeHidden);
            await choose(beat.right);
          }
          await arrive(beat.id);
          await until('its numbers are there', () => ![...document.querySelectorAll('.beat.current p')].some((each) => each.getClientRects().length > 0 && each.textContent?.includes('…')));
          const seen = await current();
          if (seen.state !== 'diverged') assert.equal(seen.update, beat.until ?? beat.at, beat.id);
          assert.equal(seen.hidden, false);
          if (beat.right !== undefined) assert.equal(seen.verdict, 'Correct.');
          const keys = await browser.evaluate(() => Object.fromEntries(new URLSearchParams(location.hash.slice(1))));
          assert.deepEqual([keys.lesson, keys.beat ?? '1'], [id, String(place + 1)]);
        }
      });
    }

    test('a link leads to its beat, in the language it asks for, and back to the list', async () => {
      await open('#lesson=vanishing&beat=2&lang=zh');
      await arrive('product');
      const seen = await browser.evaluate(() => ({ lang: document.documentElement.lang, title: document.querySelector('.beat.current h2')?.textContent, top: document.querySelector('.beat.current')?.getBoundingClientRect().top ?? -1, height: innerHeight }));
      assert.equal(seen.lang, 'zh-Hans');
      assert.match(seen.title ?? '', /[\u4e00-\u9fff]/);
      assert.ok(seen.top >= 0 && seen.top < seen.height / 2, JSON.stringify(seen));
      await browser.evaluate(() => /** @type {HTMLElement} */ (document.querySelector('.lesson-place a')).click());
      await until('the list is there', () => document.querySelectorAll('.contents li').length > 0);
      assert.equal(await browser.evaluate(() => document.querySelectorAll('.contents li').length), lessons.size);
    });
  });
}
