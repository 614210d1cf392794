/**
 * Every view, in both languages and themes and in every width: nothing is cut off, nothing lies on anything else, and
 * axe-core finds no violation. In Chromium alone: the other engines' drivers know neither widths nor themes.
 */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { reportDrawnTexts } from './drawn.js';
import { profile } from './driver/chromium.js';
import { engines } from './driver/index.js';
import { troubles } from './layout.js';
import { serve } from './server.js';
import { paint, resize, scroll, settle, speak, visit, widthsOf } from './visit.js';
import { LANGUAGES, VIEWS } from './views.js';

const dist = fileURLToPath(new URL('../../dist', import.meta.url));
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * What axe-core finds, one sentence a violation. Colours depend on the theme and not on the language, all else on the
 * language and not on the theme; comparing colours takes as long as all else.
 *
 * @param {import('playwright-core').Page} page
 * @param {'all rules' | 'colours' | 'all but colours'} what
 * @returns {Promise<string[]>}
 */
async function violations(page, what) {
  return page.evaluate(async (what) => {
    const { axe } = /** @type {{ axe: typeof import('axe-core') }} */ (/** @type {unknown} */ (globalThis));
    // Fetched anew would be style sheets, which no rule in force asks for, and sounds, of which there are none.
    const options = /** @type {import('axe-core').RunOptions} */ ({ resultTypes: ['violations'], preload: false });
    if (what === 'colours') options.runOnly = { type: 'rule', values: ['color-contrast'] };
    if (what === 'all but colours') options.rules = { 'color-contrast': { enabled: false } };
    const { violations } = await axe.run(document, options);
    return violations.flatMap(({ id, help, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${help}: ${target.flat().join(' ')}: ${failureSummary ?? ''}`));
  }, what);
}

describe('every view in Chromium', { skip: !engines.includes('chromium'), concurrency: 4 }, () => {
  /** @type {Awaited<ReturnType<typeof serve>>} */
  let server;
  /**
   * Pages that no test is in, each in a profile of its own, for of the pages of one profile only the foremost gets
   * animation frames. What has compiled the scripts once opens the next view in a third of the time.
   *
   * @type {import('playwright-core').Page[]}
   */
  const free = [];

  /** A page that knows nothing of any visit. */
  const borrow = async () => {
    const page = free.pop();
    if (page !== undefined) return page;
    const context = await profile({ locale: 'en-GB' });
    await context.addInitScript(reportDrawnTexts);
    return context.newPage();
  };
  const giveBack = async (/** @type {import('playwright-core').Page} */ page) => {
    await page.goto('about:blank');
    await page.emulateMedia({ colorScheme: null });
    const protocol = await page.context().newCDPSession(page);
    await protocol.send('Storage.clearDataForOrigin', { origin: new URL(server.url).origin, storageTypes: 'all' });
    await protocol.detach();
    free.push(page);
  };

  before(async () => {
    server = await serve(dist);
  });

  after(async () => {
    for (const page of free) await page.context().close();
    await server?.close();
  });

  for (const view of VIEWS) {
    test(`“${view.name}” cuts nothing off, lays nothing on anything, and is accessible`, async (t) => {
      const page = await borrow();
      // One that a test failed in may be in any state.
      let whole = false;
      t.after(() => (whole ? giveBack(page) : page.context().close()));
      /** @type {string[]} */
      const found = [];
      await visit(page, server.url, view);
      // Through the protocol, which the page's policy does not bind.
      await page.evaluate(axe);
      const widths = widthsOf(view);
      for (const language of LANGUAGES) {
        await speak(page, language);
        for (const width of widths) {
          const say = (/** @type {string} */ theme) => (/** @type {string} */ what) => found.push(`${language} ${width} ${theme}: ${what}`);
          await resize(page, width);
          const look = async () => (await page.evaluate(troubles, { touch: width < 720 })).forEach(say('any'));
          await look();
          // Where a page is read by scrolling; wider windows show nearly all at once.
          if (width === 390) await scroll(page, look);
          // The widest has most on view, the narrowest has it in other places; a rule finds the same in either language.
          if (language === 'en' && width === widths[0]) {
            (await violations(page, 'all rules')).forEach(say('light'));
            await paint(page, 'dark');
            (await violations(page, 'colours')).forEach(say('dark'));
            await paint(page, 'light');
          } else if (language === 'zh' && width === widths.at(-1)) {
            (await violations(page, 'all but colours')).forEach(say('light'));
          }
        }
      }
      found.push(...(await page.evaluate(() => globalThis.__troubles)));
      whole = true;
      assert.deepEqual(found, [], found.join('\n'));
    });
  }

  test('on a phone a low strip of the chart stays in sight while the lanes are read, and nowhere else', async (t) => {
    const context = await profile({ locale: 'en-GB' });
    t.after(() => context.close());
    await context.addInitScript(reportDrawnTexts);
    const page = await context.newPage();
    const strip = () => page.evaluate(() => {
      const element = /** @type {HTMLElement} */ (globalThis.stage.shadowRoot?.querySelector('.chart-strip'));
      const canvas = /** @type {HTMLCanvasElement & { drawnTexts?: { text: string }[] }} */ (element.querySelector('canvas'));
      const { top, height } = element.getBoundingClientRect();
      const label = globalThis.stage.shadowRoot?.querySelector('.hero-label .share')?.textContent;
      return { seen: element.checkVisibility(), top, height, names: element.innerText.replaceAll(/\s+/g, ' '), label, texts: (canvas.drawnTexts ?? []).map(({ text }) => text) };
    });
    await visit(page, server.url, { name: 'strip', hash: '', widths: [390] });
    await page.evaluate(() => globalThis.stage.train(2));
    assert.equal((await strip()).seen, false, 'the chart itself is in sight');
    await page.setViewportSize({ width: 390, height: 600 });
    await page.evaluate(() => scrollTo({ top: document.documentElement.scrollHeight, behavior: 'instant' }));
    await settle(page);
    const { seen, top, height, names, label, texts } = await strip();
    assert.ok(seen, 'the chart has scrolled away');
    assert.equal(top, 0);
    assert.ok(height > 90 && height < 125, `${height} px high`);
    assert.match(names, /^RNN .+ LSTM .+ GRU .+$/);
    assert.ok(label !== undefined && names.startsWith(`RNN ${label}`), `“${names}” begins as the label of the chart, “${label}”`);
    for (const text of ['1', '10', '40', 'C', '→ C']) assert.ok(texts.includes(text), `${text} among ${texts.join(' ')}`);
    await resize(page, 768);
    assert.equal((await strip()).seen, false, 'wider windows keep the chart');
  });

  test('at first sight the chart has a third of the stage, all gradients are in view, and the transport says whole whatever it says', async (t) => {
    const context = await profile({ locale: 'en-GB' });
    t.after(() => context.close());
    const page = await context.newPage();
    await visit(page, server.url, { name: 'sight', hash: '', widths: [1440] });
    for (const { width, height } of [{ width: 1440, height: 900 }, { width: 1366, height: 768 }, { width: 1280, height: 720 }, { width: 1920, height: 1080 }, { width: 2560, height: 1440 }, { width: 390, height: 844 }]) {
      await page.setViewportSize({ width, height });
      for (const language of LANGUAGES) {
        await speak(page, language);
        const look = () => page.evaluate(() => {
          const { stage } = globalThis;
          const root = /** @type {ShadowRoot} */ (stage.shadowRoot);
          const box = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (root.querySelector(selector)).getBoundingClientRect();
          // On a phone the stage is as long as its lanes; what is in sight of it ends where the film begins.
          const sight = Math.min(stage.getBoundingClientRect().bottom, box('.film').top) - stage.getBoundingClientRect().top;
          const gradients = [...root.querySelectorAll('[data-panel="gradient"]')].filter((row) => row.checkVisibility()).map((row) => row.getBoundingClientRect().bottom);
          return { share: box('[data-hero]').height / sight, below: gradients.filter((bottom) => bottom > box('.film').top + 1).length, gradients: gradients.length };
        });
        let seen = await look();
        // It lays itself out anew until its head and its rows agree.
        for (let again = 0; again < 20 && (seen.share < 1 / 3 || seen.below > 0); again++) {
          await settle(page);
          seen = await look();
        }
        assert.ok(seen.share >= 1 / 3, `${width} × ${height}, ${language}: the chart has ${seen.share.toFixed(3)} of the stage`);
        assert.equal(seen.gradients, 3);
        if (width > 720) assert.equal(seen.below, 0, `${width} × ${height}, ${language}: gradients below the edge`);
        if (width < 1040) continue;
        const said = await page.evaluate(async () => {
          const { run } = globalThis.stage.store;
          const before = { state: run.state.peek(), held: run.held.peek(), goal: run.goal.peek(), progress: run.progress.peek() };
          /** @type {{ text: string, cut: boolean }[]} */
          const all = [];
          const signals = /** @type {Map<string, { value: unknown }>} */ (new Map(Object.entries(run)));
          const put = (/** @type {string} */ key, /** @type {unknown} */ value) => Object.assign(/** @type {object} */ (signals.get(key)), { value });
          const ways = [{ state: 'loading' }, { state: 'error' }, { state: 'diverged' }, { state: 'running', held: true }, { state: 'running', held: false }, { goal: 1_234_567 }, { goal: null, state: 'paused' }, { progress: { pass: 'backward', reached: 1, steps: 1000 } }, { progress: { pass: 'forward', reached: 999, steps: 1000 } }];
          for (const way of ways) {
            // The view of the run, as the player would write it.
            for (const [key, value] of Object.entries(way)) put(key, value);
            await new Promise((resolve) => setTimeout(resolve, 200));
            for (const element of document.querySelectorAll('#transport :is(.phase, .update-line, .granularity > span, .granularity button, .speed > *)')) {
              if (!element.checkVisibility()) continue;
              const range = document.createRange();
              range.selectNodeContents(element);
              const { right, bottom } = range.getBoundingClientRect();
              const frame = /** @type {HTMLElement} */ (element.closest('.transport-buttons, .transport-status')).getBoundingClientRect();
              all.push({ text: element.textContent ?? '', cut: element.scrollWidth > element.clientWidth + 1 || getComputedStyle(element).textOverflow === 'ellipsis' || right > frame.right + 1 || bottom > frame.bottom + 1 });
            }
          }
          for (const [key, value] of Object.entries(before)) put(key, value);
          return all;
        });
        assert.ok(new Set(said.map(({ text }) => text)).size > 8);
        assert.deepEqual(said.filter(({ cut }) => cut), [], `${width}, ${language}`);
      }
    }
  });

  test('presenting at 1366 × 768 and 1280 × 720 all gradients are in view, at the milestone and with every kind of input and answer', async (t) => {
    const context = await profile({ locale: 'en-GB' });
    t.after(() => context.close());
    const page = await context.newPage();
    for (const hash of ['', 'task=text', 'task=translate', 'task=entities', 'task=series']) {
      await page.goto('about:blank');
      await visit(page, server.url, { name: 'present-low', hash, widths: [1440] });
      await page.evaluate((updates) => globalThis.stage.train(updates), hash === '' ? 130 : 60);
      await page.evaluate(() => /** @type {HTMLElement} */ (document.querySelector('[data-action="present"]')).click());
      for (const { width, height } of [{ width: 1366, height: 768 }, { width: 1280, height: 720 }]) {
        await page.setViewportSize({ width, height });
        for (const language of LANGUAGES) {
          await speak(page, language);
          // The first run of a link without an engine number has a notice, which takes room until it is closed.
          await page.evaluate(() => document.querySelectorAll('#notices button').forEach((button) => /** @type {HTMLElement} */ (button).click()));
          const look = () => page.evaluate(() => {
            const root = /** @type {ShadowRoot} */ (globalThis.stage.shadowRoot);
            const film = /** @type {HTMLElement} */ (root.querySelector('.film'));
            const edge = film.getBoundingClientRect().top;
            const names = [...film.querySelectorAll('.film-labels *, .film-lines *')].filter((each) => each.checkVisibility() && each.children.length === 0);
            return {
              below: [...root.querySelectorAll('[data-panel="gradient"]')].filter((row) => row.checkVisibility()).map((row) => Math.round(row.getBoundingClientRect().bottom - edge)),
              letters: Math.min(...names.map((each) => parseFloat(getComputedStyle(each).fontSize))),
              lines: film.querySelector('.film-lines')?.checkVisibility() === true ? /** @type {HTMLElement} */ (film.querySelector('.film-lines')).innerText : '',
            };
          });
          let seen = await look();
          for (let again = 0; again < 20 && seen.below.some((bottom) => bottom > 1); again++) {
            await settle(page);
            seen = await look();
          }
          assert.equal(seen.below.length, 3);
          assert.ok(seen.below.every((bottom) => bottom <= 1), `${hash} ${width} × ${height}, ${language}: ${seen.below.join()}`);
          assert.ok(seen.letters >= 12, `${hash}: the film has letters of ${seen.letters} px`);
          // What is learned and what is held out are two lines, and each has its name.
          if (hash === 'task=entities' || hash === 'task=series') assert.match(seen.lines, language === 'en' ? /held out\s+learned/ : /留出数据\s+训练数据/);
        }
      }
    }
  });

  test('before the first frame nothing that is measured has a number: neither stage, transport and film, nor the dial, the values and the analysis', async (t) => {
    const context = await profile({ locale: 'en-GB', viewport: { width: 1440, height: 900 } });
    t.after(() => context.close());
    const page = await context.newPage();
    // The core never comes.
    await context.route('**/*.wasm', () => undefined);
    await page.goto(`${server.url}#lang=en&t=13&unit=2`);
    await page.locator('.poster').waitFor();
    await page.evaluate(() => {
      for (const details of document.querySelectorAll('details')) details.open = true;
      for (const action of ['.values-handle', '[data-action="analysis"]']) /** @type {HTMLElement | null} */ (document.querySelector(action))?.click();
    });
    await page.waitForTimeout(600);
    const seen = await page.evaluate(() => {
      const root = /** @type {ShadowRoot} */ (/** @type {HTMLElement} */ (document.querySelector('vanishing-point')).shadowRoot);
      const places = [...document.querySelectorAll('#transport, #inspector, #analysis, [data-section="radius"]'), ...root.querySelectorAll('.root')];
      const texts = places.flatMap((place) => {
        const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
        /** @type {string[]} */
        const all = [];
        while (walker.nextNode()) {
          const element = /** @type {HTMLElement} */ (walker.currentNode.parentElement);
          // The ends of a scale are no measurement; nor is what a word means, or what was asked for.
          if (element.checkVisibility() && element.closest('.dial-mark, option, .hint') === null) all.push(walker.currentNode.nodeValue?.trim() ?? '');
        }
        return all;
      });
      return { numbers: texts.filter((text) => /\d/.test(text)), waiting: texts.filter((text) => text === '…').length, said: document.querySelector('#phase')?.textContent };
    });
    assert.deepEqual(seen.numbers, []);
    assert.ok(seen.waiting > 0);
    assert.equal(seen.said, 'starting');
  });

  test('what verifying found stands where it was asked for, in view', async (t) => {
    const context = await profile({ locale: 'en-GB' });
    t.after(() => context.close());
    const page = await context.newPage();
    await visit(page, server.url, { name: 'verify', hash: 't=5&length=8&units=4', widths: [1440] });
    for (const { width, height } of [{ width: 1440, height: 900 }, { width: 1366, height: 768 }, { width: 1280, height: 720 }, { width: 390, height: 844 }]) {
      await page.setViewportSize({ width, height });
      // Wide windows show the values without being asked.
      const opener = page.locator('.values-handle, .drawer-button.for-inspector, button[data-tab="cell"]').filter({ visible: true });
      if ((await opener.count()) > 0) await opener.first().click();
      await page.evaluate(() => {
        for (const details of document.querySelectorAll('#inspector details')) /** @type {HTMLDetailsElement} */ (details).open = true;
      });
      await page.locator('[data-action="verify"]').click();
      await page.locator('.verify-result > *').first().waitFor();
      await settle(page);
      const { button, result, box } = await page.evaluate(() => {
        const of = (/** @type {string} */ selector) => {
          const { top, bottom } = /** @type {HTMLElement} */ (document.querySelector(selector)).getBoundingClientRect();
          return { top, bottom };
        };
        return { button: of('[data-action="verify"]'), result: of('.verify-result > *'), box: innerWidth < 720 ? { top: 0, bottom: of('#transport').top } : of('#inspector') };
      });
      for (const each of [button, result]) assert.ok(each.top >= box.top - 1 && each.bottom <= box.bottom + 1, `${width} × ${height}: ${JSON.stringify({ button, result, box })}`);
      await page.keyboard.press('Escape');
    }
  });

  test('what the checks look for is found where it is', async (t) => {
    const context = await profile({ locale: 'en-GB' });
    t.after(() => context.close());
    await context.addInitScript(reportDrawnTexts);
    const page = await context.newPage();
    await visit(page, server.url, { name: 'spoilt', hash: 't=13' });
    await page.evaluate(axe);
    await page.evaluate(() => {
      const spoil = (/** @type {string} */ selector, /** @type {Partial<CSSStyleDeclaration>} */ style) => {
        const all = [...document.querySelectorAll(selector), ...(globalThis.stage.shadowRoot?.querySelectorAll(selector) ?? [])];
        for (const element of all) Object.assign(/** @type {HTMLElement} */ (element).style, style);
      };
      spoil('.finding', { marginTop: '-24px', fontSize: '11px', color: '#999' });
      spoil('.page-links', { width: '60px', flex: 'none', overflow: 'hidden' });
      spoil('.task', { minHeight: '20px', padding: '0' });
      document.querySelector('.theme')?.removeAttribute('aria-label');
      document.querySelector('.theme')?.removeAttribute('title');
    });
    // Laid out anew, the chart is drawn anew.
    await settle(page);
    await page.evaluate(() => {
      const chart = /** @type {HTMLCanvasElement} */ (globalThis.stage.shadowRoot?.querySelector('[data-hero]'));
      const pen = /** @type {CanvasRenderingContext2D} */ (chart.getContext('2d'));
      pen.font = '9px sans-serif';
      pen.fillText('beyond the edge', chart.width - 4, chart.height / 2);
      pen.fillText('on another', 60, 60);
      pen.fillText('one over', 62, 62);
    });
    const layout = (await page.evaluate(troubles, { touch: true })).join('\n');
    for (const sign of [/lie on each other/, /“Playground” is cut off/, /letters of 11\.0 px/, /A target of .* which must have 44/, /“beyond the edge” is cut off/, /“on another” and “one over” lie|“one over” and “on another” lie/, /“on another” has letters of/]) assert.match(layout, sign);
    const rules = (await violations(page, 'all rules')).map((each) => each.split(':')[0]);
    for (const rule of ['color-contrast', 'button-name']) assert.ok(rules.includes(rule), rule);
  });
});
