//! What a forward pass leaves for the backward pass, and what the backward pass works in.
//!
//! Arrays grow to the largest batch they have seen and stay: nothing is allocated while a run goes on. They may have more
//! rows than the batch.

use ndarray::{Array2, ArrayView2, ArrayViewMut2, s};

use crate::data::batch::Batch;
use crate::kernel::real::Real;
use crate::kernel::{GradientScratch, Panels};
use crate::nn::layer::RecurrentWeights;

/// Everything a forward pass computed, for all rows of a packed batch.
#[derive(Clone, Debug)]
pub struct Tape<F> {
    pub(crate) layers: Vec<LayerTape<F>>,
    /// W_readoutᵀ: H × V.
    pub(crate) readout: Panels<F>,
    /// R × H: the top layer's output in the rows that were read out.
    pub(crate) read: Array2<F>,
    /// R × V.
    pub(crate) outputs: Array2<F>,
    /// R, how many rows were read out.
    pub(crate) read_rows: usize,
}

/// One layer's part of the tape, for N rows. An array that a cell does not need has no columns.
#[derive(Clone, Debug)]
pub struct LayerTape<F> {
    /// N × G·H: gate activations. Without gates (rnn, window) the pre-activations.
    pub gates: Array2<F>,
    /// N × H: h_t.
    pub hidden: Array2<F>,
    /// N × H: c_t, for a cell with a cell state; N × 2·H where it is complex.
    pub cell: Array2<F>,
    /// N × H: what a step keeps for its backward step (lstm, gru).
    pub auxiliary: Array2<F>,
    /// What else a cell keeps.
    pub extra: Vec<Array2<F>>,
    /// The weights, as the products read them.
    pub(crate) packed: PackedWeights<F>,
}

/// One layer's weights in the order in which products read them.
#[derive(Clone, Debug, Default)]
pub(crate) struct PackedWeights<F> {
    /// For symbols: W_ihᵀ, I × G·H.
    pub symbols: Vec<F>,
    /// For vectors: W_ihᵀ, inputs × G·H.
    pub weight_ih: Panels<F>,
    /// W_hh, for both directions.
    pub recurrent: RecurrentWeights<F>,
    /// G·H: what is added to every projection.
    pub bias: Vec<F>,
    /// What else a cell multiplies with.
    pub further: Vec<Panels<F>>,
}

impl<F: Real> Default for LayerTape<F> {
    fn default() -> Self {
        LayerTape {
            gates: empty(),
            hidden: empty(),
            cell: empty(),
            auxiliary: empty(),
            extra: Vec::new(),
            packed: PackedWeights::default(),
        }
    }
}

impl<F: Real> Tape<F> {
    /// An empty tape for so many layers.
    pub(crate) fn new(layers: usize) -> Self {
        Tape {
            layers: vec![LayerTape::default(); layers],
            readout: Panels::default(),
            read: empty(),
            outputs: empty(),
            read_rows: 0,
        }
    }

    /// One layer's part, from the lowest.
    pub fn layer(&self, layer: usize) -> &LayerTape<F> {
        &self.layers[layer]
    }

    /// h_t of one layer for all sequences that take part in step `t`: rows × H.
    pub fn hidden(&self, batch: &Batch<F>, layer: usize, t: usize) -> ArrayView2<'_, F> {
        self.layers[layer].hidden.slice(s![batch.step(t), ..])
    }

    /// Gate activations of one layer for all sequences that take part in step `t`: rows × G·H.
    pub fn gates(&self, batch: &Batch<F>, layer: usize, t: usize) -> ArrayView2<'_, F> {
        self.layers[layer].gates.slice(s![batch.step(t), ..])
    }

    /// What the model answered: R × V logits or values, for the rows that were read out.
    pub fn outputs(&self) -> ArrayView2<'_, F> {
        self.outputs.slice(s![..self.read_rows, ..])
    }
}

/// What the backward pass works in. Only the layer it has just been through is to be seen in it.
#[derive(Clone, Debug)]
pub struct Workspace<F> {
    /// R × V: ∂L/∂outputs.
    pub(crate) outputs: Array2<F>,
    /// R × H: ∂L/∂ of the rows that were read out, by the readout alone.
    pub(crate) read: Array2<F>,
    /// N × H: ∂L/∂h_t by all paths.
    pub hidden: Array2<F>,
    /// N × H: ∂L/∂c_t by all paths; no columns without a cell state, 2·H where it is complex.
    pub cell: Array2<F>,
    /// N × G·H: ∂L/∂pre-activations.
    pub preactivations: Array2<F>,
    /// N × H: what a GRU needs beside them.
    pub(crate) auxiliary: Array2<F>,
    /// N × H: ∂L/∂ of the output of the layer below, by the layer above alone.
    pub below: Array2<F>,
    /// What else a cell works in.
    pub(crate) extra: Vec<Array2<F>>,
    /// Up to N × H: h_{t−1} of every row but the first step's.
    pub(crate) previous_hidden: Vec<F>,
    /// I × G·H: ∂L/∂W_ihᵀ, gathered symbol by symbol.
    pub(crate) symbols: Vec<F>,
    /// The right-hand side of a product with weights of this pass.
    pub(crate) panels: Panels<F>,
    /// Memory of the weight gradients' products.
    pub(crate) scratch: GradientScratch<F>,
}

impl<F: Real> Default for Workspace<F> {
    fn default() -> Self {
        Workspace {
            outputs: empty(),
            read: empty(),
            hidden: empty(),
            cell: empty(),
            preactivations: empty(),
            auxiliary: empty(),
            below: empty(),
            extra: Vec::new(),
            previous_hidden: Vec::new(),
            symbols: Vec::new(),
            panels: Panels::default(),
            scratch: GradientScratch::default(),
        }
    }
}

impl<F: Real> Workspace<F> {
    /// R × V: room for ∂L/∂outputs of a tape.
    pub fn output_gradients(&mut self, tape: &Tape<F>) -> ArrayViewMut2<'_, F> {
        let (rows, width) = tape.outputs().dim();
        fit(&mut self.outputs, rows, width)
    }
}

/// Makes an array at least `rows` high and exactly `columns` wide, and returns so many rows of it. What they hold is
/// overwritten by their user.
pub(crate) fn fit<F: Real>(
    array: &mut Array2<F>,
    rows: usize,
    columns: usize,
) -> ArrayViewMut2<'_, F> {
    if array.nrows() < rows || array.ncols() != columns {
        *array = Array2::from_elem((rows, columns), F::zero());
    }
    array.slice_mut(s![..rows, ..])
}

/// Room for rows × columns numbers in an array of one column, which matrices of different widths use in turn.
pub(crate) fn fit_matrix<F: Real>(
    column: &mut Array2<F>,
    rows: usize,
    columns: usize,
) -> ArrayViewMut2<'_, F> {
    let numbers = fit(column, rows * columns, 1).into_slice();
    ArrayViewMut2::from_shape((rows, columns), numbers.expect("one column has no gaps"))
        .unwrap_or_else(|_| unreachable!("there are as many numbers"))
}

/// Makes room for so many further arrays.
pub(crate) fn fit_extra<F: Real>(arrays: &mut Vec<Array2<F>>, count: usize) {
    arrays.resize_with(count, empty);
}

/// The same as [`fit`] for a vector.
pub(crate) fn fit_slice<F: Real>(buffer: &mut Vec<F>, length: usize) -> &mut [F] {
    if buffer.len() < length {
        buffer.resize(length, F::zero());
    }
    &mut buffer[..length]
}

fn empty<F: Real>() -> Array2<F> {
    Array2::from_elem((0, 0), F::zero())
}
