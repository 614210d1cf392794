//! Where each weight tensor stands in the one flat vector of parameters.
//!
//! Gradients and the optimiser's averages have the same layout, so clipping, the optimiser and
//! snapshots are single loops.

use std::ops::Range;

use ndarray::{ArrayView2, ArrayViewMut2};
use serde::{Deserialize, Serialize};

use crate::experiment::{Activation, CellKind, Experiment, Reset};
use crate::nn::cell::anatomy;

/// What decides the shape of every tensor of a model, and what its cells compute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Architecture {
    pub kind: CellKind,
    /// The nonlinearity of the rnn.
    pub activation: Activation,
    /// Where the GRU's reset gate acts.
    pub reset: Reset,
    /// n, how many inputs the window sees.
    pub window: usize,
    /// I.
    pub inputs: usize,
    /// V.
    pub outputs: usize,
    /// H.
    pub hidden: usize,
    /// L.
    pub layers: usize,
}

impl Architecture {
    /// The model that `experiment` trains with cells of this kind, between `inputs` and `outputs`.
    pub fn new(kind: CellKind, experiment: &Experiment, inputs: usize, outputs: usize) -> Self {
        Architecture {
            kind,
            activation: experiment.activation,
            reset: experiment.reset,
            window: experiment.window,
            inputs,
            outputs,
            hidden: experiment.hidden,
            layers: experiment.layers,
        }
    }

    /// G, the number of gate blocks.
    pub fn blocks(&self) -> usize {
        anatomy(self.kind).blocks.len()
    }

    /// Whether h_t depends on h_{t−1}.
    pub fn is_recurrent(&self) -> bool {
        anatomy(self.kind).recurrent
    }

    /// The width of what `layer` reads: for the window's first layer n embeddings, the present one first.
    pub fn layer_inputs(&self, layer: usize) -> usize {
        match layer {
            0 if self.is_recurrent() => self.inputs,
            0 => self.window * self.hidden,
            _ => self.hidden,
        }
    }
}

/// One weight tensor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tensor {
    /// PyTorch's name.
    pub name: String,
    /// Rows; for a bias its length.
    pub rows: usize,
    /// Columns; `None` for a bias, which has one dimension.
    pub columns: Option<usize>,
    /// Its first number in the flat vector.
    pub offset: usize,
}

impl Tensor {
    /// How many numbers it holds.
    pub fn len(&self) -> usize {
        self.rows * self.columns.unwrap_or(1)
    }

    /// Whether it holds no number; no model has such a tensor.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Where it stands in the flat vector.
    pub fn range(&self) -> Range<usize> {
        self.offset..self.offset + self.len()
    }

    /// Its dimensions, as PyTorch gives them.
    pub fn shape(&self) -> Vec<usize> {
        std::iter::once(self.rows).chain(self.columns).collect()
    }
}

/// The tensors of one layer in the flat vector.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LayerRanges {
    /// G·H × the layer's inputs.
    pub weight_ih: Range<usize>,
    /// G·H × H; empty without recurrence.
    pub weight_hh: Range<usize>,
    /// G·H.
    pub bias_ih: Range<usize>,
    /// G·H; empty without recurrence.
    pub bias_hh: Range<usize>,
}

/// All tensors of a model, in their order in the flat vector.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParameterLayout {
    tensors: Vec<Tensor>,
    /// I × H, for the window; otherwise empty.
    pub embedding: Range<usize>,
    pub layers: Vec<LayerRanges>,
    /// V × H.
    pub readout_weight: Range<usize>,
    /// V.
    pub readout_bias: Range<usize>,
}

impl ParameterLayout {
    /// The layout of a model of this architecture.
    pub fn new(architecture: &Architecture) -> Self {
        let hidden = architecture.hidden;
        let width = architecture.blocks() * hidden;
        let mut layout = ParameterLayout {
            tensors: Vec::new(),
            embedding: 0..0,
            layers: Vec::new(),
            readout_weight: 0..0,
            readout_bias: 0..0,
        };
        if !architecture.is_recurrent() {
            layout.embedding =
                layout.push("embedding.weight".into(), architecture.inputs, Some(hidden));
        }
        for layer in 0..architecture.layers {
            let inputs = architecture.layer_inputs(layer);
            let mut push = |name: &str, columns| layout.push(in_layer(name, layer), width, columns);
            let ranges = if architecture.is_recurrent() {
                LayerRanges {
                    weight_ih: push("weight_ih", Some(inputs)),
                    weight_hh: push("weight_hh", Some(hidden)),
                    bias_ih: push("bias_ih", None),
                    bias_hh: push("bias_hh", None),
                }
            } else {
                LayerRanges {
                    weight_ih: push("weight_ih", Some(inputs)),
                    weight_hh: 0..0,
                    bias_ih: push("bias_ih", None),
                    bias_hh: 0..0,
                }
            };
            layout.layers.push(ranges);
        }
        layout.readout_weight =
            layout.push("readout.weight".into(), architecture.outputs, Some(hidden));
        layout.readout_bias = layout.push("readout.bias".into(), architecture.outputs, None);
        layout
    }

