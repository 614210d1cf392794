/** The still picture that stands for an element before it has loaded is what the core computes today. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { measurePoster } from './poster.js';

test('the still picture shows what the core computes; tests/measure/poster.mjs draws it anew', () => {
  assert.deepEqual(JSON.parse(readFileSync(new URL('../../www/element/poster.json', import.meta.url), 'utf8')), measurePoster());
});
