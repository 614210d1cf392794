//! The parts of a step whose gates are held, one after the other: the same bits as in one loop, and much less code. Not on
//! the way of a run without held gates.

use crate::kernel::real::Real;
use crate::kernel::{Lanes, Matrix, MatrixMut, update};

/// σ of every number.
#[inline(never)]
pub(super) fn sigmoid_each<F: Real>(numbers: MatrixMut<F>) {
    update([numbers], [], unit_sigmoid::<F::Lanes>);
}

/// tanh of every number.
#[inline(never)]
pub(super) fn tanh_each<F: Real>(numbers: MatrixMut<F>) {
    update([numbers], [], unit_tanh::<F::Lanes>);
}

#[inline(always)]
fn unit_sigmoid<V: Lanes>([a]: [V; 1], []: [V; 0]) -> [V; 1] {
    [a.sigmoid()]
}

#[inline(always)]
fn unit_tanh<V: Lanes>([a]: [V; 1], []: [V; 0]) -> [V; 1] {
    [a.tanh()]
}

/// a ⊙ b + c ⊙ d.
#[inline(never)]
pub(super) fn write_products<F: Real>(
    mut out: MatrixMut<F>,
    [a, b]: [Matrix<F>; 2],
    [c, d]: [Matrix<F>; 2],
) {
    for row in 0..out.rows() {
        let (a, b, c, d) = (a.row(row), b.row(row), c.row(row), d.row(row));
        for (index, out) in out.row_mut(row).iter_mut().enumerate() {
            *out = a[index] * b[index] + c[index] * d[index];
        }
    }
}

/// a ⊙ b.
#[inline(never)]
pub(super) fn write_product<F: Real>(mut out: MatrixMut<F>, [a, b]: [Matrix<F>; 2]) {
    for row in 0..out.rows() {
        let (a, b) = (a.row(row), b.row(row));
        for (index, out) in out.row_mut(row).iter_mut().enumerate() {
            *out = a[index] * b[index];
        }
    }
}

/// Adds a ⊙ b.
#[inline(never)]
pub(super) fn add_product<F: Real>(mut out: MatrixMut<F>, [a, b]: [Matrix<F>; 2]) {
    for row in 0..out.rows() {
        let (a, b) = (a.row(row), b.row(row));
        for (index, out) in out.row_mut(row).iter_mut().enumerate() {
            *out += a[index] * b[index];
        }
    }
}

/// (1 − z) ⊙ a + z ⊙ b.
#[inline(never)]
pub(super) fn write_blend<F: Real>(mut out: MatrixMut<F>, z: Matrix<F>, [a, b]: [Matrix<F>; 2]) {
    for row in 0..out.rows() {
        let (z, a, b) = (z.row(row), a.row(row), b.row(row));
        for (index, out) in out.row_mut(row).iter_mut().enumerate() {
            *out = (F::one() - z[index]) * a[index] + z[index] * b[index];
        }
    }
}
