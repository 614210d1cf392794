//! All that one sequence shows, per time step, in f64, with magnitudes far below the float range.
//!
//! [`Tracer::run`] is the cheap part, which every frame needs: one forward and one backward pass over
//! one sequence, into buffers that are used again. [`Tracer::trace`] is the whole [`Trace`], made on
//! request: the flow matrix, step Jacobians, spectra and weight gradients cost many passes.
//!
//! Gradients are carried as a vector and a power-of-two exponent per time step ([`crate::analysis::magnitude`]).

mod backward;
mod parameters;
mod report;

pub use report::{LayerTrace, TensorValues, Trace};

use crate::Error;
use crate::analysis::magnitude;
use crate::data::batch::{Batch, PackedTargets};
use crate::data::sequence::Sequence;
use crate::kernel::real::Real;
use crate::nn::loss::{LossKind, cross_entropy, squared_error};
use crate::nn::model::{Model, ReadOut};
use crate::nn::tape::{LayerTape, Tape};

/// Whose gradient a backward pass carries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Follow {
    /// That of the mean loss over the asked steps.
    #[default]
    All,
    /// That of L_k alone, the loss of step k, counted from 0.
    Step(usize),
}

/// A model in f64 and what one sequence does in it.
pub struct Tracer {
    pub(crate) model: Model<f64>,
    /// k of truncated BPTT, 0 for none.
    pub(crate) truncate: usize,
    follow: Follow,
    pub(crate) batch: Batch<f64>,
    pub(crate) tape: Tape<f64>,
    /// Of each asked step its loss, in the order of [`Batch::target_rows`].
    losses: Vec<f64>,
    /// asked × V: ∂L_k/∂outputs of each asked step's own loss.
    pub(crate) loss_gradients: Vec<f64>,
    layers: Vec<LayerGradients>,
    input: InputGradients,
    scratch: backward::Scratch,
}

/// ∂loss/∂ everything in one layer. Row t of every buffer stands for its numbers times 2^`exponents[t]`.
#[derive(Clone, Debug, Default)]
pub struct LayerGradients {
    /// T × H: ∂loss/∂h_t by all paths (PyTorch's `retain_grad`).
    pub hidden: Vec<f64>,
    /// T × H: ∂loss/∂c_t by all paths; empty unless the cell is an LSTM.
    pub cell: Vec<f64>,
    /// T × G·H: ∂loss/∂ the gate pre-activations.
    pub preactivations: Vec<f64>,
    /// T × H: for the GRU ∂loss/∂ of what its candidate takes from h_{t−1}; otherwise empty.
    auxiliary: Vec<f64>,
    /// T.
    pub exponents: Vec<i64>,
}

/// ∂loss/∂x_t: T × I, row t times 2^`exponents[t]`.
#[derive(Clone, Debug, Default)]
pub struct InputGradients {
    pub values: Vec<f64>,
    /// T × H: ∂loss/∂ the embedded inputs of the window; otherwise empty.
    embedded: Vec<f64>,
    pub exponents: Vec<i64>,
}

impl Tracer {
    /// A tracer for models like `model`, whose weights it takes over.
    pub fn new<F: Real>(model: &Model<F>, loss: LossKind, truncate: usize) -> Self {
        let model = model.cast::<f64>();
        let architecture = *model.architecture();
        Tracer {
            batch: Batch::new(architecture.inputs, architecture.outputs, loss),
            tape: model.tape(),
            truncate,
            follow: Follow::All,
            losses: Vec::new(),
            loss_gradients: Vec::new(),
            layers: vec![LayerGradients::default(); architecture.layers],
            input: InputGradients::default(),
            scratch: backward::Scratch::default(),
            model,
        }
    }

    /// Takes over the weights of a model of the same architecture.
    pub fn load<F: Real>(&mut self, model: &Model<F>) {
        for (mine, &theirs) in self
            .model
            .parameters_mut()
            .iter_mut()
            .zip(model.parameters())
        {
            *mine = theirs.into();
        }
    }

    /// From now on the gradient is cut at every `truncate`-th step; 0 for never.
    pub fn set_truncate(&mut self, truncate: usize) {
        self.truncate = truncate;
    }

    /// From now on every gradient is that of these losses. A step that is not asked has no loss: following it leaves
    /// gradients of zero. What a model does and how it learns does not depend on it.
    pub fn follow(&mut self, follow: Follow) {
        self.follow = follow;
    }

    /// Whose gradient is carried.
    pub fn followed(&self) -> Follow {
        self.follow
    }

    /// The weight of the loss of step `t` in what is carried backward: 1 of the one that is followed, 1/n of each of n.
    fn share(&self, t: usize) -> f64 {
        match self.follow {
            Follow::All => 1.0 / self.losses.len() as f64,
            Follow::Step(k) if k == t => 1.0,
            Follow::Step(_) => 0.0,
        }
    }

