//! How the loss of each step reaches the state of each earlier step.
//!
//! A layer takes any number of gradient rows back against the tape of one sequence: all losses go back
//! through time together, O(T² H²) for a cell that works step by step.

use ndarray::{Array2, ArrayView2, s};

use crate::analysis::trace::Tracer;
use crate::linalg::magnitude;
use crate::nn::layer::{GradientRows, RowSpace, StepGradients, StepVisitor};

/// T × T: entry \[k\]\[t\] is log10‖∂L_k/∂h_t‖ of the top layer, L_k the loss of step k; −∞ where t > k,
/// step k is masked, or the gradient is exactly zero. Of a cell whose h no later step reads, the state that carries its
/// memory stands in the place of h.
pub fn flow(tracer: &Tracer) -> Array2<f64> {
    let (steps, targets) = (tracer.steps(), tracer.batch.target_rows());
    let spec = tracer.model.spec();
    let injected = tracer.loss_gradients_at_states();
    let mut visitor = Flow {
        injected: injected.view(),
        targets,
        losses: Vec::new(),
        of_memory: spec.carries_state() && !spec.carries_hidden(),
        flow: Array2::from_elem((steps, steps), f64::NEG_INFINITY),
    };
    let top = tracer.model.architecture().layers - 1;
    let (pass, tape) = (tracer.pass(top), tracer.tape.layer(top));
    let (truncate, mut space) = (tracer.truncate, RowSpace::default());
    let layer = tracer.layer(top);
    if !spec.whole_sequence {
        layer.backward_rows(pass, tape, 0..steps, truncate, &mut visitor, &mut space);
        return visitor.flow;
    }
    // What a loss sends to all earlier steps at once takes room for each of them: one loss after the other.
    for (index, &k) in targets.iter().enumerate() {
        visitor.injected = injected.slice(s![index..=index, ..]);
        visitor.targets = &targets[index..=index];
        visitor.losses.clear();
        layer.backward_rows(pass, tape, 0..k + 1, truncate, &mut visitor, &mut space);
    }
    visitor.flow
}

struct Flow<'a> {
    /// One row for each target step: the gradient of its loss with respect to the top layer's output at that step.
    injected: ArrayView2<'a, f64>,
    targets: &'a [usize],
    /// The step whose loss a gradient row belongs to.
    losses: Vec<usize>,
    /// Whether the gradients of the memory are noted, not those of h.
    of_memory: bool,
    flow: Array2<f64>,
}

impl StepVisitor for Flow<'_> {
    fn enter(&mut self, t: usize, rows: &mut GradientRows) {
        if rows.is_empty() {
            // The rows so far were cut.
            self.losses.clear();
        }
        rows.normalise();
        if let Ok(index) = self.targets.binary_search(&t) {
            let row = self.injected.row(index);
            rows.push(row.as_slice().expect("a row of a row-major array"), 0);
            self.losses.push(t);
        }
    }

    fn arrive(&mut self, t: usize, rows: &mut GradientRows) -> bool {
        if self.of_memory {
            return true;
        }
        for (row, &k) in self.losses.iter().enumerate() {
            let (hidden, _, &mut exponent) = rows.row_mut(row);
            self.flow[[k, t]] = magnitude::log10_norm(hidden, exponent);
        }
        t > 0
    }

    fn leave(&mut self, t: usize, gradients: StepGradients<f64>, exponents: &[i64]) {
        if self.of_memory {
            for ((row, &k), &exponent) in self.losses.iter().enumerate().zip(exponents) {
                self.flow[[k, t]] = magnitude::log10_norm(gradients.cell.row(row), exponent);
            }
        }
    }
}
