//! The kernels that go through numbers several at a time against plain loops, bit for bit, at sizes that fill no lanes.

use proptest::prelude::*;
use vanishing_point::data::rng::Rng;
use vanishing_point::kernel::real::Real;
use vanishing_point::kernel::{
    F32x4, Lanes, Matrix, MatrixMut, exponentials, reflect_and_gather, reflect_and_project,
    scale_flushed, subtract_largest, sum, update, vector,
};

const SIZES: [usize; 8] = [1, 2, 3, 4, 23, 27, 32, 33];

fn random<F: Real>(rng: &mut Rng, count: usize) -> Vec<F> {
    (0..count).map(|_| F::of(rng.normal())).collect()
}

fn bits<F: Real>(values: &[F]) -> Vec<u64> {
    values.iter().map(|&v| v.into().to_bits()).collect()
}

/// What a function of lanes makes of one number.
fn alone(function: impl Fn(F32x4) -> F32x4, x: f32) -> f32 {
    function(F32x4::splat(x)).largest()
}

/// Two targets, one of which is read, and a source, each inside a matrix that is wider by `padding` on either side.
fn update_equals_a_plain_loop<F: Real>(rows: usize, columns: usize, padding: usize) {
    let mut rng = Rng::from_seed((rows * 1000 + columns * 10 + padding) as u64);
    let stride = columns + 2 * padding;
    let inside = padding..padding + columns;
    let count = rows * stride;
    let (first, second) = (random::<F>(&mut rng, count), random::<F>(&mut rng, count));
    let source = random::<F>(&mut rng, count);

    let (mut expected_first, mut expected_second) = (first.clone(), second.clone());
    for row in 0..rows {
        for column in inside.clone() {
            let at = row * stride + column;
            expected_first[at] = first[at] * source[at] + second[at];
            // The nearest f32 to the nearest f64 of a root is the nearest f32.
            let difference: f64 = (source[at] - first[at]).abs().into();
            expected_second[at] = F::of(difference.sqrt());
        }
    }

    let unit = |[a, b]: [F::Lanes; 2], [c]: [F::Lanes; 1]| {
        let difference = c - a;
        [a * c + b, difference.at_least(-difference).sqrt()]
    };
    let (mut found_first, mut found_second) = (first.clone(), second.clone());
    let targets = [&mut found_first, &mut found_second]
        .map(|values| MatrixMut::new(values, stride).column_block(padding, padding + columns));
    let sources = [Matrix::new(&source, stride).column_block(padding, padding + columns)];
    update(targets, sources, unit);
    assert_eq!(bits(&found_first), bits(&expected_first));
    assert_eq!(bits(&found_second), bits(&expected_second));
}

#[test]
fn updates_of_odd_sizes_have_the_bits_of_the_plain_loop() {
    for rows in SIZES {
        for columns in SIZES {
            for padding in [0, 1, 5] {
                update_equals_a_plain_loop::<f32>(rows, columns, padding);
                update_equals_a_plain_loop::<f64>(rows, columns, padding);
            }
        }
    }
}

/// Sums, element by element and down columns, of f32 or f64.
fn sums_equal_plain_loops<F: Real>(rows: usize, columns: usize) {
    let mut rng = Rng::from_seed((rows * 100 + columns) as u64);
    let (a, b) = (
        random::<F>(&mut rng, columns),
        random::<F>(&mut rng, columns),
    );
    let plain: Vec<F> = a.iter().zip(&b).map(|(&a, &b)| a + b).collect();
    let mut target = vec![F::zero(); columns];
    vector::write_sum(&mut target, &a, &b);
    assert_eq!(bits(&target), bits(&plain));
    let mut target = a.clone();
    vector::add_to(&mut target, &b);
    assert_eq!(bits(&target), bits(&plain));

    let factor = F::of(rng.normal());
    let plain: Vec<F> = a.iter().zip(&b).map(|(&a, &b)| a + factor * b).collect();
    let mut target = a.clone();
    vector::add_scaled(&mut target, factor, &b);
    assert_eq!(bits(&target), bits(&plain));

    let mut row = a.clone();
    let mut sums = random::<F>(&mut rng, columns);
    let reflected: Vec<F> = row.iter().zip(&b).map(|(&a, &b)| a - factor * b).collect();
    let gathered: Vec<F> = (sums.iter().zip(&reflected))
        .map(|(&sum, &value)| sum + reflected[0] * value)
        .collect();
    let first = reflect_and_gather(&mut row, factor, &b, &mut sums);
    assert!(first == reflected[0]);
    assert_eq!(bits(&row), bits(&reflected));
    assert_eq!(bits(&sums), bits(&gathered));

    let (mut row, right) = (a.clone(), random::<F>(&mut rng, columns));
    let product = reflect_and_project(&mut row, factor, &b, &right);
    let plain: f64 = (reflected.iter().zip(&right))
        .map(|(&a, &b)| a.into() * b.into())
        .sum();
    assert_eq!(bits(&row), bits(&reflected));
    // The products are summed up in an order of their own.
    let tolerance = if size_of::<F>() == 4 { 1e-5 } else { 1e-13 };
    assert!((product.into() - plain).abs() < tolerance * columns as f64);

    let matrix = random::<F>(&mut rng, rows * columns);
    let mut expected = a.clone();
    for row in matrix.chunks_exact(columns) {
        for (sum, &value) in expected.iter_mut().zip(row) {
            *sum += value;
        }
    }
    let mut sums = a;
    vector::add_column_sums(Matrix::new(&matrix, columns), &mut sums);
    assert_eq!(bits(&sums), bits(&expected));

    let mut turned = vec![F::zero(); rows * columns];
    vector::transpose(&matrix, rows, columns, &mut turned);
    for row in 0..rows {
        for column in 0..columns {
            assert!(turned[column * rows + row] == matrix[row * columns + column]);
        }
    }
}