    /// The step at which the gradient enters last in time: k of L_k, else T. What the ratios are relative to.
    fn entry(&self) -> usize {
        let last = self.steps() - 1;
        match self.follow {
            Follow::All => last,
            Follow::Step(k) => k.min(last),
        }
    }

    /// Runs `sequence` forward and the losses that are followed backward. Everything below reads what this left.
    ///
    /// # Errors
    /// The sequence does not fit the model, or asks nothing at any step.
    pub fn run(&mut self, sequence: &Sequence) -> Result<(), Error> {
        self.batch.fill(std::slice::from_ref(sequence))?;
        self.model
            .forward(&self.batch, &mut self.tape, ReadOut::All);
        self.score();
        self.backward();
        Ok(())
    }

    /// The model whose sequence is traced.
    pub fn model(&self) -> &Model<f64> {
        &self.model
    }

    /// T.
    pub fn steps(&self) -> usize {
        self.batch.steps()
    }

    /// The mean loss over the asked steps.
    pub fn loss(&self) -> f64 {
        self.losses.iter().sum::<f64>() / self.losses.len() as f64
    }

    /// The asked steps, counted from 0 and ascending, each with its loss.
    pub fn losses(&self) -> impl Iterator<Item = (usize, f64)> {
        self.batch
            .target_rows()
            .iter()
            .copied()
            .zip(self.losses.iter().copied())
    }

    /// T × V: logits (cross-entropy) or values.
    pub fn outputs(&self) -> &[f64] {
        self.tape.outputs()
    }

    /// States and gates of one layer; buffers may be longer than T rows.
    pub fn states(&self, layer: usize) -> &LayerTape<f64> {
        self.tape.layer(layer)
    }

    /// Gradients of one layer.
    pub fn gradients(&self, layer: usize) -> &LayerGradients {
        &self.layers[layer]
    }

    /// Gradients at the input.
    pub fn input_gradients(&self) -> &InputGradients {
        &self.input
    }

    /// log10‖∂loss/∂h_1‖ − log10‖∂loss/∂h_T‖ of the top layer, of L_k with h_k in place of h_T: −∞ where the first is
    /// exactly zero, NaN where the last is.
    pub fn log10_ratio(&self) -> f64 {
        let top = &self.layers[self.layers.len() - 1];
        let last = top.log10_hidden(self.entry());
        if last == f64::NEG_INFINITY {
            f64::NAN
        } else {
            top.log10_hidden(0) - last
        }
    }

    /// The same of what the cell carries its memory in: ∂loss/∂c for the LSTM, whose h is a side branch, else ∂loss/∂h.
    pub fn log10_ratio_memory(&self) -> f64 {
        if !self.model.cell().has_cell_state() {
            return self.log10_ratio();
        }
        let top = &self.layers[self.layers.len() - 1];
        let last = top.log10_cell(self.entry());
        if last == f64::NEG_INFINITY {
            f64::NAN
        } else {
            top.log10_cell(0) - last
        }
    }

    /// The losses of the asked steps, and the gradient of each with respect to its own step's outputs.
    fn score(&mut self) {
        let width = self.model.architecture().outputs;
        let asked = self.batch.target_rows();
        self.losses.clear();
        self.loss_gradients.clear();
        self.loss_gradients.resize(asked.len() * width, 0.0);
        let gradients = self.loss_gradients.chunks_exact_mut(width);
        for (index, (&row, gradient)) in asked.iter().zip(gradients).enumerate() {
            let outputs = &self.tape.outputs()[row * width..(row + 1) * width];
            self.losses.push(match self.batch.targets() {
                PackedTargets::Classes(classes) => {
                    cross_entropy(outputs, classes[index] as usize, gradient)
                }
                PackedTargets::Values(values) => squared_error(
                    outputs,
                    &values[index * width..(index + 1) * width],
                    gradient,
                ),
            });
        }
    }
}

impl LayerGradients {
    /// H, told from the length of the buffers.
    fn width(&self) -> usize {
        self.hidden.len() / self.exponents.len()
    }

    /// log10‖∂loss/∂h_t‖; −∞ for exactly zero.
    pub fn log10_hidden(&self, t: usize) -> f64 {
        let width = self.width();
        magnitude::log10_norm(&self.hidden[t * width..(t + 1) * width], self.exponents[t])
    }

    /// log10‖∂loss/∂c_t‖; −∞ for exactly zero. Only an LSTM has it.
    pub fn log10_cell(&self, t: usize) -> f64 {
        let width = self.width();
        magnitude::log10_norm(&self.cell[t * width..(t + 1) * width], self.exponents[t])
    }
}

impl InputGradients {
    /// log10‖∂loss/∂x_t‖; −∞ for exactly zero.
    pub fn log10(&self, t: usize) -> f64 {
        let width = self.values.len() / self.exponents.len();
        magnitude::log10_norm(&self.values[t * width..(t + 1) * width], self.exponents[t])
    }
}
