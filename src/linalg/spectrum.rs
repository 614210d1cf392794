//! Singular values and eigenvalues of small real matrices: the former by dqds (`singular.rs`), the latter by nalgebra,
//! which also takes over where the former finds nothing.
//!
//! The spectral radius ρ = max |λ| says how a linear recurrence behaves in the long run, the 2-norm
//! σ₁ how much one step can stretch a vector at most. They are different numbers: W = [[0.9, 10], [0, 0.9]]
//! has ρ = 0.9 and σ₁ ≈ 10.1 (Pascanu, Mikolov & Bengio 2013).

use nalgebra::{DMatrix, DVector, Schur};
use ndarray::{Array1, ArrayView2};
use serde::Serialize;

use crate::linalg::direction::first_directions;
use crate::linalg::magnitude::{binary_exponent, scale};
use crate::linalg::singular;

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

impl Spectrum {
    /// Of a diagonal matrix of these eigenvalues.
    pub fn diagonal(mut eigenvalues: Vec<[f64; 2]>) -> Self {
        let size = |value: &[f64; 2]| libm::hypot(value[0], value[1]);
        eigenvalues.sort_by(|a, b| size(b).total_cmp(&size(a)));
        let radius = eigenvalues.first().map_or(0.0, size);
        Spectrum {
            radius,
            norm: radius,
            eigenvalues,
        }
    }
}

/// A matrix divided by a power of two, so that no square inside an algorithm over- or underflows.
struct Scaled {
    matrix: DMatrix<f64>,
    exponent: i64,
}

/// `None` when a value is not finite. A zero matrix has exponent 0.
fn prepare(matrix: ArrayView2<f64>) -> Option<Scaled> {
    if matrix.iter().any(|value| !value.is_finite()) {
        return None;
    }
    let (values, exponent) = scaled(matrix);
    let (rows, columns) = matrix.dim();
    Some(Scaled {
        matrix: DMatrix::from_row_slice(rows, columns, &values),
        exponent,
    })
}

/// The numbers row by row, divided by 2 to the returned exponent.
fn scaled(matrix: ArrayView2<f64>) -> (Vec<f64>, i64) {
    let mut values: Vec<f64> = matrix.iter().copied().collect();
    let exponent = binary_exponent(&values).unwrap_or(0);
    scale(&mut values, -exponent);
    (values, exponent)
}

/// Iterations after which an attempt is given up: LAPACK's limit, twice.
fn iterations(size: usize) -> usize {
    60 * size.max(10)
}

/// The same matrix in another orthonormal basis: P A P with the Householder reflection P = I − 2uuᵀ,
/// u made of fixed numbers that depend on `attempt`.
///
/// nalgebra's QR iteration has no exceptional shifts and stands still on some matrices, a cyclic
/// permutation among them. Their eigenvalues are found in a basis where they look like any other.
fn reflected(matrix: &DMatrix<f64>, attempt: usize) -> DMatrix<f64> {
    let golden = 0.618_033_988_749_894_9;
    let u = DVector::from_fn(matrix.nrows(), |row, _| {
        0.5 + ((row + 1) as f64 * (attempt as f64 + golden)).fract()
    })
    .normalize();
    let left = matrix - 2.0 * &u * (u.transpose() * matrix);
    &left - 2.0 * (&left * &u) * u.transpose()
}

/// Attempts at a Schur decomposition, each but the first in another basis.
const ATTEMPTS: usize = 4;

/// Singular values of a square matrix, largest first; all NaN if they cannot be computed.
pub fn singular_values(matrix: ArrayView2<f64>) -> Vec<f64> {
    let size = matrix.nrows();
    let found = prepare(matrix).and_then(|scaled| {
        let rows = scaled.matrix.transpose().as_slice().to_vec();
        if let Some(mut found) = singular::singular_values(rows, size) {
            scale(&mut found, scaled.exponent);
            return Some(found);
        }
        let svd = scaled
            .matrix
            .try_svd(false, false, f64::EPSILON, iterations(size))?;
        let mut found: Vec<f64> = svd.singular_values.iter().copied().collect();
        singular::largest_first(&mut found);
        scale(&mut found, scaled.exponent);
        Some(found)
    });
    found.unwrap_or_else(|| vec![f64::NAN; size])
}

/// Singular values, and the directions that belong to the largest.
#[derive(Clone, Debug, PartialEq)]
pub struct SingularDirections {
    /// Largest first; all NaN if they cannot be computed.
    pub values: Vec<f64>,
    /// The left and the right singular vector of the largest; `None` for a zero matrix, and where
    /// `values` are NaN.
    pub first: Option<(Array1<f64>, Array1<f64>)>,
}

/// [`singular_values`] with the directions of the largest: the matrix takes the right one to its value times
/// the left one. Each is known up to its sign.
pub fn singular_directions(matrix: ArrayView2<f64>) -> SingularDirections {
    let found = singular_values(matrix);
    let (values, exponent) = scaled(matrix);
    let mut largest = [found.first().copied().unwrap_or(0.0)];
    scale(&mut largest, -exponent);
    let directions = first_directions(&values, matrix.nrows(), largest[0]);
    SingularDirections {
        first: directions.map(|(left, right)| (left.into(), right.into())),
        values: found,
    }
}

