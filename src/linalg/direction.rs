//! The direction that a small real matrix stretches most, by inverse iteration with its known singular value.
//!
//! A trace asks for one a step, and only for the first: a whole singular value decomposition with its vectors costs
//! many times as much.

/// Solves with the shifted matrix; the second already has the accuracy that there is.
const SOLVES: usize = 3;

/// The left and the right singular vector of the largest singular value `sigma` of a `size` × `size` row-major matrix
/// whose largest entry is of the order of 1. The matrix takes the right one to `sigma` times the left one; the sign of
/// the pair is arbitrary, and so is its choice where the two largest values are equal. `None` where `sigma` is 0.
pub fn first_directions(matrix: &[f64], size: usize, sigma: f64) -> Option<(Vec<f64>, Vec<f64>)> {
    if sigma <= 0.0 || !sigma.is_finite() {
        return None;
    }
    let mut shifted = gram(matrix, size);
    for i in 0..size {
        shifted[i * (size + 1)] -= sigma * sigma;
    }
    let order = factorise(&mut shifted, size, f64::EPSILON * sigma * sigma);
    // A fixed vector that no matrix is likely to have nothing of.
    let golden = 0.618_033_988_749_894_9;
    let mut right: Vec<f64> = (0..size)
        .map(|i| 0.5 + ((i + 1) as f64 * golden).fract())
        .collect();
    for _ in 0..SOLVES {
        right = solve(&shifted, &order, &right);
        normalise(&mut right)?;
    }
    let mut left: Vec<f64> = matrix
        .chunks_exact(size)
        .map(|row| dot(row, &right))
        .collect();
    normalise(&mut left)?;
    Some((left, right))
}

/// AᵀA.
fn gram(matrix: &[f64], size: usize) -> Vec<f64> {
    let mut gram = vec![0.0; size * size];
    for row in matrix.chunks_exact(size) {
        for (out, &a) in gram.chunks_exact_mut(size).zip(row) {
            for (sum, &b) in out.iter_mut().zip(row) {
                *sum += a * b;
            }
        }
    }
    gram
}

/// L and U in place, rows exchanged as returned. Pivots below `least` are put there: the shift makes the matrix
/// singular on purpose.
fn factorise(matrix: &mut [f64], size: usize, least: f64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..size).collect();
    for k in 0..size {
        let largest = (k..size).max_by(|&a, &b| {
            let entry = |row: usize| matrix[row * size + k].abs();
            entry(a).total_cmp(&entry(b))
        });
        let pivot = largest.unwrap_or(k);
        if pivot != k {
            order.swap(k, pivot);
            let (upper, lower) = matrix.split_at_mut(pivot * size);
            upper[k * size..(k + 1) * size].swap_with_slice(&mut lower[..size]);
        }
        if matrix[k * size + k].abs() < least {
            matrix[k * size + k] = least;
        }
        let (done, rest) = matrix.split_at_mut((k + 1) * size);
        let top = &done[k * size + k..];
        for row in rest.chunks_exact_mut(size) {
            let factor = row[k] / top[0];
            row[k] = factor;
            for (entry, &above) in row[k + 1..].iter_mut().zip(&top[1..]) {
                *entry -= factor * above;
            }
        }
    }
    order
}

fn solve(factors: &[f64], order: &[usize], right_side: &[f64]) -> Vec<f64> {
    let size = order.len();
    let mut x: Vec<f64> = order.iter().map(|&row| right_side[row]).collect();
    for row in 0..size {
        x[row] -= dot(&factors[row * size..row * size + row], &x[..row]);
    }
    for row in (0..size).rev() {
        let above = dot(
            &factors[row * size + row + 1..(row + 1) * size],
            &x[row + 1..],
        );
        x[row] = (x[row] - above) / factors[row * size + row];
    }
    x
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// To length 1; `None` where that cannot be.
fn normalise(x: &mut [f64]) -> Option<()> {
    let largest = x.iter().fold(0.0_f64, |most, value| most.max(value.abs()));
    if largest == 0.0 || !largest.is_finite() {
        return None;
    }
    let norm = x
        .iter()
        .map(|value| (value / largest) * (value / largest))
        .sum::<f64>()
        .sqrt();
    for value in x {
        *value = *value / largest / norm;
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use ndarray::ArrayView2;

    use super::*;
    use crate::data::rng::Rng;
    use crate::linalg::spectrum::singular_values;

    #[test]
    fn random_matrices_take_the_right_direction_to_sigma_times_the_left_one() {
        let mut rng = Rng::from_seed(12);
        for size in 1..=40 {
            let matrix: Vec<f64> = (0..size * size).map(|_| rng.normal()).collect();
            let view = ArrayView2::from_shape((size, size), &matrix).unwrap();
            let sigma = singular_values(view)[0];
            let (left, right) = first_directions(&matrix, size, sigma).unwrap();
            for (row, &expected) in matrix.chunks_exact(size).zip(&left) {
                assert!(
                    (dot(row, &right) - sigma * expected).abs() < 1e-9 * sigma,
                    "{size}"
                );
            }
            for (column, &expected) in right.iter().enumerate() {
                let back: f64 = (0..size)
                    .map(|row| matrix[row * size + column] * left[row])
                    .sum();
                assert!((back - sigma * expected).abs() < 1e-9 * sigma, "{size}");
            }
        }
    }

    #[test]
    fn a_matrix_of_equal_values_has_some_direction_and_a_zero_matrix_none() {
        let (left, right) = first_directions(&[0.6, -0.8, 0.8, 0.6], 2, 1.0).unwrap();
        assert!(
            (dot(&left, &left) - 1.0).abs() < 1e-14 && (dot(&right, &right) - 1.0).abs() < 1e-14
        );
        assert_eq!(first_directions(&[0.0; 4], 2, 0.0), None);
    }
}
