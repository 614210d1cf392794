//! Singular values: Golub & Kahan's bidiagonal form, and the implicit QL method on what belongs to it.

use super::householder::Reflection;

/// Iterations for one value after which it is given up: LAPACK's limit, twice.
const ITERATIONS: usize = 60;

/// The singular values of a `size` × `size` row-major matrix, in no order; `None` if one is not found.
///
/// The bidiagonal B with diagonal d and superdiagonal e has the singular values σ if and only if the symmetric
/// tridiagonal matrix with zeros on its diagonal and d₁, e₁, d₂, e₂ … beside it has the eigenvalues ±σ
/// (Golub & Kahan 1965).
pub(super) fn singular_values(mut matrix: Vec<f64>, size: usize) -> Option<Vec<f64>> {
    let mut beside = Vec::with_capacity(2 * size);
    for k in 0..size {
        let column = (k..size).map(|row| matrix[row * size + k]).collect();
        if let Some(reflection) = Reflection::new(k, column) {
            reflection.from_left(&mut matrix, size);
        }
        let row = matrix[k * size..][..size].iter().skip(k + 1).copied();
        if let Some(reflection) = Reflection::new(k + 1, row.collect()) {
            reflection.from_right(&mut matrix, size);
        }
        beside.push(matrix[k * size + k]);
        beside.push(if k + 1 < size {
            matrix[k * size + k + 1]
        } else {
            0.0
        });
    }
    let mut found = symmetric_eigenvalues(vec![0.0; 2 * size], beside)?;
    super::sort(&mut found, |a, b| b.total_cmp(a));
    found.truncate(size);
    // A singular value that is zero may come out on either side of it.
    Some(found.into_iter().map(|value| value.max(0.0)).collect())
}

/// The eigenvalues of a symmetric tridiagonal matrix: its diagonal, and what stands beside it (the last number
/// is not read). The implicit QL method (Dubrulle, Martin & Wilkinson 1968, `imtql1`).
fn symmetric_eigenvalues(mut diagonal: Vec<f64>, mut beside: Vec<f64>) -> Option<Vec<f64>> {
    for first in 0..diagonal.len() {
        let mut iterations = 0;
        loop {
            // The block that begins here and ends where what stands beside the diagonal is negligible.
            let small = |&k: &usize| {
                let around = diagonal[k].abs() + diagonal[k + 1].abs();
                beside[k].abs() <= f64::EPSILON * around + f64::MIN_POSITIVE
            };
            let last = (first..diagonal.len() - 1).find(small);
            let last = last.unwrap_or(diagonal.len() - 1);
            if last == first {
                break;
            }
            if iterations == ITERATIONS {
                return None;
            }
            iterations += 1;
            sweep(&mut diagonal[first..=last], &mut beside[first..=last]);
        }
    }
    Some(diagonal)
}

/// One QL step with Wilkinson's shift on a block that does not fall apart.
fn sweep(diagonal: &mut [f64], beside: &mut [f64]) {
    let last = diagonal.len() - 1;
    let half = (diagonal[1] - diagonal[0]) / (2.0 * beside[0]);
    let root = libm::hypot(half, 1.0);
    let shift = beside[0] / (half + root.copysign(half));
    let mut g = diagonal[last] - diagonal[0] + shift;
    let (mut sine, mut cosine, mut moved) = (1.0, 1.0, 0.0);
    for k in (0..last).rev() {
        let (f, b) = (sine * beside[k], cosine * beside[k]);
        let length = libm::hypot(f, g);
        beside[k + 1] = length;
        if length == 0.0 {
            // The block fell apart on the way.
            diagonal[k + 1] -= moved;
            beside[last] = 0.0;
            return;
        }
        (sine, cosine) = (f / length, g / length);
        g = diagonal[k + 1] - moved;
        let r = (diagonal[k] - g) * sine + 2.0 * cosine * b;
        moved = sine * r;
        diagonal[k + 1] = g + moved;
        g = cosine * r - b;
    }
    diagonal[0] -= moved;
    beside[0] = g;
    beside[last] = 0.0;
}
