/** The package for learning platforms, in one: scorm-again plays the platform around the packed page. */

import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { unzipSync } from 'fflate';

import { engines, launch } from './driver/index.js';
import { serve } from './server.js';

const at = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));
const folder = mkdtempSync(`${tmpdir()}/scorm-`);

/** Lays a package out as a platform does, and a page of the platform beside it. @param {string} id */
function unpack(id) {
  mkdirSync(`${folder}/${id}`);
  const files = unzipSync(readFileSync(at(`../../dist-scorm/${id}.zip`)));
  for (const [name, bytes] of Object.entries(files)) writeFileSync(`${folder}/${id}/${name}`, bytes);
  writeFileSync(`${folder}/${id}.html`, `<!doctype html><html lang="en"><head><title>Platform</title><script src="scorm12.min.js"></script><script src="recorder.js"></script></head><body></body></html>`);
  return Object.keys(files);
}

for (const name of engines.filter((each) => each === 'chromium')) {
  describe(`in a learning platform in ${name}`, () => {
    /** @type {import('./driver/types.js').Browser} */
    let browser;
    /** @type {Awaited<ReturnType<typeof serve>>} */
    let server;
    before(async () => {
      copyFileSync(at('../../node_modules/scorm-again/dist/scorm12.min.js'), `${folder}/scorm12.min.js`);
      server = await serve(folder, null);
      browser = await launch(name);
    });
    after(async () => {
      await browser?.close();
      await server?.close();
      rmSync(folder, { recursive: true });
    });

    /** Opens a package with what the platform kept of an earlier visit. */
    const open = async (/** @type {string} */ id, /** @type {object | null} */ kept, /** @type {string} */ hash = '') => {
      await browser.open(`${server.url}${id}.html`);
      await browser.evaluate(({ id, kept, hash }) => {
        const platform = /** @type {any} */ (globalThis);
        platform.API = new platform.Scorm12API({ autocommit: false, logLevel: 5 });
        if (kept !== null) platform.API.loadFromJSON(kept, '');
        const frame = document.createElement('iframe');
        Object.assign(frame, { src: `${id}/index.html${hash}`, width: '1000', height: '700' });
        document.body.append(frame);
      }, { id, kept, hash });
    };
    const until = async (/** @type {string} */ what, /** @type {() => boolean} */ condition) => {
      for (let look = 0; look < 6000; look++) {
        if (await browser.evaluate(condition)) return;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      assert.fail(`It never came about: ${what}`);
    };
    const core = () => browser.evaluate(() => {
      const api = /** @type {any} */ (globalThis).API;
      const get = (/** @type {string} */ key) => String(api.cmi ? key.split('.').reduce((all, each) => all[each], api.cmi) : '');
      return { status: get('core.lesson_status'), raw: get('core.score.raw'), data: get('suspend_data'), count: api.cmi.interactions.childArray.length };
    });
    const choose = (/** @type {number} */ choice) => browser.evaluate((choice) => {
      const page = /** @type {HTMLIFrameElement} */ (document.querySelector('iframe')).contentDocument;
      /** @type {HTMLElement} */ (page?.querySelector(`[data-choice="${choice}"]`)).click();
    }, choice);

    test('a lesson reports score and progress, and takes its predictions up again', async () => {
      assert.deepEqual(unpack('learning'), ['imsmanifest.xml', 'index.html']);
      assert.match(readFileSync(`${folder}/learning/imsmanifest.xml`, 'utf8'), /<schemaversion>1\.2<.*<title>Vanishing Point: Learning from the end<.*scormtype="sco" href="index\.html"/s);
      await open('learning', null, '#lesson=learning&beat=4&lang=en');
      await until('its question is asked', () => (document.querySelector('iframe')?.contentDocument?.querySelectorAll('[data-choice]').length ?? 0) > 0);
      assert.deepEqual(await core(), { status: 'incomplete', raw: '', data: '', count: 0 });
      await choose(0);
      assert.deepEqual(await core(), { status: 'completed', raw: '0', data: 'learning:A', count: 1 });
      await open('learning', { suspend_data: 'learning:B' });
      await until('the prediction is there again', () => document.querySelector('iframe')?.contentDocument?.querySelector('[data-choice="1"]')?.getAttribute('aria-pressed') === 'true');
    });

    test('the course counts the questions of all lessons', async () => {
      unpack('course');
      await open('course', { suspend_data: 'window:CB traps:C' }, '#lesson=learning&beat=4&lang=en');
      await until('a question is asked', () => (document.querySelector('iframe')?.contentDocument?.querySelectorAll('[data-choice]').length ?? 0) > 0);
      await choose(1);
      const { status, raw, data } = await core();
      assert.equal(status, 'incomplete');
      // Questions of a lesson that are not answered yet are dashes.
      const asked = JSON.parse(readFileSync(at('../../www/lessons/traps.json'), 'utf8')).beats.filter((/** @type {object} */ beat) => 'right' in beat).length;
      assert.ok(asked > 1);
      assert.equal(data, `window:CB learning:B traps:C${'-'.repeat(asked - 1)}`);
      assert.ok(Number(raw) > 0 && Number(raw) < 50, raw);
    });
  });
}
