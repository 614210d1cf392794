//! Singular values and eigenvalues of small real matrices.
//!
//! The spectral radius ρ = max |λ| says how a linear recurrence behaves in the long run, the 2-norm
//! σ₁ how much one step can stretch a vector at most. They are different numbers: W = [[0.9, 10], [0, 0.9]]
//! has ρ = 0.9 and σ₁ ≈ 10.1 (Pascanu, Mikolov & Bengio 2013).

mod eigen;
mod householder;
mod singular;

use std::cmp::Ordering;

use serde::Serialize;

use crate::magnitude::{binary_exponent, scale};

/// Radius, norm and eigenvalues of one H×H block of W_hh. Numbers that could not be computed
/// (a weight is not finite, or the iteration did not converge) are NaN, in JSON null.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Spectrum {
    /// The spectral radius: the largest magnitude of an eigenvalue.
    pub radius: f64,
    /// The 2-norm: the largest singular value.
    pub norm: f64,
    /// H pairs [re, im], largest magnitude first.
    pub eigenvalues: Vec<[f64; 2]>,
}

/// A matrix divided by a power of two, so that no square inside an algorithm over- or underflows, and the
/// exponent of that power; `None` when a value is not finite. A zero matrix has exponent 0.
fn prepare(values: &[f64]) -> Option<(Vec<f64>, i64)> {
    if values.iter().any(|value| !value.is_finite()) {
        return None;
    }
    let exponent = binary_exponent(values).unwrap_or(0);
    let mut values = values.to_vec();
    scale(&mut values, -exponent);
    Some((values, exponent))
}

/// Singular values of a `size` × `size` row-major matrix, largest first; all NaN if they cannot be computed.
pub fn singular_values(values: &[f64], size: usize) -> Vec<f64> {
    let found = prepare(values).and_then(|(matrix, exponent)| {
        let mut found = singular::singular_values(matrix, size)?;
        scale(&mut found, exponent);
        Some(found)
    });
    found.unwrap_or_else(|| vec![f64::NAN; size])
}

/// Eigenvalues [re, im] of a `size` × `size` row-major matrix, largest magnitude first; all NaN if
/// they cannot be computed.
pub fn eigenvalues(values: &[f64], size: usize) -> Vec<[f64; 2]> {
    let found = prepare(values).and_then(|(matrix, exponent)| {
        let mut found = eigen::eigenvalues(matrix, size)?;
        sort(&mut found, |a, b| {
            magnitude(b)
                .total_cmp(&magnitude(a))
                .then(b[1].total_cmp(&a[1]))
        });
        for value in &mut found {
            scale(value, exponent);
        }
        Some(found)
    });
    found.unwrap_or_else(|| vec![[f64::NAN; 2]; size])
}

/// The spectrum of a `size` × `size` row-major matrix.
pub fn spectrum(values: &[f64], size: usize) -> Spectrum {
    let eigenvalues = eigenvalues(values, size);
    Spectrum {
        radius: eigenvalues.first().map_or(0.0, magnitude),
        norm: singular_values(values, size)
            .first()
            .copied()
            .unwrap_or(0.0),
        eigenvalues,
    }
}

/// Sorts by insertion, which leaves equal values as they were: there are few, and the standard library's
/// sort, made for many, weighs kilobytes for each type.
fn sort<T: Copy>(values: &mut [T], order: impl Fn(&T, &T) -> Ordering) {
    for end in 1..values.len() {
        let value = values[end];
        let mut place = end;
        while place > 0 && order(&values[place - 1], &value) == Ordering::Greater {
            values[place] = values[place - 1];
            place -= 1;
        }
        values[place] = value;
    }
}

fn magnitude(value: &[f64; 2]) -> f64 {
    libm::hypot(value[0], value[1])
}

#[cfg(test)]
mod tests {
    use nalgebra::DMatrix;

    use super::*;
    use crate::rng::Rng;

