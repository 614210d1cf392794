//! A stack of layers and a readout: forward onto a tape. The backward pass stands in [`crate::nn::backward`].

use std::fmt;

use ndarray::{ArrayView2, s};

use crate::data::batch::Batch;
use crate::experiment::Hold;
use crate::kernel::real::Real;
use crate::kernel::{Matrix, Start, product};
use crate::nn::cell::{self, CellSpec};
use crate::nn::layer::{InputRows, Layer, LayerPass, LayerWeights};
use crate::nn::parameters::{Architecture, ParameterLayout};
use crate::nn::tape::{LayerTape, Tape, fit};

/// Which rows of the top layer are read out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadOut {
    /// Only rows that have a target, in the order of [`Batch::target_rows`].
    Targets,
    /// Every row.
    All,
}

/// Weights, and what they compute.
pub struct Model<F: Real> {
    architecture: Architecture,
    layout: ParameterLayout,
    pub(crate) parameters: Vec<F>,
    hold: Hold,
    layers: Vec<Box<dyn Layer<F>>>,
}

impl<F: Real> fmt::Debug for Model<F> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = out.debug_struct("Model");
        out.field("architecture", &self.architecture)
            .field("parameters", &self.parameters);
        out.finish_non_exhaustive()
    }
}

impl<F: Real> Clone for Model<F> {
    fn clone(&self) -> Self {
        let parameters = self.parameters.clone();
        Model::with(
            self.architecture,
            self.layout.clone(),
            parameters,
            self.hold,
        )
    }
}

impl<F: Real> Model<F> {
    /// A model whose weights are all zero; [`crate::nn::init`] and [`crate::nn::weights`] fill them.
    pub fn new(architecture: Architecture) -> Self {
        let layout = ParameterLayout::new(&architecture);
        let parameters = vec![F::zero(); layout.len()];
        Model::with(architecture, layout, parameters, Hold::default())
    }

    fn with(
        architecture: Architecture,
        layout: ParameterLayout,
        parameters: Vec<F>,
        hold: Hold,
    ) -> Self {
        Model {
            layers: (0..architecture.layers)
                .map(|layer| cell::layer(&architecture, layer))
                .collect(),
            architecture,
            layout,
            parameters,
            hold,
        }
    }

    /// The same model in another float.
    pub fn cast<G: Real>(&self) -> Model<G> {
        let parameters = self.parameters.iter();
        let parameters = parameters.map(|&value| G::of(value.into())).collect();
        Model::with(
            self.architecture,
            self.layout.clone(),
            parameters,
            self.hold,
        )
    }

    pub fn architecture(&self) -> &Architecture {
        &self.architecture
    }

    /// Which gates stand at a fixed value.
    pub fn held(&self) -> Hold {
        self.hold
    }

    /// From now on these gates, and no others, stand at a fixed value.
    pub fn hold(&mut self, hold: Hold) {
        self.hold = hold;
    }

