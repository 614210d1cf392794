//! The innermost loop of every product: a few rows and columns of C, kept in registers.

use super::Lanes;
use super::panels::WIDTH;
use crate::kernel::real::Real;

/// Where a tile finds what it multiplies. A trait rather than numbers, because only strides that the compiler knows
/// leave the loop at one pointer for A and one for B; with five the same loop is a sixth slower.
pub(super) trait Operands<F>: Copy {
    /// Row i, product 0 of A.
    fn left(&self, row: usize) -> *const F;

    /// From one product to the next in A.
    fn left_step(&self) -> usize;

    /// Product 0 of a panel of B: eight numbers that stand together.
    fn right(&self, panel: usize) -> *const F;

    /// From one product to the next in B.
    fn right_step(&self) -> usize;
}

/// A in rows, B in panels.
#[derive(Clone, Copy)]
pub(super) struct Rows<F> {
    pub left: *const F,
    /// From row to row of A.
    pub stride: usize,
    pub right: *const F,
    /// From panel to panel of B.
    pub panel: usize,
}

/// A and B both in columns: the products of a sum stand in as many rows.
#[derive(Clone, Copy)]
pub(super) struct Columns<F> {
    pub left: *const F,
    /// From product to product of A.
    pub left_step: usize,
    pub right: *const F,
    /// From product to product of B.
    pub right_step: usize,
}

impl<F: Copy> Operands<F> for Rows<F> {
    #[inline(always)]
    fn left(&self, row: usize) -> *const F {
        self.left.wrapping_add(row * self.stride)
    }

    #[inline(always)]
    fn left_step(&self) -> usize {
        1
    }

    #[inline(always)]
    fn right(&self, panel: usize) -> *const F {
        self.right.wrapping_add(panel * self.panel)
    }

    #[inline(always)]
    fn right_step(&self) -> usize {
        WIDTH
    }
}

impl<F: Copy> Operands<F> for Columns<F> {
    #[inline(always)]
    fn left(&self, row: usize) -> *const F {
        self.left.wrapping_add(row)
    }

    #[inline(always)]
    fn left_step(&self) -> usize {
        self.left_step
    }

    #[inline(always)]
    fn right(&self, panel: usize) -> *const F {
        self.right.wrapping_add(panel * WIDTH)
    }

    #[inline(always)]
    fn right_step(&self) -> usize {
        self.right_step
    }
}

/// Where the numbers of C stand: row i at `start + i * stride`.
#[derive(Clone, Copy)]
pub(super) struct Out<F> {
    pub start: *mut F,
    pub stride: usize,
}

/// What the sums start from: row i at `start + i * stride`. It may be C itself.
#[derive(Clone, Copy)]
pub(super) struct Begin<F> {
    pub start: *const F,
    pub stride: usize,
}

/// How many rows a tile has at most. Of f32 that makes eight vectors of sums, which with the operands fill the
/// sixteen registers; of f64 it is twice as many, which spill, but traces are short.
pub(super) const ROWS: usize = 4;

/// C = A·B, plus what it begins from, for M rows, the first eight columns of P panels, of the last panel only the
/// first `columns`. `WHOLE` says that these are eight.
///
/// Every number of C takes its products one after the other, from the first to the last, so that the bits are those
/// of the plain triple loop, whatever the tiles. There is no unrolling over k here: twice the operands at once, as
/// LLVM would have them, do not fit the registers.
///
/// This is inlined into the loops over the tiles, on purpose: V8 unrolls an inner loop the more often the deeper it is
/// nested, up to four times here, and without that (in a function of its own) it takes a fifth longer.
///
/// # Safety
/// A is valid for reads of M × `depth` numbers, B of P panels of `depth` × 8, `begin` of M rows of that many columns,
/// C for writes of as many. `columns` is from 1 to 8.
#[inline(always)]
pub(super) unsafe fn tile<F: Real, const M: usize, const P: usize, const WHOLE: bool>(
    operands: impl Operands<F>,
    depth: usize,
    begin: Begin<F>,
    out: Out<F>,
    columns: usize,
) {
    // SAFETY: what the caller vouches for.
    unsafe {
        if F::Lanes::COUNT == 4 {
            vector_tile::<F::Lanes, M, P, 2, WHOLE>(operands, depth, begin, out, columns);
        } else {
            vector_tile::<F::Lanes, M, P, 4, WHOLE>(operands, depth, begin, out, columns);
        }
    }
}

/// # Safety
/// As [`tile`]; V vectors are eight numbers.
#[inline(always)]
unsafe fn vector_tile<
    L: Lanes,
    const M: usize,
    const P: usize,
    const V: usize,
    const WHOLE: bool,
>(
    operands: impl Operands<L::Float>,
    depth: usize,
    begin: Begin<L::Float>,
    out: Out<L::Float>,
    columns: usize,
) {
    // How many numbers of a vector are there.
    let there = |p: usize, v: usize| match WHOLE || p + 1 < P {
        true => L::COUNT,
        false => columns.saturating_sub(v * L::COUNT).min(L::COUNT),
    };
    // SAFETY: every address is one of those that the caller vouches for.
    unsafe {
        let mut sums: [[[L; V]; P]; M] = std::array::from_fn(|i| {
            let row = begin.start.wrapping_add(i * begin.stride);
            std::array::from_fn(|p| {
                std::array::from_fn(|v| {
                    let source = row.wrapping_add(p * WIDTH + v * L::COUNT);
                    match WHOLE || p + 1 < P {
                        true => L::load(source),
                        false => L::load_first(source, there(p, v)),
                    }
                })
            })
        });
        let mut a: [*const L::Float; M] = std::array::from_fn(|i| operands.left(i));
        let mut b: [*const L::Float; P] = std::array::from_fn(|p| operands.right(p));
        for _ in 0..depth {
            let row: [[L; V]; P] = b.map(|b| std::array::from_fn(|v| L::load(b.add(v * L::COUNT))));
            for i in 0..M {
                let factor = L::splat(*a[i]);
                for p in 0..P {
                    for v in 0..V {
                        sums[i][p][v] = sums[i][p][v] + factor * row[p][v];
                    }
                }
                a[i] = a[i].wrapping_add(operands.left_step());
            }
            for b in &mut b {
                *b = b.wrapping_add(operands.right_step());
            }
        }
        for (i, sums) in sums.iter().enumerate() {
            let row = out.start.wrapping_add(i * out.stride);
            for (p, sums) in sums.iter().enumerate() {
                for (v, sum) in sums.iter().enumerate() {
                    let target = row.wrapping_add(p * WIDTH + v * L::COUNT);
                    match WHOLE || p + 1 < P {
                        true => sum.store(target),
                        false => sum.store_first(target, there(p, v)),
                    }
                }
            }
        }
    }
}
