/** Lighthouse finds nothing to better in what does not depend on the machine; performance is measured, not tested. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { advice, audit } from './audit.js';
import { engines } from './driver/index.js';

describe('Lighthouse', { skip: !engines.includes('chromium') }, () => {
  for (const device of /** @type {const} */ (['desktop', 'mobile'])) {
    test(`gives accessibility, best practices and search engines 100 of 100 on ${device}`, async () => {
      const report = await audit(device, ['accessibility', 'best-practices', 'seo']);
      const scores = Object.fromEntries(Object.entries(report.categories).map(([name, { score }]) => [name, score]));
      assert.deepEqual(scores, { accessibility: 1, 'best-practices': 1, seo: 1 }, advice(report).join('\n'));
    });
  }
});
