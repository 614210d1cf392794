//! Singular values and eigenvalues against PyTorch's (LAPACK), on matrices that are hard on an algorithm.

use ndarray::Array2;
use serde::Deserialize;
use vanishing_point::linalg::spectrum::{eigenvalues, singular_values};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Case {
    name: String,
    matrix: Vec<Vec<f64>>,
    singular_values: Vec<f64>,
    eigenvalues: Vec<[f64; 2]>,
}

impl Case {
    fn matrix(&self) -> Array2<f64> {
        let size = self.matrix.len();
        Array2::from_shape_vec((size, size), self.matrix.concat()).expect("a square matrix")
    }
}

fn cases() -> Vec<Case> {
    let cases: Vec<Case> =
        serde_json::from_str(include_str!("fixtures/spectrum.json")).expect("the fixture is JSON");
    assert!(cases.len() >= 14, "only {} cases", cases.len());
    cases
}

#[test]
fn singular_values_match_pytorch() {
    for case in cases() {
        let found = singular_values(case.matrix().view());
        let largest = case.singular_values[0];
        assert_eq!(found.len(), case.singular_values.len(), "{}", case.name);
        for (index, (a, b)) in found.iter().zip(&case.singular_values).enumerate() {
            let error = (a - b).abs();
            assert!(
                error <= 1e-12 * largest,
                "{}: value {index} is {a}, not {b}",
                case.name
            );
        }
    }
}

#[test]
fn eigenvalues_match_pytorch() {
    for case in cases() {
        let found = eigenvalues(case.matrix().view());
        let largest = case
            .eigenvalues
            .iter()
            .map(|v| v[0].hypot(v[1]))
            .fold(0.0, f64::max);
        assert_eq!(found.len(), case.eigenvalues.len(), "{}", case.name);
        let mut left = found.clone();
        for expected in &case.eigenvalues {
            let distance = |v: &[f64; 2]| (v[0] - expected[0]).hypot(v[1] - expected[1]);
            let nearest = (0..left.len())
                .min_by(|&a, &b| distance(&left[a]).total_cmp(&distance(&left[b])))
                .expect("as many eigenvalues as rows");
            let error = distance(&left.swap_remove(nearest));
            assert!(
                error <= 1e-9 * largest,
                "{}: {expected:?} is missed by {error:e}",
                case.name
            );
        }
    }
}
