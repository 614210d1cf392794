//! The one type that owns training: a model that learns a task, batch after batch, and shows how far it is.

use serde::{Deserialize, Serialize};

use crate::Error;
use crate::analysis::divergence::{self, Divergence};
use crate::analysis::trace::Tracer;
use crate::data::batch::Batch;
use crate::data::rng::{Rng, Stream};
use crate::data::sequence::Sequence;
use crate::data::task::{Lengths, Split, Task};
use crate::error::{Allowed, Reason};
use crate::experiment::{CellKind, Experiment};
use crate::kernel::vector::all_finite;
use crate::nn::init::initial_weights;
use crate::nn::loss;
use crate::nn::model::{Model, ReadOut};
use crate::nn::optimizer::{self, Optimizer};
use crate::nn::parameters::{Architecture, ParameterLayout};
use crate::nn::tape::{Tape, Workspace};
use crate::nn::weights;
use crate::run::description::RunDescription;
use crate::run::evaluation::{LOOK_SEQUENCES, batches, evaluation_sequences};
use crate::run::frame::{Frame, Progress};
use crate::run::milestone::Milestone;

/// What the buffers of a trainer may take, in bytes. Three of them beside each other fit a browser's tab.
const MEMORY_LIMIT: usize = 1 << 30;

/// What one update saw.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct UpdateReport {
    /// The mean loss over all target steps of the batch, before the update.
    pub loss: f64,
    /// The norm of all gradients together before clipping.
    pub grad_norm: f64,
    /// The norm after clipping.
    pub clipped_norm: f64,
}

/// What a call of [`Trainer::train`] came to.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct TrainReport {
    /// Updates made since the run began.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub updates: u64,
    /// The last batch's mean loss before its update; NaN before the first.
    pub train_loss: f64,
    /// The norm of the last update's gradient before clipping; NaN before the first.
    pub grad_norm: f64,
    /// The update at which at least 95 % of the held-out answers had been right for ten updates on end; null as long as
    /// they have not.
    #[cfg_attr(feature = "types", ts(type = "number | null"))]
    pub learned_at: Option<u64>,
    /// Where the update after the last one became non-finite, if it did.
    pub divergence: Option<Divergence>,
}

/// A model in training. Everything random comes from the experiment's seed, and the data do not depend
/// on the cell: all cells see the same batches.
pub struct Trainer {
    pub(super) experiment: Experiment,
    pub(super) task: Box<dyn Task>,
    data_sha256: Option<String>,
    pub(super) model: Model<f32>,
    /// The weights at update 0.
    initial: Vec<f32>,
    pub(super) optimizer: Optimizer<f32>,
    pub(super) tape: Tape<f32>,
    space: Workspace<f32>,
    /// Of the last update, after clipping, laid out like the weights.
    gradient: Vec<f32>,
    /// The weights that an update proposes.
    next: Vec<f32>,
    pub(super) updates: u64,
    /// How many of them were clipped.
    pub(super) clipped: u64,
    /// What the last update saw; none before the first.
    pub(super) last: Option<UpdateReport>,
    /// The stream that training batches are drawn from.
    pub(super) data: Rng,
    sequences: Vec<Sequence>,
    pub(super) batch: Batch<f32>,
    /// The held-out set, in batches that are no larger than those of training.
    pub(super) evaluation: Vec<Batch<f32>>,
    /// The same sequences in small batches, for the looks of the milestone.
    pub(super) looks: Vec<Batch<f32>>,
    pub(super) milestone: Milestone,
    pub(super) stops_when_learned: bool,
    pub(super) probe: Sequence,
    pub(super) tracer: Tracer,
    frame: Frame,
}

impl Trainer {
    /// A trainer at update 0. `data` are the bytes of the task's data set, as [`Experiment::build_task`] takes them.
    ///
    /// # Errors
    /// Those of [`Experiment::build_task`], and a sentence about `batch` when its buffers would not fit into memory.
    pub fn new(
        experiment: &Experiment,
        kind: CellKind,
        data: Option<&[u8]>,
    ) -> Result<Trainer, Error> {
        let (task, data_sha256) = experiment.build_task(data)?;
        let mut trainer = Trainer::with_task(experiment, kind, task)?;
        trainer.data_sha256 = data_sha256;
        Ok(trainer)
    }

