/** What docs/embedding.md shows is run: every block marked `html run`, against the files that the build leaves. */

import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { engines, launch } from './driver/index.js';
import { serve } from './server.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const guide = readFileSync(join(root, 'docs/embedding.md'), 'utf8');
const snippets = Array.from(guide.matchAll(/^## (.*)$|^```html run\n([^]*?)^```$/gm)).reduce(
  (/** @type {{heading: string, found: {heading: string, html: string}[]}} */ { heading, found }, [, title, html]) =>
    title !== undefined ? { heading: title, found } : { heading, found: [...found, { heading, html: html ?? '' }] },
  { heading: '', found: [] },
).found;

// How a snippet loads is the same text in every engine; what the element then does is tested in all of them elsewhere.
if (engines.includes('chromium')) {
  describe('the snippets of the embedding guide', () => {
    /** @type {string} */
    let folder;
    /** @type {import('./driver/types.js').Browser} */
    let browser;
    /** @type {Awaited<ReturnType<typeof serve>>} */
    let server;

    before(async () => {
      folder = mkdtempSync(join(tmpdir(), 'vanishing-point-docs-'));
      cpSync(join(root, 'dist'), folder, { recursive: true });
      snippets.forEach(({ html }, index) =>
        writeFileSync(join(folder, `snippet-${index}.html`), `<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><title>Snippet</title><link rel="icon" href="glyph.svg"><style>body { max-width: 760px; margin: 20px auto; }</style></head>\n<body>\n${html}</body>\n</html>\n`),
      );
      // A reader's page has scripts and styles of its own.
      server = await serve(folder, null);
      browser = await launch('chromium');
    });

    after(async () => {
      await browser?.close();
      await server?.close();
      rmSync(folder, { recursive: true, force: true });
    });

    test('are there', () => assert.ok(snippets.length >= 6, `${snippets.length} snippets`));

    test('the reference names attributes, properties and methods that there are', async () => {
      const section = (/** @type {string} */ title) => guide.split(`### ${title}\n`)[1]?.split('\n#')[0] ?? '';
      const words = (/** @type {string} */ text, /** @type {RegExp} */ pattern) => Array.from(text.matchAll(pattern), ([, word]) => word ?? '');
      const attributes = words(section('Attributes'), /^\| `([a-z-]+)`/gm);
      const members = words(words(section('Properties and methods'), /^\| (`.*?) \|/gm).join(' '), /`([a-z]+)/g);
      assert.ok(attributes.length >= 9 && members.length >= 10, `${attributes.join()} ${members.join()}`);
      await browser.open(`${server.url}snippet-0.html`);
      const missing = await browser.evaluate(
        (attributes, members) => {
          const element = document.querySelector('vanishing-point');
          const known = /** @type {typeof HTMLElement & {observedAttributes: string[]}} */ (element?.constructor).observedAttributes;
          return [...attributes.filter((name) => !known.includes(name)), ...members.filter((name) => !(name in (element ?? {})))];
        },
        attributes,
        members,
      );
      assert.deepEqual(missing, []);
    });

    snippets.forEach(({ heading }, index) => {
      test(`${heading}, snippet ${index + 1}: every element in it shows a model that trains`, async () => {
        await browser.open(`${server.url}snippet-${index}.html`);
        let seen = { elements: 0, ready: 0, heights: /** @type {number[]} */ ([]) };
        for (let attempt = 0; attempt < 300; attempt++) {
          seen = await browser.evaluate(() => {
            const documents = [document, ...Array.from(document.querySelectorAll('iframe'), (frame) => frame.contentDocument)];
            const elements = documents.flatMap((each) => (each === null ? [] : Array.from(each.querySelectorAll('vanishing-point'))));
            const lanes = (/** @type {HTMLElementTagNameMap['vanishing-point']} */ each) => Object.values(each.status?.lanes ?? {});
            return {
              elements: elements.length,
              ready: elements.filter((each) => lanes(each).length > 0 && lanes(each).every((lane) => Number.isFinite(lane?.loss))).length,
              heights: elements.map((each) => each.getBoundingClientRect().height),
            };
          });
          if (seen.elements > 0 && seen.ready === seen.elements) break;
          await sleep(50);
        }
        assert.ok(seen.elements > 0 && seen.ready === seen.elements, JSON.stringify(seen));
        for (const height of seen.heights) assert.ok(height > 100, `${height} px high`);
        assert.deepEqual(await browser.evaluate(() => globalThis.__troubles), []);
        assert.deepEqual(server.missing, []);
      });
    });
  });
}
