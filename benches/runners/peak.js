/** What the machine's 128-bit vectors can do at most in this engine: peak.wat, whose one repetition is 24 × 4 × 1000 operations. */

import { serve } from './serve.js';

const source = new URL('../../target/bench/peak.wasm', import.meta.url);

async function bytes() {
  if (typeof self !== 'undefined') return (await fetch(source)).arrayBuffer();
  return (await import('node:fs/promises')).readFile(source);
}

const { instance } = await WebAssembly.instantiate(await bytes());
const multiplyAdd = /** @type {(repetitions: number) => number} */ (instance.exports['multiply_add']);

serve(() => {
  let result = 0;
  return {
    run: (count) => {
      result = multiplyAdd(count * 1000);
    },
    report: () => ({ result }),
  };
});
