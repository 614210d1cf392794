//! Where each weight tensor stands in the one flat vector of parameters.
//!
//! Gradients and the optimiser's state have the same layout, so clipping, the optimiser and
//! snapshots are single loops.

use std::ops::Range;

use ndarray::{ArrayView2, ArrayViewMut2};
use serde::{Deserialize, Serialize};

use crate::experiment::{Activation, CellKind, Experiment, NewValue, Position, Reset};
use crate::nn::cell::{CellSpec, definition, spec};
use crate::nn::matching;

/// What decides the shape of every tensor of a model, and what its cells compute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Architecture {
    pub kind: CellKind,
    /// The nonlinearity of the rnn.
    pub activation: Activation,
    /// Where the GRU's reset gate acts.
    pub reset: Reset,
    /// What minGRU makes of its candidate.
    pub new_value: NewValue,
    /// n, how many inputs the window sees.
    pub window: usize,
    /// Heads of attention: the largest number, up to the one asked for, that divides the units.
    pub heads: usize,
    /// How attention knows where an input stands.
    pub position: Position,
    /// How many positions are learned; 0 if none is.
    pub positions: usize,
    /// I.
    pub inputs: usize,
    /// V.
    pub outputs: usize,
    /// H.
    pub hidden: usize,
    /// F, how wide the inside of a layer's MLP is, or E, how wide the embedding of a window; 0 for cells that have neither.
    pub inner: usize,
    /// L.
    pub layers: usize,
}

impl Architecture {
    /// The model that `experiment` trains with cells of this kind, between `inputs` and `outputs`.
    pub fn new(kind: CellKind, experiment: &Experiment, inputs: usize, outputs: usize) -> Self {
        matching::architecture(kind, experiment, inputs, outputs)
    }

    /// The same with so many units, and what comes with them.
    pub(super) fn sized(
        kind: CellKind,
        experiment: &Experiment,
        units: usize,
        inputs: usize,
        outputs: usize,
    ) -> Self {
        let mut heads = (1..=experiment.heads).rev();
        Architecture {
            kind,
            activation: experiment.activation,
            reset: experiment.reset_gate,
            new_value: experiment.new_value,
            window: experiment.window,
            heads: heads
                .find(|&heads| units.is_multiple_of(heads))
                .unwrap_or(1),
            position: experiment.position,
            positions: match experiment.position {
                Position::Learned => experiment.length,
                _ => 0,
            },
            inputs,
            outputs,
            hidden: units,
            inner: definition(kind).widens * units,
            layers: experiment.layers,
        }
    }

    /// The capabilities of the cells.
    pub fn spec(&self) -> &'static CellSpec {
        spec(self.kind)
    }

    /// G, the number of weight blocks.
    pub fn blocks(&self) -> usize {
        self.spec().blocks.len()
    }

    /// How wide the embedding of an input is, where the cell embeds its inputs: what attends adds to it from layer to layer.
    pub fn embedding(&self) -> usize {
        if self.spec().attends {
            self.hidden
        } else {
            self.inner
        }
    }

    /// The width of what `layer` reads: for the first layer of a window n embeddings, the present one first.
    pub fn layer_inputs(&self, layer: usize) -> usize {
        match layer {
            0 if self.spec().embeds_input => self.window * self.embedding(),
            0 => self.inputs,
            _ => self.hidden,
        }
    }

    /// How many numbers the tape and the gradients of one row of a batch of `steps` steps take at most.
    pub fn numbers_per_row(&self, steps: usize) -> usize {
        let complex = usize::from(self.spec().has_complex_state());
        let gates = (self.blocks() + complex) * self.hidden;
        // Tape: gates, h, c (two numbers where it is complex) and what the cell keeps, for each layer. Gradients: one
        // layer at a time.
        let tape = self.layers * (gates + 3 * self.hidden);
        let gradients = gates + 5 * self.hidden;
        // Embeddings on both ways.
        let embedded = if self.spec().embeds_input {
            2 * self.layer_inputs(0)
        } else {
            0
        };
        let read_out = 2 * (self.hidden + self.outputs) + self.inputs;
        tape + gradients
            + embedded
            + read_out
            + (definition(self.kind).further_per_row)(self, steps)
    }
}