    /// A trainer at update 0 of any task, whatever the experiment's is.
    ///
    /// # Errors
    /// A sentence about `batch` when its buffers would not fit into memory.
    pub fn with_task(
        experiment: &Experiment,
        kind: CellKind,
        task: Box<dyn Task>,
    ) -> Result<Trainer, Error> {
        let (inputs, outputs, loss) = (task.input().size(), task.outputs(), task.loss());
        let architecture = Architecture::new(kind, experiment, inputs, outputs);
        let longest = longest(experiment, task.as_ref());
        check_memory(&architecture, experiment.batch, longest)?;
        let length = experiment.length;
        let mut rng = Rng::stream(experiment.seed, Stream::Probe);
        let drawn = task.sample(Split::HeldOut, length, &mut rng);
        let mut rng = Rng::stream(experiment.seed, Stream::Evaluation);
        let held_out: Vec<Sequence> = (0..evaluation_sequences(&drawn))
            .map(|_| task.sample(Split::HeldOut, length, &mut rng))
            .collect();
        // Training and the held-out set are the same, whatever is on view.
        let probe = task.own().unwrap_or(drawn);
        let batch_size = experiment.batch.max(1);
        let empty = Batch::new(inputs, outputs, loss);
        let held_out_batches = |size| batches(&held_out, size, &empty);
        let evaluation = held_out_batches(batch_size)?;
        let looks = held_out_batches(LOOK_SEQUENCES)?;

        let mut weights = initial_weights(&architecture, experiment);
        let layout = ParameterLayout::new(&architecture);
        weights::bring(task.as_ref(), &layout, &architecture, &mut weights)?;
        let initial: Vec<f32> = weights.iter().map(|&weight| weight as f32).collect();
        let mut model = Model::new(architecture);
        model.parameters_mut().copy_from_slice(&initial);
        model.hold(experiment.hold);
        let tracer = Tracer::new(&model, loss, experiment.truncate);
        let mut trainer = Trainer {
            experiment: experiment.clone(),
            data_sha256: None,
            optimizer: Optimizer::new(experiment.optimizer, initial.len()),
            tape: model.tape(),
            space: Workspace::default(),
            gradient: vec![0.0; initial.len()],
            next: vec![0.0; initial.len()],
            model,
            initial,
            updates: 0,
            clipped: 0,
            last: None,
            data: Rng::stream(experiment.seed, Stream::Data),
            sequences: vec![probe.clone(); batch_size],
            batch: empty,
            evaluation,
            frame: Frame::new(&tracer, loss, probe.steps()),
            tracer,
            looks,
            milestone: Milestone::default(),
            stops_when_learned: false,
            probe,
            task,
        };
        trainer.make_room(&held_out)?;
        Ok(trainer)
    }

    /// Runs forward and backward on the longest sequences there are, so that every buffer has room for any batch
    /// and nothing is allocated later.
    fn make_room(&mut self, held_out: &[Sequence]) -> Result<(), Error> {
        for (sequence, full) in self.sequences.iter_mut().zip(held_out.iter().cycle()) {
            sequence.clone_from(full);
        }
        self.try_sequences()?;
        // Where the data decide, those to learn from may ask at more steps than those held out.
        if let Lengths::Natural { longest } = self.task.lengths() {
            let mut rng = Rng::from_seed(0);
            for sequence in &mut self.sequences {
                self.task.fill(Split::Train, longest, &mut rng, sequence);
            }
            self.try_sequences()?;
        }
        Ok(())
    }

    /// Runs forward and backward on the sequences there are, repeated to the longest length.
    fn try_sequences(&mut self) -> Result<(), Error> {
        for sequence in &mut self.sequences {
            sequence.repeat_to(longest(&self.experiment, self.task.as_ref()));
        }
        let mut batch = std::mem::take(&mut self.batch);
        batch.fill(&self.sequences)?;
        self.forward(&batch);
        let (space, gradient) = (&mut self.space, &mut self.gradient);
        self.model
            .backward(&batch, &self.tape, 0, space, gradient, |_, _| ());
        self.batch = batch;
        Ok(())
    }

