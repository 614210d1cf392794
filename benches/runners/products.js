/**
 * C += A·B by hand, two ways: the plain triple loop, and tiles of 4 × 4 kept in local variables.
 *
 * A matrix is `[values, offset, rowStride, columnStride]`, so that a transpose is a swap of strides.
 *
 * @typedef {[values: Float32Array, offset: number, row: number, column: number]} View
 * @typedef {(a: View, b: View, c: View, m: number, k: number, n: number) => void} Product A is m × k, B is k × n
 */

/** @type {Product} */
export function plain([a, a0, ai, ak], [b, b0, bk, bj], [c, c0, ci, cj], m, k, n) {
  if (bk < bj) {
    // B's columns are contiguous: a scalar product for each element.
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < n; j++) {
        let sum = 0;
        for (let p = 0; p < k; p++) sum += a[a0 + i * ai + p * ak] * b[b0 + p * bk + j * bj];
        c[c0 + i * ci + j * cj] += sum;
      }
    }
    return;
  }
  for (let i = 0; i < m; i++) {
    for (let p = 0; p < k; p++) {
      const left = a[a0 + i * ai + p * ak];
      for (let j = 0; j < n; j++) c[c0 + i * ci + j * cj] += left * b[b0 + p * bk + j * bj];
    }
  }
}

/** @type {Product} */
export function blocked(viewA, viewB, viewC, m, k, n) {
  const [a, a0, ai, ak] = viewA;
  const [b, b0, bk, bj] = viewB;
  const [c, c0, ci, cj] = viewC;
  const rows = m - (m % 4);
  const columns = n - (n % 4);
  for (let i = 0; i < rows; i += 4) {
    for (let j = 0; j < columns; j += 4) {
      let c00 = 0, c01 = 0, c02 = 0, c03 = 0;
      let c10 = 0, c11 = 0, c12 = 0, c13 = 0;
      let c20 = 0, c21 = 0, c22 = 0, c23 = 0;
      let c30 = 0, c31 = 0, c32 = 0, c33 = 0;
      let at = a0 + i * ai;
      let bt = b0 + j * bj;
      for (let p = 0; p < k; p++) {
        const a_0 = a[at], a_1 = a[at + ai], a_2 = a[at + 2 * ai], a_3 = a[at + 3 * ai];
        const b_0 = b[bt], b_1 = b[bt + bj], b_2 = b[bt + 2 * bj], b_3 = b[bt + 3 * bj];
        c00 += a_0 * b_0; c01 += a_0 * b_1; c02 += a_0 * b_2; c03 += a_0 * b_3;
        c10 += a_1 * b_0; c11 += a_1 * b_1; c12 += a_1 * b_2; c13 += a_1 * b_3;
        c20 += a_2 * b_0; c21 += a_2 * b_1; c22 += a_2 * b_2; c23 += a_2 * b_3;
        c30 += a_3 * b_0; c31 += a_3 * b_1; c32 += a_3 * b_2; c33 += a_3 * b_3;
        at += ak;
        bt += bk;
      }
      const ct = c0 + i * ci + j * cj;
      c[ct] += c00; c[ct + cj] += c01; c[ct + 2 * cj] += c02; c[ct + 3 * cj] += c03;
      c[ct + ci] += c10; c[ct + ci + cj] += c11; c[ct + ci + 2 * cj] += c12; c[ct + ci + 3 * cj] += c13;
      c[ct + 2 * ci] += c20; c[ct + 2 * ci + cj] += c21; c[ct + 2 * ci + 2 * cj] += c22; c[ct + 2 * ci + 3 * cj] += c23;
      c[ct + 3 * ci] += c30; c[ct + 3 * ci + cj] += c31; c[ct + 3 * ci + 2 * cj] += c32; c[ct + 3 * ci + 3 * cj] += c33;
    }
  }
  // What no tile covers: the columns on the right, then the rows at the bottom.
  if (columns < n && rows > 0) {
    plain(viewA, [b, b0 + columns * bj, bk, bj], [c, c0 + columns * cj, ci, cj], rows, k, n - columns);
  }
  if (rows < m) plain([a, a0 + rows * ai, ai, ak], viewB, [c, c0 + rows * ci, ci, cj], m - rows, k, n);
}
