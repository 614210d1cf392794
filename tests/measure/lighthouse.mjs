/**
 * Lighthouse's scores of dist/ as a good static host serves it, desktop and mobile, several times, and what the last
 * report advises. Build first; performance depends on the machine and on what else it does.
 *
 *     node tests/measure/lighthouse.mjs [--runs 3]
 */

import { parseArgs } from 'node:util';

import { advice, audit } from '../browser/audit.js';

const { values } = parseArgs({ options: { runs: { type: 'string', default: '3' } } });
const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'];
const METRICS = ['first-contentful-paint', 'largest-contentful-paint', 'total-blocking-time', 'cumulative-layout-shift', 'speed-index'];

for (const device of ['desktop', 'mobile']) {
  let report;
  for (let run = 0; run < Number(values.runs); run++) {
    report = await audit(device, CATEGORIES);
    const scores = CATEGORIES.map((name) => `${name} ${Math.round(report.categories[name].score * 100)}`);
    console.log(`${device}: ${scores.join(', ')}; ${METRICS.map((name) => `${name} ${report.audits[name].displayValue}`).join(', ')}`);
  }
  for (const line of advice(report)) console.log(`  ${line}`);
}
