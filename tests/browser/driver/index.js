/** The three engines that the page must work in. */

import * as chromium from './chromium.js';
import * as firefox from './firefox.js';
import * as webkit from './webkit.js';

const ENGINES = { chromium, firefox, webkit };

/** @typedef {keyof typeof ENGINES} EngineName */

/** Which engines to drive: those that the environment names (it is xtask that decides), or all that are installed. */
export const engines = /** @type {EngineName[]} */ (
  process.env['VANISHING_POINT_ENGINES']?.split(',').filter(Boolean) ??
    Object.keys(ENGINES).filter((name) => ENGINES[/** @type {EngineName} */ (name)].installed() !== null)
);

/**
 * @param {EngineName} name
 * @returns {Promise<import('./types.js').Browser>}
 */
export async function launch(name) {
  if (ENGINES[name].installed() === null) throw new Error(`${name} is not installed.`);
  return ENGINES[name].launch();
}