#[test]
fn sums_of_odd_sizes_have_the_bits_of_the_plain_loop() {
    for rows in SIZES {
        for columns in SIZES {
            sums_equal_plain_loops::<f32>(rows, columns);
            sums_equal_plain_loops::<f64>(rows, columns);
        }
    }
}

/// Every part of a softmax.
fn softmax_equals_plain_loops(count: usize, seed: u64) {
    let mut rng = Rng::from_seed(seed);
    let logits = random::<f32>(&mut rng, count);
    let largest = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let shifted: Vec<f32> = logits.iter().map(|logit| logit - largest).collect();
    let mut found = vec![0.0; count];
    subtract_largest(&logits, &mut found);
    assert_eq!(bits(&found), bits(&shifted));

    let raised: Vec<f32> = shifted.iter().map(|&x| alone(F32x4::exp, x)).collect();
    exponentials(&mut found);
    assert_eq!(bits(&found), bits(&raised));

    // Lane by lane, the lanes together, then the rest.
    let (whole, rest) = raised.split_at(count / 4 * 4);
    let mut lanes = [0.0f32; 4];
    for four in whole.chunks_exact(4) {
        for (lane, value) in lanes.iter_mut().zip(four) {
            *lane += value;
        }
    }
    let together = (lanes[0] + lanes[2]) + (lanes[1] + lanes[3]);
    let plain = rest.iter().fold(together, |sum, value| sum + value);
    assert_eq!(sum(&found).to_bits(), plain.to_bits());

    let factor = 1e-29;
    scale_flushed(&mut found, factor);
    for (found, raised) in found.iter().zip(&raised) {
        let scaled = raised * factor;
        let expected = if scaled.abs() < f32::TINY {
            0.0
        } else {
            scaled
        };
        assert_eq!(found.to_bits(), expected.to_bits());
    }
}

#[test]
fn softmaxes_of_odd_sizes_have_the_bits_of_the_plain_loop() {
    for (seed, count) in SIZES.into_iter().enumerate() {
        softmax_equals_plain_loops(count, seed as u64);
    }
}

#[test]
fn functions_do_not_depend_on_the_lane_that_a_number_stands_in() {
    let mut rng = Rng::from_seed(5);
    let functions: [fn(F32x4) -> F32x4; 3] = [F32x4::exp, F32x4::tanh, F32x4::sigmoid];
    for count in SIZES {
        let values: Vec<f32> = (0..count).map(|_| 8.0 * rng.normal() as f32).collect();
        for function in functions {
            let mut found = values.clone();
            update(
                [MatrixMut::new(&mut found, count)],
                [],
                |[x]: [F32x4; 1], []: [F32x4; 0]| [function(x)],
            );
            let expected: Vec<f32> = values.iter().map(|&x| alone(function, x)).collect();
            assert_eq!(bits(&found), bits(&expected));
        }
    }
}

proptest! {
    #[test]
    fn updates_have_the_bits_of_the_plain_loop(
        rows in 1usize..12, columns in 1usize..50, padding in 0usize..6,
    ) {
        update_equals_a_plain_loop::<f32>(rows, columns, padding);
        update_equals_a_plain_loop::<f64>(rows, columns, padding);
    }

    #[test]
    fn sums_have_the_bits_of_the_plain_loop(rows in 1usize..12, columns in 1usize..50) {
        sums_equal_plain_loops::<f32>(rows, columns);
        sums_equal_plain_loops::<f64>(rows, columns);
    }

    #[test]
    fn softmaxes_have_the_bits_of_the_plain_loop(count in 1usize..80, seed in 0u64..1 << 32) {
        softmax_equals_plain_loops(count, seed);
    }
}
