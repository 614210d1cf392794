/** Scripts that are loaded on demand and do not come: it is said, and once the server is well they come without a reload. */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { engines, launch } from './driver/index.js';
import { locate, TYPES } from './server.js';

const folder = (/** @type {string} */ name) => fileURLToPath(new URL(`../../${name}/`, import.meta.url));
const POST = '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A post</title><link rel="icon" href="data:,"></head><body><script type="module" src="index.js"></script><vanishing-point cells="rnn" length="8" panels="chart,flow" controls="full" loading="eager"></vanishing-point></body></html>';

/** The scripts that a folder's scripts import: with themselves, and on demand. @param {string} name */
function imports(name) {
  const scripts = readdirSync(folder(name), { recursive: true }).map(String).filter((file) => file.endsWith('.js') && !file.includes('.node'));
  const named = (/** @type {string} */ text, /** @type {RegExp} */ pattern) => Array.from(text.matchAll(pattern), ([, script]) => script ?? '');
  return scripts.map((script) => {
    const text = readFileSync(folder(name) + script, 'utf8');
    return { script, fixed: named(text, /from\s?["`]\.\/([^"`]+)/g), late: named(text, /import\(["`]\.\/([^"`]+)/g) };
  });
}

test('no script that is loaded on demand is imported by another one, for in Firefox that would fail for good', () => {
  // A page has stage and playground from its start, or does not start.
  for (const [name, most] of /** @type {const} */ ([['dist-npm', []], ['dist', ['stage', 'playground']]])) {
    const all = imports(name);
    const late = new Set(all.flatMap((each) => each.late).filter((file) => !most.some((each) => file.startsWith(each))));
    assert.ok(late.size >= 4, [...late].join());
    assert.deepEqual(all.filter(({ fixed }) => fixed.some((file) => late.has(file))).map(({ script, fixed }) => [script, fixed.filter((file) => late.has(file))]), []);
  }
});

for (const engine of engines) {
  describe(`parts that do not come in ${engine}`, () => {
    /** @type {import('./driver/types.js').Browser} */
    let browser;
    /** What is not served. @type {RegExp | null} */
    let lost = null;
    /** @type {string[]} */
    let refused = [];
    const server = createServer(async (request, response) => {
      const path = new URL(request.url ?? '/', 'http://host').pathname;
      // It would keep what is to be lost.
      if (path.endsWith('/service-worker.js')) {
        response.writeHead(404).end();
        return;
      }
      if (lost?.test(path) === true) {
        refused.push(path);
        response.writeHead(503).end();
        return;
      }
      const file = await locate(folder(path.split('/')[1] ?? '').slice(0, -1), `/${path.split('/')[1]}/`, path);
      response.writeHead(file === null && !path.endsWith('post.html') ? 404 : 200, { 'Content-Type': TYPES[/** @type {'.js'} */ (extname(path) || '.html')] ?? '', 'Cache-Control': 'no-store' });
      response.end(path.endsWith('post.html') ? POST : file === null ? '' : readFileSync(file));
    });
    const address = (/** @type {string} */ path) => `http://127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (server.address()).port}/${path}`;
    const until = async (/** @type {string} */ what, /** @type {() => unknown} */ condition) => {
      for (let attempt = 0; attempt < 6000; attempt++) {
        if (await browser.evaluate(condition) === true) return;
        await sleep(50);
      }
      assert.fail(`It never came about that ${what}.`);
    };
    const lose = (/** @type {RegExp} */ what) => {
      lost = what;
      refused = [];
    };
    const restore = () => {
      // Otherwise nothing was put to the test.
      assert.ok(refused.length > 0, `${lost} was asked for`);
      lost = null;
    };

    /** What the panel of a failure says; null where there is none. */
    const panel = () => browser.evaluate(() => document.querySelector('vanishing-point')?.shadowRoot?.querySelector('[data-report="panel"]')?.textContent ?? null);

    before(async () => {
      await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
      browser = await launch(engine);
    });
    after(async () => {
      await browser?.close();
      server.close();
      server.closeAllConnections();
    });

    test('an element says which script did not come, and plays once it does', async () => {
      lose(/chunk-(session|en|lazy)/);
      await browser.open(address('dist-npm/post.html'));
      await until('it gave up', () => document.querySelector('vanishing-point')?.status?.state === 'error');
      const poster = () => browser.evaluate(() => document.querySelector('vanishing-point')?.shadowRoot?.querySelector('.poster')?.textContent ?? '');
      // In the panel, and until that has come in the picture.
      const said = async () => await poster() + (await panel() ?? '');
      assert.match(await said(), /This part could not be loaded.*Try again, or reload the page/);
      // A second failure must not be the last word either.
      await browser.evaluate(() => document.querySelector('vanishing-point')?.play().catch(() => undefined));
      restore();
      lose(/chunk-lazy/);
      /** @type {string} */
      const told = await browser.evaluate(async () => {
        const element = /** @type {HTMLElementTagNameMap['vanishing-point']} */ (document.querySelector('vanishing-point'));
        /** @type {Promise<string>} */
        const told = new Promise((resolve) => element.addEventListener('error', (event) => resolve(/** @type {any} */ (event).detail.message)));
        // What was under way when the server came back may still fail, once.
        await element.train(2).catch(() => element.train(2));
        return told;
      });
      assert.match(told, /This part could not be loaded/);
      assert.deepEqual(await browser.evaluate(() => document.querySelector('vanishing-point')?.status.updates), 2);
      assert.equal(await poster(), '');
      restore();
      await until('the panels came', () => (document.querySelector('vanishing-point')?.shadowRoot?.querySelector('.flow-grid, .flow')?.getBoundingClientRect().height ?? 0) > 40);
    });

    test('where the engine fails a panel has a report to copy and the way on, and goes once it is well again', async () => {
      lose(/\.wasm/);
      await browser.open(address('dist-npm/post.html'));
      await until('the panel came', () => document.querySelector('vanishing-point')?.shadowRoot?.querySelector('[data-report="panel"]') instanceof HTMLElement);
      assert.match(await panel() ?? '', /Something failed.*could not be fetched.*Nothing is sent/);
      const report = await browser.evaluate(() => /** @type {HTMLTextAreaElement} */ (document.querySelector('vanishing-point')?.shadowRoot?.querySelector('[data-report="text"]')).value);
      assert.match(report, /^Vanishing Point \d+\.\d+\.\d+, engine \d+\nFailed: The core could not be fetched.*\nLink: http.*post\.html.*\nExperiment: \{.*\}\nChanges: \[\]\nUpdate: 0\nBrowser: /);
      restore();
      await browser.evaluate(() => /** @type {HTMLElement} */ (document.querySelector('vanishing-point')?.shadowRoot?.querySelector('[data-report="retry"]')).click());
      await until('it is well again', () => document.querySelector('vanishing-point')?.status?.state !== 'error' && (document.querySelector('vanishing-point')?.frame ?? null) !== null);
      await until('the panel went', () => document.querySelector('vanishing-point')?.shadowRoot?.querySelector('[data-report="panel"]') === null);
    });

    test('after some updates, what did not come is asked for again; after any other failure the run comes back to its update with the same bits', async () => {
      await browser.open(address('dist-npm/post.html'));
      const look = () => browser.evaluate(async () => {
        const element = /** @type {HTMLElementTagNameMap['vanishing-point']} */ (document.querySelector('vanishing-point'));
        await element.settled;
        return Promise.all(element.experiment.cells.map(async (cell) => [...new Uint8Array(await element.weights(cell))].join()));
      });
      await browser.evaluate(async () => {
        await customElements.whenDefined('vanishing-point');
        const element = /** @type {HTMLElementTagNameMap['vanishing-point']} */ (document.querySelector('vanishing-point'));
        await element.ready;
        await element.pause();
        await element.reset();
        await element.train(20);
      });
      const before = await look();
      const retry = () => browser.evaluate(() => /** @type {HTMLElement} */ (document.querySelector('vanishing-point')?.shadowRoot?.querySelector('[data-report="retry"]')).click());
      const came = () => until('the panel came', () => document.querySelector('vanishing-point')?.shadowRoot?.querySelector('[data-report="panel"]') instanceof HTMLElement);
      await browser.evaluate(() => {
        const element = /** @type {HTMLElementTagNameMap['vanishing-point']} */ (document.querySelector('vanishing-point'));
        element.store.run.state.value = 'error';
        element.dispatchEvent(new CustomEvent('error', { detail: { message: 'It broke.', failure: new Error('broken') } }));
      });
      await came();
      assert.match(await panel() ?? '', /It broke.*trained again to update 20/);
      await retry();
      await until('it is where it was', () => document.querySelector('vanishing-point')?.status?.state === 'paused' && document.querySelector('vanishing-point')?.status.updates === 20);
      assert.deepEqual(await look(), before);
      assert.equal(await panel(), null);
      lose(/sentiment/);
      await browser.evaluate(() => document.querySelector('vanishing-point')?.setAttribute('task', 'sentiment'));
      await came();
      assert.match(await panel() ?? '', /data set could not be fetched.*Try again; if it fails once more/);
      restore();
      // What was under way when the server came back may still fail; then the panel is there again, and its button.
      await until('the other task is on view', () => {
        const element = document.querySelector('vanishing-point');
        /** @type {HTMLElement | null | undefined} */ (element?.shadowRoot?.querySelector('[data-report="retry"]'))?.click();
        return element?.frame?.update === 0 && element.status.state !== 'error';
      });
      assert.equal(await browser.evaluate(() => document.querySelector('vanishing-point')?.experiment.task), 'sentiment');
      assert.equal(await panel(), null);
    });

    test('a playground whose script does not come has a panel with a report, and so has what the page meets and nobody catches', async () => {
      const report = () => browser.evaluate(() => document.querySelector('.uncaught')?.shadowRoot?.querySelector('[data-report="panel"]')?.textContent ?? null);
      const shown = () => until('the panel came', () => document.querySelector('.uncaught')?.shadowRoot?.querySelector('[data-report="panel"]') instanceof HTMLElement);
      // First of all: what has come once WebKit does not ask for again.
      lose(/assets\/playground-[^/]*\.js/);
      await browser.open(address('dist/index.html#lang=en&cells=rnn&length=8'));
      await shown();
      assert.match(await report() ?? '', /This part could not be loaded/);
      const again = () => browser.evaluate(() => /** @type {HTMLElement} */ (document.querySelector('.uncaught')?.shadowRoot?.querySelector('[data-report="retry"]')).click());
      // Tried while the server is still away, it is told again.
      refused = [];
      await again();
      await shown();
      restore();
      await again();
      await until('the playground came', () => document.querySelector('vanishing-point')?.status?.state === 'paused' || document.querySelector('vanishing-point')?.status?.state === 'running');
      assert.equal(await report(), null);
      assert.equal(await browser.evaluate(() => document.getElementById('not-started')), null);
      await browser.evaluate(() => {
        void Promise.reject(new DOMException('called off', 'AbortError'));
        setTimeout(() => {
          throw new Error('first astray');
        }, 50);
      });
      await shown();
      assert.match(await report() ?? '', /did not expect: “first astray”.*Nothing is sent/);
      assert.match(await browser.evaluate(() => /** @type {HTMLTextAreaElement | null | undefined} */ (document.querySelector('.uncaught')?.shadowRoot?.querySelector('[data-report="text"]'))?.value ?? ''), /^Vanishing Point \d+\.\d+\.\d+, engine \d+\nFailed: .*first astray.*\nLink: http.*dist\/index\.html.*\nExperiment: \{.*"cells":\["rnn"\].*\}/);
      await browser.evaluate(() => /** @type {HTMLElement} */ (document.querySelector('.uncaught')?.shadowRoot?.querySelector('[data-report="close"]')).click());
      assert.equal(await report(), null);
      await browser.evaluate(() => {
        setTimeout(() => void Promise.reject(new Error('second astray')));
      });
      await shown();
      assert.match(await report() ?? '', /second astray/);
    });

    test('a button of the playground says that its part did not come, and opens it once it does', async () => {
      lose(/assets\/(dialog|pictures|analysis-sections).*\.js/);
      await browser.open(address('dist/index.html?buttons#lang=en&cells=rnn&length=8'));
      await until('the page is there', () => document.querySelector('vanishing-point')?.status?.state === 'paused' || document.querySelector('vanishing-point')?.status?.state === 'running');
      const press = (/** @type {string} */ action) => browser.evaluate((name) => document.querySelector(`[data-action="${name}"], [data-share="${name}"]`)?.dispatchEvent(new MouseEvent('click', { bubbles: true, detail: 1 })) === true, action);
      for (const action of ['share', 'embed', 'analysis']) {
        refused = [];
        await press(action);
        for (let attempt = 0; refused.length === 0 && attempt < 3000; attempt++) await sleep(20);
        assert.ok(refused.length > 0, action);
        await until(`${action} says what happened`, () => /This part could not be loaded/.test(document.querySelector('#notices')?.textContent ?? ''));
      }
      lose(/pictures.*\.js/);
      await until('the analysis came', () => document.querySelectorAll('#analysis canvas').length > 0);
      await until('the notice went', () => !/could not be loaded/.test(document.querySelector('#notices')?.textContent ?? ''));
      await press('embed');
      await until('the dialog opened', () => document.querySelector('dialog[open]') !== null);
      await browser.evaluate(() => /** @type {HTMLDialogElement | null} */ (document.querySelector('dialog[open]'))?.close());
      await press('share');
      await until('the dialog opened', () => document.querySelector('dialog[open] [data-share="svg"]') !== null);
      await press('svg');
      await until('the dialog says what happened', () => /could not be loaded/.test(document.querySelector('dialog[open]')?.textContent ?? ''));
      restore();
      await press('svg');
      await until('the picture was saved', () => /Saved|\.svg/.test(document.querySelector('dialog[open] [role="status"]')?.textContent ?? ''));
    });
  });
}
