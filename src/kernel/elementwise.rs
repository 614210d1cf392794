//! One function over every number of several matrices.

use super::{Lanes, Matrix, MatrixMut};
use crate::real::Real;

/// Replaces the numbers of `targets` by what `unit` makes of them and of those at the same place of `sources`,
/// several at a time. All matrices have the same shape.
///
/// `unit` sees each place alone, so that the results do not depend on how many it is given at a time; it is a
/// function marked `#[inline(always)]`, so that one loop without calls comes of it.
///
/// # Panics
/// The shapes differ.
#[inline(always)]
pub fn update<F: Real, const T: usize, const S: usize>(
    mut targets: [MatrixMut<F>; T],
    sources: [Matrix<F>; S],
    unit: impl Fn([F::Lanes; T], [F::Lanes; S]) -> [F::Lanes; T],
) {
    let (mut rows, mut columns) = (targets[0].rows(), targets[0].columns());
    let mut gapless = true;
    for target in &targets {
        assert!(target.rows() == rows && target.columns() == columns);
        gapless &= target.stride() == columns;
    }
    for source in &sources {
        assert!(source.rows() == rows && source.columns() == columns);
        gapless &= source.stride() == columns;
    }
    if gapless {
        // One long row has only one end that does not fill the lanes.
        (rows, columns) = (1, rows * columns);
    }
    let count = F::Lanes::COUNT;
    for row in 0..rows {
        let to: [*mut F; T] = std::array::from_fn(|i| {
            let stride = targets[i].stride();
            targets[i].start().wrapping_add(row * stride)
        });
        let from: [*const F; S] =
            std::array::from_fn(|i| sources[i].start().wrapping_add(row * sources[i].stride()));
        let mut column = 0;
        while column < columns {
            let left = columns - column;
            // SAFETY: every matrix has this row (or, without gaps, these numbers in one piece) and `left`
            // more columns from here on.
            unsafe {
                let (old, given) = if left >= count {
                    (
                        to.map(|to| F::Lanes::load(to.add(column))),
                        from.map(|from| F::Lanes::load(from.add(column))),
                    )
                } else {
                    (
                        to.map(|to| F::Lanes::load_first(to.add(column), left)),
                        from.map(|from| F::Lanes::load_first(from.add(column), left)),
                    )
                };
                let new = unit(old, given);
                for (to, new) in to.iter().zip(new) {
                    if left >= count {
                        new.store(to.add(column));
                    } else {
                        new.store_first(to.add(column), left);
                    }
                }
            }
            column += count;
        }
    }
}