/// What a tensor does in its layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// I × H, or × E.
    Embedding,
    /// G·H × the layer's inputs.
    WeightIh,
    /// G·H × H.
    WeightHh,
    /// G·H.
    BiasIh,
    /// G·H.
    BiasHh,
    /// H: ν, how fast a complex state decays.
    Decay,
    /// H: θ, how fast it turns.
    Phase,
    /// H: γ, how much of its input it takes in.
    Scale,
    /// H × I: the real part of what makes a complex state of an input.
    DriveRe,
    /// H × I: its imaginary part.
    DriveIm,
    /// H × H: the real part of what is read from a complex state.
    ReadRe,
    /// H × H: its imaginary part.
    ReadIm,
    /// H × I: what goes from the input to the output, past the state.
    Direct,
    /// Positions × H: what is added to the embedding at each position.
    Position,
    /// 3·H × H: from the residual stream to queries, keys and values.
    Project,
    /// 3·H.
    ProjectBias,
    /// H × H: from what the heads give to the residual stream.
    Merge,
    /// H.
    MergeBias,
    /// F × H: into the MLP.
    Widen,
    /// F.
    WidenBias,
    /// H × F: out of the MLP.
    Narrow,
    /// H.
    NarrowBias,
    /// H: γ of this norm of a block.
    NormScale(u8),
    /// H: β.
    NormShift(u8),
    /// Not of a layer: V × H, and V.
    Readout,
}

/// How the numbers of a tensor are drawn at the start.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Initial {
    /// N(0, 1), as in PyTorch's `nn.Embedding`.
    Normal,
    /// N(0, deviation²).
    Gaussian { deviation: f64 },
    /// U(−1/√fan_in, 1/√fan_in).
    Uniform { fan_in: usize },
    /// U(−bound, bound).
    Within { bound: f64 },
    /// The same number everywhere.
    Constant(f64),
    /// By the cell: [`CellDefinition::initialise`](crate::nn::cell::CellDefinition::initialise).
    ByCell,
}

/// A tensor of one layer, as its cell declares it.
#[derive(Clone, Debug, PartialEq)]
pub struct TensorSpec {
    /// Its name in the model, PyTorch's where there is one.
    pub name: String,
    pub role: Role,
    /// Rows; for a bias its length.
    pub rows: usize,
    /// Columns; `None` for a bias, which has one dimension.
    pub columns: Option<usize>,
    pub initial: Initial,
}

/// One weight tensor.
#[derive(Clone, Debug, PartialEq)]
pub struct Tensor {
    /// PyTorch's name.
    pub name: String,
    /// Rows; for a bias its length.
    pub rows: usize,
    /// Columns; `None` for a bias, which has one dimension.
    pub columns: Option<usize>,
    /// Its first number in the flat vector.
    pub offset: usize,
    /// How it is drawn at the start.
    pub initial: Initial,
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

    /// Its numbers as rows × columns; a bias is one column.
    pub fn view<'a, F>(&self, values: &'a [F]) -> ArrayView2<'a, F> {
        matrix(&values[self.range()], self.rows)
    }
}

/// Where a tensor of one layer stands in the flat vector.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TensorRange {
    pub role: Role,
    /// Its first number.
    pub offset: usize,
    /// Rows; for a bias its length.
    pub rows: usize,
    /// Columns; 1 for a bias.
    pub columns: usize,
}

impl TensorRange {
    /// Where it stands in the flat vector.
    pub fn range(&self) -> Range<usize> {
        self.offset..self.offset + self.rows * self.columns
    }

    /// Its numbers as rows × columns.
    pub fn view<'a, F>(&self, values: &'a [F]) -> ArrayView2<'a, F> {
        matrix(&values[self.range()], self.rows)
    }

    /// The same, to be written.
    pub fn view_mut<'a, F>(&self, values: &'a mut [F]) -> ArrayViewMut2<'a, F> {
        matrix_mut(&mut values[self.range()], self.rows)
    }
}

