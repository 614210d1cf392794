/** Weights in the safetensors format: 8 bytes of length, a JSON header padded to a multiple of 8, then the numbers. */

/** A file larger than this is not read: 64 MB. */
export const LARGEST = 64 * 2 ** 20;

export interface Tensor {
  shape: readonly number[];
  /** Row-major. */
  data: Float32Array;
}

interface Header {
  __metadata__?: Record<string, string>;
  [name: string]: unknown;
}

interface Entry {
  dtype: string;
  shape: number[];
  data_offsets: [number, number];
}

/** Stands before the names of a GRU that resets before the product, which `nn.GRU` must not take for its own. */
const RESET_BEFORE = 'reset_before.';

/**
 * The tensors by the names that PyTorch has for them; a GRU that resets before the product has them, too.
 *
 * @throws RangeError when the bytes are no safetensors file of f32 tensors.
 */
export function readSafetensors(buffer: ArrayBuffer): Map<string, Tensor> {
  const { header, start } = split(buffer);
  const tensors = new Map<string, Tensor>();
  for (const [name, entry] of Object.entries(header) as [string, Entry][]) {
    if (name === '__metadata__') continue;
    if (entry.dtype !== 'F32') throw new RangeError(`${name} is of type ${entry.dtype}, but only F32 is read.`);
    // Copied, because the numbers need not begin at a multiple of four bytes.
    const [begin, end] = entry.data_offsets;
    const plain = name.startsWith(RESET_BEFORE) ? name.slice(RESET_BEFORE.length) : name;
    tensors.set(plain, { shape: entry.shape, data: new Float32Array(buffer.slice(start + begin, start + end)) });
  }
  return tensors;
}

/** What the file says of its weights. @throws RangeError when the bytes are no safetensors file. */
export function readMetadata(buffer: ArrayBuffer): Record<string, string> {
  return split(buffer).header.__metadata__ ?? {};
}

/** The same file with one more line in its metadata; the same line gives the same bytes. */
export function addMetadata(buffer: ArrayBuffer, key: string, value: string): ArrayBuffer {
  const { header, start } = split(buffer);
  const { __metadata__: known, ...tensors } = header;
  const text = new TextEncoder().encode(JSON.stringify({ __metadata__: { ...known, [key]: value }, ...tensors }));
  const length = Math.ceil(text.length / 8) * 8;
  const bytes = new Uint8Array(8 + length + buffer.byteLength - start).fill(0x20);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length), true);
  bytes.set(text, 8);
  bytes.set(new Uint8Array(buffer, start), 8 + length);
  return bytes.buffer;
}

/** A tensor to be written, little-endian. */
export interface Written {
  name: string;
  dtype: 'U8' | 'I16' | 'F32' | 'F64';
  shape: readonly number[];
  bytes: Uint8Array;
}

/** A file of these tensors, with these words about them. */
export function makeSafetensors(tensors: readonly Written[], metadata: Readonly<Record<string, string>>): Uint8Array<ArrayBuffer> {
  return assemble({ __metadata__: { ...metadata } }, new Uint8Array(), tensors);
}

/** A tensor as its bytes, whatever its type. */
export interface Raw {
  name: string;
  dtype: string;
  shape: readonly number[];
  bytes: Uint8Array;
}

/** Every tensor of a file in its order, and the words about them. @throws RangeError when the bytes are no safetensors file. */
export function readTensors(file: Uint8Array): { metadata: Record<string, string>; tensors: Raw[] } {
  const { header, start } = split(file.slice().buffer);
  const { __metadata__: metadata = {}, ...entries } = header;
  const tensors = Object.entries(entries as Record<string, Entry>).map(([name, { dtype, shape, data_offsets: [begin, end] }]) => (
    { name, dtype, shape, bytes: file.subarray(start + begin, start + end) }));
  return { metadata, tensors };
}

/** The same file with more tensors in it. */
export function appendTensors(file: Uint8Array, tensors: readonly Written[]): Uint8Array {
  const { header, start } = split(file.slice().buffer);
  return assemble(header, file.subarray(start), tensors);
}

function assemble(known: Header, before: Uint8Array, tensors: readonly Written[]): Uint8Array<ArrayBuffer> {
  const header: Header = { ...known };
  let end = before.length;
  for (const { name, dtype, shape, bytes } of tensors) {
    header[name] = { dtype, shape, data_offsets: [end, end + bytes.length] };
    end += bytes.length;
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const start = 8 + Math.ceil(text.length / 8) * 8;
  const file = new Uint8Array(start + end).fill(0x20, 0, start);
  new DataView(file.buffer).setBigUint64(0, BigInt(start - 8), true);
  file.set(text, 8);
  file.set(before, start);
  let at = start + before.length;
  for (const { bytes } of tensors) {
    file.set(bytes, at);
    at += bytes.length;
  }
  return file;
}

function split(buffer: ArrayBuffer): { header: Header; start: number } {
  const length = buffer.byteLength < 8 ? Infinity : Number(new DataView(buffer).getBigUint64(0, true));
  if (8 + length > buffer.byteLength) throw new RangeError(`A safetensors file has a header of at least 8 bytes that fits in it; this one has ${buffer.byteLength} bytes.`);
  const start = 8 + length;
  try {
    const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 8, length))) as Header;
    if (isHeader(header, buffer.byteLength - start)) return { header, start };
  } catch {
    // It is no JSON, which the sentence below says.
  }
  throw new RangeError('The header of a safetensors file names tensors that lie in the file; this one does not.');
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const areCounts = (values: unknown): values is number[] => Array.isArray(values) && values.every((value) => Number.isSafeInteger(value) && value >= 0);

function isHeader(header: unknown, length: number): header is Header {
  if (!isRecord(header)) return false;
  return Object.entries(header).every(([name, entry]) => {
    if (!isRecord(entry)) return false;
    if (name === '__metadata__') return Object.values(entry).every((value) => typeof value === 'string');
    const { dtype, shape, data_offsets: offsets } = entry;
    return typeof dtype === 'string' && areCounts(shape) && areCounts(offsets) && offsets.length === 2 && offsets[0]! <= offsets[1]! && offsets[1]! <= length;
  });
}
