import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import type { Experiment } from '../generated/types';
import { dataFor, fetchData } from './data';
import { dataFileOf, taskOf } from './tasks';

/** A name of its own for each test: what was fetched once is kept. */
let tests = 0;
let name = '';

const answer = (body: BodyInit | null, status = 200) => vi.fn((_url: URL) => Promise.resolve(new Response(body, { status })));

beforeEach(() => {
  name = `set-${++tests}.txt`;
});
afterEach(() => {
  vi.unstubAllGlobals();
});

test('a data set is fetched once, from beside the script, whoever asks for it', async () => {
  const fetched = answer('abc');
  vi.stubGlobal('fetch', fetched);
  const [first, second] = await Promise.all([fetchData(name), fetchData(name)]);
  expect([...first]).toEqual([97, 98, 99]);
  expect(second).toBe(first);
  expect(await fetchData(name)).toBe(first);
  expect(fetched).toHaveBeenCalledTimes(1);
  expect(String(fetched.mock.calls[0]?.[0])).toMatch(new RegExp(`/engine/data/${name}$`));
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

test('a task by rule has no data, nor has one that the core will refuse; a task with data has the set that its parameter names, or else its first', async () => {
  expect(await dataFor({ task: 'recall' } as Experiment)).toBeNull();
  expect(await dataFor({ task: 'chess' } as unknown as Experiment)).toBeNull();
  const { choices, parameter } = taskOf('text').data!;
  expect(choices.length).toBeGreaterThan(1);
  for (const { name: choice, file } of choices) expect(dataFileOf({ task: 'text', [parameter!]: choice } as unknown as Experiment)).toBe(file);
  expect(dataFileOf({ task: 'text', [parameter!]: 'nothing' } as unknown as Experiment)).toBe(choices[0]!.file);
});
