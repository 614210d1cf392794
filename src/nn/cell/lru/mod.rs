//! The linear recurrent unit (Orvieto et al. 2023, arXiv 2303.06349): a complex state that nothing nonlinear touches.
//!
//! s_t = λ ⊙ s_{t−1} + e^γ ⊙ B x_t      complex, |λ| < 1
//! λ = exp(−e^ν + i e^θ)
//! y_t = Re(C s_t) + D x_t
//! h_t = tanh(y_t)                       what the layer above and the readout see
//!
//! (In the paper the state is x and the input u; here x is the input of every cell.)
//! The nonlinearity stands outside the loop: s_{t−1} reaches s_t by a multiplication with λ alone, each unit by itself.
//! So ∂s_t/∂s_{t−1} = diag(λ) at every step, whatever the input.
//!
//! The state s is the cell state of the tape, 2·H wide: first the real parts, then the imaginary ones. Its gradient is
//! ∂L/∂Re s + i ∂L/∂Im s, so that going back by one step multiplies it with the conjugate of λ.
//!
//! Real matrices are what products read. W (3·H × I) makes of an input the real and the imaginary part of e^γ ⊙ B x, and
//! D x; R = [Re C, −Im C] (H × 2·H) makes of a state what it adds to y. The file `weights.rs` makes both of the tensors,
//! and turns the gradients of W, R and λ into those of the tensors.

mod backward;
mod traced;
mod weights;

use super::rnn::activate;
use super::{CellDefinition, CellSpec, StateName};
use crate::experiment::Activation::Tanh;
use crate::experiment::{CellKind, GateBias};
use crate::kernel::real::Real;
use crate::kernel::{Lanes, Matrix, MatrixMut, Panels, Start, product, update, vector};
use crate::nn::layer::{InputRows, Layer, LayerPass, LayerWeights, WeightGradients};
use crate::nn::parameters::Architecture;
use crate::nn::tape::{LayerTape, PackedWeights, Workspace, fit, fit_extra, fit_slice};

pub(super) const DEFINITION: CellDefinition = CellDefinition {
    spec: CellSpec {
        kind: CellKind::Lru,
        states: &[StateName::H, StateName::S],
        carried: &[StateName::S],
        memory: StateName::S,
        gates: &[],
        blocks: &["hidden"],
        recurrent_matrix: false,
        embeds_input: false,
        whole_sequence: false,
        attends: false,
        keeping_gate: None,
        keeps_at: 1,
    },
    tensors: weights::tensors,
    initialise: Some(weights::initialise),
    keeping_bias: |_| GateBias::Initialised,
    writing_gate: None,
    widens: 0,
    further_per_row: |_, _| 0,
};

/// The float is the list's way to call it; a layer works in any.
#[expect(clippy::extra_unused_type_parameters)]
pub(super) fn layer<F: Real>(architecture: &Architecture, layer: usize) -> Lru {
    Lru {
        hidden: architecture.hidden,
        inputs: architecture.layer_inputs(layer),
    }
}

/// One layer. The arrays that its tape keeps besides are, in this order, λ (1 × 2·H), W and R; the further panels
/// are Dᵀ, Rᵀ and R.
pub(super) struct Lru {
    /// H.
    hidden: usize,
    /// I.
    inputs: usize,
}

/// The places of the arrays in [`LayerTape::extra`].
const EIGENVALUES: usize = 0;
const PROJECTION: usize = 1;
const READING: usize = 2;

/// The places of the panels in [`PackedWeights::further`].
const DIRECT: usize = 0;
const READ: usize = 1;
const READ_BACK: usize = 2;

impl Lru {
    /// Writes e^γ ⊙ B x and D x of as many inputs as `states` has rows.
    fn project<F: Real>(
        &self,
        input: InputRows<F>,
        packed: &PackedWeights<F>,
        mut states: MatrixMut<F>,
        mut direct: MatrixMut<F>,
    ) {
        match input {
            InputRows::Symbols(ids) => {
                let width = 3 * self.hidden;
                for (row, &id) in ids.iter().take(states.rows()).enumerate() {
                    let symbol = &packed.symbols[id as usize * width..][..width];
                    let (drive, rest) = symbol.split_at(2 * self.hidden);
                    states.row_mut(row).copy_from_slice(drive);
                    direct.row_mut(row).copy_from_slice(rest);
                }
            }
            InputRows::Vectors(values) => {
                let values = Matrix::from(values).row_block(0, states.rows());
                product(values, &packed.weight_ih, Start::Zero, states);
                product(values, &packed.further[DIRECT], Start::Zero, direct);
            }
        }
    }

    /// λ of a tape, once for each of `rows` rows: real and imaginary parts.
    fn eigenvalues<'a, F: Real>(&self, tape: &'a LayerTape<F>, rows: usize) -> [Matrix<'a, F>; 2] {
        let one = Matrix::from(tape.extra[EIGENVALUES].view());
        one.repeated(rows).blocks()
    }

    fn fit<F: Real>(&self, tape: &mut LayerTape<F>, rows: usize) {
        fit(&mut tape.gates, rows, self.hidden);
        fit(&mut tape.hidden, rows, self.hidden);
        fit(&mut tape.cell, rows, 2 * self.hidden);
    }
}

/// From the states to the output: y += R s, h = tanh(y).
fn read_out<F: Real>(
    states: Matrix<F>,
    read: &Panels<F>,
    mut outputs: MatrixMut<F>,
    hidden: MatrixMut<F>,
) {
    product(states, read, Start::There, outputs.reborrow());
    activate(Tanh, outputs.as_matrix(), hidden);
}

