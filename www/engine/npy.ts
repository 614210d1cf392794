/** NumPy's `.npy` files, in which the core reads tables of numbers. */

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
/** What numbers begin at a multiple of. */
const ALIGNMENT = 64;

/** Rows of numbers, or rows of rows. */
export type Nested = readonly (number | Nested)[];

export const isNpy = (bytes: Uint8Array): boolean => MAGIC.every((byte, index) => bytes[index] === byte);

/** Numbers in row-major order as a file of float64. */
export function npyOf(values: ArrayLike<number>, shape: readonly number[]): Uint8Array {
  const header = `{'descr': '<f8', 'fortran_order': False, 'shape': (${shape.map((size) => `${size},`).join(' ')}), }`;
  const start = MAGIC.length + 4;
  const length = Math.ceil((start + header.length + 1) / ALIGNMENT) * ALIGNMENT - start;
  const bytes = new Uint8Array(start + length + 8 * values.length);
  bytes.set([...MAGIC, 1, 0, length & 0xff, length >> 8]);
  bytes.set(new TextEncoder().encode(`${header.padEnd(length - 1)}\n`), start);
  const view = new DataView(bytes.buffer, start + length);
  for (let index = 0; index < values.length; index++) view.setFloat64(8 * index, values[index]!, true);
  return bytes;
}

/** The same of nested arrays. @throws RangeError when rows have different lengths. */
export function npyOfRows(rows: Nested): Uint8Array {
  const shape: number[] = [];
  for (let inner: number | Nested | undefined = rows; Array.isArray(inner); inner = inner[0] as number | Nested | undefined) shape.push(inner.length);
  const values: number[] = [];
  const add = (item: number | Nested, depth: number) => {
    if (typeof item === 'number') {
      if (depth !== shape.length) throw new RangeError('Rows of numbers must all be equally long.');
      values.push(item);
      return;
    }
    if (item.length !== shape[depth]) throw new RangeError('Rows of numbers must all be equally long.');
    for (const each of item) add(each, depth + 1);
  };
  add(rows, 0);
  return npyOf(values, shape);
}
