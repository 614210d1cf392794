//! The tiled matrix products against plain loops, bit for bit.

use proptest::prelude::*;
use vanishing_point::data::rng::Rng;
use vanishing_point::kernel::real::Real;
use vanishing_point::kernel::{
    GradientScratch, Matrix, MatrixMut, Panels, Start, add_product, add_transposed_product,
    leading_product, product,
};

fn random<F: Real>(rng: &mut Rng, count: usize) -> Vec<F> {
    (0..count).map(|_| F::of(rng.normal())).collect()
}

fn bits<F: Real>(values: &[F]) -> Vec<u64> {
    values.iter().map(|&v| v.into().to_bits()).collect()
}

/// A matrix that stands inside a wider one, `padding` columns on either side.
struct Inside<F> {
    values: Vec<F>,
    columns: usize,
    padding: usize,
}

impl<F: Real> Inside<F> {
    fn random(rng: &mut Rng, rows: usize, columns: usize, padding: usize) -> Self {
        Inside {
            values: random(rng, rows * (columns + 2 * padding)),
            columns,
            padding,
        }
    }

    fn stride(&self) -> usize {
        self.columns + 2 * self.padding
    }

    fn at(&self, row: usize, column: usize) -> F {
        self.values[row * self.stride() + self.padding + column]
    }

    fn matrix(&self) -> Matrix<'_, F> {
        Matrix::new(&self.values, self.stride())
            .column_block(self.padding, self.padding + self.columns)
    }

    fn matrix_mut(&mut self) -> MatrixMut<'_, F> {
        let (from, to, stride) = (self.padding, self.padding + self.columns, self.stride());
        MatrixMut::new(&mut self.values, stride).column_block(from, to)
    }
}

/// Every product that there is, of an m × k by a k × n matrix.
fn products_equal_plain_loops<F: Real>((m, k, n): (usize, usize, usize), padding: usize) {
    let mut rng = Rng::from_seed((m * 10_000 + k * 100 + n) as u64);
    let a = Inside::<F>::random(&mut rng, m, k, padding);
    let b = Inside::<F>::random(&mut rng, k, n, padding);
    let c = Inside::<F>::random(&mut rng, m, n, padding);
    let bias: Vec<F> = random(&mut rng, n);
    let plain = |start: &dyn Fn(usize, usize) -> F| -> Vec<F> {
        let mut out = c.values.clone();
        for i in 0..m {
            for j in 0..n {
                let sum = (0..k).fold(start(i, j), |sum, l| sum + a.at(i, l) * b.at(l, j));
                out[i * c.stride() + padding + j] = sum;
            }
        }
        out
    };
    let fresh = || Inside {
        values: c.values.clone(),
        ..c
    };
    let added = plain(&|i, j| c.at(i, j));

    let mut packed = Panels::default();
    packed.pack(b.matrix());
    let starts = [
        (Start::Zero, plain(&|_, _| F::zero())),
        (Start::There, added.clone()),
        (Start::Row(&bias[..]), plain(&|_, j| bias[j])),
    ];
    for (start, expected) in &starts {
        let mut out = fresh();
        product(a.matrix(), &packed, *start, out.matrix_mut());
        assert_eq!(bits(&out.values), bits(expected), "{start:?}");
    }

    let mut turned = Inside::<F>::random(&mut rng, n, k, padding);
    for i in 0..n {
        for j in 0..k {
            let stride = turned.stride();
            turned.values[i * stride + padding + j] = b.at(j, i);
        }
    }
    // What is left of B and C where only their first rows and columns are asked for.
    let (depth, columns) = (k.div_ceil(2), n.div_ceil(2));
    let mut out = fresh();
    let left = a.matrix().column_block(0, depth);
    let c_part = out.matrix_mut().column_block(0, columns);
    leading_product(left, &packed, Start::Zero, c_part);
    for i in 0..m {
        for j in 0..n {
            let sum = (0..depth).fold(F::zero(), |sum, l| sum + a.at(i, l) * b.at(l, j));
            let expected = if j < columns { sum } else { c.at(i, j) };
            assert_eq!(bits(&[out.at(i, j)]), bits(&[expected]), "leading part");
        }
    }

    packed.pack_transposed(turned.matrix());
    let mut out = fresh();
    product(a.matrix(), &packed, Start::There, out.matrix_mut());
    assert_eq!(bits(&out.values), bits(&added), "packed from the transpose");

    let mut out = fresh();
    add_product(a.matrix(), b.matrix(), out.matrix_mut());
    assert_eq!(bits(&out.values), bits(&added), "without panels");

    let mut turned = Inside::<F>::random(&mut rng, k, m, padding);
    for i in 0..k {
        for j in 0..m {
            let stride = turned.stride();
            turned.values[i * stride + padding + j] = a.at(j, i);
        }
    }
    let mut out = fresh();
    let mut scratch = GradientScratch::default();
    add_transposed_product(turned.matrix(), b.matrix(), out.matrix_mut(), &mut scratch);
    assert_eq!(bits(&out.values), bits(&added), "transposed");
}

#[test]
fn products_of_odd_sizes_have_the_bits_of_the_plain_loop() {
    const SIZES: [usize; 7] = [1, 3, 8, 23, 27, 33, 40];
    for m in SIZES {
        for k in [1, 3, 23, 64, 65, 129, 300] {
            for n in SIZES {
                products_equal_plain_loops::<f32>((m, k, n), 0);
                products_equal_plain_loops::<f64>((m, k, n), 0);
            }
        }
    }
}

proptest! {
    #[test]
    fn products_have_the_bits_of_the_plain_loop(
        m in 1usize..20, k in 1usize..40, n in 1usize..50, padding in 0usize..3,
    ) {
        products_equal_plain_loops::<f32>((m, k, n), padding);
        products_equal_plain_loops::<f64>((m, k, n), padding);
    }
}
