/**
 * One runner in one worker: it prepares work, runs it, and says how long that took.
 *
 * A runner module calls `serve` with one function that prepares a piece of work. Messages come in as
 * `{ id, verb, key, … }`, and each is answered by `{ id, … }`. It works the same in a browser's worker and in Node's.
 *
 * @typedef {object} Workload
 * @property {string} cell
 * @property {number} hidden H
 * @property {number} symbols V, one-hot inputs as well as outputs
 * @property {number} steps T
 * @property {number} batch B
 * @property {number} layers L
 * @property {string} work what one repetition is: `update` for all runners, more for the engine and the peak
 * @property {Record<string, unknown>} settings what the experiment has besides, for the engine
 *
 * @typedef {object} Work
 * @property {(count: number) => void} run does it so many times, and is done when it returns
 * @property {() => Record<string, unknown>} report what is known of the work done so far, such as its last loss
 */

/** @param {(workload: Workload) => Work | Promise<Work>} prepare */
export async function serve(prepare) {
  /** @type {Map<string, Work>} */
  const works = new Map();

  /** @param {{ verb: string, key: string, workload: Workload, count: number }} message */
  async function answer({ verb, key, workload, count }) {
    if (verb === 'prepare') {
      works.set(key, await prepare(workload));
      return {};
    }
    const work = works.get(key);
    if (work === undefined) throw new Error(`Nothing is prepared as ${key}.`);
    if (verb === 'report') return work.report();
    const began = performance.now();
    work.run(count);
    return { seconds: (performance.now() - began) / 1000 };
  }

  const port = typeof self === 'undefined' ? (await import('node:worker_threads')).parentPort : self;
  port.onmessage = async ({ data }) => {
    try {
      port.postMessage({ id: data.id, ...(await answer(data)) });
    } catch (error) {
      port.postMessage({ id: data.id, error: String(error?.message ?? error) });
    }
  };
  port.postMessage({ ready: true });
}

/**
 * The same pseudo-random symbols for every runner (a linear congruential generator, Numerical Recipes).
 *
 * @param {number} seed
 */
export function symbols(seed) {
  let state = seed >>> 0;
  return (/** @type {number} */ below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** How many batches a peer learns in turn. They are laid out before the clock starts. */
export const BATCHES = 4;

/**
 * Random inputs and targets of one batch, time-major: entry t·B + b.
 *
 * @param {Workload} workload
 * @param {number} seed
 */
export function batch({ symbols: below, steps, batch: sequences }, seed) {
  const next = symbols(seed);
  const rows = steps * sequences;
  return {
    inputs: Int32Array.from({ length: rows }, () => next(below)),
    targets: Int32Array.from({ length: rows }, () => next(below)),
  };
}
