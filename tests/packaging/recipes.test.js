/**
 * The recipes of docs/embedding.md for other people's pages, as they stand there: blocks are taken out of the document and
 * put where a reader would put them. `https://example.org/vp/` is a second origin here.
 */

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { launch } from '../browser/driver/index.js';
import { locate, TYPES } from '../browser/server.js';
import { projects } from './projects.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const guide = readFileSync(`${root}docs/embedding.md`, 'utf8');

/** The blocks of a kind, in order. @param {string} info what stands behind the three ticks */
function blocks(info) {
  const found = Array.from(guide.matchAll(new RegExp(`^\`\`\`${info}\\n([^]*?)^\`\`\`$`, 'gm')), ([, text]) => text ?? '');
  assert.ok(found.length > 0, `docs/embedding.md has a block “${info}”`);
  return found;
}
/** The first block under a heading. @param {string} title @param {string} info */
function under(title, info) {
  const section = guide.split(/^## /m).find((each) => each.startsWith(title)) ?? '';
  return new RegExp(`^\`\`\`${info}\\n([^]*?)^\`\`\`$`, 'm').exec(section)?.[1] ?? assert.fail(`${title} has no block “${info}”`);
}
const page = (/** @type {string} */ body, head = '') => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A post</title><link rel="icon" href="data:,"><script src="/recorder.js"></script>${head}</head><body>${body}</body></html>`;

/** What WordPress and its themes do to a block of HTML in a post. */
const WORDPRESS = `<style>
  *, ::before, ::after { box-sizing: border-box } html { line-height: 1.15; font-size: 62.5% } body { font: 300 1.8rem/1.75 serif; letter-spacing: .02em }
  .entry-content > * { max-width: 58rem; margin: 0 auto 1.25em } .entry-content iframe, .entry-content img { max-width: 100%; height: auto }
  iframe { display: block } figure { margin: 0 0 1em } a { color: #cd2653; text-decoration: underline }
</style>`;
/** The styles and boxes around a page of Moodle. */
const MOODLE = '<style>.no-overflow { overflow: auto } .generalbox { padding: 1rem } iframe { max-width: 100%; vertical-align: middle }</style>';

describe('the recipes of the embedding guide', () => {
  /** @type {import('../browser/driver/types.js').Browser} */
  let browser;
  /** @type {string} */
  let deck;
  /** @type {Map<string, string>} */
  const pages = new Map();
  /** Paths that were asked for in vain. @type {string[]} */
  const missing = [];
  const servers = ['host', 'files'].map((kind) => createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://host');
    const own = pages.get(pathname);
    if (kind === 'host' && own !== undefined) {
      response.writeHead(200, { 'Content-Type': TYPES['.html'] }).end(own);
      return;
    }
    const file = pathname === '/recorder.js' ? `${root}tests/browser/recorder.js` : await locate(`${root}dist`, '/vp/', pathname) ?? (kind === 'host' ? await locate(`${deck}/node_modules`, '/packages/', pathname) : null);
    if (file === null) missing.push(pathname);
    response.writeHead(file === null ? 404 : 200, { 'Content-Type': TYPES[/** @type {'.js'} */ (extname(pathname).replace('.mjs', '.js'))] ?? '', ...(kind === 'files' ? { 'Access-Control-Allow-Origin': '*' } : {}) });
    response.end(file === null ? '' : readFileSync(file));
  }));
  const origin = (/** @type {0 | 1} */ index) => `http://127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (servers[index]?.address()).port}`;
  /** With the addresses of the example where its files are here. */
  const elsewhere = (/** @type {string} */ recipe) => recipe.replaceAll('https://example.org', origin(1));

  before(async () => {
    deck = await (await projects('recipes'))('deck', { 'reveal.js': '6.0.2', htl: '0.3.1', 'markdown-it': '14.3.3' }, {});
    for (const server of servers) await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
    browser = await launch('chromium');
  });
  after(async () => {
    await browser?.close();
    for (const server of servers) {
      server.close();
      server.closeAllConnections();
    }
  });

  /** Opens a page and tells what its element is, in the page or in a frame of its own origin, once it has a frame on view. */
  const open = async (/** @type {string} */ html) => {
    pages.set('/post/', html);
    missing.length = 0;
    await browser.open(`${origin(0)}/post/`);
  };
  const seen = async () => {
    /** @type {{ cells: string[], width: number, height: number, room: number } | null} */
    let found = null;
    for (let attempt = 0; attempt < 6000 && found === null; attempt++) {
      found = await browser.evaluate(() => {
        const frame = document.querySelector('iframe');
        const element = /** @type {HTMLElementTagNameMap['vanishing-point'] | null} */ ((frame?.contentDocument ?? document).querySelector('vanishing-point'));
        if (element === null || Object.keys(element.status?.lanes ?? {}).length === 0) return null;
        const { width, height } = (frame ?? element).getBoundingClientRect();
        return { cells: element.experiment.cells, width, height, room: document.documentElement.clientWidth };
      });
      if (found === null) await sleep(50);
    }
    assert.ok(found !== null, 'the element trains');
    assert.deepEqual(await browser.evaluate(() => globalThis.__troubles), []);
    assert.deepEqual(missing, []);
    return found;
  };

  test('from a content delivery network', async () => {
    await open(page(elsewhere(blocks('html cdn').join(''))));
    assert.deepEqual((await seen()).cells, ['rnn', 'lstm']);
  });

  test('in a WordPress theme, and in Moodle', async () => {
    const frame = under('Editors that strip scripts', 'html run').replace('src="', 'src="/vp/');
    for (const [around, style] of /** @type {const} */ ([['<article class="post"><div class="entry-content"><p>Before</p>HERE<p>After</p></div></article>', WORDPRESS], ['<div class="box generalbox"><div class="no-overflow"><p dir="ltr">HERE</p></div></div>', MOODLE]])) {
      await open(page(around.replace('HERE', frame), style));
      const { cells, width, height, room } = await seen();
      assert.deepEqual(cells, ['rnn', 'lstm']);
      assert.ok(width > 500 && width <= room && height > 140, `${width} × ${height} of ${room}`);
    }
  });

  test('in Google Sites: a frame in a sandbox that has no origin', async () => {
    const recipe = `${elsewhere(blocks('html cdn').join(''))}<script type="module">
      await customElements.whenDefined('vanishing-point');
      const element = document.querySelector('vanishing-point');
      element.addEventListener('error', ({ detail }) => parent.postMessage(detail.message, '*'));
      await element.train(2);
      parent.postMessage(element.status.updates, '*');
    </script>`;
    await open(page(''));
    const told = await browser.evaluate((recipe) => new Promise((resolve) => {
      addEventListener('message', ({ data }) => typeof data !== 'object' && resolve(data));
      setTimeout(() => resolve('nothing happened'), 90_000);
      const frame = document.createElement('iframe');
      frame.sandbox.add('allow-scripts', 'allow-popups', 'allow-forms');
      frame.srcdoc = recipe;
      document.body.append(frame);
    }), recipe);
    assert.equal(told, 2);
  });

  const recipe = blocks('markdown generators').join('');
  test('through markdown-it, as in Eleventy and VitePress', async () => {
    const { default: markdown } = await import(`${deck}/node_modules/markdown-it/index.mjs`);
    await open(page(markdown({ html: true }).render(recipe)));
    assert.deepEqual((await seen()).cells, ['rnn']);
  });
  /** What a renderer made of a recipe, as it stands now. @param {string} name @param {string} recipe */
  const renderedBy = (name, recipe) => {
    const made = readFileSync(`${root}tests/packaging/generators/${name}.html`, 'utf8');
    const sum = createHash('sha256').update(recipe).digest('hex');
    assert.match(made.split('\n')[0] ?? '', new RegExp(`^<!-- .*\\d+\\.\\d+.*, recipe ${sum} -->$`), 'the recipe has changed: run tests/packaging/generators/make.sh');
    return made;
  };
  for (const name of ['hugo', 'jekyll', 'mkdocs', 'quarto']) {
    test(`through ${name}, by the page that its renderer made of this very recipe`, async () => {
      const made = renderedBy(name, recipe);
      await open(page(`<main>${made}</main>`, '<style>main { max-width: 46rem; margin: auto }</style>'));
      assert.deepEqual((await seen()).cells, ['rnn']);
    });
  }

  test('in Jupyter: what a notebook with these cells shows, while it is open and as a page', async () => {
    const made = elsewhere(renderedBy('jupyter', blocks('python jupyter').join('')));
    const [element = '', frame = ''] = made.match(/<script[^]*?<\/vanishing-point>|<iframe[^]*?<\/iframe>/g) ?? [];
    // An open notebook puts markup into its page, and makes each script anew, since one that came as text does not run.
    await open(page(`<main></main><script type="module">
      const main = document.querySelector('main');
      main.innerHTML = ${JSON.stringify(element).replaceAll('</', '<\\/')};
      for (const dead of main.querySelectorAll('script')) {
        const live = document.createElement('script');
        for (const { name, value } of dead.attributes) live.setAttribute(name, value);
        dead.replaceWith(live);
      }
    </script>`));
    assert.deepEqual((await seen()).cells, ['rnn', 'lstm']);
    await open(page(made.replace(frame, '')));
    assert.deepEqual((await seen()).cells, ['rnn', 'lstm']);
    // The frame is another origin's; here its files lie on the page's own, to be looked into.
    await open(page(frame.replace(origin(1), '')));
    const { cells, height } = await seen();
    assert.deepEqual([cells, height], [['rnn', 'lstm'], 460]);
  });

  test('in Observable: two cells, and its own tagged template', async () => {
    const [load, show] = blocks('js observable').map((cell) => elsewhere(cell).trim());
    await open(page(`<main></main><script type="module">
      import { html } from '/packages/htl/src/index.js';
      await ${load};
      document.querySelector('main').append(${show});
    </script>`));
    assert.deepEqual((await seen()).cells, ['rnn', 'lstm']);
  });

  test('in a deck of reveal.js a slide’s entry starts it, and fragments step it', async () => {
    await open(page(`<div class="reveal"><div class="slides"><section><h2>Before</h2></section>${blocks('html reveal').join('')}<section><h2>After</h2></section></div></div>
      <script type="module">
        import Reveal from '/packages/reveal.js/dist/reveal.mjs';
        globalThis.Reveal = Reveal;
        await Reveal.initialize({ transition: 'none' });
        ${blocks('js reveal').join('')}
      </script>`, `<link rel="stylesheet" href="/packages/reveal.js/dist/reveal.css"><script type="module" src="/vp/vanishing-point.js"></script>`));
    const state = () => browser.evaluate(() => {
      const { status } = /** @type {HTMLElementTagNameMap['vanishing-point']} */ (document.querySelector('vanishing-point'));
      return { state: status.state, updates: status.updates };
    });
    const until = async (/** @type {string} */ what, /** @type {(now: { state: string, updates: number }) => boolean} */ holds) => {
      for (let attempt = 0; attempt < 6000; attempt++) {
        if (holds(await state())) return;
        await sleep(50);
      }
      assert.fail(`It never came about that ${what}: ${JSON.stringify(await state())}`);
    };
    const next = () => browser.evaluate(() => /** @type {any} */ (globalThis).Reveal.next());
    const ready = await browser.evaluate(async () => {
      const isReady = () => /** @type {any} */ (globalThis).Reveal?.isReady() === true;
      for (let attempt = 0; attempt < 6000 && !isReady(); attempt++) await new Promise((resolve) => setTimeout(resolve, 50));
      return isReady();
    });
    assert.ok(ready, JSON.stringify([missing, await browser.evaluate(() => globalThis.__troubles)]));
    await sleep(300);
    assert.equal((await state()).updates, 0);
    await next();
    await until('it runs on its slide', ({ state }) => state === 'running');
    await next();
    await until('it stands', ({ state }) => state === 'paused');
    await sleep(300);
    const { updates } = await state();
    assert.ok(updates > 0, `${updates} updates`);
    await next();
    await sleep(300);
    assert.deepEqual(await state(), { state: 'paused', updates });
    assert.deepEqual(await browser.evaluate(() => globalThis.__troubles), []);
    assert.deepEqual(missing, []);
  });
});
