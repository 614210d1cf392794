import { readFileSync } from 'node:fs';
import { beforeEach, expect, test, vi } from 'vitest';
import type { Experiment } from '../generated/types';
import { divided, ownData, ownKindOf } from './own';
import { readMetadata } from './safetensors';

const file = (name: string) => new Uint8Array(readFileSync(new URL(`../../data/${name}`, import.meta.url)));

vi.mock('./data', () => ({ dataFor: vi.fn() }));
const { dataFor } = await import('./data');
beforeEach(() => vi.mocked(dataFor).mockReset());

test('each task of data takes what can be shown or learned of it', () => {
  expect((['text', 'sentiment', 'digits', 'recall', 'speech'] as const).map(ownKindOf)).toEqual(['text', 'sentence', 'drawing', null, null]);
});

test('a sentence stands in one line behind the grammar', async () => {
  vi.mocked(dataFor).mockResolvedValue(file('sentiment.txt'));
  const text = new TextDecoder().decode(await ownData({ task: 'sentiment' } as Experiment, 'the film\nwas  good .'));
  expect(text.split('\n').slice(-2)).toEqual(['own: the film was good .', '']);
  expect(text.startsWith(new TextDecoder().decode(file('sentiment.txt')))).toBe(true);
});

test('a drawing is added to the images, which stay as they are', async () => {
  const before = file('digits.safetensors');
  vi.mocked(dataFor).mockResolvedValue(before);
  const shades = Array.from({ length: 64 }, (_, index) => index % 17);
  const after = await ownData({ task: 'digits' } as Experiment, JSON.stringify({ digit: 3, shades }));
  const read = (bytes: Uint8Array) => {
    const start = 8 + Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, start))) as Record<string, { data_offsets: [number, number] }>;
    return (name: string) => [...bytes.subarray(start + header[name]!.data_offsets[0], start + header[name]!.data_offsets[1])];
  };
  expect(read(after)('own.images')).toEqual(shades);
  expect(read(after)('own.classes')).toEqual([3]);
  expect(read(after)('train.classes')).toEqual(read(before)('train.classes'));
  expect(readMetadata(after.slice().buffer).licence).toBe('CC BY 4.0');
});

test('a series of own values has windows that leave most of it to begin at', () => {
  expect(divided(24)).toEqual({ window: 6, heldOut: 4 });
  expect(divided(3000)).toEqual({ window: 60, heldOut: 600 });
});
