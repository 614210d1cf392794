/** The engine's own files in Node: the core is read from disk, and a lane's worker is a thread. */

import { readFileSync } from 'node:fs';
import { Worker as Thread } from 'node:worker_threads';

export function coreSource() {
  return readFileSync(new URL('./vanishing-point.wasm', import.meta.url));
}

/** @param {string} name */
export function dataSource(name) {
  return readFileSync(new URL(`./data/${name}`, import.meta.url));
}

export function workerSource() {
  return new URL('./vanishing-point-worker.node.js', import.meta.url);
}

/** A script on the disk tells by itself what is wrong with it. */
export function diagnoseWorker() {
  return Promise.resolve(null);
}

/**
 * A thread with the manners of a browser's worker, as far as the engine uses them.
 *
 * @param {string | URL} url
 */
export function spawnWorker(url) {
  return new NodeWorker(url);
}

class NodeWorker extends EventTarget {
  /** @param {string | URL} url */
  constructor(url) {
    super();
    this.thread = new Thread(url);
    this.thread.on('message', (data) => this.dispatchEvent(new MessageEvent('message', { data })));
    this.thread.on('messageerror', () => this.dispatchEvent(new Event('messageerror')));
    this.thread.on('error', (error) => this.dispatchEvent(Object.assign(new Event('error'), { message: error.message })));
    this.thread.on('exit', () => this.dispatchEvent(new Event('error')));
  }

  /**
   * @param {unknown} message
   * @param {ArrayBuffer[]} [transfer]
   */
  postMessage(message, transfer) {
    this.thread.postMessage(message, transfer);
  }

  terminate() {
    void this.thread.terminate();
  }
}
