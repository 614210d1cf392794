//! What one step back in time does to a gradient, and what many steps do together.
//!
//! The rows of a step Jacobian are the images of the basis vectors under the cell's backward step. The
//! singular values of one step mislead alone: each may stretch some direction while all together
//! shrink every one, because the direction that a step leaves is seldom the one that the next
//! stretches. So the product of steps and the overlap of consecutive best directions stand beside them.

use ndarray::{Array2, ArrayView1, ArrayView2, Axis, concatenate, s};
use serde::Serialize;

use crate::analysis::trace::Tracer;
use crate::linalg::magnitude::{self, log10_abs};
use crate::linalg::spectrum::{singular_directions, singular_values};
use crate::nn::layer::{GradientRows, RowSpace, StepVisitor};

/// Singular values of a product below this share of its largest are lost in the rounding of the larger ones.
const RESOLVED: f64 = 1e-10;

/// The Jacobian ∂s_t/∂s_{t−1} of the top layer, S × S, with t counted from 0 and at least 1.
/// The state s is what the next step reads: h, (h, c) or the complex s. Zero for a cell that carries no state. Truncation cuts
/// gradients, not what a step does: it is not seen here.
pub fn step_jacobian(tracer: &Tracer, t: usize) -> Array2<f64> {
    rows_back(tracer, t, Array2::eye(state_size(tracer)).view())
}

/// Gradient rows of s_t, each S long, as they are at s_{t−1}: `rows` · ∂s_t/∂s_{t−1}.
fn rows_back(tracer: &Tracer, t: usize, rows: ArrayView2<f64>) -> Array2<f64> {
    let mut visitor = OneStep {
        from: t,
        skipped: skipped(tracer),
        rows,
        out: Array2::zeros(rows.dim()),
    };
    if tracer.model.spec().carries_state() {
        let top = tracer.model.architecture().layers - 1;
        let (pass, tape) = (tracer.pass(top), tracer.tape.layer(top));
        let (steps, mut space) = (t - 1..t + 1, RowSpace::default());
        tracer
            .layer(top)
            .backward_rows(pass, tape, steps, 0, &mut visitor, &mut space);
    }
    visitor.out
}

/// Sends rows back by one step.
struct OneStep<'a> {
    from: usize,
    /// How many numbers of a step's states the next step does not read: they stand first.
    skipped: usize,
    rows: ArrayView2<'a, f64>,
    out: Array2<f64>,
}

impl StepVisitor for OneStep<'_> {
    fn enter(&mut self, _: usize, _: &mut GradientRows) {}

    fn arrive(&mut self, t: usize, rows: &mut GradientRows) -> bool {
        if t == self.from {
            for row in self.rows.rows() {
                let unread = std::iter::repeat_n(0.0, self.skipped);
                let state: Vec<f64> = unread.chain(row.iter().copied()).collect();
                rows.push_state(&state);
            }
            return true;
        }
        let states = concatenate![Axis(1), rows.hidden(), rows.cell()];
        self.out.assign(&states.slice(s![.., self.skipped..]));
        false
    }
}

/// T − 1 rows of S: the singular values of every step's Jacobian ∂s_t/∂s_{t−1}, t = 2…T, largest first, of the sequence
/// that `tracer` ran last. O(T S³).
pub fn step_singular_values(tracer: &Tracer) -> Array2<f64> {
    let size = state_size(tracer);
    let mut out = Array2::zeros((tracer.steps().saturating_sub(1), size));
    if tracer.model.spec().carries_state() {
        for (t, mut row) in (1..).zip(out.rows_mut()) {
            row.assign(&ArrayView1::from(&singular_values(
                step_jacobian(tracer, t).view(),
            )));
        }
    }
    out
}

/// What the steps of one sequence do to a gradient on its way back together.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct PathGains {
    /// T − 1 rows: log10 of the singular values of ∂s_T/∂s_t, t = 1…T − 1, largest first. `None` for
    /// those that are zero or below 10⁻¹⁰ of the largest, which f64 does not resolve.
    pub log10_product_singular_values: Vec<Vec<Option<f64>>>,
    /// T − 2 numbers, t = 2…T − 1: |cos| of the angle between the direction into which step t + 1 puts
    /// the gradient that it stretches most and the direction that step t stretches most; `None`
    /// where one of the two steps lets nothing through.
    pub direction_overlaps: Vec<Option<f64>>,
}

/// The gains of the sequence that `tracer` ran last. O(T S³).
pub fn path_gains(tracer: &Tracer) -> PathGains {
    let size = state_size(tracer);
    let steps = tracer.steps();
    if !tracer.model.spec().carries_state() {
        return PathGains {
            log10_product_singular_values: vec![vec![None; size]; steps.saturating_sub(1)],
            direction_overlaps: vec![None; steps.saturating_sub(2)],
        };
    }
    let best: Vec<_> = (1..steps)
        .map(|t| singular_directions(step_jacobian(tracer, t).view()).first)
        .collect();
    let overlaps = best.windows(2).map(|pair| {
        // Backwards in time the later step comes first: what it leaves meets what the earlier one takes.
        let ((_, left_in), (taken, _)) = (pair[1].as_ref()?, pair[0].as_ref()?);
        let cosine: f64 = left_in.iter().zip(taken).map(|(a, b)| a * b).sum();
        Some(cosine.abs().min(1.0))
    });
    PathGains {
        direction_overlaps: overlaps.collect(),
        log10_product_singular_values: products(tracer),
    }
}

/// Each step multiplies the product so far, and a power of two is taken out of it.
fn products(tracer: &Tracer) -> Vec<Vec<Option<f64>>> {
    let steps = tracer.steps();
    let mut out = Vec::with_capacity(steps.saturating_sub(1));
    let mut exponent = 0;
    let mut product = Array2::eye(state_size(tracer));
    for t in (1..steps).rev() {
        product = rows_back(tracer, t, product.view());
        let values = product.as_slice_mut().expect("a new array is row-major");
        magnitude::normalise(values, &mut [], &mut exponent);
        let values = singular_values(product.view());
        let least = values[0] * RESOLVED;
        let log10 = |&value: &f64| {
            let log10 = log10_abs(value, exponent);
            (value >= least && log10.is_finite()).then_some(log10)
        };
        out.push(values.iter().map(log10).collect());
    }
    out.reverse();
    out
}

/// S: H for each state that the next step reads, twice as much for a complex one. Where none is read, H for each.
fn state_size(tracer: &Tracer) -> usize {
    let (spec, hidden) = (tracer.model.spec(), tracer.model.architecture().hidden);
    let states = if spec.carries_state() {
        spec.carried
    } else {
        spec.states
    };
    states.iter().map(|state| state.width(hidden)).sum()
}

/// How many of the numbers of a step's states, h before the rest, are not in s.
fn skipped(tracer: &Tracer) -> usize {
    let read = tracer.model.spec().carries_hidden();
    if read {
        0
    } else {
        tracer.model.architecture().hidden
    }
}
