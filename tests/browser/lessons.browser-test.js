/**
 * The course: every beat of every lesson as a reader takes it, by keys alone and without motion. Nothing may shift under the
 * reader's eyes, and axe-core finds no violation; both in Chromium alone, since the other engines do not report shifts and
 * have the same document.
 */

import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import encodeQR from 'qr';

import { install } from './deep.js';
import { start } from './driver/chromium.js';
import { engines } from './driver/index.js';
import { playground } from './playground.js';
import { serve } from './server.js';

/** @typedef {{id: string, at: number, until?: number, right?: number, draw?: {decades: number, ends: number[]}, set?: {parts: {to: number, choice: number}[]}}} Beat */

/** Puts axe-core into the page. @type {() => void} */
const axe = /** @type {() => void} */ (new Function(readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')));

const folder = new URL('../../www/lessons/', import.meta.url);
/** @type {Map<string, Beat[]>} */
const lessons = new Map(readdirSync(folder).filter((file) => file.endsWith('.json')).map((file) => [file.replace('.json', ''), JSON.parse(readFileSync(new URL(file, folder), 'utf8')).beats]));

/**
 * Puts `largestShift()` into the page: the cumulative layout shift, which is that of the worst five seconds; 0 where it is not
 * reported. From a key to the beat that it leads to everything may move, however long that takes; nothing may before the
 * first key, and once the beat is there.
 */
function watchShifts() {
  /** @type {{ startTime: number, value: number }[]} */
  const shifts = [];
  /** @type {{ from: number, to: number }[]} */
  const moves = [];
  const largest = () => {
    const counted = shifts.filter(({ startTime }) => !moves.some(({ from, to }) => from <= startTime && startTime <= to));
    return Math.max(0, ...counted.map(({ startTime }) => counted.filter((each) => each.startTime >= startTime && each.startTime < startTime + 5000).reduce((sum, { value }) => sum + value, 0)));
  };
  globalThis.largestShift = largest;
  if (!PerformanceObserver.supportedEntryTypes.includes('layout-shift')) return;
  new PerformanceObserver((list) => shifts.push(.../** @type {(PerformanceEntry & { value: number })[]} */ (list.getEntries()))).observe({ type: 'layout-shift', buffered: true });
  addEventListener('keydown', () => moves.push({ from: performance.now(), to: Infinity }), true);
  new MutationObserver(() => requestAnimationFrame(() => requestAnimationFrame(() => {
    if (document.querySelector('.lesson')?.getAttribute('data-arrived') === '') return;
    for (const move of moves) if (move.to === Infinity) move.to = performance.now();
  }))).observe(/** @type {Element} */ (document.querySelector('.lesson')), { attributeFilter: ['data-arrived'] });
}

for (const name of engines) {
  describe(`the course in ${name}`, () => {
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
    /** Goes on with Tab until the focus is on something. */
    const tabTo = async (/** @type {string} */ selector) => {
      for (let press = 0; press < 60; press++) {
        if (await browser.evaluate((selector) => document.activeElement?.matches(selector) === true, selector)) return;
        await browser.press('Tab');
      }
      assert.fail(`Tab does not come to ${selector}.`);
    };
    const pressOn = async (/** @type {string} */ selector) => {
      await tabTo(selector);
      await browser.press('Enter');
    };
    const choose = (/** @type {number} */ choice) => pressOn(`.beat.current [data-choice="${choice}"]`);
    /** Draws by keys alone: the first choice is a line that stays at 1, any other one that falls to the foot of the chart at step 1. */
    const draw = async (/** @type {number} */ choice) => {
      // Where it is asked anew, the chart has the focus already.
      if (!await browser.evaluate(() => document.activeElement?.matches('.handle') === true)) await pressOn('.beat.current [data-action="draw"]');
      for (let press = 0; press < (choice === 0 ? 0 : 4); press++) await browser.press('PageDown');
      await browser.press('Enter');
      await pressOn('.beat.current [data-action="drawn"]');
    };
    /** Sets a number by keys alone, from the nearer end of the scale to the part that stands for the choice. */
    const set = async (/** @type {number} */ choice, /** @type {Beat} */ { set: { parts } = { parts: [] } }) => {
      await tabTo('.beat.current [data-action="set-number"]');
      const place = parts.findIndex((part) => part.choice === choice);
      const above = place === 0 ? -Infinity : /** @type {number} */ (parts[place - 1]?.to);
      const nearer = place < parts.length / 2 ? { end: 'Home', way: 'ArrowRight' } : { end: 'End', way: 'ArrowLeft' };
      const isSet = () => browser.evaluate((above, to) => {
        const number = Number(/** @type {HTMLInputElement} */ (document.activeElement).value);
        return (above === null || number > above) && number <= to;
      }, Number.isFinite(above) ? above : null, /** @type {number} */ (parts[place]?.to));
      await browser.press(nearer.end);
      for (let press = 0; press < 60 && !await isSet(); press++) await browser.press(nearer.way);
      assert.ok(await isSet(), 'the keys lead to the number');
      await pressOn('.beat.current [data-action="set"]');
    };
    const again = () => pressOn('.beat.current [data-action="predict-again"]');
    /** What axe-core finds of a lesson in the light theme; views.js looks at colours in the other. */
    const violations = () => browser.evaluate(async () => {
      const { axe } = /** @type {{ axe: typeof import('axe-core') }} */ (/** @type {unknown} */ (globalThis));
      const { violations } = await axe.run(document, { resultTypes: ['violations'], preload: false });
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join('; ')}`);
    });

    for (const [id, beats] of lessons) {
      test(`${id}: each beat puts the stage where it speaks of, and a prediction is answered`, async () => {
        await open(`#lesson=${id}&lang=en`);
        if (name === 'chromium') await browser.evaluate(axe);
        await browser.evaluate(watchShifts);
        for (const [place, beat] of beats.entries()) {
          if (place > 0) await browser.press('n');
          await until(`“${beat.id}” is read`, (id) => document.querySelector('.beat.current')?.getAttribute('data-beat') === id, beat.id);
          if (beat.right !== undefined) {
            assert.equal((await current()).hidden, true, 'what is asked for is hidden');
            const wrong = beat.right === 0 ? 1 : 0;
            const answer = beat.draw !== undefined ? draw : beat.set !== undefined ? set : choose;
            await answer(wrong, beat);
            await arrive(beat.id);
            assert.equal((await current()).verdict, 'Not quite.');
            await again();
            await until('it is asked anew', () => globalThis.stage.outcomeHidden);
            await answer(beat.right, beat);
          }
          await arrive(beat.id);
          await until('its numbers are there', () => ![...document.querySelectorAll('.beat.current p')].some((each) => each.getClientRects().length > 0 && each.textContent?.includes('…')));
          const seen = await current();
          if (seen.state !== 'diverged') assert.equal(seen.update, beat.until ?? beat.at, beat.id);
          assert.equal(seen.hidden, false);
          if (beat.draw !== undefined) assert.equal(await browser.evaluate(() => globalThis.stage.store.options.expected.peek()?.length), await browser.evaluate(() => globalThis.stage.experiment.length), 'both curves stay');
          if (beat.right !== undefined) assert.equal(seen.verdict, 'Correct.');
          const keys = await browser.evaluate(() => Object.fromEntries(new URLSearchParams(location.hash.slice(1))));
          assert.deepEqual([keys.lesson, keys.beat ?? '1'], [id, String(place + 1)]);
          if (name === 'chromium' && (place === 0 || beat.right !== undefined)) assert.deepEqual(await violations(), [], beat.id);
        }
        const shift = await browser.evaluate(() => globalThis.largestShift());
        assert.ok(shift <= 0.1, `layout shift ${shift}`);
      });
    }

    test('a run that is kept stays on view at another beat, and leads back to its own', async () => {
      await open('#lesson=keeping&beat=half-open&lang=en');
      await browser.evaluate(() => /** @type {HTMLElement} */ (document.querySelector('.beat.current [data-choice="1"]')).click());
      await arrive('half-open');
      const half = await browser.evaluate(() => globalThis.stage.status.lanes.lstm?.log10RatioMemory);
      await browser.evaluate(() => /** @type {HTMLElement} */ (document.querySelector('.beat.current [data-action="pin"]')).click());
      await browser.press('n');
      await browser.press('n');
      await arrive('shut');
      await until('the table has both runs', () => globalThis.deep('table[part="data-table"] th').some((each) => each.textContent === 'LSTM (run A)'));
      assert.equal(await browser.evaluate(() => globalThis.stage.store.run.pinned.peek()?.frame.lanes[0]?.scalar('log10RatioMemory')), half);
      await browser.evaluate(() => /** @type {HTMLElement} */ (document.querySelector('.kept-run a')).click());
      await arrive('half-open');
    });

    test('what is filled in on a worksheet is there again after a reload', async () => {
      for (const visit of ['first', 'second']) {
        await open('#lesson=learning&beat=6&lang=en');
        await until('the worksheet is there', () => document.querySelector('[data-field="a1"]') !== null);
        if (visit === 'second') continue;
        await browser.evaluate(() => {
          const input = /** @type {HTMLInputElement} */ (document.querySelector('[data-field="a1"]'));
          input.value = '7';
          input.dispatchEvent(new Event('change'));
        });
      }
      assert.deepEqual(await browser.evaluate(() => {
        const input = /** @type {HTMLInputElement} */ (document.querySelector('[data-field="a1"]'));
        return [input.value, input.getAttribute('aria-invalid')];
      }), ['7', 'true']);
      await browser.evaluate(() => /** @type {HTMLElement} */ (document.querySelector('[data-action="worksheet-clear"]')).click());
      assert.equal(await browser.evaluate(() => localStorage.getItem('vanishing-point.worksheets')), '{"learning/by-hand":{}}');
    });

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

    test('an address that names no lesson, no beat or no sheet says so, above the list', async () => {
      for (const [hash, said] of /** @type {const} */ ([['lesson=nope&lang=en', /^There is no lesson “nope”\./], ['lesson=nope&lang=zh', /^没有名为“nope”的课。/], ['lesson=loop&beat=none&lang=en', /^The lesson “A loop” has no part “none”; it has parts 1 to 5\./], ['lesson=loop&beat=6&lang=zh', /^《.+》这一课没有“6”这一节，它有第 1 到第 5 节。/], ['lesson=loop&sheet=poster&lang=en', /^There is no sheet “poster” of the lesson “A loop”\./]])) {
        await browser.evaluate((hash) => {
          location.hash = hash;
        }, hash);
        await until(`${hash} is answered`, (source) => new RegExp(source).test(document.querySelector('[role="alert"]')?.textContent ?? ''), said.source);
        assert.equal(await browser.evaluate(() => document.querySelectorAll('.contents li').length), lessons.size);
      }
      await browser.evaluate(() => {
        location.hash = 'lang=en';
      });
      await until('the sentence is gone', () => document.querySelector('[role="alert"]') === null && document.querySelectorAll('.contents li').length > 0);
    });
  });
}