impl<F: Real> Layer<F> for Lru {
    fn spec(&self) -> &'static CellSpec {
        &DEFINITION.spec
    }

    fn pack(&self, weights: LayerWeights<F>, input: InputRows<F>, tape: &mut LayerTape<F>) {
        let (hidden, inputs) = (self.hidden, self.inputs);
        fit_extra(&mut tape.extra, 3);
        weights::write_eigenvalues(weights, &mut tape.extra[EIGENVALUES]);
        let projection = fit(&mut tape.extra[PROJECTION], 3 * hidden, inputs);
        weights::write_projection(weights, projection);
        weights::write_reading(weights, &mut tape.extra[READING]);
        let (extra, packed) = (&tape.extra, &mut tape.packed);
        packed.further.resize_with(3, Panels::default);
        let projection = Matrix::from(extra[PROJECTION].view());
        match input {
            InputRows::Symbols(_) => {
                let symbols = fit_slice(&mut packed.symbols, inputs * 3 * hidden);
                let projection = (extra[PROJECTION].as_slice()).expect("the array is row-major");
                vector::transpose(projection, 3 * hidden, inputs, symbols);
            }
            InputRows::Vectors(_) => {
                let drive = projection.row_block(0, 2 * hidden);
                packed.weight_ih.pack_transposed(drive);
                let direct = projection.row_block(2 * hidden, 3 * hidden);
                packed.further[DIRECT].pack_transposed(direct);
            }
        }
        let reading = Matrix::from(extra[READING].view());
        packed.further[READ].pack_transposed(reading);
        packed.further[READ_BACK].pack(reading);
    }

    fn forward(&self, pass: LayerPass<F>, tape: &mut LayerTape<F>) {
        let (batch, rows) = (pass.batch, pass.batch.rows());
        self.fit(tape, rows);
        let mut cell = std::mem::take(&mut tape.cell);
        let mut gates = std::mem::take(&mut tape.gates);
        let mut states = MatrixMut::from(cell.view_mut()).row_block(0, rows);
        let mut outputs = MatrixMut::from(gates.view_mut()).row_block(0, rows);
        let (drive, direct) = (states.reborrow(), outputs.reborrow());
        self.project(pass.input, &tape.packed, drive, direct);
        for t in 1..batch.steps() {
            let (now, before) = (batch.step(t), batch.step(t - 1).start);
            let (past, after) = states.reborrow().split_at_row(now.start);
            let past = past.as_matrix().row_block(before, before + now.len());
            let ([re, im], [turn, lift]) = (past.blocks(), self.eigenvalues(tape, now.len()));
            let after = after.row_block(0, now.len());
            update(after.blocks(), [re, im, turn, lift], unit_turn::<F::Lanes>);
        }
        let hidden = MatrixMut::from(tape.hidden.view_mut()).row_block(0, rows);
        read_out(
            states.as_matrix(),
            &tape.packed.further[READ],
            outputs,
            hidden,
        );
        (tape.cell, tape.gates) = (cell, gates);
    }

    fn backward(
        &self,
        pass: LayerPass<F>,
        tape: &LayerTape<F>,
        truncate: usize,
        reach_below: bool,
        space: &mut Workspace<F>,
        gradient: WeightGradients<F>,
    ) {
        self.train_backward(pass, tape, truncate, reach_below, space, gradient);
    }

    /// The tape has two rows: the state before, and that of the input read last.
    fn advance(&self, _: LayerWeights<F>, input: InputRows<F>, tape: &mut LayerTape<F>) {
        self.fit(tape, 2);
        let mut cell = std::mem::take(&mut tape.cell);
        let (mut before, now) = cell.multi_slice_mut((ndarray::s![0, ..], ndarray::s![1, ..]));
        before.assign(&now);
        let (before, mut now) = MatrixMut::from(cell.view_mut()).split_at_row(1);
        let mut outputs = MatrixMut::from(tape.gates.slice_mut(ndarray::s![1.., ..]));
        let (drive, direct) = (now.reborrow(), outputs.reborrow());
        self.project(input, &tape.packed, drive, direct);
        let one = Matrix::from(tape.extra[EIGENVALUES].view());
        let ([re, im], [turn, lift]) = (before.as_matrix().blocks(), one.blocks());
        let sources = [re, im, turn, lift];
        update(now.reborrow().blocks(), sources, unit_turn::<F::Lanes>);
        let hidden = MatrixMut::from(tape.hidden.slice_mut(ndarray::s![1.., ..]));
        read_out(now.as_matrix(), &tape.packed.further[READ], outputs, hidden);
        tape.cell = cell;
    }
}

/// s_t from e^γ ⊙ B x_t and s_{t−1}: what is added is λ s_{t−1}.
#[inline(always)]
fn unit_turn<V: Lanes>([out_re, out_im]: [V; 2], [re, im, turn, lift]: [V; 4]) -> [V; 2] {
    [
        out_re + (turn * re - lift * im),
        out_im + (turn * im + lift * re),
    ]
}

/// ∂s_{t−1} from what it has by itself and from ∂s_t: what is added is the conjugate of λ times ∂s_t.
#[inline(always)]
fn unit_turn_back<V: Lanes>([out_re, out_im]: [V; 2], [re, im, turn, lift]: [V; 4]) -> [V; 2] {
    [
        out_re + (turn * re + lift * im).flushed(),
        out_im + (turn * im - lift * re).flushed(),
    ]
}
