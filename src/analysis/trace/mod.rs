//! All that one sequence shows, per time step, in f64, with magnitudes far below the float range.
//!
//! [`Tracer::run`] is what every frame needs: one forward and one backward pass over
//! one sequence, into buffers that are used again. [`Tracer::trace`] is the whole [`Trace`], made on
//! request: the flow matrix, step Jacobians, spectra and weight gradients cost many passes.
//!
//! Gradients are carried as a vector and a power-of-two exponent per time step ([`crate::linalg::magnitude`]).

mod backward;
mod parameters;
mod report;

pub use report::{LayerTrace, NestedRows, TensorValues, Trace};

use ndarray::{Array2, ArrayView2, s};

use crate::Error;
use crate::data::batch::Batch;
use crate::data::sequence::Sequence;
use crate::kernel::real::Real;
use crate::nn::cell::{StateName, traced_layer};
use crate::nn::layer::{LayerGradients, LayerPass, ScaledRows, TracedLayer};
use crate::nn::loss::{LossKind, row_loss};
use crate::nn::model::{Model, ReadOut};
use crate::nn::tape::Tape;

/// Whose gradient a backward pass carries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Follow {
    /// That of the mean loss over the target steps.
    #[default]
    All,
    /// That of L_k alone, the loss of step k, counted from 0.
    Step(usize),
}

/// A model in f64 and what one sequence does in it.
pub struct Tracer {
    pub(crate) model: Model<f64>,
    /// The layers of the model, as traces need them.
    layers: Vec<Box<dyn TracedLayer>>,
    /// k of truncated BPTT, 0 for none.
    pub(crate) truncate: usize,
    follow: Follow,
    pub(crate) batch: Batch<f64>,
    pub(crate) tape: Tape<f64>,
    /// Of each target step its loss, in the order of [`Batch::target_rows`].
    losses: Vec<f64>,
    /// targets × V: ∂L_k/∂outputs of each target step's own loss.
    loss_gradients: Array2<f64>,
    gradients: Vec<LayerGradients>,
    input: ScaledRows,
    /// First ÷ last of all losses together, whichever are followed.
    ratios: Ratios,
    scratch: backward::Scratch,
}

/// log10 of the gradient's norm at the first step over that at the last; NaN before a pass.
#[derive(Clone, Copy)]
struct Ratios {
    hidden: f64,
    memory: f64,
}

impl Tracer {
    /// A tracer for models like `model`, whose weights it takes over.
    pub fn new<F: Real>(model: &Model<F>, loss: LossKind, truncate: usize) -> Self {
        let model = model.cast::<f64>();
        let architecture = *model.architecture();
        Tracer {
            layers: (0..architecture.layers)
                .map(|layer| traced_layer(&architecture, layer))
                .collect(),
            batch: Batch::new(architecture.inputs, architecture.outputs, loss),
            tape: model.tape(),
            truncate,
            follow: Follow::All,
            losses: Vec::new(),
            loss_gradients: Array2::zeros((0, architecture.outputs)),
            gradients: vec![LayerGradients::default(); architecture.layers],
            input: ScaledRows::default(),
            ratios: Ratios {
                hidden: f64::NAN,
                memory: f64::NAN,
            },
            scratch: backward::Scratch::default(),
            model,
        }
    }

    /// Takes over the weights of a model of the same architecture, and which of its gates are held.
    pub fn load<F: Real>(&mut self, model: &Model<F>) {
        self.model.hold(model.held());
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

    /// From now on every gradient is that of these losses. A step without a target has no loss: following it leaves
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

    /// Runs `sequence` forward and the losses that are followed backward. Everything below reads what this left.
    ///
    /// # Errors
    /// The sequence does not fit the model, or has no target at any step.
    pub fn run(&mut self, sequence: &Sequence) -> Result<(), Error> {
        self.batch.fill(std::slice::from_ref(sequence))?;
        self.model
            .forward(&self.batch, &mut self.tape, ReadOut::All);
        self.score();
        let followed = std::mem::take(&mut self.follow);
        self.backward();
        self.ratios = self.measure_ratios();
        if followed != Follow::All {
            self.follow = followed;
            self.backward();
        }
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

    /// The mean loss over the target steps.
    pub fn loss(&self) -> f64 {
        self.losses.iter().sum::<f64>() / self.losses.len() as f64
    }

    /// The target steps, counted from 0 and ascending, each with its loss.
    pub fn losses(&self) -> impl Iterator<Item = (usize, f64)> {
        let targets = self.batch.target_rows().iter().copied();
        targets.zip(self.losses.iter().copied())
    }

    /// T × V: logits (cross-entropy) or values.
    pub fn outputs(&self) -> ArrayView2<'_, f64> {
        self.tape.outputs()
    }

    /// T × H: h_t of one layer.
    pub fn hidden(&self, layer: usize) -> ArrayView2<'_, f64> {
        self.rows(&self.tape.layer(layer).hidden)
    }