/** A film of one picture, as Chromium takes it for a camera: a code in the middle of a grey wall. @param {string} text */
function filmOf(text) {
  const [width, height, scale] = [640, 480, 8];
  const rows = encodeQR(text, 'raw', { border: 4 });
  const light = new Uint8Array(width * height).fill(150);
  const left = Math.floor((width - rows.length * scale) / 2);
  const top = Math.floor((height - rows.length * scale) / 2);
  rows.forEach((row, y) => row.forEach((dark, x) => {
    for (let line = 0; line < scale; line++) light.fill(dark ? 20 : 235, (top + y * scale + line) * width + left + x * scale, (top + y * scale + line) * width + left + (x + 1) * scale);
  }));
  return Buffer.concat([Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\nFRAME\n`), light, Buffer.alloc(width * height / 2, 128)]);
}

if (engines.includes('chromium')) {
  describe('codes of predictions in chromium', () => {
    test('a code is shown as a QR code, and one held before the camera is counted', async () => {
      const server = await serve(fileURLToPath(new URL('../../dist', import.meta.url)));
      const folder = mkdtempSync(`${tmpdir()}/camera-`);
      writeFileSync(`${folder}/code.y4m`, filmOf('vanishing:DBC'));
      const chromium = await start(`--use-file-for-fake-video-capture=${folder}/code.y4m`);
      try {
        const page = await chromium.newPage();
        await page.goto(`${server.url}lessons.html#lang=en`);
        await page.locator('[data-action="camera"]').click();
        await page.waitForFunction(() => document.querySelector('textarea')?.value === 'vanishing:DBC');
        await page.locator('.votes tr:has(b) .count', { hasText: '1' }).first().waitFor();
        await page.evaluate(() => localStorage.setItem('vanishing-point.predictions', '{"learning":{"step":1}}'));
        await page.goto('about:blank');
        await page.goto(`${server.url}lessons.html#lesson=learning&lang=en`);
        await page.locator('[data-action="qr"]').click();
        const path = await page.locator('.qr path').getAttribute('d');
        const dark = encodeQR('learning:B', 'raw', { border: 4 }).flatMap((row, y) => row.flatMap((on, x) => (on ? [`M${x} ${y}h1v1h-1z`] : [])));
        assert.equal(path, dark.join(''));
        assert.deepEqual(await page.evaluate(() => globalThis.__troubles), []);
      } finally {
        await chromium.close();
        await server.close();
        rmSync(folder, { recursive: true });
      }
    });
  });
}