    #[test]
    fn random_matrices_have_the_spectrum_that_nalgebra_finds() {
        let mut rng = Rng::from_seed(5);
        for size in (1..30).chain([64, 130]) {
            let values: Vec<f64> = (0..size * size).map(|_| rng.normal()).collect();
            let matrix = DMatrix::from_row_slice(size, size, &values);
            let expected = matrix.singular_values();
            for (value, expected) in singular_values(&values, size).iter().zip(&expected) {
                assert!((value - expected).abs() < 1e-14 * size as f64 * size as f64);
            }
            let mut expected: Vec<[f64; 2]> = matrix
                .complex_eigenvalues()
                .iter()
                .map(|value| [value.re, value.im])
                .collect();
            for [re, im] in eigenvalues(&values, size) {
                let distance = |value: &[f64; 2]| (value[0] - re).hypot(value[1] - im);
                let near = |a: &[f64; 2], b: &[f64; 2]| distance(a).total_cmp(&distance(b));
                let nearest = (0..expected.len())
                    .min_by(|&a, &b| near(&expected[a], &expected[b]))
                    .unwrap();
                assert!(
                    distance(&expected.swap_remove(nearest)) < 1e-10,
                    "{size}: {re} {im}"
                );
            }
        }
    }

    #[test]
    fn matrices_of_low_rank_have_singular_values_of_zero() {
        for size in 2..20 {
            let values: Vec<f64> = (0..size * size)
                .map(|i| (1 + i / size) as f64 * (i % size) as f64)
                .collect();
            let found = singular_values(&values, size);
            let squares: f64 = values.iter().map(|value| value * value).sum();
            assert!((found[0] / squares.sqrt() - 1.0).abs() < 1e-14);
            assert!(
                found[1..]
                    .iter()
                    .all(|&value| (0.0..1e-13 * found[0]).contains(&value))
            );
            assert_eq!(
                singular_values(&vec![0.0; size * size], size),
                vec![0.0; size]
            );
            assert_eq!(
                eigenvalues(&vec![0.0; size * size], size),
                vec![[0.0; 2]; size]
            );
        }
    }

    #[test]
    fn radius_and_norm_are_different_numbers() {
        let found = spectrum(&[0.9, 10.0, 0.0, 0.9], 2);
        assert!((found.radius - 0.9).abs() < 1e-12);
        // σ₁ of [[a, b], [0, a]] is (b + √(b² + 4a²)) / 2.
        assert!((found.norm - (10.0 + (100.0 + 4.0 * 0.81_f64).sqrt()) / 2.0).abs() < 1e-12);
    }

    #[test]
    fn a_rotation_has_complex_eigenvalues_on_the_unit_circle() {
        let found = eigenvalues(&[0.6, -0.8, 0.8, 0.6], 2);
        for (value, expected) in found.iter().zip([[0.6, 0.8], [0.6, -0.8]]) {
            assert!((value[0] - expected[0]).abs() < 1e-14, "{value:?}");
            assert!((value[1] - expected[1]).abs() < 1e-14, "{value:?}");
        }
    }

    #[test]
    fn every_cyclic_permutation_has_the_roots_of_unity() {
        for size in 1..40 {
            let mut matrix = vec![0.0; size * size];
            for row in 0..size {
                matrix[row * size + (row + 1) % size] = 1.0;
            }
            for value in eigenvalues(&matrix, size) {
                let angle = value[1].atan2(value[0]) * size as f64 / std::f64::consts::TAU;
                assert!((magnitude(&value) - 1.0).abs() < 1e-13, "{size}: {value:?}");
                assert!((angle - angle.round()).abs() < 1e-12, "{size}: {value:?}");
            }
        }
    }

    #[test]
    fn a_matrix_with_nan_has_a_spectrum_of_nan() {
        let found = spectrum(&[1.0, f64::NAN, 0.0, 1.0], 2);
        assert!(found.radius.is_nan() && found.norm.is_nan());
        assert!(
            found
                .eigenvalues
                .iter()
                .flatten()
                .all(|value| value.is_nan())
        );
        assert!(singular_values(&[f64::INFINITY], 1)[0].is_nan());
    }
}
