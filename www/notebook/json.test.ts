import { expect, test } from 'vitest';

import { asJson } from './json';

test('numbers that JSON does not know are written as Python reads them, and doubles to the last bit', () => {
  expect(asJson({ a: [1 / 3, Number.NaN, -Infinity, Infinity, null], b: new Map([['x', Float64Array.of(0.1, -Infinity)]]) }))
    .toBe('{"a":[0.3333333333333333,NaN,-Infinity,Infinity,null],"b":{"x":[0.1,-Infinity]}}');
});

test('words of the user stay words', () => {
  expect(asJson({ text: 'NaN "Infinity"' })).toBe(String.raw`{"text":"NaN \"Infinity\""}`);
});
