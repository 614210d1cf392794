import { describe, expect, test } from 'vitest';

import type { Failure, FileKind } from './failure';
import { loadMessages } from './index';
import { flaws } from './mechanics';

const [english, chinese] = await Promise.all([loadMessages('en'), loadMessages('zh')]);

const FILES: readonly FileKind[] = ['core', 'data', 'worker', 'model'];
const address = 'https://example.org/vp/file';
const CASES: readonly Failure[] = [
  ...FILES.flatMap((file): Failure[] => [
    { kind: 'unreachable', file, address, offline: true, otherOrigin: false },
    { kind: 'unreachable', file, address, offline: false, otherOrigin: false },
    { kind: 'unreachable', file, address, offline: false, otherOrigin: true },
    { kind: 'status', file, address, status: 404 },
    { kind: 'status', file, address, status: 503 },
    { kind: 'html', file, address },
    { kind: 'cut', file, address, expected: 1234 },
    { kind: 'cut', file, address, expected: null },
    { kind: 'damaged', file, address, bytes: 77 },
    { kind: 'damaged', file, address: null, bytes: 77 },
    { kind: 'noAddress', file },
  ]),
  { kind: 'type', address, type: 'text/plain' },
  { kind: 'versions', address },
  { kind: 'versions', address: null },
  { kind: 'noWebAssembly' },
  { kind: 'noSimd' },
  { kind: 'wasmPolicy' },
  { kind: 'workerPolicy', source: 'blob:' },
  { kind: 'trustedTypes', name: 'vanishing-point' },
  { kind: 'swallowed' },
  { kind: 'part', address, offline: false },
  { kind: 'part', address: null, offline: false },
  { kind: 'part', address: null, offline: true },
];

describe('a failure to load or to start', () => {
  test.each(CASES)('%o is said with its address and numbers in both languages', (failure) => {
    const [en, zh] = [english.failures(failure), chinese.failures(failure)];
    const given = Object.values(failure).filter((value) => typeof value === 'number' || (typeof value === 'string' && /[:/]/.test(value)));
    // Where there is no network, it matters little where from.
    if (failure.kind !== 'part' || !failure.offline) for (const value of given) for (const text of [en, zh]) expect(text).toContain(String(value));
    expect(en).toMatch(/[.}]$/);
    expect(zh).toMatch(/。$/);
    expect(zh).not.toBe(en);
    expect([...flaws(en, 'en'), ...flaws(zh, 'zh')]).toEqual([]);
    for (const text of [en, zh]) expect(text).not.toMatch(/undefined|null|NaN/);
  });

  test('is said in other words for each cause', () => {
    for (const { failures } of [english, chinese]) {
      const texts = CASES.map(failures);
      expect(new Set(texts).size).toBe(CASES.length);
    }
  });
});
