/** Where runners live: in Chromium's workers, in Node's, or as programs of their own. All are asked in the same way. */

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';

import { launch } from '../tests/browser/driver/chromium.js';
import { serve } from '../tests/browser/server.js';

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '');

/**
 * @typedef {object} Place
 * @property {string} version
 * @property {(runner: string) => Promise<void>} open starts a runner afresh
 * @property {(runner: string, message: object) => Promise<any>} ask
 * @property {() => Promise<void>} close ends all runners
 * @property {() => Promise<void>} leave ends the place itself
 */

/** @returns {Promise<Place & { isLost: () => boolean }>} */
export async function chromium() {
  // Some peers evaluate strings as code, which the page's own policy forbids.
  const server = await serve(root, null);
  const browser = await launch();
  await browser.open(`${server.url}benches/page.html`);
  await browser.evaluate(async () => {
    while (globalThis.bench === undefined) await new Promise((resolve) => setTimeout(resolve, 10));
  });
  let lost = false;
  /**
   * @template Result
   * @param {Promise<Result>} answer
   */
  const watched = async (answer) => {
    try {
      return await answer;
    } catch (error) {
      lost ||= /has been closed|crashed/i.test(String(error));
      throw error;
    }
  };
  return {
    version: browser.version,
    isLost: () => lost,
    open: (runner) => watched(browser.evaluate((name) => globalThis.bench.open(name), runner)),
    ask: (runner, message) => watched(browser.evaluate((name, what) => globalThis.bench.ask(name, what), runner, message)),
    close: () => watched(browser.evaluate(() => globalThis.bench.close())),
    leave: async () => {
      await browser.close().catch(() => {});
      await server.close();
    },
  };
}

/** @returns {Promise<Place>} */
export async function node() {
  /** @type {Map<string, Worker>} */
  const workers = new Map();
  const next = (/** @type {Worker} */ worker) =>
    new Promise((resolve, reject) => {
      worker.once('error', reject);
      worker.once('message', (answer) => {
        worker.off('error', reject);
        if (answer.error === undefined) resolve(answer);
        else reject(new Error(answer.error));
      });
    });
  let lastId = 0;
  const close = async () => {
    for (const worker of workers.values()) await worker.terminate();
    workers.clear();
  };
  return {
    version: process.versions.node,
    open: async (runner) => {
      const worker = new Worker(new URL(`runners/${runner}.js`, import.meta.url));
      workers.set(runner, worker);
      await next(worker);
    },
    ask: (runner, message) => {
      const worker = /** @type {Worker} */ (workers.get(runner));
      const answer = next(worker);
      worker.postMessage({ id: ++lastId, ...message });
      return answer;
    },
    close,
    leave: close,
  };
}

/**
 * A program that answers each line of JSON with one.
 *
 * @param {string} program
 * @param {string[]} args
 * @returns {Promise<Place>}
 */
export async function native(program, args) {
  const child = spawn(program, args, { cwd: root, stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const read = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`${program} ${args.join(' ')} has ended.`);
    const answer = JSON.parse(value);
    if (answer.error !== undefined) throw new Error(answer.error);
    return answer;
  };
  const { version } = await read();
  let lastId = 0;
  return {
    version,
    open: async () => {},
    ask: (_, message) => {
      child.stdin.write(`${JSON.stringify({ id: ++lastId, ...message })}\n`);
      return read();
    },
    close: async () => {},
    leave: async () => child.stdin.end(),
  };
}
