/** The element in other people's pages: many of them, moved, removed, attacked, forbidden. The package's own build. */

import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { profile } from './driver/chromium.js';
import { engines, launch } from './driver/index.js';
import { POLICY, serve } from './server.js';

const built = fileURLToPath(new URL('../../dist-npm', import.meta.url));
const html = (/** @type {string} */ body, attributes = '') => `<!doctype html><html ${attributes}><head><meta charset="utf-8"><title>A post</title><link rel="stylesheet" href="post.css"></head><body><script type="module" src="index.js"></script>${body}</body></html>`;
const version = /** @type {{ version: string }} */ (JSON.parse(readFileSync(`${built}/package.json`, 'utf8'))).version;

/** A copy of the package that says it is of another version. @param {string} folder @param {string} other */
function copyAs(folder, other) {
  cpSync(built, folder, { recursive: true });
  let places = 0;
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.js'))) {
    const text = readFileSync(join(folder, file), 'utf8');
    const changed = text.replaceAll(new RegExp(`(["'\`])${version.replaceAll('.', '\\.')}\\1`, 'g'), `$1${other}$1`);
    if (changed === text) continue;
    places += 1;
    writeFileSync(join(folder, file), changed);
  }
  assert.ok(places > 0, 'the version is written in the script');
}

/** Updates a second, above those at which an update is shown as a wave. */
const SPEED = 30;
const post = '<vanishing-point cells="rnn,lstm" length="12" autoplay></vanishing-point>';

