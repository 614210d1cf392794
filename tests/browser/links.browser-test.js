/** The built pages say what their links show; nothing else of the site asks for that picture. */

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { engines } from './driver/index.js';

const dist = fileURLToPath(new URL('../../dist/', import.meta.url));
const read = (/** @type {string} */ file) => readFileSync(dist + file, 'utf8');

// They are read from the disk, as what reads links does without a browser: once is enough.
describe('a link to a page', { skip: !engines.includes('chromium') }, () => {
  for (const page of ['index.html', 'scenes.html', 'embed.html']) {
    test(`shows title, sentence and picture of ${page}`, () => {
      const tags = new Map([...read(page).matchAll(/<meta (?:property|name)="([^"]+)" content="([^"]+)">/g)].map(([, key, content]) => [key, content]));
      for (const key of ['og:title', 'og:description', 'og:image:alt', 'og:locale', 'og:locale:alternate', 'twitter:card']) assert.ok(tags.get(key), key);
      const image = /** @type {string} */ (tags.get('og:image'));
      assert.ok(existsSync(dist + image.split('/').at(-1)), image);
    });
  }

  test('costs a visit nothing: no page shows the picture, and the service worker does not keep it', () => {
    for (const page of ['index.html', 'scenes.html', 'embed.html']) {
      const tags = read(page).match(/<[^>]*preview\.png[^>]*>/g) ?? [];
      assert.deepEqual(tags.map((tag) => /^<meta /.test(tag)), [true]);
    }
    assert.ok(!read('service-worker.js').includes('preview.png'));
    assert.ok(!read('vanishing-point-offline.html').includes('og:image'));
  });
});
