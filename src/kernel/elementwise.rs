//! One function over every number of several matrices.

use super::{Lanes, Matrix, MatrixMut};
use crate::kernel::real::Real;

/// Replaces the numbers of `targets` by what `unit` makes of them and of those at the same place of `sources`,
/// several at a time. All matrices have the same shape.
///
/// `unit` sees each place alone, so that the results do not depend on how many it is given at a time; it is a
/// function marked `#[inline(always)]`, so that one loop without calls comes of it. A unit with a short chain of
/// operations is faster than one with a long chain: while one place waits for its operands, the processor works
/// ahead on the next places, but only so many.
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
        // One long row has only one end that does not fill the vector lanes.
        (rows, columns) = (1, rows * columns);
    }
    let whole = columns / F::Lanes::COUNT * F::Lanes::COUNT;
    let rest = columns - whole;
    let mut last = Last::<F, T, S>::new();
    for row in 0..rows {
        let mut to: [*mut F; T] = std::array::from_fn(|i| {
            let stride = targets[i].stride();
            targets[i].start().wrapping_add(row * stride)
        });
        let mut from: [*const F; S] =
            std::array::from_fn(|i| sources[i].start().wrapping_add(row * sources[i].stride()));
        let row_of_targets = to;
        // SAFETY: every matrix has this row (or, without gaps, these numbers in one piece) of `columns` numbers, the
        // first `whole` of which fill the vector lanes. The end is copied to and from where there is room for all of them.
        unsafe {
            if rest > 0 {
                last.take(to, from, columns);
            }
            let mut left = whole;
            let mut at_end = false;
            loop {
                while left > 0 {
                    let new = unit(
                        to.map(|to| F::Lanes::load(to)),
                        from.map(|from| F::Lanes::load(from)),
                    );
                    for (to, new) in to.iter_mut().zip(new) {
                        new.store(*to);
                        *to = to.wrapping_add(F::Lanes::COUNT);
                    }
                    from = from.map(|from| from.wrapping_add(F::Lanes::COUNT));
                    left -= F::Lanes::COUNT;
                }
                if at_end || rest == 0 {
                    break;
                }
                // The same loop once more, over the copies: there is no second copy of its code.
                (to, from) = last.starts();
                (left, at_end) = (F::Lanes::COUNT, true);
            }
            if at_end {
                last.give(row_of_targets, columns);
            }
        }
    }
}

/// More than any type of vector lanes holds.
const ROOM: usize = 4;

/// The end of a row that does not fill the vector lanes: as many numbers as they hold, some of which those before
/// have as well and make the same of; or, of a shorter row, all that it has, with zeros behind them.
struct Last<F, const T: usize, const S: usize> {
    targets: [[F; ROOM]; T],
    sources: [[F; ROOM]; S],
}

impl<F: Real, const T: usize, const S: usize> Last<F, T, S> {
    #[inline(always)]
    fn new() -> Self {
        Last {
            targets: [[F::zero(); ROOM]; T],
            sources: [[F::zero(); ROOM]; S],
        }
    }

    #[inline(always)]
    fn starts(&mut self) -> ([*mut F; T], [*const F; S]) {
        (
            self.targets.each_mut().map(|target| target.as_mut_ptr()),
            self.sources.each_ref().map(|source| source.as_ptr()),
        )
    }

    /// Copies the ends of rows before anything is written to them.
    ///
    /// # Safety
    /// All pointers are valid for reads of `columns` numbers.
    #[inline(always)]
    unsafe fn take(&mut self, targets: [*mut F; T], sources: [*const F; S], columns: usize) {
        let Some(start) = columns.checked_sub(F::Lanes::COUNT) else {
            // SAFETY: what the caller vouches for.
            return unsafe {
                take_all(
                    &mut self.targets,
                    &targets.map(|target| target.cast_const()),
                    columns,
                );
                take_all(&mut self.sources, &sources, columns);
            };
        };
        let copy = |out: &mut [F; ROOM], from: *const F| {
            // SAFETY: so many numbers are left from `start` on, and there is room for all vector lanes.
            unsafe { F::Lanes::load(from.wrapping_add(start)).store(out.as_mut_ptr()) };
        };
        for (out, from) in self.targets.iter_mut().zip(targets) {
            copy(out, from);
        }
        for (out, from) in self.sources.iter_mut().zip(sources) {
            copy(out, from);
        }
    }

    /// Copies what has become of them back.
    ///
    /// # Safety
    /// All pointers are valid for writes of `columns` numbers.
    #[inline(always)]
    unsafe fn give(&self, targets: [*mut F; T], columns: usize) {
        let Some(start) = columns.checked_sub(F::Lanes::COUNT) else {
            // SAFETY: what the caller vouches for.
            return unsafe { give_all(&self.targets, &targets, columns) };
        };
        for (values, to) in self.targets.iter().zip(targets) {
            // SAFETY: so many numbers are left from `start` on.
            unsafe { F::Lanes::load(values.as_ptr()).store(to.wrapping_add(start)) };
        }
    }
}

/// Copies the whole of rows that are shorter than the vector lanes, zeros behind them.
///
/// # Safety
/// The pointers, as many as there are rows in `out` at least, are valid for reads of `count` numbers, fewer than there
/// are lanes.
#[inline(never)]
unsafe fn take_all<F: Real>(out: &mut [[F; ROOM]], from: &[*const F], count: usize) {
    for (out, from) in out.iter_mut().zip(from) {
        // SAFETY: what the caller vouches for; there is room for all vector lanes.
        unsafe { F::Lanes::load_first(*from, count).store(out.as_mut_ptr()) };
    }
}

/// Copies them back.
///
/// # Safety
/// All pointers are valid for writes of `count` numbers, fewer than there are lanes.
#[inline(never)]
unsafe fn give_all<F: Real>(values: &[[F; ROOM]], to: &[*mut F], count: usize) {
    for (values, to) in values.iter().zip(to) {
        // SAFETY: what the caller vouches for; there is room for all vector lanes.
        unsafe { F::Lanes::load(values.as_ptr()).store_first(*to, count) };
    }
}
