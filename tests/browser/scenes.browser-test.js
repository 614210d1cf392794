/** The gallery of scenes, what a link hides, and the answer that waits until it is asked for. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { engines } from './driver/index.js';
import { playground } from './playground.js';

/** @typedef {{id: string, kind: string, experiment: Record<string, unknown>, still: {update: number, of: string}}} Scene */
/** @type {Scene[]} */
const scenes = read('scenes.json');
/** @type {Record<string, Record<string, (number | null)[]>>} */
const stills = read('stills.json');

function read(/** @type {string} */ name) {
  return JSON.parse(readFileSync(new URL(`../../www/scenes/${name}`, import.meta.url), 'utf8'));
}

for (const name of engines) {
  describe(`the scenes in ${name}`, () => {
    const { browser, server, open: visit, until } = playground(name);

    /** Opens the playground at a link and pauses it. */
    const open = async (/** @type {string} */ fragment) => {
      await visit(fragment);
      await browser.evaluate(() => globalThis.stage.pause());
    };

    const openGallery = async (/** @type {string} */ fragment = '') => {
      await browser.open(`${server.url}scenes.html${fragment}`);
      await until('a scene is on view', () => document.querySelectorAll('[data-scene]').length > 0);
    };

    test('the gallery shows every scene in both languages, and nothing is cut off', async () => {
      for (const language of /** @type {const} */ (['en', 'zh'])) {
        await openGallery(`#lang=${language}`);
        const titles = await browser.evaluate(() => Array.from(document.querySelectorAll('[data-scene] h2'), (title) => title.textContent));
        const texts = readFileSync(new URL(`../../www/i18n/${language}/scenes.ts`, import.meta.url), 'utf8');
        assert.equal(new Set(titles).size, scenes.length);
        for (const title of titles) assert.ok(texts.includes(`title: '${title}'`), `“${title}” is the title of no scene in ${language}`);
        const cut = await browser.evaluate(() =>
          Array.from(document.querySelectorAll('main, .card, .card *, header *')).filter((each) => each instanceof HTMLElement && each.scrollWidth > each.clientWidth + 1 && getComputedStyle(each).display !== 'inline').map((each) => each.outerHTML.slice(0, 80)),
        );
        assert.deepEqual(cut, []);
      }
    });

    test('a card leads to the playground with its experiment in force and nothing to complain about', async () => {
      await openGallery();
      const href = await browser.evaluate(() => document.querySelector('[data-scene="counting"] [data-action="open"]')?.getAttribute('href') ?? '');
      assert.ok(href.startsWith('./index.html#'), href);
      await open(href.replace('./index.html', ''));
      const experiment = await browser.evaluate(() => globalThis.stage.experiment);
      const wanted = scenes.find(({ id }) => id === 'counting')?.experiment ?? {};
      assert.deepEqual(Object.fromEntries(Object.keys(wanted).map((key) => [key, /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (experiment))[key]])), wanted);
      assert.equal(await browser.evaluate(() => document.querySelectorAll('[data-notice]').length), 0);
    });

    test('the answer stays hidden, from eyes and ears, until the keyboard reveals it', async () => {
      // With every panel asked for, so that each of them is held back and each comes.
      await open('#hide=answer&panels=all&lang=en');
      await browser.evaluate(() => globalThis.stage.train(3));
      const seen = () =>
        browser.evaluate(() => {
          const visible = (/** @type {Element} */ each) => each.getClientRects().length > 0;
          const words = globalThis.deep('[aria-live], table, [role="status"]').map((each) => each.textContent ?? '').join(' ');
          return {
            answers: globalThis.deep('[data-panel]').filter((each) => ['hero', 'facts', 'answer', 'gradient', 'film'].includes(each.getAttribute('data-panel') ?? '') && visible(each)).length,
            states: globalThis.deep('[data-panel="state"]').filter(visible).length,
            // In a narrow window it is a drawer, so that what counts is whether it would be shown.
            inspector: Array.from(document.querySelectorAll('#inspector > *')).filter((each) => getComputedStyle(each).display !== 'none').length,
            percent: /\d\s*(%|percent)/.test(words),
          };
        });
      const before = await seen();
      assert.deepEqual(before, { answers: 0, states: 3, inspector: 0, percent: false });
      await browser.evaluate(() => document.querySelector(/** @type {'button'} */ ('[data-action="reveal"]'))?.focus());
      await browser.press('Enter');
      await browser.evaluate(() => globalThis.stage.step('update'));
      const after = await seen();
      assert.ok(after.answers > 6 && after.inspector > 0 && after.percent, JSON.stringify(after));
      assert.match(await browser.evaluate(() => document.getElementById('outcome')?.textContent ?? ''), /Revealed/);
    });

    test('a room votes for where each line ends, by key and click, and the answer is ticked beside its votes', async () => {
      await open('#hide=answer&lang=en');
      await browser.evaluate(() => /** @type {HTMLElement} */ (document.querySelector('[data-action="present"]')).click());
      const votes = () => browser.evaluate(() => Object.fromEntries([...document.querySelectorAll('.vote-row')].map((row) =>
        [/** @type {HTMLElement} */ (row).dataset.cell, [...row.querySelectorAll('.vote')].map((each) => (each.classList.contains('true') ? '✓' : '') + each.querySelector('.vote-count')?.textContent)])));
      await browser.evaluate(() => globalThis.stage.focus());
      await browser.press('l');
      await browser.press('l');
      await browser.evaluate(() => /** @type {HTMLElement} */ (document.querySelector('[data-cell="lstm"] [data-vote="0"]')).click());
      // The click chose the model that keys vote for.
      await browser.press('k');
      assert.deepEqual(await votes(), { rnn: ['0', '0', '2'], lstm: ['1', '1', '0'], gru: ['0', '0', '0'] });
      const shown = await browser.evaluate(() => {
        const seen = (/** @type {string} */ panel) => globalThis.deep(`[data-panel="${panel}"]`).filter((each) => each.getClientRects().length > 0).length;
        const reveal = /** @type {HTMLElement} */ (document.querySelector('[data-action="reveal"]'));
        const { left, top, width, height } = reveal.getBoundingClientRect();
        const reached = reveal.contains(document.elementFromPoint(left + width - 4, top + height / 2));
        const task = document.querySelector('.outcome-task')?.checkVisibility();
        return { states: seen('state'), gates: seen('gates') > 2, gradients: seen('gradient'), reached, task, told: globalThis.deep('.right-share').some((each) => each.checkVisibility()) };
      });
      assert.deepEqual(shown, { states: 3, gates: true, gradients: 0, reached: true, task: true, told: false });
      await browser.evaluate(() => /** @type {HTMLElement} */ (document.querySelector('[data-action="reveal"]')).click());
      assert.deepEqual(await votes(), { rnn: ['0', '0', '✓2'], lstm: ['✓1', '1', '0'], gru: ['✓0', '0', '0'] });
      await browser.press('l');
      assert.deepEqual((await votes()).lstm, ['✓1', '1', '0'], 'no vote after the answer');
      await browser.evaluate(() => /** @type {HTMLElement} */ (document.querySelector('[data-action="close-votes"]')).click());
      assert.equal(await browser.evaluate(() => document.querySelector('.votes')?.checkVisibility() ?? false), false);
      await browser.evaluate(() => /** @type {HTMLElement} */ (document.querySelector('[data-action="leave-present"]')).click());
    });

    if (name !== 'chromium') return;

    for (const scene of scenes) {
      test(`${scene.id}: the page at the update of its still shows the numbers of the still`, async () => {
        await openGallery();
        const href = await browser.evaluate((id) => document.querySelector(`[data-scene="${id}"] [data-action="open"]`)?.getAttribute('href') ?? '', scene.id);
        // A still is of all losses together.
        await open(`${href.replace('./index.html', '')}&of=all`);
        const { update } = scene.still;
        await browser.evaluate(async (update) => {
          await globalThis.stage.reset();
          await globalThis.stage.pause();
          await globalThis.stage.train(update);
        }, update);
        const field = scene.still.of === 'input' ? 'log10GradInput' : 'log10GradHidden';
        const shown = await browser.evaluate((field) => {
          const lanes = globalThis.stage.frame?.lanes ?? [];
          return Object.fromEntries(lanes.map((lane) => {
            const logs = Array.from(lane.field(field, field === 'log10GradInput' ? undefined : 0));
            return [lane.cell, logs.map((log) => (Number.isFinite(log) ? log - (logs.at(-1) ?? NaN) : null))];
          }));
        }, field);
        const still = stills[scene.id] ?? {};
        assert.deepEqual(Object.keys(still).sort(), Object.keys(shown).sort());
        for (const [cell, logs] of Object.entries(still)) {
          assert.equal(logs.length, /** @type {Record<string, (number | null)[]>} */ (shown)[cell]?.length);
          logs.forEach((log, step) => {
            const now = /** @type {Record<string, (number | null)[]>} */ (shown)[cell]?.[step] ?? null;
            if (log === null || now === null) assert.equal(now, log, `${cell}, step ${step + 1}`);
            // Hundredths in the file, float32 in the frame.
            else assert.ok(Math.abs(now - log) < 0.006, `${cell}, step ${step + 1}: ${now} on the page, ${log} in the still`);
          });
        }
        assert.equal(await browser.evaluate(() => document.querySelectorAll('[data-notice]').length), 0);
      });
    }

    test('each word of hide takes away that one thing and no other', async () => {
      const controls = () =>
        browser.evaluate(() => {
          document.querySelector('details')?.setAttribute('open', '');
          const things = document.querySelectorAll('#rail [data-key], [data-part="scenes"], [data-action="analysis"], [data-action="present"], .languages, .header-tools .theme, [data-action="defaults"], [data-section="advanced"], [data-section="radius"], [data-action="reset"], [data-action="play"], [data-action="step"], .granularity, .speed');
          const nameOf = (/** @type {Element} */ each) => each.getAttribute('data-key') ?? each.getAttribute('data-part') ?? each.getAttribute('data-action') ?? each.getAttribute('data-section')?.replace('radius', 'dial') ?? (each.classList.contains('languages') ? 'language' : each.className.split(' ')[0] ?? '');
          return Array.from(things).filter((each) => each.getClientRects().length > 0).map(nameOf).sort();
        });
      await open('#cells=rnn,lstm,gru,window&task=text');
      const all = await controls();
      assert.ok(all.length >= 31, all.join(' '));
      for (const word of new Set(all)) {
        if (word === 'advanced') continue;
        await browser.evaluate((word) => (location.hash = `cells=rnn,lstm,gru,window&task=text&hide=${word}`), word);
        const wanted = all.filter((each) => each !== word);
        for (let look = 0; look < 6000 && String(await controls()) !== String(wanted); look++) await sleep(20);
        assert.deepEqual(await controls(), wanted, `hide=${word}`);
      }
      // Nothing of what was hidden is out of force.
      await browser.evaluate(() => (location.hash = 'hide=seed&seed=7'));
      await until('the seed is 7', () => globalThis.stage.experiment.seed === 7);
    });

    test('a word that names nothing is named', async () => {
      await open('#hide=nonsense,rate&lang=en');
      const notice = await browser.evaluate(() => document.querySelector('[data-notice]')?.textContent ?? '');
      assert.match(notice, /nonsense/);
      assert.doesNotMatch(notice, /“rate/);
    });
  });
}
