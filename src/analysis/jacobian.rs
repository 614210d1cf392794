//! What one step back in time does to a gradient, and what many steps do together.
//!
//! The rows of a step Jacobian are the images of the basis vectors under the cell's backward step. The
//! singular values of one step mislead alone: each may stretch some direction while all together
//! shrink every one, because the direction that a step leaves is seldom the one that the next
//! stretches. So the product of steps and the overlap of consecutive best directions stand beside them.

use serde::Serialize;

use crate::analysis::flow::{Discarded, back_one_step};
use crate::analysis::magnitude::{self, log10_abs};
use crate::analysis::spectrum::{singular_directions, singular_values};
use crate::analysis::trace::Tracer;

/// Singular values of a product below this share of its largest are lost in the rounding of the larger ones.
const RESOLVED: f64 = 1e-10;

/// The Jacobian ∂s_t/∂s_{t−1} of the top layer, S × S row-major, with t counted from 0 and at least 1.
/// The state s is h, for an LSTM (h, c). Truncation cuts gradients, not what a step does: it is not seen here.
pub fn step_jacobian(tracer: &Tracer, t: usize) -> Vec<f64> {
    let size = state_size(tracer);
    let mut identity = vec![0.0; size * size];
    for row in 0..size {
        identity[row * (size + 1)] = 1.0;
    }
    rows_back(tracer, t, &identity)
}

/// Gradient rows of s_t, row-major, each S long, as they are at s_{t−1}: `rows` · ∂s_t/∂s_{t−1}.
fn rows_back(tracer: &Tracer, t: usize, rows: &[f64]) -> Vec<f64> {
    let mut out = vec![0.0; rows.len()];
    if !tracer.model.cell().is_recurrent() {
        return out;
    }
    let (hidden, size) = (tracer.model.architecture().hidden, state_size(tracer));
    let part = |range: std::ops::Range<usize>| -> Vec<f64> {
        rows.chunks_exact(size)
            .flat_map(|row| row[range.clone()].iter().copied())
            .collect()
    };
    let layer = tracer.model.architecture().layers - 1;
    let (to_hidden, to_cell) = back_one_step(
        tracer,
        layer,
        t,
        &part(0..hidden),
        &mut part(hidden..size),
        &mut Discarded::default(),
    );
    let cell_width = size - hidden;
    for (row, out) in out.chunks_exact_mut(size).enumerate() {
        out[..hidden].copy_from_slice(&to_hidden[row * hidden..(row + 1) * hidden]);
        out[hidden..].copy_from_slice(&to_cell[row * cell_width..(row + 1) * cell_width]);
    }
    out
}

/// The singular values of every step's Jacobian ∂s_t/∂s_{t−1}, t = 2…T, largest first, of the sequence that
/// `tracer` ran last: T − 1 rows of S. O(T S³).
pub fn step_singular_values(tracer: &Tracer) -> Vec<Vec<f64>> {
    let size = state_size(tracer);
    (1..tracer.steps())
        .map(|t| match tracer.model.cell().is_recurrent() {
            true => singular_values(&step_jacobian(tracer, t), size),
            false => vec![0.0; size],
        })
        .collect()
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
    if !tracer.model.cell().is_recurrent() {
        return PathGains {
            log10_product_singular_values: vec![vec![None; size]; steps.saturating_sub(1)],
            direction_overlaps: vec![None; steps.saturating_sub(2)],
        };
    }
    let best: Vec<_> = (1..steps)
        .map(|t| singular_directions(&step_jacobian(tracer, t), size).first)
        .collect();
    let overlaps = best.windows(2).map(|pair| {
        // Backwards in time the later step comes first: what it leaves meets what the earlier one takes.
        let ((_, left_in), (taken, _)) = (pair[1].as_ref()?, pair[0].as_ref()?);
        let cosine: f64 = left_in.iter().zip(taken).map(|(a, b)| a * b).sum();
        Some(cosine.abs().min(1.0))
    });
    PathGains {
        direction_overlaps: overlaps.collect(),
        log10_product_singular_values: products(tracer, size),
    }
}

/// Each step multiplies the product so far, and a power of two is taken out of it.
fn products(tracer: &Tracer, size: usize) -> Vec<Vec<Option<f64>>> {
    let steps = tracer.steps();
    let mut out = Vec::with_capacity(steps.saturating_sub(1));
    let mut exponent = 0;
    let mut product = Vec::new();
    for t in (1..steps).rev() {
        product = match t + 1 == steps {
            true => step_jacobian(tracer, t),
            false => rows_back(tracer, t, &product),
        };
        magnitude::normalise(&mut product, &mut [], &mut exponent);
        let values = singular_values(&product, size);
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

/// S: H, for an LSTM 2 H.
fn state_size(tracer: &Tracer) -> usize {
    let hidden = tracer.model.architecture().hidden;
    if tracer.model.cell().has_cell_state() {
        2 * hidden
    } else {
        hidden
    }
}
