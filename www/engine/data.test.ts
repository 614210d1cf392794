import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { fetchData } from './data';

/** A name of its own for each test: what was fetched once is kept. */
let tests = 0;
let name = '';

const answer = (body: BodyInit | null, status = 200) => vi.fn(() => Promise.resolve(new Response(body, { status })));

beforeEach(() => {
  name = `set-${++tests}.txt`;
});
afterEach(() => vi.unstubAllGlobals());

test('a data set is fetched once, from beside the script, whoever asks for it', async () => {
  const fetched = answer('abc');
  vi.stubGlobal('fetch', fetched);
  const [first, second] = await Promise.all([fetchData(name), fetchData(name)]);
  expect([...first]).toEqual([97, 98, 99]);
  expect(second).toBe(first);
  expect(await fetchData(name)).toBe(first);
  expect(fetched).toHaveBeenCalledTimes(1);
  expect(String(fetched.mock.calls.at(0)?.at(0))).toMatch(new RegExp(`/engine/data/${name}$`));
});

test('a data set that is missing is named with its address and the answer, and may be had later', async () => {
  vi.stubGlobal('fetch', answer(null, 404));
  await expect(fetchData(name)).rejects.toMatchObject({ failure: { kind: 'status', file: 'data', status: 404, address: expect.stringContaining(`/data/${name}`) as string } });
  vi.stubGlobal('fetch', answer('a'));
  expect(await fetchData(name)).toHaveLength(1);
});

test('a host that cannot be reached is named', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('network')));
  await expect(fetchData(name)).rejects.toThrow(new RegExp(`^The data set could not be fetched from .*/${name}: no answer`));
});

test('a web page in place of the data set is called that', async () => {
  vi.stubGlobal('fetch', () => Promise.resolve(new Response('<!doctype html>', { headers: { 'Content-Type': 'text/html' } })));
  await expect(fetchData(name)).rejects.toMatchObject({ failure: { kind: 'html', file: 'data' } });
});