for (const name of engines) {
  describe(`the element in ${name}`, () => {
    /** @type {import('./driver/types.js').Browser} */
    let browser;
    /** @type {Awaited<ReturnType<typeof serve>>} */
    let server;
    const folder = mkdtempSync(join(tmpdir(), 'vanishing-point-'));

    before(async () => {
      cpSync(built, folder, { recursive: true });
      writeFileSync(join(folder, 'post.css'), '.gap { height: 4000px } #b { zoom: 2 } .ten { display: grid; grid-template-columns: repeat(5, 1fr) } .ten > div { height: 180px; overflow: hidden }');
      cpSync(built, join(folder, 'same'), { recursive: true });
      copyAs(join(folder, 'newer'), '98.7.6');
      copyAs(join(folder, 'newest'), '99.0.0');
      browser = await launch(name);
      server = await serve(folder);
    });
    after(async () => {
      await browser?.close();
      await server?.close();
      rmSync(folder, { recursive: true });
    });

    const open = async (/** @type {string} */ body, attributes = '', from = server) => {
      writeFileSync(join(folder, 'post.html'), html(body, attributes));
      await browser.open(`${from.url}post.html`);
      // What plays has no slow first pass: that takes 5 to 14 s, and is tested where the page opens.
      await browser.evaluate(async (speed) => {
        await customElements.whenDefined('vanishing-point');
        for (const each of document.querySelectorAll('vanishing-point')) each.speed = speed;
      }, SPEED);
    };
    const until = async (/** @type {string} */ what, /** @type {() => boolean} */ condition) => {
      for (let attempt = 0; attempt < 6000; attempt++) {
        if (await browser.evaluate(condition)) return;
        await sleep(50);
      }
      assert.fail(`It never came about that ${what}.`);
    };

    test('only what is on screen trains; what is far below has loaded nothing but a still picture', async () => {
      await open(`${post}<div class="gap"></div>${post.replace('<vanishing-point', '<vanishing-point id="far"')}`);
      await until('the first one trains', () => (document.querySelector('vanishing-point')?.status.updates ?? 0) > 1);
      const far = await browser.evaluate(() => {
        const element = /** @type {HTMLElement & { status: { updates: number } }} */ (document.querySelector('#far'));
        return { updates: element.status.updates, poster: element.shadowRoot?.querySelector('.poster') !== null, workers: globalThis.__workers.length };
      });
      assert.deepEqual(far, { updates: 0, poster: true, workers: 2 });
      await browser.evaluate(() => document.querySelector('#far')?.scrollIntoView());
      await until('the other one trains', () => (document.querySelectorAll('vanishing-point')[1]?.status.updates ?? 0) > 1);
      const before = await browser.evaluate(() => document.querySelector('vanishing-point')?.status.updates);
      await sleep(400);
      assert.equal(await browser.evaluate(() => document.querySelector('vanishing-point')?.status.updates), before);
      assert.deepEqual(await browser.evaluate(() => globalThis.__troubles), []);
    });

    test('works in a shadow root, in <details>, moved between parents, zoomed, from right to left', async () => {
      await open('<details><summary>More</summary><div id="a"></div></details><div id="b"></div>', 'dir="rtl"');
      await browser.evaluate((speed) => {
        const shadow = /** @type {HTMLElement} */ (document.querySelector('#a')).attachShadow({ mode: 'open' });
        const element = document.createElement('vanishing-point');
        element.experiment = { cells: ['lstm'], length: 12 };
        element.setAttribute('autoplay', '');
        element.speed = speed;
        shadow.append(element);
        Object.assign(globalThis, { moved: element });
      }, SPEED);
      await sleep(300);
      assert.equal(await browser.evaluate(() => globalThis.__workers.length), 0);
      await browser.evaluate(() => /** @type {HTMLDetailsElement} */ (document.querySelector('details')).open = true);
      await until('it trains', () => /** @type {any} */ (globalThis).moved.status.updates > 1);
      await browser.evaluate(() => document.querySelector('#b')?.append(/** @type {any} */ (globalThis).moved));
      const there = await browser.evaluate(() => /** @type {any} */ (globalThis).moved.status.updates);
      assert.ok(there > 1, 'it goes on from where it was');
      await until('it trains on', () => /** @type {any} */ (globalThis).moved.status.updates > 3);
      assert.equal(await browser.evaluate(() => globalThis.__workers.length), 1);
      assert.deepEqual(await browser.evaluate(() => globalThis.__troubles), []);
    });

    test('of twenty elements the ten on screen train, and the ten below once they are reached', async () => {
      const ten = `<div class="ten">${'<div><vanishing-point cells="rnn" length="8" hidden="4" panels="chart" autoplay></vanishing-point></div>'.repeat(10)}</div>`;
      await open(`${ten}<div class="gap"></div>${ten}`);
      const updates = () => browser.evaluate(() => Array.from(document.querySelectorAll('vanishing-point'), (each) => each.status.updates));
      await until('all ten on screen train', () => Array.from(document.querySelectorAll('vanishing-point')).slice(0, 10).every(({ status }) => status.updates > 1));
      assert.deepEqual((await updates()).slice(10), Array(10).fill(0));
      assert.equal(await browser.evaluate(() => globalThis.__workers.length), 10);
      await browser.evaluate(() => document.querySelectorAll('.ten')[1]?.scrollIntoView());
      await until('all ten below train', () => Array.from(document.querySelectorAll('vanishing-point')).slice(10).every(({ status }) => status.updates > 1));
      const before = await updates();
      await sleep(400);
      assert.deepEqual((await updates()).slice(0, 10), before.slice(0, 10));
      assert.deepEqual(await browser.evaluate(() => globalThis.__troubles), []);
    });

    test('made for a frame or moved into one, it brings its style sheets along', async () => {
      await open('<iframe width="700" height="500"></iframe><vanishing-point cells="rnn" length="8" panels="chart" loading="eager"></vanishing-point>');
      const seen = await browser.evaluate(async () => {
        const page = /** @type {Document} */ (document.querySelector('iframe')?.contentDocument);
        const moved = /** @type {HTMLElementTagNameMap['vanishing-point']} */ (document.querySelector('vanishing-point'));
        await moved.train(2);
        const made = document.createElement('vanishing-point');
        for (const [name, value] of Object.entries({ cells: 'rnn', length: '8', panels: 'chart', loading: 'eager' })) made.setAttribute(name, value);
        page.body.append(made, moved);
        await made.train(1);
        await moved.train(1);
        // A template's document has no window, and nothing in it is on view.
        document.createElement('template').content.append(document.createElement('vanishing-point'));
        return [made, moved].map((each) => {
          const root = each.shadowRoot?.querySelector('.root') ?? each;
          return { updates: each.status.updates, display: getComputedStyle(each).display, laid: getComputedStyle(root).display, fits: each.getBoundingClientRect().height < 700 };
        });
      });
      assert.deepEqual(seen, [1, 3].map((updates) => ({ updates, display: 'block', laid: 'flex', fits: true })));
      assert.deepEqual(await browser.evaluate(() => globalThis.__troubles), []);
    });

    test('on a slide that is scaled a click selects the step under the pointer', async () => {
      await open('<div style="width: 900px; transform: scale(0.6); transform-origin: 0 0"><vanishing-point cells="rnn" length="12" panels="chart,state" loading="eager"></vanishing-point></div>');
      const steps = [];
      for (const step of [3, 10]) {
        const at = await browser.evaluate(async (step) => {
          const element = /** @type {HTMLElementTagNameMap['vanishing-point']} */ (document.querySelector('vanishing-point'));
          await element.ready;
          await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
          const box = /** @type {Element} */ (element.shadowRoot?.querySelector('.row canvas.strip, .row.state canvas')).getBoundingClientRect();
          return { x: box.left + (box.width * (step - 0.5)) / 12, y: box.top + box.height / 2 };
        }, step);
        await browser.click(at.x, at.y);
        steps.push(await browser.evaluate(() => document.querySelector('vanishing-point')?.view.t));
      }
      assert.deepEqual(steps, [3, 10]);
    });

    test('a tag that is never closed hides nothing of the post, and says what is missing', async () => {
      await open('');
      const seen = (/** @type {string} */ body, /** @type {boolean} */ isMissing) => browser.evaluate(async (body, isMissing) => {
        await customElements.whenDefined('vanishing-point');
        /** @type {string[]} */
        const said = [];
        const hear = (/** @type {Event} */ event) => said.push(/** @type {CustomEvent} */ (event).detail.message);
        document.body.addEventListener('error', hear);
        document.body.innerHTML = body;
        const closed = () => said.some((message) => message.includes('is not closed'));
        // Where nothing is missing nothing may be said; where something is, it comes when the machine has time.
        for (let look = 0; look < (isMissing ? 1200 : 10) && !closed(); look++) await new Promise((resolve) => setTimeout(resolve, 50));
        document.body.removeEventListener('error', hear);
        return { high: document.querySelector('#rest')?.getBoundingClientRect().height ?? 0, said: said.filter((message) => message.includes('is not closed')).length };
      }, body, isMissing);
      const { high, said } = await seen('<main><vanishing-point task="recall" length="12" /><h2>Then</h2><p id="rest">The rest of the post.</p></main>', true);
      assert.ok(high > 10, String(high));
      assert.equal(said, 1);
      // What stands inside for readers without scripts stays where it is.
      assert.deepEqual(await seen('<main><vanishing-point length="12"><p id="rest">A picture of gradients.</p></vanishing-point></main>', false), { high: 0, said: 0 });
    });

    test('hidden is a number of units, and hides the element only as HTML writes it', async () => {
      await open('<vanishing-point cells="rnn" hidden="6"></vanishing-point><vanishing-point cells="rnn" hidden></vanishing-point><vanishing-point cells="rnn" hidden="until-found"></vanishing-point>');
      await until('its poster is drawn', () => document.querySelector('vanishing-point')?.shadowRoot?.querySelector('.poster') !== null);
      const seen = await browser.evaluate(() => Array.from(document.querySelectorAll('vanishing-point'), (each) => [each.experiment.units, each.getBoundingClientRect().height > 0]));
      assert.deepEqual(seen, [[6, true], [24, false], [24, false]]);
      assert.deepEqual(await browser.evaluate(() => globalThis.__troubles), []);
    });

    test('the script twice is one element and no word', async () => {
      await open(`${post}<script type="module" src="same/index.js"></script>`);
      await until('it trains', () => (document.querySelector('vanishing-point')?.status.updates ?? 0) > 1);
      assert.deepEqual(await browser.evaluate(() => globalThis.__troubles), []);
    });

    test('the script in three versions is the first one, one warning and no exception', async () => {
      await open(`${post}<script type="module" src="newer/index.js"></script><script type="module" src="newest/index.js"></script>`);
      await until('it trains', () => (document.querySelector('vanishing-point')?.status.updates ?? 0) > 1);
      assert.equal(await browser.evaluate(() => /** @type {any} */ (customElements.get('vanishing-point')).version), version);
      assert.deepEqual(await browser.evaluate(() => globalThis.__troubles), [`console.warn: <vanishing-point> is on this page twice: version ${version} is in force, version 98.7.6 stays out.`]);
    });

    test('hostile attributes become no markup, throw nothing, and every complaint reaches the error event', async () => {
      await open('<div id="box"></div>');
      const seen = await browser.evaluate(async () => {
        /** @type {{ key: string, message: string }[]} */
        const complaints = [];
        document.addEventListener('error', (event) => complaints.push(/** @type {any} */ (event).detail));
        const hostile = ['<img src=x onerror="__troubles.push(1)">', 'javascript:alert(1)', '1e400', '-0', '99999999999', '\u0000', '\ud800', '"><script>__troubles.push(2)</script>', '%3Cb%3E', '１２'];
        const Element = /** @type {any} */ (customElements.get('vanishing-point'));
        let random = 7;
        // Of its high bits: the low ones come round after a few.
        const next = (/** @type {number} */ below) => Math.floor((random = (Math.imul(random, 1103515245) + 12345) >>> 0) / 2 ** 32 * below);
        const element = document.createElement('vanishing-point');
        document.querySelector('#box')?.append(element);
        const names = Element.observedAttributes.filter((/** @type {string} */ each) => each !== 'loading');
        for (let index = 0; index < 2000; index++) {
          const text = hostile[next(hostile.length)] + (next(3) === 0 ? String.fromCharCode(next(65536)) : '');
          element.setAttribute(names[next(names.length)], text);
          if (next(8) === 0) await Promise.resolve();
        }
        for (let look = 0; look < 6000 && new Set(complaints.map(({ key }) => key)).size <= 15; look++) await new Promise((resolve) => setTimeout(resolve, 50));
        // What an attribute would start is under way by then.
        await new Promise((resolve) => setTimeout(resolve, 500));
        return {
          markup: element.shadowRoot?.querySelectorAll('img, script, b[onclick]').length,
          keys: new Set(complaints.map(({ key }) => key)).size,
          link: element.shadowRoot?.querySelector('a')?.getAttribute('href')?.startsWith('javascript') ?? false,
        };
      });
      assert.equal(seen.markup, 0);
      assert.equal(seen.link, false);
      assert.ok(seen.keys > 15, `${seen.keys} keys were complained of`);
      assert.deepEqual(await browser.evaluate(() => globalThis.__troubles), []);
    });

    test('where a policy forbids WebAssembly the element says why', async () => {
      const strict = await serve(folder, POLICY.replace(" 'wasm-unsafe-eval'", ''));
      await open(post, '', strict);
      await until('it gave up', () => document.querySelector('vanishing-point')?.status.state === 'error');
      // The still picture does, until the panel does.
      const text = await browser.evaluate(() => document.querySelector('vanishing-point')?.shadowRoot?.textContent ?? '');
      await strict.close();
      assert.match(text, /policy of this page forbids WebAssembly/);
    });

    test('workers go with the element, six times over', async () => {
      await open('<div id="box"></div>');
      const left = await browser.evaluate(async () => {
        const box = /** @type {HTMLElement} */ (document.querySelector('#box'));
        let locks = 0;
        for (let round = 0; round < 6; round++) {
          const all = Array.from({ length: 2 }, () => document.createElement('vanishing-point'));
          for (const element of all) element.experiment = { cells: ['rnn'], length: 8, units: 4 };
          box.append(...all);
          await Promise.all(all.map((element) => element.train(2)));
          box.replaceChildren();
          await new Promise((resolve) => setTimeout(resolve, 100));
        }
        // Every worker holds a lock for as long as it lives.
        for (let attempt = 0; attempt < 6000; attempt++) {
          locks = (await navigator.locks.query()).held?.filter(({ name }) => name?.startsWith('vanishing-point')).length ?? 0;
          if (locks === 0) break;
          await new Promise((resolve) => setTimeout(resolve, 100));
        }
        return { locks, made: globalThis.__workers.length };
      });
      assert.deepEqual(left, { locks: 0, made: 12 });
    });
  });
}

