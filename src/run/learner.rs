//! One model and its optimiser: an update from a batch.

use crate::analysis::divergence::{self, Divergence};
use crate::data::batch::Batch;
use crate::experiment::{ClipBy, Experiment, OptimizerKind};
use crate::kernel::real::Real;
use crate::kernel::vector::all_finite;
use crate::nn::loss::{self, Score};
use crate::nn::model::{Model, ReadOut};
use crate::nn::optimizer::{self, Optimizer};
use crate::nn::tape::{Tape, Workspace, fit};

/// The parts of an experiment that an update reads; they may change between two updates.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UpdateRule {
    /// The learning rate.
    pub rate: f64,
    /// What the gradient is clipped to; `None` leaves it.
    pub clip: Option<f64>,
    /// What that bounds.
    pub clip_by: ClipBy,
    /// k of truncated backpropagation through time; 0 for full.
    pub truncate: usize,
}

impl From<&Experiment> for UpdateRule {
    fn from(experiment: &Experiment) -> Self {
        let &Experiment {
            rate,
            clip,
            clip_by,
            truncate,
            ..
        } = experiment;
        UpdateRule {
            rate,
            clip,
            clip_by,
            truncate,
        }
    }
}

/// What one update saw.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UpdateReport {
    /// The mean loss over all asked steps of the batch, before the update.
    pub loss: f64,
    /// The norm of all gradients together before clipping.
    pub grad_norm: f64,
    /// The norm after clipping.
    pub clipped_norm: f64,
}

/// A model, its optimiser, and the memory that updates work in.
#[derive(Clone, Debug)]
pub struct Learner<F: Real> {
    model: Model<F>,
    optimizer: Optimizer<F>,
    tape: Tape<F>,
    space: Workspace<F>,
    gradient: Vec<F>,
    next: Vec<F>,
    updates: u64,
    clipped: u64,
}

impl<F: Real> Learner<F> {
    /// A learner that begins with the weights of `model`.
    pub fn new(model: Model<F>, optimizer: OptimizerKind) -> Self {
        let count = model.parameters().len();
        Learner {
            tape: model.tape(),
            model,
            optimizer: Optimizer::new(optimizer, count),
            space: Workspace::default(),
            gradient: vec![F::zero(); count],
            next: vec![F::zero(); count],
            updates: 0,
            clipped: 0,
        }
    }

    pub fn model(&self) -> &Model<F> {
        &self.model
    }

    /// The weights may be changed from outside; the optimiser's averages stay.
    pub fn model_mut(&mut self) -> &mut Model<F> {
        &mut self.model
    }

    pub fn optimizer(&self) -> &Optimizer<F> {
        &self.optimizer
    }

    /// Begins anew with the weights of `model`, which has the same architecture.
    pub fn restart(&mut self, model: Model<F>) {
        self.optimizer = Optimizer::new(self.optimizer.kind(), model.parameters().len());
        self.model = model;
        self.updates = 0;
        self.clipped = 0;
    }

    /// How many updates have been made.
    pub fn updates(&self) -> u64 {
        self.updates
    }

    /// How many of them were clipped.
    pub fn clipped_updates(&self) -> u64 {
        self.clipped
    }

    /// The gradient of the last update, after clipping, laid out like the weights.
    pub fn gradient(&self) -> &[F] {
        &self.gradient
    }

    /// Makes one update: the loss is averaged over all asked steps of the batch.
    ///
    /// # Errors
    /// Where it left the finite numbers, if it did. The update is dropped then: weights, averages and
    /// the number of updates are those of before.
    pub fn update(
        &mut self,
        batch: &Batch<F>,
        rule: &UpdateRule,
    ) -> Result<UpdateReport, Divergence> {
        let loss = self.forward(batch) / batch.target_rows().len() as f64;
        if !loss.is_finite() {
            return Err(self.locate(batch, rule, false));
        }
        self.model.backward(
            batch,
            &self.tape,
            rule.truncate,
            &mut self.space,
            &mut self.gradient,
            |_, _| (),
        );
        let norms = optimizer::clip(&mut self.gradient, rule.clip, rule.clip_by);
        if !norms.before.is_finite() {
            return Err(self.locate(batch, rule, false));
        }
        self.optimizer.propose(
            rule.rate,
            &self.model.parameters,
            &self.gradient,
            &mut self.next,
        );
        if !(all_finite(&self.next) && self.optimizer.proposal_is_finite()) {
            return Err(self.locate(batch, rule, true));
        }
        std::mem::swap(&mut self.model.parameters, &mut self.next);
        self.optimizer.accept();
        self.updates += 1;
        self.clipped += u64::from(norms.after < norms.before);
        Ok(UpdateReport {
            loss,
            grad_norm: norms.before,
            clipped_norm: norms.after,
        })
    }

    /// Runs forward and backward without an update, so that every buffer has room for `batch` and
    /// nothing has to be allocated later for one that is no larger.
    pub fn rehearse(&mut self, batch: &Batch<F>) {
        self.forward(batch);
        let (space, gradient) = (&mut self.space, &mut self.gradient);
        self.model
            .backward(batch, &self.tape, 0, space, gradient, |_, _| ());
    }

    /// How well the model answers `batch`. An answer in numbers is right within `tolerance`.
    pub fn score(&mut self, batch: &Batch<F>, tolerance: f64) -> Score {
        let total = self.forward(batch);
        let (outputs, width) = (self.tape.outputs(), batch.output_size());
        Score {
            total,
            right: loss::right_answers(outputs, width, batch.targets(), tolerance),
            asked: batch.target_rows().len(),
        }
    }

    /// Runs forward. Returns the sum of the losses, and leaves the gradient of their mean in the workspace.
    fn forward(&mut self, batch: &Batch<F>) -> f64 {
        self.model.forward(batch, &mut self.tape, ReadOut::Targets);
        let outputs = self.tape.outputs();
        let gradient = fit(&mut self.space.outputs, outputs.len());
        loss::total_loss(outputs, batch.output_size(), batch.targets(), gradient)
    }

    /// Takes over weights and averages, as a snapshot has them; false, and nothing is done, if their
    /// shapes are others.
    pub(crate) fn restore(
        &mut self,
        parameters: &[F],
        state: optimizer::State<F>,
        updates: u64,
        clipped: u64,
    ) -> bool {
        if parameters.len() != self.model.parameters.len() || !self.optimizer.set_state(state) {
            return false;
        }
        self.model.parameters.copy_from_slice(parameters);
        self.updates = updates;
        self.clipped = clipped;
        true
    }

    fn locate(&mut self, batch: &Batch<F>, rule: &UpdateRule, proposed: bool) -> Divergence {
        divergence::locate(
            self.updates + 1,
            &self.model,
            batch,
            &self.tape,
            rule.truncate,
            (&mut self.space, &mut self.gradient),
            proposed.then_some(&self.next[..]),
        )
    }
}
