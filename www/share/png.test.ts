import { inflateSync } from 'node:zlib';

import { expect, test } from 'vitest';

import { dataUrl, encodePng } from './png';

/** The chunks of a PNG file by their names. */
function chunksOf(file: Uint8Array): Record<string, Uint8Array> {
  const view = new DataView(file.buffer);
  const chunks: Record<string, Uint8Array> = {};
  for (let at = 8; at < file.length;) {
    const length = view.getUint32(at);
    chunks[String.fromCharCode(...file.subarray(at + 4, at + 8))] = file.subarray(at + 8, at + 8 + length);
    at += length + 12;
  }
  return chunks;
}

const image = { width: 2, height: 2, data: Uint8ClampedArray.of(1, 2, 3, 255, 4, 5, 6, 255, 7, 8, 9, 128, 0, 0, 0, 0) };

test('a picture has its size, and its pixels unchanged', async () => {
  const { IHDR, IDAT, IEND } = chunksOf(await encodePng(image));
  expect([...IHDR!]).toEqual([0, 0, 0, 2, 0, 0, 0, 2, 8, 6, 0, 0, 0]);
  expect([...inflateSync(IDAT!)]).toEqual([0, 1, 2, 3, 255, 4, 5, 6, 255, 0, 7, 8, 9, 128, 0, 0, 0, 0]);
  expect(IEND).toHaveLength(0);
});

test('enlarged, every pixel is a block', async () => {
  const { IHDR, IDAT } = chunksOf(await encodePng({ width: 1, height: 1, data: Uint8ClampedArray.of(9, 8, 7, 255) }, 3, 2));
  expect([...IHDR!.subarray(0, 8)]).toEqual([0, 0, 0, 3, 0, 0, 0, 2]);
  const line = [0, 9, 8, 7, 255, 9, 8, 7, 255, 9, 8, 7, 255];
  expect([...inflateSync(IDAT!)]).toEqual([...line, ...line]);
});

test('the end of a file is the same in all: the check sum is that of the standard', async () => {
  expect([...(await encodePng(image)).subarray(-12)]).toEqual([0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82]);
});

test('an address holds a file of any length', () => {
  const bytes = Uint8Array.from({ length: 100_000 }, (_, index) => index % 251);
  expect([...Buffer.from(dataUrl(bytes, 'image/png').split(',')[1]!, 'base64')]).toEqual([...bytes]);
});
