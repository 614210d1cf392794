//! A model that reads one input after the other, carrying its state along: a sequence of any length costs one step each.

use ndarray::ArrayView2;

use crate::kernel::real::Real;
use crate::kernel::{Matrix, MatrixMut, Panels, Start, product};
use crate::nn::layer::InputRows;
use crate::nn::model::Model;
use crate::nn::tape::LayerTape;

/// A model in the middle of a sequence.
pub struct Stream<'a, F: Real> {
    model: &'a Model<F>,
    layers: Vec<LayerTape<F>>,
    readout: Panels<F>,
    outputs: Vec<F>,
}

impl<'a, F: Real> Stream<'a, F> {
    /// At the start of a sequence of symbols, or of vectors.
    pub fn new(model: &'a Model<F>, symbols: bool) -> Self {
        let architecture = model.architecture();
        let mut layers = vec![LayerTape::default(); architecture.layers];
        let vectors = InputRows::Vectors(ArrayView2::from_shape((0, 0), &[]).expect("no numbers"));
        for (index, tape) in layers.iter_mut().enumerate() {
            let input = match index {
                0 if symbols => InputRows::Symbols(&[]),
                _ => vectors,
            };
            (model.layer(index)).pack(model.layer_weights(index), input, tape);
        }
        let mut readout = Panels::default();
        readout.pack_transposed(model.readout().0.into());
        Stream {
            layers,
            readout,
            outputs: vec![F::zero(); architecture.outputs],
            model,
        }
    }

    /// Reads one input (one symbol, or 1 × I) and returns the V outputs of its step.
    ///
    /// # Panics
    /// The input is not of the kind that the stream was made for.
    pub fn read(&mut self, input: InputRows<F>) -> &[F] {
        for index in 0..self.layers.len() {
            let (below, above) = self.layers.split_at_mut(index);
            let input = match below.last() {
                None => input.reborrow(),
                Some(tape) => InputRows::Vectors(last_output(self.model, index - 1, tape)),
            };
            let weights = self.model.layer_weights(index);
            self.model
                .layer(index)
                .advance(weights, input, &mut above[0]);
        }
        let top = self.layers.len() - 1;
        let state = Matrix::from(last_output(self.model, top, &self.layers[top]));
        let (_, bias) = self.model.readout();
        let out = MatrixMut::new(&mut self.outputs, bias.len());
        product(state, &self.readout, Start::Row(bias), out);
        &self.outputs
    }
}

/// 1 × H: what a layer has made of the last input.
fn last_output<'b, F: Real>(
    model: &Model<F>,
    layer: usize,
    tape: &'b LayerTape<F>,
) -> ArrayView2<'b, F> {
    let output = model.layer(layer).output(tape);
    let rows = output.nrows();
    output.slice_move(ndarray::s![rows - 1.., ..])
}