/// Eigenvalues [re, im] of a square matrix, largest magnitude first; all NaN if they cannot be computed.
pub fn eigenvalues(matrix: ArrayView2<f64>) -> Vec<[f64; 2]> {
    let size = matrix.nrows();
    let found = prepare(matrix).and_then(|scaled| {
        let schur = (0..ATTEMPTS).find_map(|attempt| {
            let matrix = match attempt {
                0 => scaled.matrix.clone(),
                _ => reflected(&scaled.matrix, attempt),
            };
            Schur::try_new(matrix, f64::EPSILON, iterations(size))
        })?;
        let mut found: Vec<[f64; 2]> = schur
            .complex_eigenvalues()
            .iter()
            .map(|value| [value.re, value.im])
            .collect();
        found.sort_by(|a, b| {
            magnitude(b)
                .total_cmp(&magnitude(a))
                .then(b[1].total_cmp(&a[1]))
        });
        for value in &mut found {
            scale(value, scaled.exponent);
        }
        Some(found)
    });
    found.unwrap_or_else(|| vec![[f64::NAN; 2]; size])
}

/// The largest magnitude of an eigenvalue of a square matrix; NaN if it cannot be computed.
pub fn spectral_radius(matrix: ArrayView2<f64>) -> f64 {
    eigenvalues(matrix).first().map_or(0.0, magnitude)
}

/// The spectrum of a square matrix.
pub fn spectrum(matrix: ArrayView2<f64>) -> Spectrum {
    let eigenvalues = eigenvalues(matrix);
    let values = singular_values(matrix);
    Spectrum {
        radius: eigenvalues.first().map_or(0.0, magnitude),
        norm: values.first().copied().unwrap_or(0.0),
        eigenvalues,
    }
}

fn magnitude(value: &[f64; 2]) -> f64 {
    libm::hypot(value[0], value[1])
}

#[cfg(test)]
mod tests {
    use ndarray::{Array2, array};

    use super::*;

    #[test]
    fn radius_and_norm_are_different_numbers() {
        let found = spectrum(array![[0.9, 10.0], [0.0, 0.9]].view());
        assert!((found.radius - 0.9).abs() < 1e-12);
        // σ₁ of [[a, b], [0, a]] is (b + √(b² + 4a²)) / 2.
        assert!((found.norm - (10.0 + (100.0 + 4.0 * 0.81_f64).sqrt()) / 2.0).abs() < 1e-12);
    }

    #[test]
    fn a_rotation_has_complex_eigenvalues_on_the_unit_circle() {
        let found = eigenvalues(array![[0.6, -0.8], [0.8, 0.6]].view());
        for (value, expected) in found.iter().zip([[0.6, 0.8], [0.6, -0.8]]) {
            assert!((value[0] - expected[0]).abs() < 1e-14, "{value:?}");
            assert!((value[1] - expected[1]).abs() < 1e-14, "{value:?}");
        }
    }

    #[test]
    fn every_cyclic_permutation_has_the_roots_of_unity() {
        for size in 1..40 {
            let matrix = Array2::from_shape_fn((size, size), |(row, column)| {
                f64::from(u8::from(column == (row + 1) % size))
            });
            for value in eigenvalues(matrix.view()) {
                let angle = value[1].atan2(value[0]) * size as f64 / std::f64::consts::TAU;
                assert!((magnitude(&value) - 1.0).abs() < 1e-13, "{size}: {value:?}");
                assert!((angle - angle.round()).abs() < 1e-12, "{size}: {value:?}");
            }
        }
    }

    #[test]
    fn the_first_directions_are_what_the_matrix_stretches_most() {
        // Rotates by the 3-4-5 angle after stretching the second axis by 7.
        let (found, turned) = (
            singular_directions(array![[0.6, -5.6], [0.8, 4.2]].view()),
            [-0.8_f64, 0.6],
        );
        let (left, right) = found.first.unwrap();
        assert!((found.values[0] - 7.0).abs() < 1e-13 && (found.values[1] - 1.0).abs() < 1e-13);
        assert!(right[0].abs() < 1e-13 && (right[1].abs() - 1.0).abs() < 1e-13);
        for (a, b) in left.iter().zip(turned) {
            assert!((a * right[1] - b).abs() < 1e-13, "{left:?}");
        }
        let zero = Array2::zeros((2, 2));
        assert_eq!(singular_directions(zero.view()).first, None);
    }

    #[test]
    fn a_matrix_with_nan_has_a_spectrum_of_nan() {
        let found = spectrum(array![[1.0, f64::NAN], [0.0, 1.0]].view());
        assert!(found.radius.is_nan() && found.norm.is_nan());
        let mut parts = found.eigenvalues.iter().flatten();
        assert!(parts.all(|value| value.is_nan()));
        assert!(singular_values(array![[f64::INFINITY]].view())[0].is_nan());
    }
}
