/** Lighthouse's audit of the finished page, from a host as people have them. */

import { fileURLToPath } from 'node:url';

import lighthouse, { desktopConfig } from 'lighthouse';

import { start } from './driver/chromium.js';
import { freePort } from './driver/process.js';
import { host } from './host.js';

const dist = fileURLToPath(new URL('../../dist', import.meta.url));

/**
 * @param {'desktop' | 'mobile'} device
 * @param {string[]} categories Lighthouse's names
 */
export async function audit(device, categories) {
  const server = await host(dist);
  const port = await freePort();
  const browser = await start(`--remote-debugging-port=${port}`);
  try {
    const result = await lighthouse(server.url, { port, output: 'json', logLevel: 'error', onlyCategories: categories }, device === 'desktop' ? desktopConfig : undefined);
    if (result === undefined) throw new Error('Lighthouse gave no report.');
    return result.lhr;
  } finally {
    await browser.close();
    await server.close();
  }
}

/**
 * What a report still advises: every audit that is not passed, and what it says of it.
 *
 * @param {Awaited<ReturnType<typeof audit>>} report
 */
export const advice = ({ audits }) =>
  Object.values(audits)
    .filter(({ score, scoreDisplayMode }) => score !== null && score < 0.9 && scoreDisplayMode !== 'informative')
    .map(({ id, title, displayValue }) => `${id}: ${title}${displayValue === undefined ? '' : ` (${displayValue})`}`);