if (engines.includes('chromium')) {
  describe('the course on a projector in chromium', () => {
    test('where one beat fills the screen nothing of it has to be scrolled, before and after the answer', async () => {
      const server = await serve(fileURLToPath(new URL('../../dist', import.meta.url)));
      const chromium = await start();
      try {
        const page = await chromium.newPage();
        page.setDefaultTimeout(300_000);
        await page.setViewportSize({ width: 1280, height: 720 });
        await page.emulateMedia({ reducedMotion: 'reduce' });
        const fits = () => page.waitForFunction(() => {
          const inner = document.querySelector('vanishing-point')?.shadowRoot?.querySelector('.scroller');
          return document.documentElement.scrollHeight <= innerHeight && inner !== null && inner !== undefined && inner.scrollHeight <= inner.clientHeight;
        });
        // The longest question and answers, the longest prose, and the beat with sliders below its rows.
        for (const [lesson, beat, choice] of /** @type {const} */ ([['exploding', 'cliff', 0], ['traps', 'best-step', 2], ['uses', 'verdict', 2], ['beyond', 'today', null], ['keeping', 'drag', null], ['learning', 'by-hand', null]])) {
          await page.goto('about:blank');
          await page.goto(`${server.url}lessons.html#lesson=${lesson}&beat=${beat}&lang=en`);
          await page.locator('[data-action="present"]').click();
          if (choice !== null) {
            await fits();
            await page.locator(`.beat.current [data-choice="${choice}"]`).click();
          }
          await page.waitForFunction((beat) => document.querySelector('.lesson')?.getAttribute('data-arrived') === beat, beat);
          await fits();
          const letters = await page.evaluate(() => Math.min(...[...document.querySelectorAll('.beat.current p')].filter((each) => each.getClientRects().length > 0).map((each) => Number.parseFloat(getComputedStyle(each).fontSize))));
          assert.ok(letters >= 14, `${beat}: letters of ${letters} pixels`);
        }
        // The worksheet, part by part, with an answer that is told to be wrong.
        for (const part of ['forward', 'backward', 'weights', 'update']) {
          await page.locator(`.worksheet-pages [data-page="${part}"]`).click();
          await page.locator(`.worksheet [data-part="${part}"] input`).first().fill('7');
          await page.keyboard.press('Enter');
          await page.locator(`.worksheet [data-part="${part}"] [data-state="wrong"]`).first().waitFor();
          await fits();
          assert.deepEqual(await page.evaluate(() => [...document.querySelectorAll('.worksheet section')].filter((each) => each.getClientRects().length > 0).map((each) => each.getAttribute('data-part'))), [part]);
        }
        assert.deepEqual(await page.evaluate(() => globalThis.__troubles), []);
      } finally {
        await chromium.close();
        await server.close();
      }
    });
  });

  describe('the course on a phone in chromium', () => {
    test('every row that a beat puts on stage is in view without scrolling, and so is the chart', async () => {
      const server = await serve(fileURLToPath(new URL('../../dist', import.meta.url)));
      const chromium = await start();
      try {
        const page = await chromium.newPage();
        await page.setViewportSize({ width: 390, height: 844 });
        await page.emulateMedia({ reducedMotion: 'reduce' });
        page.setDefaultTimeout(300_000);
        for (const [id, beats] of lessons) {
          await page.goto('about:blank');
          // What is asked is answered, so that every beat is told.
          await page.goto(`${server.url}lessons.html#lang=en`);
          await page.evaluate(([id, given]) => localStorage.setItem('vanishing-point.predictions', JSON.stringify({ [id]: given })), /** @type {const} */ ([id, Object.fromEntries(beats.flatMap(({ id, right }) => (right === undefined ? [] : [[id, right]])))]));
          for (const [place, beat] of beats.entries()) {
            if (place === 0) await page.goto(`${server.url}lessons.html#lesson=${id}&lang=en`);
            else await page.keyboard.press('n');
            await page.waitForFunction((beat) => document.querySelector('.lesson')?.getAttribute('data-arrived') === beat, beat.id);
            const look = () => page.evaluate(() => {
              const scroller = /** @type {HTMLElement} */ (document.querySelector('vanishing-point')?.shadowRoot?.querySelector('.scroller'));
              const view = scroller.getBoundingClientRect();
              return [...scroller.querySelectorAll('.row')].filter((row) => row.getClientRects().length > 0).flatMap((row) => {
                const { top, bottom } = row.getBoundingClientRect();
                return top < view.top - 1 || bottom > view.bottom + 1 ? [`${row.getAttribute('data-row')}: ${Math.round(top - view.top)} to ${Math.round(bottom - view.top)} of ${Math.round(view.height)}`] : [];
              });
            });
            // What stands under the stage takes its room once it has come, and the stage lays itself out anew.
            let outside = await look();
            for (let again = 0; again < 100 && outside.length > 0; again++) {
              await page.waitForTimeout(50);
              outside = await look();
            }
            assert.deepEqual(outside, [], `${id}, ${beat.id}`);
          }
        }
        assert.deepEqual(await page.evaluate(() => globalThis.__troubles), []);
      } finally {
        await chromium.close();
        await server.close();
      }
    });
  });
}
