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

/// What the sums start from, where it is not zero: row i at `start + i * stride`. It may be C itself.
#[derive(Clone, Copy)]
pub(super) struct Begin<F> {
    pub start: *const F,
    pub stride: usize,
}

/// How many rows a tile has at most: eight vectors of sums, which with the operands fill sixteen registers.
pub(super) const fn tile_rows<F: Real>() -> usize {
    if F::Lanes::COUNT == 4 { 4 } else { 2 }
}

/// C = A·B, plus what it begins from, for `rows` rows and the first `columns` of eight columns.
///
/// Every number of C takes its products one after the other, from the first to the last, so that the bits are those
/// of the plain triple loop, whatever the tiles.
///
/// # Safety
/// A is valid for reads of `rows` × `depth` numbers, B of `depth` × 8, `begin` of
/// `rows` × `columns`, C for writes of as many.
/// `rows` is from 1 to [`tile_rows`], `columns` from 1 to 8.
#[inline(always)]
pub(super) unsafe fn eight_columns<F: Real>(
    operands: impl Operands<F>,
    depth: usize,
    out: Out<F>,
    (rows, columns): (usize, usize),
    begin: Option<Begin<F>>,
) {
    if columns == WIDTH {
        // SAFETY: what the caller vouches for.
        return unsafe { whole_tile(operands, depth, out, rows, begin) };
    }
    let mut edge = [F::zero(); 4 * WIDTH];
    // SAFETY: only `columns` numbers of each row of C are touched; `edge` has room for four rows of eight.
    unsafe {
        let mut from = None;
        if let Some(begin) = begin {
            for row in 0..rows {
                for column in 0..columns {
                    edge[row * WIDTH + column] = *begin.start.add(row * begin.stride + column);
                }
            }
            from = Some(Begin {
                start: edge.as_ptr(),
                stride: WIDTH,
            });
        }
        let inside = Out {
            start: edge.as_mut_ptr(),
            stride: WIDTH,
        };
        whole_tile(operands, depth, inside, rows, from);
        for row in 0..rows {
            for column in 0..columns {
                *out.start.add(row * out.stride + column) = edge[row * WIDTH + column];
            }
        }
    }
}

/// # Safety
/// As [`eight_columns`], with all eight columns.
#[inline(always)]
unsafe fn whole_tile<F: Real>(
    operands: impl Operands<F>,
    depth: usize,
    out: Out<F>,
    rows: usize,
    begin: Option<Begin<F>>,
) {
    // SAFETY: what the caller vouches for.
    unsafe {
        if F::Lanes::COUNT == 4 {
            match rows {
                4 => tile::<F::Lanes, 4, 1, 2>(operands, depth, out, begin),
                3 => tile::<F::Lanes, 3, 1, 2>(operands, depth, out, begin),
                2 => tile::<F::Lanes, 2, 1, 2>(operands, depth, out, begin),
                _ => tile::<F::Lanes, 1, 1, 2>(operands, depth, out, begin),
            }
        } else {
            match rows {
                2 => tile::<F::Lanes, 2, 1, 4>(operands, depth, out, begin),
                _ => tile::<F::Lanes, 1, 1, 4>(operands, depth, out, begin),
            }
        }
    }
}

/// One row and all columns of two panels: one panel alone would wait for its sums most of the time.
///
/// # Safety
/// As [`eight_columns`], with one row and sixteen columns.
#[inline(always)]
pub(super) unsafe fn one_row<F: Real>(
    operands: impl Operands<F>,
    depth: usize,
    out: Out<F>,
    begin: Option<Begin<F>>,
) {
    // SAFETY: what the caller vouches for.
    unsafe {
        if F::Lanes::COUNT == 4 {
            tile::<F::Lanes, 1, 2, 2>(operands, depth, out, begin);
        } else {
            tile::<F::Lanes, 1, 2, 4>(operands, depth, out, begin);
        }
    }
}

/// M rows by P panels of V vectors. There is no unrolling over k: with twice the operands the registers spill.
///
/// # Safety
/// A is valid for reads of M × `depth` numbers, B of P panels of `depth` × 8, `begin` of
/// M × P·8, C for writes of as many.
/// P·V vectors are P·8 numbers.
#[inline(never)]
unsafe fn tile<L: Lanes, const M: usize, const P: usize, const V: usize>(
    operands: impl Operands<L::Float>,
    depth: usize,
    out: Out<L::Float>,
    begin: Option<Begin<L::Float>>,
) {
    let mut sums = [[[L::zero(); V]; P]; M];
    let target = |i: usize, p: usize, v: usize| {
        out.start
            .wrapping_add(i * out.stride + p * WIDTH + v * L::COUNT)
    };
    // SAFETY: every address is one of those that the caller vouches for.
    unsafe {
        if let Some(begin) = begin {
            for i in 0..M {
                let row = begin.start.wrapping_add(i * begin.stride);
                for p in 0..P {
                    for v in 0..V {
                        sums[i][p][v] = L::load(row.wrapping_add(p * WIDTH + v * L::COUNT));
                    }
                }
            }
        }
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
            for p in 0..P {
                for v in 0..V {
                    sums[i][p][v].store(target(i, p, v));
                }
            }
        }
    }
}
