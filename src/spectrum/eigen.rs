//! Eigenvalues of real matrices: Hessenberg form, then Francis' double-shift QR.

use super::householder::Reflection;

/// Iterations for one pair of eigenvalues after which they are given up: LAPACK's limit, twice.
const ITERATIONS: usize = 60;

/// Every so many iterations without a result the shift is an exceptional one, without which some matrices, a
/// cyclic permutation among them, stand still.
const PATIENCE: usize = 10;

/// The eigenvalues [re, im] of a `size` × `size` row-major matrix, in no order; `None` if one is not found.
///
/// The method is EISPACK's `orthes` and `hqr` (Martin, Peters & Wilkinson 1970). Unlike there, exceptional
/// shifts are taken for as long as it takes.
pub(super) fn eigenvalues(mut matrix: Vec<f64>, size: usize) -> Option<Vec<[f64; 2]>> {
    for k in 0..size {
        let column = (k + 1..size).map(|row| matrix[row * size + k]).collect();
        if let Some(reflection) = Reflection::new(k + 1, column) {
            reflection.from_left(&mut matrix, size);
            reflection.from_right(&mut matrix, size);
        }
    }
    let mut form = Hessenberg {
        norm: matrix.iter().map(|value| value.abs()).sum(),
        values: matrix,
        size,
        shifted: 0.0,
    };
    let mut found = Vec::with_capacity(size);
    let mut left = size;
    let mut iterations = 0;
    while left > 0 {
        let last = left - 1;
        let first = form.block_before(last);
        match last - first {
            0 => found.push([form.at(last, last) + form.shifted, 0.0]),
            1 => found.extend(form.pair(last)),
            _ if iterations == ITERATIONS => return None,
            _ => {
                let exceptional = iterations % PATIENCE == PATIENCE - 1;
                form.iterate(first, last, exceptional);
                iterations += 1;
                continue;
            }
        }
        left = first;
        iterations = 0;
    }
    Some(found)
}

/// A matrix with zeros below its first subdiagonal; what stands there in memory is not read.
struct Hessenberg {
    values: Vec<f64>,
    size: usize,
    /// The sum of all magnitudes.
    norm: f64,
    /// What exceptional shifts have taken off the diagonal.
    shifted: f64,
}

impl Hessenberg {
    fn at(&self, row: usize, column: usize) -> f64 {
        self.values[row * self.size + column]
    }

    fn at_mut(&mut self, row: usize, column: usize) -> &mut f64 {
        &mut self.values[row * self.size + column]
    }

    /// Where the block that ends at `last` begins: below a subdiagonal element that is negligible.
    fn block_before(&self, last: usize) -> usize {
        let negligible = |&k: &usize| {
            let around = self.at(k - 1, k - 1).abs() + self.at(k, k).abs();
            let around = if around == 0.0 { self.norm } else { around };
            self.at(k, k - 1).abs() <= f64::EPSILON * around
        };
        (1..=last).rev().find(negligible).unwrap_or(0)
    }

    /// The eigenvalues of the block of two that ends at `last`.
    fn pair(&self, last: usize) -> [[f64; 2]; 2] {
        let end = self.at(last, last);
        let product = self.at(last, last - 1) * self.at(last - 1, last);
        let half = 0.5 * (self.at(last - 1, last - 1) - end);
        let discriminant = half * half + product;
        let root = discriminant.abs().sqrt();
        let end = end + self.shifted;
        if discriminant < 0.0 {
            return [[end + half, root], [end + half, -root]];
        }
        let far = half + root.copysign(half);
        let near = if far == 0.0 { 0.0 } else { -product / far };
        [[end + far, 0.0], [end + near, 0.0]]
    }

    /// One implicit double-shift QR step on the block of `first..=last`, which has three rows or more.
    fn iterate(&mut self, first: usize, last: usize, exceptional: bool) {
        let (mut x, mut y) = (self.at(last, last), self.at(last - 1, last - 1));
        let mut w = self.at(last, last - 1) * self.at(last - 1, last);
        if exceptional {
            self.shifted += x;
            for k in 0..=last {
                *self.at_mut(k, k) -= x;
            }
            let size = self.at(last, last - 1).abs() + self.at(last - 1, last - 2).abs();
            (x, y, w) = (0.75 * size, 0.75 * size, -0.4375 * size * size);
        }
        // The step may begin below two subdiagonal elements whose product is negligible.
        let mut start = last - 2;
        let mut bulge = loop {
            let z = self.at(start, start);
            let (r, s) = (x - z, y - z);
            let bulge = scaled([
                (r * s - w) / self.at(start + 1, start) + self.at(start, start + 1),
                self.at(start + 1, start + 1) - z - r - s,
                self.at(start + 2, start + 1),
            ])
            .0;
            if start == first {
                break bulge;
            }
            let [p, q, r] = bulge.map(f64::abs);
            let around = self.at(start - 1, start - 1).abs() + z.abs();
            let around = around + self.at(start + 1, start + 1).abs();
            if self.at(start, start - 1).abs() * (q + r) <= f64::EPSILON * p * around {
                break bulge;
            }
            start -= 1;
        };
        for k in start + 2..=last {
            *self.at_mut(k, k - 2) = 0.0;
            if k > start + 2 {
                *self.at_mut(k, k - 3) = 0.0;
            }
        }
        for k in start..last {
            let three = k + 1 < last;
            let mut size = 1.0;
            if k > start {
                let third = if three { self.at(k + 2, k - 1) } else { 0.0 };
                (bulge, size) = scaled([self.at(k, k - 1), self.at(k + 1, k - 1), third]);
            }
            let [p, q, r] = bulge;
            let length = (p * p + q * q + r * r).sqrt().copysign(p);
            if length == 0.0 {
                continue;
            }
            if k > start {
                *self.at_mut(k, k - 1) = -length * size;
            } else if first < start {
                *self.at_mut(k, k - 1) *= -1.0;
            }
            let p = p + length;
            let (left, right) = ([p / length, q / length, r / length], [1.0, q / p, r / p]);
            let rows = if three { 3 } else { 2 };
            for column in k..=last {
                let dot: f64 = (0..rows).map(|i| right[i] * self.at(k + i, column)).sum();
                for i in 0..rows {
                    *self.at_mut(k + i, column) -= dot * left[i];
                }
            }
            for row in first..=last.min(k + 3) {
                let dot: f64 = (0..rows).map(|i| left[i] * self.at(row, k + i)).sum();
                for i in 0..rows {
                    *self.at_mut(row, k + i) -= dot * right[i];
                }
            }
        }
    }
}

/// Three numbers divided by the sum of their magnitudes, and that sum.
fn scaled(values: [f64; 3]) -> ([f64; 3], f64) {
    let sum = values[0].abs() + values[1].abs() + values[2].abs();
    if sum == 0.0 {
        (values, 1.0)
    } else {
        (values.map(|value| value / sum), sum)
    }
}
