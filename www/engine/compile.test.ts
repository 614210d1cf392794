import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { compileCore } from './compile';

/** The smallest module: magic and version. */
const EMPTY = Uint8Array.of(0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00);
/** An address of its own for each test: what was compiled once is kept. */
let tests = 0;
let URL = '';

function answer(body: BodyInit | null, init: ResponseInit): void {
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(body, init)));
}

beforeEach(() => (URL = `https://example.org/core-${++tests}.wasm`));
afterEach(() => vi.unstubAllGlobals());

test('a module is compiled as its host sends it', async () => {
  answer(EMPTY, { headers: { 'Content-Type': 'application/wasm' } });
  expect(await compileCore(URL)).toBeInstanceOf(WebAssembly.Module);
});

test('a module is compiled also from a host that does not know its type', async () => {
  answer(EMPTY, { headers: { 'Content-Type': 'application/octet-stream' } });
  expect(await compileCore(URL)).toBeInstanceOf(WebAssembly.Module);
});

test('a missing module is named with its address and the answer', async () => {
  answer(null, { status: 404 });
  await expect(compileCore(URL)).rejects.toThrow(`The core could not be fetched from ${URL}: the server answered 404.`);
});

test('a host that cannot be reached is named', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('network')));
  await expect(compileCore(URL)).rejects.toThrow(`The core could not be fetched from ${URL}.`);
});

test('what is no module is said to need a browser that runs it', async () => {
  answer('<!doctype html>', { headers: { 'Content-Type': 'application/wasm' } });
  await expect(compileCore(URL)).rejects.toThrow('it needs WebAssembly with 128-bit SIMD');
});

test('a module is fetched and compiled once, whoever asks for it', async () => {
  const fetched = vi.fn(() => Promise.resolve(new Response(EMPTY, { headers: { 'Content-Type': 'application/wasm' } })));
  vi.stubGlobal('fetch', fetched);
  const [first, second] = await Promise.all([compileCore(URL), compileCore(URL)]);
  expect(second).toBe(first);
  expect(await compileCore(URL)).toBe(first);
  expect(fetched).toHaveBeenCalledTimes(1);
});

test('a module that could not be had may be had later', async () => {
  answer(null, { status: 503 });
  await expect(compileCore(URL)).rejects.toThrow('503');
  answer(EMPTY, { headers: { 'Content-Type': 'application/wasm' } });
  expect(await compileCore(URL)).toBeInstanceOf(WebAssembly.Module);
});