    /// Everything that does not change while the run goes on.
    pub fn describe(&self) -> RunDescription {
        RunDescription::new(
            &self.tracer,
            &self.frame,
            self.task.as_ref(),
            self.data_sha256.clone(),
            &self.probe,
        )
    }

    /// Makes `updates` updates, fewer if one becomes non-finite: the trainer then stands at its last
    /// finite weights, and says the same again when it is asked for more.
    pub fn train(&mut self, updates: u32) -> TrainReport {
        self.train_while(updates, || true)
    }

    /// Makes at most `most` updates, and one at least, as long as `more` says so after each.
    pub fn train_while(&mut self, most: u32, mut more: impl FnMut() -> bool) -> TrainReport {
        let mut divergence = None;
        for _ in 0..most {
            if let Err(found) = self.update() {
                divergence = Some(found);
                break;
            }
            let learned = self.milestone.learned_at() == Some(self.updates);
            if !more() || self.stops_when_learned && learned {
                break;
            }
        }
        TrainReport {
            updates: self.updates,
            train_loss: self.last.map_or(f64::NAN, |last| last.loss),
            grad_norm: self.last.map_or(f64::NAN, |last| last.grad_norm),
            learned_at: self.milestone.learned_at(),
            divergence,
        }
    }

    /// Draws a batch and makes one update from it.
    ///
    /// # Errors
    /// Where the update became non-finite, if it did. The trainer then stands where it stood
    /// before, data and all; it goes on answering, and the next update fails alike unless a
    /// parameter is changed.
    pub fn update(&mut self) -> Result<UpdateReport, Divergence> {
        let before = self.data.clone();
        self.draw_batch();
        let batch = std::mem::take(&mut self.batch);
        let result = self.update_from(&batch);
        self.batch = batch;
        match result {
            Ok(_) => self.look(),
            Err(_) => self.data = before,
        }
        result
    }

    /// Makes one update from `batch`: the loss is averaged over all its target steps.
    ///
    /// # Errors
    /// Where the update became non-finite, if it did. It is dropped then: weights, optimiser state and
    /// the number of updates are those of before.
    pub fn update_from(&mut self, batch: &Batch<f32>) -> Result<UpdateReport, Divergence> {
        let &Experiment {
            rate,
            clip,
            clip_by,
            truncate,
            ..
        } = &self.experiment;
        let loss = self.forward(batch) / batch.target_rows().len() as f64;
        if !loss.is_finite() {
            return Err(self.locate(batch, false));
        }
        let (space, gradient) = (&mut self.space, &mut self.gradient);
        self.model
            .backward(batch, &self.tape, truncate, space, gradient, |_, _| ());
        let norms = optimizer::clip(gradient, clip, clip_by);
        if !norms.before.is_finite() {
            return Err(self.locate(batch, false));
        }
        let parameters = self.model.parameters();
        (self.optimizer).propose(rate, parameters, gradient, &mut self.next);
        if !(all_finite(&self.next) && self.optimizer.proposal_is_finite()) {
            return Err(self.locate(batch, true));
        }
        std::mem::swap(&mut self.model.parameters, &mut self.next);
        self.optimizer.accept();
        self.updates += 1;
        self.clipped += u64::from(norms.after < norms.before);
        let report = UpdateReport {
            loss,
            grad_norm: norms.before,
            clipped_norm: norms.after,
        };
        self.last = Some(report);
        Ok(report)
    }

    /// Writes what the page shows, laid out as [`Trainer::describe`] says. Allocates nothing.
    ///
    /// # Errors
    /// `out` has another length than the frame.
    pub fn write_frame(&mut self, out: &mut [f32]) -> Result<(), Error> {
        self.run_probe()?;
        let score = self.evaluate();
        let last = |value: fn(UpdateReport) -> f64| self.last.map_or(f64::NAN, value);
        let progress = Progress {
            updates: self.updates,
            loss: score.loss(),
            accuracy: score.accuracy(),
            train_loss: last(|last| last.loss),
            grad_norm: last(|last| last.grad_norm),
            clipped_norm: last(|last| last.clipped_norm),
            clipped_updates: self.clipped,
        };
        self.frame.write(&self.tracer, &progress, out)
    }

