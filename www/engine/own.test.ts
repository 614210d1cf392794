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
  expect((['text', 'sentiment', 'digits', 'recall', 'speech'] as const).map(ownKindOf)).toEqual(['text', 'sentence', 'drawing', null, 'voice']);
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

test('a voice is added to the utterances in the numbers of the set', async () => {
  vi.mocked(dataFor).mockResolvedValue(file('speech.safetensors'));
  const after = await ownData({ task: 'speech' } as Experiment, JSON.stringify({ speaker: 4, frames: Array.from({ length: 8 }, (_, frame) => Array.from({ length: 12 }, (_, index) => (index === 0 ? frame / 10 : 9))) }));
  const start = 8 + Number(new DataView(after.buffer, after.byteOffset).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(after.subarray(8, start))) as Record<string, { dtype: string; shape: number[]; data_offsets: [number, number] }>;
  const bytes = (name: string) => after.slice(start + header[name]!.data_offsets[0], start + header[name]!.data_offsets[1]);
  expect([header['own.values']!.dtype, header['own.values']!.shape]).toEqual(['I16', [8, 12]]);
  const values = new Int16Array(bytes('own.values').buffer);
  // What the set's numbers cannot hold ends at the largest of them.
  expect([values[0], values[1], values[12], values[84]]).toEqual([0, 32_767, 1000, 7000]);
  expect([...bytes('own.lengths'), ...bytes('own.classes')]).toEqual([8, 4]);
});

test('a series of own values has windows that leave most of it to begin at', () => {
  expect(divided(24)).toEqual({ window: 6, heldOut: 4 });
  expect(divided(3000)).toEqual({ window: 60, heldOut: 600 });
});
