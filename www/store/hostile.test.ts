import { expect, test } from 'vitest';

import { readAddress, writeAddress } from './address';
import { PARAMETERS } from './parameters';
import { parse, validate } from './validate';

const PIECES = ['<img src=x onerror=alert(1)>', '"><script>alert(1)</script>', 'javascript:alert(1)', '1e400', '-0', 'NaN', '99999999999999999999', '0x10', '１２', '%00', '%E0%A4%A', '\u0000', '\ud800', '\u202e', 'none', 'rnn,lstm', 'rnn,rnn', '__proto__', 'constructor', '[]', '{}', '', ' ', '&', '=', '#', ';'];
const KEYS = [...PARAMETERS.map(({ key }) => key as string), '__proto__', 'constructor', 'toString', 'panels', 'controls', 't', 'unit', 'hide', 'changes', 'update', 'nonsense'];

/** Numerical Recipes' generator: the same hostility every time. */
function* random(seed: number): Generator<number, never, number> {
  let state = seed;
  let below = yield 0;
  for (;;) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    below = yield Math.floor((state / 2 ** 32) * below);
  }
}

test('100,000 hostile addresses and attributes throw nothing, and what is in force is always allowed', { timeout: 120_000 }, () => {
  const numbers = random(1);
  numbers.next(0);
  const next = (below: number) => numbers.next(below).value;
  const text = () => Array.from({ length: 1 + next(3) }, () => (next(4) === 0 ? String.fromCharCode(next(65536)) : PIECES[next(PIECES.length)]!)).join('');
  let complaints = 0;
  for (let round = 0; round < 100_000; round++) {
    const key = KEYS[next(KEYS.length)]!;
    const value = text();
    const address = readAddress(`#${key}=${next(2) === 0 ? value : encodeURIComponent(value.replaceAll(/\p{Surrogate}/gu, '\ufffd'))}&${text()}`);
    const { experiment, problems } = validate(round % 2 === 0 ? address.given : { [key]: parse(key, value) });
    complaints += problems.length;
    if (validate(experiment).problems.length > 0) expect.fail(`${key}=${value} put ${JSON.stringify(experiment)} in force.`);
    writeAddress(experiment, [], address.view, address.unknown);
  }
  expect(complaints).toBeGreaterThan(20_000);
});
