//! The innermost loop of every product: a few rows and columns of C, kept in registers.

use super::Lanes;
use super::panels::WIDTH;
use crate::real::Real;

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

/// How many rows a tile has at most: eight vectors of sums, which with the operands fill sixteen registers.
pub(super) const fn tile_rows<F: Real>() -> usize {
    if F::Lanes::COUNT == 4 { 4 } else { 2 }
}

/// C = A·B, plus what it begins from, for [`tile_rows`] rows and eight columns.
///
/// Every number of C takes its products one after the other, from the first to the last, so that the bits are those
/// of the plain triple loop, whatever the tiles.
///
/// This is inlined into the loops over the tiles, on purpose: V8 unrolls an inner loop the more often the deeper it is
/// nested, up to four times here, and without that (in a function of its own) it takes a fifth longer.
///
/// # Safety
/// A is valid for reads of [`tile_rows`] × `depth` numbers, B of `depth` × 8, `begin` of [`tile_rows`] × 8, C for
/// writes of as many.
#[inline(always)]
pub(super) unsafe fn whole_tile<F: Real>(
    operands: impl Operands<F>,
    depth: usize,
    begin: Begin<F>,
    out: Out<F>,
) {
    // SAFETY: what the caller vouches for.
    unsafe {
        if F::Lanes::COUNT == 4 {
            tile::<F::Lanes, 4, 1, 2>(operands, depth, begin, out);
        } else {
            tile::<F::Lanes, 2, 1, 4>(operands, depth, begin, out);
        }
    }
}

/// The same for `rows` rows and the first `columns` of eight columns.
///
/// # Safety
/// A is valid for reads of `rows` × `depth` numbers, B of `depth` × 8, `begin` of `rows` × `columns`, C for writes of
/// as many. `rows` is from 1 to [`tile_rows`], `columns` from 1 to 8.
#[inline(never)]
pub(super) unsafe fn edge_tile<F: Real>(
    operands: impl Operands<F>,
    depth: usize,
    begin: Begin<F>,
    out: Out<F>,
    (rows, columns): (usize, usize),
) {
    let mut edge = [F::zero(); 4 * WIDTH];
    // SAFETY: only `columns` numbers of each row of C are touched; `edge` has room for four rows of eight.
    unsafe {
        for row in 0..rows {
            for column in 0..columns {
                edge[row * WIDTH + column] = *begin.start.add(row * begin.stride + column);
            }
        }
        let inside = Out {
            start: edge.as_mut_ptr(),
            stride: WIDTH,
        };
        let begin = Begin {
            start: edge.as_ptr(),
            stride: WIDTH,
        };
        if F::Lanes::COUNT == 4 {
            match rows {
                4 => tile::<F::Lanes, 4, 1, 2>(operands, depth, begin, inside),
                3 => tile::<F::Lanes, 3, 1, 2>(operands, depth, begin, inside),
                2 => tile::<F::Lanes, 2, 1, 2>(operands, depth, begin, inside),
                _ => tile::<F::Lanes, 1, 1, 2>(operands, depth, begin, inside),
            }
        } else {
            match rows {
                2 => tile::<F::Lanes, 2, 1, 4>(operands, depth, begin, inside),
                _ => tile::<F::Lanes, 1, 1, 4>(operands, depth, begin, inside),
            }
        }
        for row in 0..rows {
            for column in 0..columns {
                *out.start.add(row * out.stride + column) = edge[row * WIDTH + column];
            }
        }
    }
}

/// One row and all columns of two panels: one panel alone would wait for its sums most of the time.
///
/// # Safety
/// As [`whole_tile`], with one row and sixteen columns.
#[inline(always)]
pub(super) unsafe fn one_row<F: Real>(
    operands: impl Operands<F>,
    depth: usize,
    begin: Begin<F>,
    out: Out<F>,
) {
    // SAFETY: what the caller vouches for.
    unsafe {
        if F::Lanes::COUNT == 4 {
            tile::<F::Lanes, 1, 2, 2>(operands, depth, begin, out);
        } else {
            tile::<F::Lanes, 1, 2, 4>(operands, depth, begin, out);
        }
    }
}

/// M rows by P panels of V vectors. There is no unrolling over k here: twice the operands at once, as LLVM would have
/// them, do not fit the registers.
///
/// # Safety
/// A is valid for reads of M × `depth` numbers, B of P panels of `depth` × 8, `begin` of M × P·8, C for writes of as
/// many. P·V vectors are P·8 numbers.
#[inline(always)]
unsafe fn tile<L: Lanes, const M: usize, const P: usize, const V: usize>(
    operands: impl Operands<L::Float>,
    depth: usize,
    begin: Begin<L::Float>,
    out: Out<L::Float>,
) {
    // SAFETY: every address is one of those that the caller vouches for.
    unsafe {
        let mut sums: [[[L; V]; P]; M] = std::array::from_fn(|i| {
            let row = begin.start.wrapping_add(i * begin.stride);
            std::array::from_fn(|p| {
                std::array::from_fn(|v| L::load(row.wrapping_add(p * WIDTH + v * L::COUNT)))
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
        for i in 0..M {
            let row = out.start.wrapping_add(i * out.stride);
            for p in 0..P {
                for v in 0..V {
                    sums[i][p][v].store(row.wrapping_add(p * WIDTH + v * L::COUNT));
                }
            }
        }
    }
}