// Only its protocol can look at a page as it is printed.
if (engines.includes('chromium')) {
  test('printed, the element is the whole picture that it was on the screen', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'vanishing-point-'));
    cpSync(built, folder, { recursive: true });
    writeFileSync(join(folder, 'post.css'), '');
    writeFileSync(join(folder, 'post.html'), html(post.replace(' autoplay', ' theme="dark"')));
    const server = await serve(folder);
    const browser = await profile({ viewport: { width: 1280, height: 900 } });
    try {
      const page = await browser.newPage();
      await page.goto(`${server.url}post.html`);
      await page.evaluate(async () => {
        await customElements.whenDefined('vanishing-point');
        await document.querySelector('vanishing-point')?.ready;
      });
      // A4 between margins of a centimetre.
      await page.emulateMedia({ media: 'print' });
      await page.setViewportSize({ width: 718, height: 1047 });
      await page.waitForFunction(() => (document.querySelector('vanishing-point')?.getBoundingClientRect().width ?? Infinity) <= 718);
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
      const seen = await page.evaluate(() => {
        const element = /** @type {HTMLElement} */ (document.querySelector('vanishing-point'));
        const box = element.getBoundingClientRect();
        const pictures = Array.from(element.shadowRoot?.querySelectorAll('canvas') ?? [], (each) => each.getBoundingClientRect()).filter(({ width }) => width > 0);
        const { printColorAdjust, breakInside } = getComputedStyle(element);
        return { pictures: pictures.length, cut: pictures.filter((each) => each.left < box.left || each.right > box.right || each.top < box.top || each.bottom > box.bottom).length, printColorAdjust, breakInside };
      });
      assert.ok(seen.pictures > 4, `${seen.pictures} pictures`);
      assert.deepEqual({ ...seen, pictures: 0 }, { pictures: 0, cut: 0, printColorAdjust: 'exact', breakInside: 'avoid' });
      assert.ok((await page.pdf({ format: 'A4' })).length > 0);
    } finally {
      await browser.close();
      await server.close();
      rmSync(folder, { recursive: true });
    }
  });
}
