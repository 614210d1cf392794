/** The files on one origin and the page on another, frames without an origin, scripts without an address, and hosts that do not serve the files as they are. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';

import { engines, launch } from './driver/index.js';
import { TYPES } from './server.js';

const folder = fileURLToPath(new URL('../../dist-npm/', import.meta.url));
const file = (/** @type {string} */ name) => readFileSync(folder + name);
const TAG = '<vanishing-point cells="rnn" length="8" loading="eager"></vanishing-point>';
const page = (/** @type {string} */ body) => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A post</title><link rel="icon" href="data:,"></head><body>${body}</body></html>`;

/** @typedef {{ status?: number, headers?: Record<string, string>, body: string | Uint8Array, cut?: number }} Answer */

/** One origin. @param {(path: string) => Answer | null | Promise<Answer | null>} answer */
async function origin(answer) {
  const server = createServer(async (request, response) => {
    const path = new URL(request.url ?? '/', 'http://host').pathname;
    const found = await answer(path) ?? { status: 404, body: 'Not found' };
    response.writeHead(found.status ?? 200, { 'Content-Type': TYPES[/** @type {keyof typeof TYPES} */ (extname(path))] ?? 'text/html; charset=utf-8', 'Cache-Control': 'no-store', ...found.headers });
    if (found.cut === undefined) response.end(found.body);
    else response.write(found.body.slice(0, found.cut), () => response.destroy());
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    }),
  };
}

const CORS = { 'Access-Control-Allow-Origin': '*' };
const wasm = file('vanishing-point.wasm');
/** What becomes of one file on a host that does not serve it well: the file, the answer, what the reader must be told, and the task that needs it. @type {Record<string, [string, Answer, RegExp, string?]>} */
const TROUBLES = {
  'a core that is missing': ['vanishing-point.wasm', { status: 404, body: '' }, /core could not be fetched from .*\.wasm: the server answered 404/],
  'a web page in place of the core': ['vanishing-point.wasm', { headers: { 'Content-Type': 'text/html' }, body: '<!doctype html>' }, /web page \(HTML\) in place of the core/],
  'a core of which the end is missing': ['vanishing-point.wasm', { body: wasm.subarray(0, 5000) }, /core from .* is damaged or incomplete \(5000 bytes arrived\)/],
  'a connection that is cut': ['vanishing-point.wasm', { headers: { 'Content-Length': String(wasm.length) }, body: wasm, cut: 5000 }, /connection ended before the core had arrived/],
  'a worker that is missing': ['vanishing-point-worker.js', { status: 404, body: '' }, /script of the workers could not be fetched from .*: the server answered 404/],
  'a web page in place of the worker': ['vanishing-point-worker.js', { headers: { 'Content-Type': 'text/html' }, body: '<!doctype html>' }, /web page \(HTML\) in place of the script of the workers/],
  'a worker of which the end is missing': ['vanishing-point-worker.js', { body: file('vanishing-point-worker.js').subarray(0, 4000) }, /script of the workers from .* is damaged or incomplete/],
  'a worker of the wrong type': ['vanishing-point-worker.js', { headers: { 'Content-Type': 'text/plain' }, body: file('vanishing-point-worker.js') }, /is sent as “text\/plain”/],
  'a data set that is missing': ['sentiment.txt', { status: 404, body: '' }, /data set could not be fetched from .*sentiment\.txt: the server answered 404/, 'sentiment'],
};
const names = Object.keys(TROUBLES);

for (const engine of engines) {
  describe(`files and pages of several origins in ${engine}`, () => {
    /** @type {import('./driver/types.js').Browser} */
    let browser;
    /** @type {Awaited<ReturnType<typeof origin>>} */
    let files;
    /** @type {Awaited<ReturnType<typeof origin>>} */
    let host;
    /** @type {Map<string, Answer>} */
    const pages = new Map();
    /** Whether the bad host has been repaired. */
    let repaired = false;
    /** Lets the slow host answer. */
    let release = () => {};
    /** @type {Promise<void>} */
    const released = new Promise((resolve) => (release = resolve));

    /** Opens a page of the host. @param {string} body @param {string} [policy] */
    const open = async (body, policy) => {
      const path = `/page-${pages.size}`;
      pages.set(path, { body: page(body), ...(policy === undefined ? {} : { headers: { 'Content-Security-Policy': policy } }) });
      await browser.open(host.url + path);
    };
    /** Trains the page's element, or says why that cannot be done. */
    const outcome = () => browser.evaluate(async () => {
      await Promise.race([customElements.whenDefined('vanishing-point'), new Promise((resolve) => setTimeout(resolve, 60_000))]);
      const element = /** @type {HTMLElementTagNameMap['vanishing-point']} */ (document.querySelector('vanishing-point'));
      const told = new Promise((resolve) => element.addEventListener('error', (event) => resolve(/** @type {any} */ (event).detail.message), { once: true }));
      // An element that loads at once may have said it before anyone listened; then it stands under its picture.
      const late = new Promise((resolve) => setTimeout(() => resolve('nothing happened'), 90_000));
      return Promise.race([element.train(3).then(() => element.status.updates, () => element.store.run.failure.peek() ?? told), late]);
    });

    before(async () => {
      files = await origin(async (path) => {
        const name = path.split('/').at(-1) ?? '';
        if (path.startsWith('/slow/') && name.endsWith('.wasm')) await released;
        const trouble = TROUBLES[names[Number(/^\/trouble-(\d+)\//.exec(path)?.[1] ?? -1)] ?? ''];
        if (trouble !== undefined && trouble[0] === name && !repaired) return { ...trouble[1], headers: { ...CORS, ...trouble[1].headers } };
        try {
          return path.includes('/data/') ? { body: file(`data/${name}`), headers: { ...CORS, 'Content-Type': 'text/plain' } } : { body: file(name), headers: CORS };
        } catch {
          return null;
        }
      });
      host = await origin((path) => {
        const name = path.split('/').at(-1) ?? '';
        return pages.get(path) ?? (path.startsWith('/files/') ? { body: file(name) } : null);
      });
      browser = await launch(engine);
    });

    after(async () => {
      await browser?.close();
      await files?.close();
      await host?.close();
    });

    test('the module, the classic script and the package load and train from another origin', async () => {
      for (const script of [
        `<script type="module" src="${files.url}/vanishing-point.js"></script>`,
        `<script src="${files.url}/vanishing-point.classic.js"></script>`,
        `<script type="module">import "${files.url}/index.js";</script>`,
      ]) {
        await open(script + TAG);
        assert.equal(await outcome(), 3, script);
      }
    });

    test('the trainer alone trains from another origin', async () => {
      await open('');
      const trained = await browser.evaluate(async (url) => {
        const { defaults, Engine } = await import(url);
        const engine = await Engine.create();
        await engine.start({ ...defaults(), cells: ['rnn'] });
        const { update } = await engine.advance(3);
        engine.dispose();
        return update;
      }, `${files.url}/engine.js`);
      assert.equal(trained, 3);
    });

    test('under a policy that names the origin it trains, and where workers from blobs are forbidden it says so', async () => {
      const strict = `default-src 'none'; script-src ${files.url} 'wasm-unsafe-eval'; connect-src ${files.url}; img-src data:; worker-src ${files.url}`;
      await open(`<script type="module" src="${files.url}/vanishing-point.js"></script>${TAG}`, `${strict} blob:`);
      assert.equal(await outcome(), 3);
      await open(`<script type="module" src="${files.url}/vanishing-point.js"></script>${TAG}`, strict);
      assert.match(String(await outcome()), /does not let workers start: its worker-src must allow blob:/);
    });

    test('a policy that forbids WebAssembly, and one that forbids to fetch, are named', async () => {
      await open(`<script type="module" src="${files.url}/vanishing-point.js"></script>${TAG}`, `script-src ${files.url}`);
      assert.match(String(await outcome()), /forbids WebAssembly: its script-src must allow 'wasm-unsafe-eval'/);
      await open(`<script type="module" src="${files.url}/vanishing-point.js"></script>${TAG}`, `connect-src 'none'`);
      assert.match(String(await outcome()), /core could not be fetched from .*no answer.*connect-src/);
    });

    test('where a page demands Trusted Types it trains under a policy of its name, and says so where that is forbidden', async () => {
      const demand = "require-trusted-types-for 'script'";
      await open(`<script type="module" src="${files.url}/vanishing-point.js"></script>${TAG}`, `${demand}; trusted-types vanishing-point`);
      assert.equal(await outcome(), 3);
      await open(`<script type="module" src="/files/vanishing-point.js"></script>${TAG}`, `${demand}; trusted-types 'none'`);
      const refused = await browser.evaluate(() => {
        try {
          /** @type {any} */ (globalThis).trustedTypes?.createPolicy('other', {});
          return false;
        } catch {
          return true;
        }
      });
      // Engines without Trusted Types start workers as before.
      if (refused) assert.match(String(await outcome()), /requires Trusted Types.*trusted-types must allow vanishing-point/);
      else assert.equal(await outcome(), 3);
    });

    test('a frame without an origin trains', async () => {
      pages.set('/framed', { body: page(`<script type="module" src="${files.url}/vanishing-point.js"></script>${TAG}<script type="module">
        await customElements.whenDefined("vanishing-point");
        const element = document.querySelector("vanishing-point");
        element.addEventListener("error", ({ detail }) => parent.postMessage(detail.message, "*"));
        await element.train(3);
        parent.postMessage(element.status.updates, "*");
      </script>`) });
      await open('');
      const told = await browser.evaluate((url) => new Promise((resolve) => {
        addEventListener('message', ({ data }) => resolve(data), { once: true });
        setTimeout(() => resolve('nothing happened'), 90_000);
        const frame = document.createElement('iframe');
        frame.sandbox.add('allow-scripts');
        frame.src = url;
        document.body.append(frame);
      }), `${host.url}/framed`);
      assert.equal(told, 3);
    });

    test('a script without an address defines the element, asks for its files when it needs them, and takes them', async () => {
      const script = file('vanishing-point.classic.js').toString().replaceAll('</script', '<\\/script');
      const assets = '<script>VanishingPoint = { assets: { wasm: "/files/vanishing-point.wasm", worker: "/files/vanishing-point-worker.js" } };</script>';
      pages.set('/classic.txt', { body: script });
      const ways = [
        `<script>${script}</script>`,
        '<script>fetch("/classic.txt").then((answer) => answer.text()).then((text) => new Function(text)());</script>',
        '<script>fetch("/classic.txt").then((answer) => answer.blob()).then((blob) => document.head.append(Object.assign(document.createElement("script"), { src: URL.createObjectURL(blob) })));</script>',
      ];
      for (const way of ways) {
        await open(`${TAG}${way}`);
        assert.match(String(await outcome()), /no address of its own.*VanishingPoint = \{assets/);
        await open(`${TAG}${assets}${way}`);
        assert.equal(await outcome(), 3);
      }
    });

    test('while the core is long in coming the still picture says that it loads', async () => {
      await open(`<script type="module" src="${files.url}/slow/vanishing-point.js"></script>${TAG.replace(' loading="eager"', '')}`);
      const said = await browser.evaluate(async () => {
        await customElements.whenDefined('vanishing-point');
        const status = () => document.querySelector('vanishing-point')?.shadowRoot?.querySelector('.poster-status')?.textContent ?? '';
        for (let look = 0; look < 6000 && !status().startsWith('Loading'); look++) await new Promise((resolve) => setTimeout(resolve, 50));
        return status();
      });
      assert.match(said, /^Loading/);
      release();
      assert.equal(await outcome(), 3);
    });

    for (const [index, [name, [, , told, task = 'recall']]] of Object.entries(TROUBLES).entries()) {
      test(`${name} is told as such; once it is there, training needs no reload`, async () => {
        repaired = false;
        await open(`<script type="module" src="${files.url}/trouble-${index}/vanishing-point.js"></script>${TAG.replace('cells', `task="${task}" cells`)}`);
        assert.match(String(await outcome()), told);
        repaired = true;
        const again = await browser.evaluate(async () => {
          const element = /** @type {HTMLElementTagNameMap['vanishing-point']} */ (document.querySelector('vanishing-point'));
          await element.train(3);
          return { updates: element.status.updates, state: element.status.state, failure: element.store.run.failure.peek(), poster: element.shadowRoot?.querySelector('.poster') === null };
        });
        assert.deepEqual(again, { updates: 3, state: 'paused', failure: null, poster: true });
      });
    }
  });
}
