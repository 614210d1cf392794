//! What a forward pass leaves for the backward pass, and what the backward pass works in.
//!
//! Buffers grow to the largest batch they have seen and stay: nothing is allocated while a run goes on.

use std::ops::Range;

use ndarray::ArrayView2;

use crate::data::batch::Batch;
use crate::kernel::real::Real;
use crate::kernel::{GradientScratch, Panels};
use crate::nn::cell::{PreviousState, RecurrentWeights, StepTape};
use crate::nn::parameters::Architecture;

/// Everything a forward pass computed, for all rows of a packed batch.
#[derive(Clone, Debug)]
pub struct Tape<F> {
    pub(crate) hidden_size: usize,
    pub(crate) blocks: usize,
    pub(crate) layers: Vec<LayerTape<F>>,
    pub(crate) weights: Vec<PackedWeights<F>>,
    /// N × H: the embeddings of the window; otherwise empty.
    pub(crate) embedded: Vec<F>,
    /// N × n·H: each row the embeddings that its window sees; otherwise empty.
    pub(crate) windows: Vec<F>,
    /// W_readoutᵀ: H × V.
    pub(crate) readout: Panels<F>,
    /// R × H: the top layer's hidden states that were read out; empty if all of them were.
    pub(crate) read: Vec<F>,
    /// R × V.
    pub(crate) outputs: Vec<F>,
    /// R, how many rows were read out.
    pub(crate) read_rows: usize,
}

/// One layer's part of the tape, for N rows.
#[derive(Clone, Debug, Default)]
pub struct LayerTape<F> {
    /// N × G·H: gate activations. Without gates (rnn, window) the pre-activations.
    pub gates: Vec<F>,
    /// N × H: h_t.
    pub hidden: Vec<F>,
    /// N × H: c_t (lstm).
    pub cell: Vec<F>,
    /// N × H: what the cell keeps for its backward step (lstm, gru).
    pub auxiliary: Vec<F>,
}

/// One layer's weights in the order in which products read them.
#[derive(Clone, Debug, Default)]
pub(crate) struct PackedWeights<F> {
    /// For symbols: I × G·H, the projection of each, the bias with it.
    pub symbols: Vec<F>,
    /// For vectors: W_ihᵀ, inputs × G·H.
    pub weight_ih: Panels<F>,
    /// W_hh, for both directions.
    pub recurrent: RecurrentWeights<F>,
    /// G·H: what is added to every projection.
    pub bias: Vec<F>,
}

impl<F: Real> Tape<F> {
    pub(crate) fn new(architecture: &Architecture) -> Self {
        Tape {
            hidden_size: architecture.hidden,
            blocks: architecture.blocks(),
            layers: vec![LayerTape::default(); architecture.layers],
            weights: vec![PackedWeights::default(); architecture.layers],
            embedded: Vec::new(),
            windows: Vec::new(),
            readout: Panels::default(),
            read: Vec::new(),
            outputs: Vec::new(),
            read_rows: 0,
        }
    }

    /// The buffers of one layer, from the lowest; they may be longer than the batch has rows.
    pub fn layer(&self, layer: usize) -> &LayerTape<F> {
        &self.layers[layer]
    }