    /// T × H: c_t of one layer; no columns without a cell state.
    pub fn cell(&self, layer: usize) -> ArrayView2<'_, f64> {
        self.rows(&self.tape.layer(layer).cell)
    }

    /// T × G·H: the gate activations of one layer.
    pub fn gates(&self, layer: usize) -> ArrayView2<'_, f64> {
        self.rows(&self.tape.layer(layer).gates)
    }

    /// Of one layer that attends, how far step `t` reads each step, for one head: T numbers, 0 after `t`.
    pub fn attention(&self, layer: usize, head: usize, t: usize) -> &[f64] {
        let (all, steps) = (
            self.layer(layer).attention(self.tape.layer(layer)),
            self.steps(),
        );
        &all[(head * steps + t) * steps..][..steps]
    }

    /// Gradients of one layer.
    pub fn gradients(&self, layer: usize) -> &LayerGradients {
        &self.gradients[layer]
    }

    /// T × I: ∂loss/∂x_t.
    pub fn input_gradients(&self) -> &ScaledRows {
        &self.input
    }

    /// log10‖∂loss/∂h_1‖ − log10‖∂loss/∂h_T‖ of the top layer, of the mean loss whichever loss is followed: −∞ where the
    /// first is exactly zero, NaN where the last is.
    pub fn log10_ratio(&self) -> f64 {
        self.ratios.hidden
    }

    /// The same of what the cell carries its memory in: ∂loss/∂c for the LSTM, whose h is a side branch, else ∂loss/∂h.
    pub fn log10_ratio_memory(&self) -> f64 {
        self.ratios.memory
    }

    /// The ratios of the gradients that the last backward pass left.
    fn measure_ratios(&self) -> Ratios {
        let top = &self.gradients[self.gradients.len() - 1];
        let ratio = |first: f64, last: f64| match last {
            f64::NEG_INFINITY => f64::NAN,
            _ => first - last,
        };
        let last = self.steps() - 1;
        let hidden = ratio(top.log10_hidden(0), top.log10_hidden(last));
        let memory = match self.model.spec().memory {
            StateName::H => hidden,
            _ => ratio(top.log10_cell(0), top.log10_cell(last)),
        };
        Ratios { hidden, memory }
    }

    /// One layer's part of the passes over the traced sequence.
    pub(crate) fn pass(&self, layer: usize) -> LayerPass<'_, f64> {
        self.model.pass(&self.batch, &self.tape, layer)
    }

    /// One layer, as traces need it.
    pub(crate) fn layer(&self, layer: usize) -> &dyn TracedLayer {
        self.layers[layer].as_ref()
    }

    fn rows<'a>(&self, array: &'a Array2<f64>) -> ArrayView2<'a, f64> {
        array.slice(s![..self.steps(), ..])
    }

    /// The losses of the target steps, and the gradient of each with respect to its own step's outputs.
    fn score(&mut self) {
        let (targets, outputs) = (self.batch.target_rows(), self.tape.outputs());
        let shape = (targets.len(), outputs.ncols());
        if self.loss_gradients.dim() != shape {
            self.loss_gradients = Array2::zeros(shape);
        }
        self.losses.clear();
        let gradients = self.loss_gradients.rows_mut().into_iter();
        for (index, (&row, mut gradient)) in targets.iter().zip(gradients).enumerate() {
            let outputs = outputs.row(row);
            let outputs = outputs.as_slice().expect("outputs are row-major");
            let gradient = gradient.as_slice_mut().expect("gradients are row-major");
            let loss = row_loss(outputs, self.batch.targets(), index, gradient);
            self.losses.push(loss);
        }
    }
}
