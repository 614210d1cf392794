/** PNG files from numbers, without a canvas. */

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

/** What is drawn pixel by pixel: four bytes a pixel, as in ImageData. */
export interface Pixels {
  width: number;
  height: number;
  data: Uint8ClampedArray;
}

/** The image with every pixel enlarged to `across` × `down`, as a PNG file (RGBA, 8 bits). */
export async function encodePng({ width, height, data }: Pixels, across = 1, down = 1): Promise<Uint8Array<ArrayBuffer>> {
  const row = 1 + 4 * width * across;
  const raw = new Uint8Array(row * height * down);
  const pixels = new Uint32Array(data.buffer, data.byteOffset, width * height);
  // Copied first, because a line begins with one byte for its filter, and words must lie at multiples of four.
  const line = new Uint32Array(width * across);
  const bytes = new Uint8Array(line.buffer);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < line.length; x++) line[x] = pixels[y * width + Math.floor(x / across)]!;
    for (let copy = 0; copy < down; copy++) raw.set(bytes, (y * down + copy) * row + 1);
  }
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width * across);
  view.setUint32(4, height * down);
  header.set([8, 6, 0, 0, 0], 8);
  // The format deflate of this interface is zlib's, which is PNG's.
  const packed = new Uint8Array(await new Response(new Blob([raw]).stream().pipeThrough(new CompressionStream('deflate'))).arrayBuffer());
  return joined([SIGNATURE, chunk('IHDR', header), chunk('IDAT', packed), chunk('IEND', new Uint8Array(0))]);
}

/** A file as an address that holds it. */
export function dataUrl(bytes: Uint8Array, type: string): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += 0x8000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return `data:${type};base64,${btoa(binary)}`;
}

function chunk(name: string, content: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(content.length + 12);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, content.length);
  for (let index = 0; index < 4; index++) bytes[4 + index] = name.charCodeAt(index);
  bytes.set(content, 8);
  view.setUint32(8 + content.length, crc(bytes.subarray(4, 8 + content.length)));
  return bytes;
}

/** CRC-32 as PNG has it. */
function crc(bytes: Uint8Array): number {
  let register = 0xffffffff;
  for (const byte of bytes) {
    register ^= byte;
    for (let bit = 0; bit < 8; bit++) register = (register >>> 1) ^ (register & 1 ? 0xedb88320 : 0);
  }
  return (register ^ 0xffffffff) >>> 0;
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
