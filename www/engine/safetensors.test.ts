import { describe, expect, test } from 'vitest';

import { addMetadata, readMetadata, readSafetensors } from './safetensors';

function file(header: object, numbers: readonly number[]): ArrayBuffer {
  const text = new TextEncoder().encode(JSON.stringify(header));
  const bytes = new Uint8Array(8 + text.length + 4 * numbers.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  bytes.set(new Uint8Array(Float32Array.from(numbers).buffer), 8 + text.length);
  return bytes.buffer;
}
const entry = (shape: number[], from: number, to: number) => ({ dtype: 'F32', shape, data_offsets: [from, to] });
const weights = (prefix = '') => file({ __metadata__: { format: 'pt', cell: 'gru' }, [`${prefix}bias_hh_l0`]: entry([2], 0, 8), 'readout.bias': entry([1], 8, 12) }, [1, -2, 0.5]);

describe('safetensors', () => {
  test('tensors come by PyTorch’s names, also those of a GRU that resets before the product', () => {
    for (const prefix of ['', 'reset_before.']) {
      const tensors = readSafetensors(weights(prefix));
      expect([...tensors.keys()]).toEqual(['bias_hh_l0', 'readout.bias']);
      expect(tensors.get('bias_hh_l0')).toEqual({ shape: [2], data: Float32Array.of(1, -2) });
      expect(tensors.get('readout.bias')!.data).toEqual(Float32Array.of(0.5));
    }
  });

  test('a line of metadata is added behind the others, the numbers stay, and equal lines give equal bytes', () => {
    const link = 'https://example.org/vp/#cells=gru&caption=né';
    const once = addMetadata(weights('reset_before.'), 'link', link);
    expect(readMetadata(once)).toEqual({ format: 'pt', cell: 'gru', link });
    expect(Object.keys(readMetadata(once))).toEqual(['format', 'cell', 'link']);
    expect(readSafetensors(once)).toEqual(readSafetensors(weights()));
    expect(Number(new DataView(once).getBigUint64(0, true)) % 8).toBe(0);
    expect(new Uint8Array(addMetadata(weights('reset_before.'), 'link', link))).toEqual(new Uint8Array(once));
  });

  test('what is no file of f32 tensors is refused in a sentence', () => {
    expect(() => readSafetensors(new ArrayBuffer(4))).toThrow('has a header of at least 8 bytes');
    expect(() => readSafetensors(file({ x: { ...entry([1], 0, 8), dtype: 'F64' } }, [0, 0]))).toThrow('x is of type F64, but only F32 is read.');
  });
});