    /// How many numbers a frame has.
    pub fn frame_length(&self) -> usize {
        self.frame.length()
    }

    /// How many updates have been made.
    pub fn updates(&self) -> u64 {
        self.updates
    }

    /// The sequence on view, of full length, always the same.
    pub fn probe(&self) -> &Sequence {
        &self.probe
    }

    /// What the last update learned from; before the first the longest held-out sequences.
    pub fn batch(&self) -> &Batch<f32> {
        &self.batch
    }

    pub fn model(&self) -> &Model<f32> {
        &self.model
    }

    /// The weights may be changed from outside; the optimiser state stays.
    pub fn model_mut(&mut self) -> &mut Model<f32> {
        &mut self.model
    }

    pub fn task(&self) -> &dyn Task {
        self.task.as_ref()
    }

    /// The parameters in force.
    pub fn experiment(&self) -> &Experiment {
        &self.experiment
    }

    pub fn kind(&self) -> CellKind {
        self.model.architecture().kind
    }

    /// Takes over the parameters that act from the next update on: those that need no restart. The others begin a run
    /// and stay as they are.
    pub fn set(&mut self, experiment: &Experiment) {
        self.experiment = self.experiment.with_live(experiment);
        self.tracer.set_truncate(experiment.truncate);
        self.model.hold(experiment.hold);
    }

    /// Back to update 0: the same initial weights, and the same batches in the same order.
    pub fn reset(&mut self) {
        self.model.parameters_mut().copy_from_slice(&self.initial);
        self.optimizer = Optimizer::new(self.optimizer.kind(), self.initial.len());
        self.updates = 0;
        self.clipped = 0;
        self.last = None;
        self.milestone = Milestone::default();
        self.data = Rng::stream(self.experiment.seed, Stream::Data);
    }

    fn draw_batch(&mut self) {
        let longest = self.experiment.length;
        let shortest = self.experiment.shortest.min(longest);
        for sequence in &mut self.sequences {
            let length = match self.task.lengths() {
                Lengths::Chosen => self.data.between(shortest, longest),
                Lengths::Natural { .. } => longest,
            };
            self.task
                .fill(Split::Train, length, &mut self.data, sequence);
        }
        if self.batch.fill(&self.sequences).is_err() {
            unreachable!("a task draws sequences that fit its own widths, with a target in each");
        }
    }

    /// Runs forward. Returns the sum of the losses, and leaves the gradient of their mean in the workspace.
    pub(super) fn forward(&mut self, batch: &Batch<f32>) -> f64 {
        self.model.forward(batch, &mut self.tape, ReadOut::Targets);
        let gradient = self.space.output_gradients(&self.tape);
        loss::total_loss(self.tape.outputs(), batch.targets(), gradient)
    }

    /// Where the update from `batch` became non-finite.
    fn locate(&mut self, batch: &Batch<f32>, proposed: bool) -> Divergence {
        divergence::locate(
            self.updates + 1,
            &self.model,
            batch,
            &self.tape,
            self.experiment.truncate,
            (&mut self.space, &mut self.gradient),
            proposed.then_some(&self.next[..]),
        )
    }
}

impl std::fmt::Debug for Trainer {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut out = out.debug_struct("Trainer");
        out.field("architecture", self.model.architecture())
            .field("updates", &self.updates);
        out.finish_non_exhaustive()
    }
}

/// The steps of the longest sequence that a run draws.
fn longest(experiment: &Experiment, task: &dyn Task) -> usize {
    match task.lengths() {
        Lengths::Chosen => experiment.length,
        Lengths::Natural { longest } => longest,
    }
}

/// Refuses a batch whose tape and gradients would not fit into [`MEMORY_LIMIT`].
fn check_memory(architecture: &Architecture, batch: usize, steps: usize) -> Result<(), Error> {
    let row = size_of::<f32>() * architecture.numbers_per_row(steps);
    let largest = MEMORY_LIMIT / (row * steps);
    if batch > largest {
        let allowed = Allowed::AtMost {
            limit: largest,
            reason: Reason::Memory,
        };
        return Err(Error::out_of_range("batch", batch, allowed));
    }
    Ok(())
}
