/**
 * Runs test files one after the other in this process, so that each browser engine is started once for all of them.
 *
 *     node tests/browser/every.js page.browser-test.js past.browser-test.js
 */

import { test } from 'node:test';

for (const file of process.argv.slice(2)) {
  const url = new URL(file, import.meta.url).href;
  // A file that cannot be loaded is a test that failed, and no reason to leave out the others.
  await import(url).catch((error) => test(file, () => Promise.reject(error)));
}
