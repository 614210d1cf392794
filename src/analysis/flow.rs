//! How the loss of each step reaches the state of each earlier step.
//!
//! A cell's backward step takes any number of gradient rows against one tape row: all losses go back
//! through time together, O(T² H²).

use crate::analysis::magnitude;
use crate::analysis::trace::Tracer;
use crate::kernel::{Matrix, MatrixMut, add_product};
use crate::nn::cell::{BackwardStep, PreviousGradients};

/// Gradient rows on their way back, each with its own exponent.
#[derive(Default)]
struct Rows {
    hidden: Vec<f64>,
    cell: Vec<f64>,
    exponents: Vec<i64>,
    /// The step whose loss a row belongs to.
    losses: Vec<usize>,
}

/// Where a backward step writes what the flow does not look at.
#[derive(Default)]
pub(crate) struct Discarded {
    preactivations: Vec<f64>,
    auxiliary: Vec<f64>,
}

/// T × T: entry \[k\]\[t\] is log10‖∂L_k/∂h_t‖ of the top layer, L_k the loss of step k; −∞ where t > k,
/// step k is masked, or the gradient is exactly zero.
pub fn flow(tracer: &Tracer) -> Vec<Vec<f64>> {
    let steps = tracer.steps();
    let mut flow = vec![vec![f64::NEG_INFINITY; steps]; steps];
    let architecture = tracer.model.architecture();
    let (hidden, top) = (architecture.hidden, architecture.layers - 1);
    let cell_width = if tracer.model.cell().has_cell_state() {
        hidden
    } else {
        0
    };
    let (mut rows, mut discarded) = (Rows::default(), Discarded::default());
    let mut asked = tracer.batch.target_rows().len();
    for t in (0..steps).rev() {
        if asked > 0 && tracer.batch.target_rows()[asked - 1] == t {
            asked -= 1;
            rows.push(tracer, asked, t, hidden, cell_width);
        }
        for (row, &k) in rows.losses.iter().enumerate() {
            let gradient = &rows.hidden[row * hidden..(row + 1) * hidden];
            flow[k][t] = magnitude::log10_norm(gradient, rows.exponents[row]);
        }
        let cut = tracer.truncate > 0 && t.is_multiple_of(tracer.truncate);
        if cut || !tracer.model.cell().is_recurrent() {
            rows = Rows::default();
        } else if t > 0 {
            let (hidden, cell) =
                back_one_step(tracer, top, t, &rows.hidden, &mut rows.cell, &mut discarded);
            (rows.hidden, rows.cell) = (hidden, cell);
            rows.normalise(cell_width);
        }
    }
    flow
}

impl Rows {
    /// The gradient of the loss of step `k`, number `asked` of the asked steps, with respect to h_k.
    fn push(&mut self, tracer: &Tracer, asked: usize, k: usize, hidden: usize, cell_width: usize) {
        let width = tracer.model.architecture().outputs;
        let weight = &tracer.model.parameters()[tracer.model.layout().readout_weight.clone()];
        let start = self.hidden.len();
        self.hidden.resize(start + hidden, 0.0);
        self.cell.resize(self.cell.len() + cell_width, 0.0);
        add_product(
            Matrix::new(
                &tracer.loss_gradients[asked * width..(asked + 1) * width],
                width,
            ),
            Matrix::new(weight, hidden),
            MatrixMut::new(&mut self.hidden[start..], hidden),
        );
        self.exponents.push(0);
        self.losses.push(k);
    }

    fn normalise(&mut self, cell_width: usize) {
        let hidden = self.hidden.len() / self.losses.len().max(1);
        for (row, exponent) in self.exponents.iter_mut().enumerate() {
            magnitude::normalise(
                &mut self.hidden[row * hidden..(row + 1) * hidden],
                &mut self.cell[row * cell_width..(row + 1) * cell_width],
                exponent,
            );
        }
    }
}

/// Takes gradient rows of h_t and c_t to h_{t−1} and c_{t−1}; `t` is at least 1, and `cell` is left
/// with the gradients of c_t by all paths.
pub(crate) fn back_one_step(
    tracer: &Tracer,
    layer: usize,
    t: usize,
    hidden: &[f64],
    cell: &mut [f64],
    discarded: &mut Discarded,
) -> (Vec<f64>, Vec<f64>) {
    let model = &tracer.model;
    let blocks = model.architecture().blocks();
    let (mut before_hidden, mut before_cell) = (vec![0.0; hidden.len()], vec![0.0; cell.len()]);
    discarded.preactivations.resize(hidden.len() * blocks, 0.0);
    let auxiliary = if model.cell().needs_auxiliary_gradient() {
        hidden.len()
    } else {
        0
    };
    discarded.auxiliary.resize(auxiliary, 0.0);
    let step = BackwardStep {
        hidden,
        cell,
        preactivations: &mut discarded.preactivations,
        auxiliary: &mut discarded.auxiliary,
        previous: Some(PreviousGradients {
            hidden: &mut before_hidden,
            cell: &mut before_cell,
        }),
    };
    let tape = tracer.tape.step(&tracer.batch, layer, t, 0);
    let weights = model.step_weights(layer, &tracer.tape);
    model.cell().backward(weights, tape, step);
    (before_hidden, before_cell)
}
