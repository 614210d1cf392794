import { readFileSync } from 'node:fs';

import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import type { Failure } from '../i18n/failure';
import { compileCore } from './compile';

const CORE = new Uint8Array(readFileSync(new URL('../generated/vanishing_point_bg.wasm', import.meta.url)));
/** The smallest module: magic and version. */
const EMPTY = Uint8Array.of(0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00);
/** An address of its own for each test: what was compiled once is kept. */
let tests = 0;
let address = '';

function answer(body: BodyInit | null, init: ResponseInit): void {
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(body, init)));
}
const WASM = { headers: { 'Content-Type': 'application/wasm' } };
/** Fails for one reason, which is told as data and in one sentence that names the address. */
async function expectFailure(failure: Failure): Promise<void> {
  await expect(compileCore(address)).rejects.toMatchObject({ name: 'LoadError', failure });
  if ('address' in failure) await expect(compileCore(address)).rejects.toThrow(address);
}

beforeEach(() => (address = `https://example.org/core-${++tests}.wasm`));
afterEach(() => vi.unstubAllGlobals());

test('a module is compiled as its host sends it', async () => {
  answer(EMPTY, WASM);
  expect(await compileCore(address)).toBeInstanceOf(WebAssembly.Module);
});

test('a module is compiled also from a host that does not know its type', async () => {
  answer(EMPTY, { headers: { 'Content-Type': 'application/octet-stream' } });
  expect(await compileCore(address)).toBeInstanceOf(WebAssembly.Module);
});

test('a module is compiled from its bytes, and bytes that are none are said to be damaged', async () => {
  expect(await compileCore(EMPTY)).toBeInstanceOf(WebAssembly.Module);
  await expect(compileCore(Uint8Array.of(1, 2, 3))).rejects.toMatchObject({ failure: { kind: 'damaged', file: 'core', address: null, bytes: 3 } });
});

test('a missing module is named with its address and the answer', async () => {
  answer(null, { status: 404 });
  await expectFailure({ kind: 'status', file: 'core', address, status: 404 });
});

test('a host that cannot be reached is named, and whether the device has a network', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('network')));
  await expectFailure({ kind: 'unreachable', file: 'core', address, offline: false, otherOrigin: false });
  vi.stubGlobal('navigator', { onLine: false });
  await expectFailure({ kind: 'unreachable', file: 'core', address, offline: true, otherOrigin: false });
});

test.each(['text/html; charset=utf-8', 'application/wasm'])('a web page in place of the module is called that, sent as %s', async (type) => {
  answer('\n<!doctype html><title>Not found</title>', { headers: { 'Content-Type': type } });
  await expectFailure({ kind: 'html', file: 'core', address });
});

test('a module of which the end is missing is said to be damaged, and so is one with wrong bytes in it', async () => {
  answer(CORE.slice(0, 1000), WASM);
  await expectFailure({ kind: 'damaged', file: 'core', address, bytes: 1000 });
  answer(CORE.map((byte, index) => (index > 200 && index < 400 ? byte ^ 0xff : byte)), WASM);
  await expectFailure({ kind: 'damaged', file: 'core', address, bytes: CORE.length });
});

test('a connection that ends too early is told apart from a damaged file', async () => {
  const cut = () => new ReadableStream({
    start(controller) {
      controller.enqueue(CORE.slice(0, 1000));
      controller.error(new TypeError('terminated'));
    },
  });
  answer(cut(), { headers: { ...WASM.headers, 'Content-Length': String(CORE.length) } });
  await expect(compileCore(address)).rejects.toMatchObject({ failure: { kind: 'cut', file: 'core', address, expected: CORE.length } });
});

test('a browser without WebAssembly, one without SIMD and a policy against it are told apart', async () => {
  answer(EMPTY, WASM);
  vi.stubGlobal('WebAssembly', { ...WebAssembly, instantiate: WebAssembly.instantiate, validate: () => false });
  await expectFailure({ kind: 'noSimd' });
  vi.stubGlobal('WebAssembly', { instantiate: () => Promise.reject(new WebAssembly.CompileError('policy')), validate: () => false });
  await expectFailure({ kind: 'wasmPolicy' });
  vi.unstubAllGlobals();
  answer(EMPTY, WASM);
  const { WebAssembly: whole } = globalThis;
  Reflect.deleteProperty(globalThis, 'WebAssembly');
  try {
    await expectFailure({ kind: 'noWebAssembly' });
  } finally {
    globalThis.WebAssembly = whole;
  }
});

test('a module is fetched and compiled once, whoever asks for it', async () => {
  const fetched = vi.fn(() => Promise.resolve(new Response(EMPTY, WASM)));
  vi.stubGlobal('fetch', fetched);
  const [first, second] = await Promise.all([compileCore(address), compileCore(address)]);
  expect(second).toBe(first);
  expect(await compileCore(address)).toBe(first);
  expect(fetched).toHaveBeenCalledTimes(1);
});

test('a module that could not be had may be had later', async () => {
  answer(null, { status: 503 });
  await expectFailure({ kind: 'status', file: 'core', address, status: 503 });
  answer(EMPTY, WASM);
  expect(await compileCore(address)).toBeInstanceOf(WebAssembly.Module);
});