/// All tensors of a model, in their order in the flat vector.
#[derive(Clone, Debug, PartialEq)]
pub struct ParameterLayout {
    tensors: Vec<Tensor>,
    layers: Vec<Vec<TensorRange>>,
    /// V × H.
    pub readout_weight: Range<usize>,
    /// V.
    pub readout_bias: Range<usize>,
}

impl ParameterLayout {
    /// The layout of a model of this architecture.
    pub fn new(architecture: &Architecture) -> Self {
        let mut layout = ParameterLayout {
            tensors: Vec::new(),
            layers: Vec::new(),
            readout_weight: 0..0,
            readout_bias: 0..0,
        };
        let declare = definition(architecture.kind).tensors;
        for layer in 0..architecture.layers {
            let tensors = declare(architecture, layer).into_iter();
            let ranges = tensors.map(|tensor| layout.push(tensor)).collect();
            layout.layers.push(ranges);
        }
        let (hidden, outputs) = (architecture.hidden, architecture.outputs);
        let mut push = |name: &str, columns| {
            let range = layout.push(TensorSpec {
                name: name.into(),
                role: Role::Readout,
                rows: outputs,
                columns,
                initial: Initial::Uniform { fan_in: hidden },
            });
            range.range()
        };
        let (weight, bias) = (
            push("readout.weight", Some(hidden)),
            push("readout.bias", None),
        );
        (layout.readout_weight, layout.readout_bias) = (weight, bias);
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

    /// How many multiplications of real numbers the products take on the way forward over `steps` steps: every number
    /// of a matrix once a step, a complex eigenvalue four times; and where a step reads itself and those before it, every
    /// unit once for the score and once for what is read. Positions are added.
    pub fn multiplications(&self, architecture: &Architecture, steps: usize) -> f64 {
        let spec = architecture.spec();
        let added = (self.layers.iter().flatten()).filter(|tensor| tensor.role == Role::Position);
        let added: usize = added.map(|tensor| tensor.range().len()).sum();
        let matrices = self
            .tensors
            .iter()
            .filter(|tensor| tensor.columns.is_some());
        let matrices: usize = matrices.map(Tensor::len).sum();
        let states = architecture.layers * architecture.hidden;
        let turns = if spec.has_complex_state() {
            4 * states
        } else {
            0
        };
        let pairs = if spec.attends {
            states * (steps + 1)
        } else {
            0
        };
        steps as f64 * (matrices - added + turns + pairs) as f64
    }

    /// The tensors, in their order in the flat vector.
    pub fn tensors(&self) -> &[Tensor] {
        &self.tensors
    }

    /// The tensors of one layer, from the lowest.
    pub fn layer(&self, layer: usize) -> &[TensorRange] {
        &self.layers[layer]
    }

    /// Where the tensor of this role in one layer stands; `None` if the layer has no such tensor.
    pub fn place(&self, layer: usize, role: Role) -> Option<Range<usize>> {
        let tensor = self.layers[layer].iter().find(|tensor| tensor.role == role);
        tensor.map(TensorRange::range)
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

    fn push(&mut self, tensor: TensorSpec) -> TensorRange {
        let offset = self.tensors.last().map_or(0, |tensor| tensor.range().end);
        let range = TensorRange {
            role: tensor.role,
            offset,
            rows: tensor.rows,
            columns: tensor.columns.unwrap_or(1),
        };
        self.tensors.push(Tensor {
            name: tensor.name,
            rows: tensor.rows,
            columns: tensor.columns,
            offset,
            initial: tensor.initial,
        });
        range
    }
}

/// Numbers as an array of so many rows.
fn matrix<F>(values: &[F], rows: usize) -> ArrayView2<'_, F> {
    ArrayView2::from_shape((rows, values.len() / rows.max(1)), values)
        .unwrap_or_else(|_| unreachable!("a tensor has rows × columns numbers"))
}

/// The same, to be written.
fn matrix_mut<F>(values: &mut [F], rows: usize) -> ArrayViewMut2<'_, F> {
    ArrayViewMut2::from_shape((rows, values.len() / rows.max(1)), values)
        .unwrap_or_else(|_| unreachable!("a tensor has rows × columns numbers"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(kind: CellKind) -> Vec<(String, Vec<usize>)> {
        let experiment = Experiment {
            units: 3,
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
