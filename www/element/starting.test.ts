import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { someStart, start } from './starting';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('an element starts until its start has ended, well or badly', async () => {
  const done = Promise.resolve();
  start(done);
  const failed = Promise.reject(new Error('no network'));
  start(failed);
  expect(someStart()).toBe(true);
  await done;
  await failed.catch(() => undefined);
  expect(someStart()).toBe(false);
});

test('nobody waits for ever for one that never comes to its first frame', () => {
  start(new Promise(() => undefined));
  vi.advanceTimersByTime(19_000);
  expect(someStart()).toBe(true);
  vi.advanceTimersByTime(2000);
  expect(someStart()).toBe(false);
});