    /// h_t of one layer for all sequences that take part in step `t`: rows × H.
    pub fn hidden(&self, batch: &Batch<F>, layer: usize, t: usize) -> ArrayView2<'_, F> {
        rows_view(&self.layers[layer].hidden, batch.step(t), self.hidden_size)
    }

    /// Gate activations of one layer for all sequences that take part in step `t`: rows × G·H.
    pub fn gates(&self, batch: &Batch<F>, layer: usize, t: usize) -> ArrayView2<'_, F> {
        rows_view(
            &self.layers[layer].gates,
            batch.step(t),
            self.blocks * self.hidden_size,
        )
    }

    /// The top layer's hidden states that were read out: R × H.
    pub(crate) fn read_states(&self) -> &[F] {
        let states = match self.read.is_empty() {
            true => &self.layers[self.layers.len() - 1].hidden,
            false => &self.read,
        };
        &states[..self.read_rows * self.hidden_size]
    }

    /// What the model answered: R × V logits or values, for the rows that were read out.
    pub fn outputs(&self) -> &[F] {
        &self.outputs
    }

    /// What the backward step of `layer` at step `t` needs. With `row_step` 1 every gradient row has
    /// the tape row of its own sequence; with 0 all gradient rows share the step's first row.
    pub fn step(
        &self,
        batch: &Batch<F>,
        layer: usize,
        t: usize,
        row_step: usize,
    ) -> StepTape<'_, F> {
        let previous = (t > 0).then(|| {
            let start = batch.step(t - 1).start;
            start..start + batch.step(t).len()
        });
        self.rows(layer, batch.step(t), previous, row_step)
    }

    /// The tape of any rows of one layer, with the rows that their previous states stand in.
    pub(crate) fn rows(
        &self,
        layer: usize,
        rows: Range<usize>,
        previous: Option<Range<usize>>,
        row_step: usize,
    ) -> StepTape<'_, F> {
        let (hidden, width) = (self.hidden_size, self.blocks * self.hidden_size);
        let layer = &self.layers[layer];
        StepTape {
            gates: part(&layer.gates, &rows, width),
            hidden: part(&layer.hidden, &rows, hidden),
            cell: part(&layer.cell, &rows, hidden),
            auxiliary: part(&layer.auxiliary, &rows, hidden),
            previous: previous.map(|previous| PreviousState {
                hidden: part(&layer.hidden, &previous, hidden),
                cell: part(&layer.cell, &previous, hidden),
            }),
            row_step,
        }
    }
}

/// What the backward pass works in. Only the layer it has just been through is to be seen in it.
#[derive(Clone, Debug, Default)]
pub struct Workspace<F> {
    /// R × V: ∂L/∂outputs.
    pub outputs: Vec<F>,
    /// R × H: ∂L/∂h of the rows that were read out, by the readout alone.
    pub(crate) read: Vec<F>,
    /// N × H: ∂L/∂h_t by all paths.
    pub hidden: Vec<F>,
    /// N × H: ∂L/∂c_t by all paths (lstm).
    pub cell: Vec<F>,
    /// N × G·H: ∂L/∂pre-activations.
    pub preactivations: Vec<F>,
    /// N × H: what a GRU needs beside them.
    pub(crate) auxiliary: Vec<F>,
    /// N × H: ∂L/∂h_t of the layer below, by the layer above alone; or of the embeddings.
    pub(crate) below: Vec<F>,
    /// N × n·H: ∂L/∂ of the windows.
    pub(crate) windows: Vec<F>,
    /// Up to N × H: h_{t−1} of every row but the first step's.
    pub(crate) previous_hidden: Vec<F>,
    /// I × G·H: ∂L/∂W_ihᵀ, gathered symbol by symbol.
    pub(crate) symbols: Vec<F>,
    /// The right-hand side of a product with weights of this pass.
    pub(crate) panels: Panels<F>,
    /// Memory of the weight gradients' products.
    pub(crate) scratch: GradientScratch<F>,
}

/// Makes `buffer` at least `length` long; what it holds is overwritten by its user.
pub(crate) fn fit<F: Real>(buffer: &mut Vec<F>, length: usize) -> &mut [F] {
    if buffer.len() < length {
        buffer.resize(length, F::zero());
    }
    &mut buffer[..length]
}

/// Rows of `width` numbers; nothing from a buffer that the cell does not use.
pub(crate) fn part<'a, F>(buffer: &'a [F], rows: &Range<usize>, width: usize) -> &'a [F] {
    buffer
        .get(rows.start * width..rows.end * width)
        .unwrap_or_default()
}

/// The same, to be written.
pub(crate) fn part_mut<'a, F>(
    buffer: &'a mut [F],
    rows: &Range<usize>,
    width: usize,
) -> &'a mut [F] {
    buffer
        .get_mut(rows.start * width..rows.end * width)
        .unwrap_or_default()
}

fn rows_view<F>(buffer: &[F], rows: Range<usize>, width: usize) -> ArrayView2<'_, F> {
    let values = &buffer[rows.start * width..rows.end * width];
    ArrayView2::from_shape((rows.len(), width), values)
        .unwrap_or_else(|_| unreachable!("the slice has rows × width numbers"))
}
