//! The tiled matrix products against plain loops, bit for bit.

use proptest::prelude::*;
use vanishing_point::kernel::{Matrix, MatrixMut, add_product, add_transposed_product};
use vanishing_point::real::Real;
use vanishing_point::rng::Rng;

fn random<F: Real>(rng: &mut Rng, count: usize) -> Vec<F> {
    (0..count).map(|_| F::of(rng.normal())).collect()
}

/// C += A·B or C += Aᵀ·B on matrices that stand inside wider ones, `padding` columns on either side.
fn tiled_equals_plain<F: Real>(m: usize, k: usize, n: usize, padding: usize, transposed: bool) {
    let mut rng = Rng::from_seed((m * 10_000 + k * 100 + n) as u64);
    let (a_rows, a_columns) = if transposed { (k, m) } else { (m, k) };
    let [a_stride, b_stride, c_stride] = [a_columns, n, n].map(|columns| columns + 2 * padding);
    let a: Vec<F> = random(&mut rng, a_rows * a_stride);
    let b: Vec<F> = random(&mut rng, k * b_stride);
    let mut tiled: Vec<F> = random(&mut rng, m * c_stride);
    let mut plain = tiled.clone();

    for i in 0..m {
        for j in 0..n {
            for l in 0..k {
                let (row, column) = if transposed { (l, i) } else { (i, l) };
                plain[i * c_stride + padding + j] +=
                    a[row * a_stride + padding + column] * b[l * b_stride + padding + j];
            }
        }
    }

    let a = Matrix::new(&a, a_stride).column_block(padding, padding + a_columns);
    let b = Matrix::new(&b, b_stride).column_block(padding, padding + n);
    let c = MatrixMut::new(&mut tiled, c_stride).column_block(padding, padding + n);
    if transposed {
        add_transposed_product(a, b, c);
    } else {
        add_product(a, b, c);
    }
    let bits = |values: &[F]| {
        values
            .iter()
            .map(|&v| v.into().to_bits())
            .collect::<Vec<u64>>()
    };
    assert_eq!(bits(&tiled), bits(&plain));
}

proptest! {
    #[test]
    fn tiled_products_have_the_bits_of_the_plain_loop(
        m in 1usize..20, k in 1usize..40, n in 1usize..30, padding in 0usize..3, transposed: bool,
    ) {
        tiled_equals_plain::<f32>(m, k, n, padding, transposed);
        tiled_equals_plain::<f64>(m, k, n, padding, transposed);
    }
}