    /// What the cells are like.
    pub fn spec(&self) -> &'static CellSpec {
        self.architecture.spec()
    }

    /// Where each tensor stands in [`Model::parameters`].
    pub fn layout(&self) -> &ParameterLayout {
        &self.layout
    }

    /// All weights, one after the other.
    pub fn parameters(&self) -> &[F] {
        &self.parameters
    }

    /// All weights, to be changed.
    pub fn parameters_mut(&mut self) -> &mut [F] {
        &mut self.parameters
    }

    /// One tensor, by PyTorch's name; a bias is one column.
    pub fn tensor(&self, name: &str) -> Option<ArrayView2<'_, F>> {
        self.layout.view(&self.parameters, name)
    }

    /// One layer, from the lowest.
    pub fn layer(&self, layer: usize) -> &dyn Layer<F> {
        self.layers[layer].as_ref()
    }

    /// The weights of one layer.
    pub fn layer_weights(&self, layer: usize) -> LayerWeights<'_, F> {
        LayerWeights {
            tensors: self.layout.layer(layer),
            parameters: &self.parameters,
            hold: self.hold,
        }
    }

    /// W of the readout, V × H, and b, V.
    pub(crate) fn readout(&self) -> (ArrayView2<'_, F>, &[F]) {
        let weight = &self.parameters[self.layout.readout_weight.clone()];
        let shape = (self.architecture.outputs, self.architecture.hidden);
        let weight = ArrayView2::from_shape(shape, weight)
            .unwrap_or_else(|_| unreachable!("the readout has V × H weights"));
        (weight, &self.parameters[self.layout.readout_bias.clone()])
    }

    /// An empty tape for this model.
    pub fn tape(&self) -> Tape<F> {
        Tape::new(self.architecture.layers)
    }

    /// One layer's part of a pass over `batch`, whose forward pass has left `tape`.
    pub fn pass<'a>(
        &'a self,
        batch: &'a Batch<F>,
        tape: &'a Tape<F>,
        layer: usize,
    ) -> LayerPass<'a, F> {
        self.pass_above(batch, &tape.layers[..layer])
    }

    /// The part of the layer above those whose tapes are `below`.
    fn pass_above<'a>(
        &'a self,
        batch: &'a Batch<F>,
        below: &'a [LayerTape<F>],
    ) -> LayerPass<'a, F> {
        let layer = below.len();
        LayerPass {
            batch,
            input: match below.last() {
                Some(tape) => InputRows::Vectors(self.layers[layer - 1].output(tape)),
                None => batch.inputs(),
            },
            weights: self.layer_weights(layer),
        }
    }

    /// Runs all sequences of `batch` through the stack and reads out the top layer.
    pub fn forward(&self, batch: &Batch<F>, tape: &mut Tape<F>, read_out: ReadOut) {
        for (index, layer) in self.layers.iter().enumerate() {
            let (below, above) = tape.layers.split_at_mut(index);
            let pass = self.pass_above(batch, below);
            layer.pack(pass.weights, pass.input, &mut above[0]);
            layer.forward(pass, &mut above[0]);
        }
        self.read_out(batch, tape, read_out);
    }

    /// The top layer's output.
    pub(crate) fn top<'a>(&self, tape: &'a Tape<F>) -> ArrayView2<'a, F> {
        let top = self.architecture.layers - 1;
        self.layers[top].output(&tape.layers[top])
    }

    /// R × H: the top layer's output in the rows that were read out.
    pub(crate) fn read_states<'a>(&self, batch: &Batch<F>, tape: &'a Tape<F>) -> ArrayView2<'a, F> {
        if tape.read_rows < batch.rows() {
            tape.read.slice(s![..tape.read_rows, ..])
        } else {
            self.top(tape).slice_move(s![..tape.read_rows, ..])
        }
    }

    /// Reads out the top layer: W h + b.
    fn read_out(&self, batch: &Batch<F>, tape: &mut Tape<F>, read_out: ReadOut) {
        tape.read_rows = batch.rows();
        if read_out == ReadOut::Targets && batch.target_rows().len() < batch.rows() {
            tape.read_rows = batch.target_rows().len();
            let mut read = std::mem::take(&mut tape.read);
            let top = self.top(tape);
            let mut rows = fit(&mut read, tape.read_rows, self.architecture.hidden);
            for (mut out, &row) in rows.rows_mut().into_iter().zip(batch.target_rows()) {
                out.assign(&top.row(row));
            }
            tape.read = read;
        }
        let (weight, bias) = self.readout();
        tape.readout.pack_transposed(weight.into());
        let mut outputs = std::mem::take(&mut tape.outputs);
        let out = fit(&mut outputs, tape.read_rows, self.architecture.outputs);
        let states = Matrix::from(self.read_states(batch, tape));
        product(states, &tape.readout, Start::Row(bias), out.into());
        tape.outputs = outputs;
    }
}
