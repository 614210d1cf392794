/** Reads weights in the safetensors format: 8 bytes of length, a JSON header, then the numbers. */

export interface Tensor {
  shape: readonly number[];
  /** Row-major. */
  data: Float32Array;
}

/** @throws RangeError when the bytes are no safetensors file of f32 tensors. */
export function readSafetensors(buffer: ArrayBuffer): Map<string, Tensor> {
  const length = buffer.byteLength < 8 ? Infinity : Number(new DataView(buffer).getBigUint64(0, true));
  if (8 + length > buffer.byteLength) throw new RangeError(`A safetensors file has a header of at least 8 bytes that fits in it; this one has ${buffer.byteLength} bytes.`);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 8, length))) as Record<string, { dtype: string; shape: number[]; data_offsets: [number, number] }>;
  const tensors = new Map<string, Tensor>();
  for (const [name, entry] of Object.entries(header)) {
    if (name === '__metadata__') continue;
    if (entry.dtype !== 'F32') throw new RangeError(`${name} is of type ${entry.dtype}, but only F32 is read.`);
    // Copied, because the numbers need not begin at a multiple of four bytes.
    const [begin, end] = entry.data_offsets;
    tensors.set(name, { shape: entry.shape, data: new Float32Array(buffer.slice(8 + length + begin, 8 + length + end)) });
  }
  return tensors;
}
