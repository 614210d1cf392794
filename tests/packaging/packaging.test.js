/**
 * The packed package, installed into throwaway projects as people make them: Vite, webpack, esbuild, no bundler, Node.
 * Each is opened in Chromium and trains to the weights that the core has in Node.
 */

import assert from 'node:assert/strict';
import { cpSync, mkdirSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';

import { digests, scene } from '../browser/core.js';
import { launch } from '../browser/driver/index.js';
import { serve } from '../browser/server.js';
import { execute, projects } from './projects.js';

const expected = digests(scene, 5);

const PAGE = '<!doctype html><html><head><meta charset="utf-8"><title>A post</title></head><body><vanishing-point></vanishing-point>';
const CONSUMER = "import 'vanishing-point';\n";

/** @type {Record<string, { dependencies: Record<string, string>, files: Record<string, string>, build: string[][], out: string }>} */
const PROJECTS = {
  Vite: {
    dependencies: { vite: '8.3.8' },
    files: { 'main.js': CONSUMER, 'index.html': `${PAGE}<script type="module" src="./main.js"></script></body></html>`, 'vite.config.js': "export default { base: './' };\n" },
    build: [['node', 'node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn']],
    out: 'dist',
  },
  webpack: {
    dependencies: { webpack: '5.112.2', 'webpack-cli': '7.3.1' },
    files: { 'src/index.js': CONSUMER, 'dist/index.html': `${PAGE}<script type="module" src="./main.js"></script></body></html>` },
    build: [['node', 'node_modules/webpack/bin/webpack.js', '--mode', 'production']],
    out: 'dist',
  },
  esbuild: {
    dependencies: { esbuild: '0.28.2' },
    files: { 'main.js': CONSUMER, 'dist/index.html': `${PAGE}<script type="module" src="./bundle.js"></script></body></html>` },
    build: [
      ['node_modules/esbuild/bin/esbuild', 'main.js', '--bundle', '--format=esm', '--outfile=dist/bundle.js', '--log-level=warning'],
      ['copy', 'node_modules/vanishing-point/vanishing-point-worker.js', 'dist/'],
      ['copy', 'node_modules/vanishing-point/vanishing-point.wasm', 'dist/'],
    ],
    out: 'dist',
  },
  'a script tag for a module': {
    dependencies: {},
    files: { 'index.html': `${PAGE}<script type="module" src="./node_modules/vanishing-point/vanishing-point.js"></script></body></html>` },
    build: [],
    out: '.',
  },
  'a plain script tag': {
    dependencies: {},
    files: { 'index.html': `${PAGE}<script src="./node_modules/vanishing-point/vanishing-point.classic.js"></script></body></html>` },
    build: [],
    out: '.',
  },
};

describe('the package', () => {
  /** @type {Awaited<ReturnType<typeof projects>>} */
  let project;
  /** @type {import('../browser/driver/types.js').Browser} */
  let browser;

  before(async () => {
    project = await projects('packaging');
    browser = await launch('chromium');
  });
  after(() => browser?.close());

  for (const [name, { dependencies, files, build, out }] of Object.entries(PROJECTS)) {
    test(`loads and trains with ${name}`, async () => {
      const folder = await project(name, dependencies, files);
      for (const [program, ...args] of build) {
        if (program === 'copy') mkdirSync(`${folder}/dist`, { recursive: true });
        if (program === 'copy') cpSync(`${folder}/${args[0]}`, `${folder}/${args[1]}${args[0]?.split('/').at(-1)}`);
        else await execute(/** @type {string} */ (program), args, { cwd: folder });
      }
      const server = await serve(`${folder}/${out}`);
      await browser.open(server.url);
      const weights = await browser.evaluate(async () => {
        await customElements.whenDefined('vanishing-point');
        const element = /** @type {HTMLElementTagNameMap['vanishing-point']} */ (document.querySelector('vanishing-point'));
        await element.train(5);
        /** @type {Record<string, string>} */
        const all = {};
        for (const cell of element.experiment.cells) {
          const file = await element.weights(cell);
          // The numbers alone, without names and metadata.
          const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', file.slice(8 + Number(new DataView(file).getBigUint64(0, true)))));
          all[cell] = Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
        }
        return all;
      });
      // Browsers ask every host for this one.
      const missing = server.missing.filter((path) => path !== '/favicon.ico');
      const troubles = await browser.evaluate(() => globalThis.__troubles);
      await server.close();
      assert.deepEqual(weights, expected);
      assert.deepEqual(troubles, []);
      assert.deepEqual(missing, []);
    });
  }

  test('trains in Node without a page', async () => {
    const folder = await project('node', {}, {
      'main.js': `import { createHash } from 'node:crypto';
import { defaults, Engine } from 'vanishing-point/engine';
const engine = await Engine.create();
const experiment = defaults();
await engine.start(experiment);
await engine.advance(5);
const all = {};
for (const cell of experiment.cells) {
  const file = await engine.weights(cell);
  const numbers = file.slice(8 + Number(new DataView(file).getBigUint64(0, true)));
  all[cell] = createHash('sha256').update(new Uint8Array(numbers)).digest('hex');
}
engine.dispose();
console.log(JSON.stringify(all));
`,
    });
    const { stdout } = await execute('node', ['main.js'], { cwd: folder });
    assert.deepEqual(JSON.parse(stdout), expected);
  });
});