    /// How many parameters there are.
    pub fn len(&self) -> usize {
        self.readout_bias.end
    }

    /// Whether there are none; no model is without.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The tensors, in their order in the flat vector.
    pub fn tensors(&self) -> &[Tensor] {
        &self.tensors
    }

    /// The tensor of this name.
    pub fn find(&self, name: &str) -> Option<&Tensor> {
        self.tensors.iter().find(|tensor| tensor.name == name)
    }

    /// The tensor that number `index` of the flat vector belongs to.
    pub fn tensor_at(&self, index: usize) -> Option<&Tensor> {
        self.tensors
            .iter()
            .find(|tensor| tensor.range().contains(&index))
    }

    /// A view of one tensor of `values`, which has this layout; a bias is one column.
    pub fn view<'a, F>(&self, values: &'a [F], name: &str) -> Option<ArrayView2<'a, F>> {
        let tensor = self.find(name)?;
        let shape = (tensor.rows, tensor.columns.unwrap_or(1));
        ArrayView2::from_shape(shape, values.get(tensor.range())?).ok()
    }

    /// The same, to be written.
    pub fn view_mut<'a, F>(&self, values: &'a mut [F], name: &str) -> Option<ArrayViewMut2<'a, F>> {
        let tensor = self.find(name)?;
        let shape = (tensor.rows, tensor.columns.unwrap_or(1));
        ArrayViewMut2::from_shape(shape, values.get_mut(tensor.range())?).ok()
    }

    fn push(&mut self, name: String, rows: usize, columns: Option<usize>) -> Range<usize> {
        let offset = self.tensors.last().map_or(0, |tensor| tensor.range().end);
        let tensor = Tensor {
            name,
            rows,
            columns,
            offset,
        };
        let range = tensor.range();
        self.tensors.push(tensor);
        range
    }
}

/// PyTorch's name of a tensor of one layer. Written without the machinery of `format!`, which is more than the lane's
/// module has otherwise.
fn in_layer(name: &str, layer: usize) -> String {
    let mut name = [name, "_l"].concat();
    let mut unit = 1;
    while layer / unit >= 10 {
        unit *= 10;
    }
    while unit > 0 {
        name.push(char::from(b'0' + (layer / unit % 10) as u8));
        unit /= 10;
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(kind: CellKind) -> Vec<(String, Vec<usize>)> {
        let experiment = Experiment {
            hidden: 3,
            layers: 2,
            window: 4,
            ..Experiment::default()
        };
        let layout = ParameterLayout::new(&Architecture::new(kind, &experiment, 5, 2));
        layout
            .tensors()
            .iter()
            .map(|t| (t.name.clone(), t.shape()))
            .collect()
    }

    #[test]
    fn names_of_layers_are_written_as_numbers_are() {
        for layer in [0, 1, 9, 10, 42, 100, 907] {
            assert_eq!(in_layer("bias_ih", layer), format!("bias_ih_l{layer}"));
        }
    }

    #[test]
    fn an_lstm_has_the_names_and_shapes_of_pytorch() {
        let expected: [(&str, &[usize]); 10] = [
            ("weight_ih_l0", &[12, 5]),
            ("weight_hh_l0", &[12, 3]),
            ("bias_ih_l0", &[12]),
            ("bias_hh_l0", &[12]),
            ("weight_ih_l1", &[12, 3]),
            ("weight_hh_l1", &[12, 3]),
            ("bias_ih_l1", &[12]),
            ("bias_hh_l1", &[12]),
            ("readout.weight", &[2, 3]),
            ("readout.bias", &[2]),
        ];
        assert_eq!(
            names(CellKind::Lstm),
            expected.map(|(name, shape)| (name.into(), shape.into()))
        );
    }

    #[test]
    fn a_window_has_an_embedding_and_no_recurrent_weights() {
        let expected: [(&str, &[usize]); 7] = [
            ("embedding.weight", &[5, 3]),
            ("weight_ih_l0", &[3, 12]),
            ("bias_ih_l0", &[3]),
            ("weight_ih_l1", &[3, 3]),
            ("bias_ih_l1", &[3]),
            ("readout.weight", &[2, 3]),
            ("readout.bias", &[2]),
        ];
        assert_eq!(
            names(CellKind::Window),
            expected.map(|(name, shape)| (name.into(), shape.into()))
        );
    }
}
