//! One lane of a race: what trains, and what every frame shows of it. What is asked for now and then is the
//! [inspector](crate::run::inspector)'s.

use alloc::vec::Vec;

use serde::Serialize;

use crate::Error;
use crate::analysis::divergence::Divergence;
use crate::analysis::trace::{Follow, Tracer};
use crate::data::sequence::Target;
use crate::data::task;
use crate::experiment::{CellKind, Experiment};
use crate::nn::recurrent;
use crate::run::frame::{Frame, Progress, RunDescription};
use crate::run::trainer::Trainer;

/// What a call of [`Lane::train`] came to.
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
    /// Where the update after the last one left the finite numbers, if it did.
    pub divergence: Option<Divergence>,
}

/// A model that trains on its task, and the tracer that shows it on its probe.
pub struct Lane {
    trainer: Trainer,
    tracer: Tracer,
    frame: Frame,
    stops_when_learned: bool,
}

impl Lane {
    /// A lane at update 0. `text` is what the task `text` reads in place of its passage.
    ///
    /// # Errors
    /// A sentence about the text when the task cannot read it, about `batch` when memory would not hold it.
    pub fn new(experiment: &Experiment, kind: CellKind, text: Option<&str>) -> Result<Lane, Error> {
        let task = task::build(experiment, text)?;
        Ok(Lane::around(Trainer::new(experiment, kind, task)?))
    }

    /// A lane at update 0 that begins with these weights, as [`Inspector::initial_weights`] gives them.
    ///
    /// # Errors
    /// Those of [`Lane::new`], and one about `weights` when their number is not that of the model.
    ///
    /// [`Inspector::initial_weights`]: crate::run::inspector::Inspector::initial_weights
    pub fn with_weights(
        experiment: &Experiment,
        kind: CellKind,
        text: Option<&str>,
        weights: Vec<f32>,
    ) -> Result<Lane, Error> {
        let task = task::build(experiment, text)?;
        let trainer = Trainer::with_weights(experiment, kind, task, weights)?;
        Ok(Lane::around(trainer))
    }

    fn around(trainer: Trainer) -> Lane {
        let truncate = trainer.experiment().truncate;
        let loss = trainer.task().loss();
        let tracer = Tracer::new(trainer.model(), loss, truncate);
        let frame = Frame::new(&tracer, loss, trainer.probe().steps());
        Lane {
            trainer,
            tracer,
            frame,
            stops_when_learned: false,
        }
    }

    /// Everything that does not change while the run goes on.
    pub fn describe(&self) -> RunDescription {
        RunDescription::new(
            &self.tracer,
            &self.frame,
            self.trainer.task(),
            self.trainer.probe(),
        )
    }

    /// Makes `updates` updates, fewer if one leaves the finite numbers: the lane then stands at its last
    /// finite weights, and says the same again when it is asked for more.
    pub fn train(&mut self, updates: u32) -> TrainReport {
        let mut divergence = None;
        for _ in 0..updates {
            if let Err(found) = self.trainer.update() {
                divergence = Some(found);
                break;
            }
            if self.stops_when_learned && self.trainer.learned_at() == Some(self.trainer.updates())
            {
                break;
            }
        }
        let last = self.trainer.last();
        TrainReport {
            updates: self.trainer.updates(),
            train_loss: last.map_or(f64::NAN, |last| last.loss),
            grad_norm: last.map_or(f64::NAN, |last| last.grad_norm),
            learned_at: self.trainer.learned_at(),
            divergence,
        }
    }

    /// Whether a call of [`Lane::train`] ends at the update at which the lane has learned its task. Off at first.
    pub fn stop_when_learned(&mut self, stop: bool) {
        self.stops_when_learned = stop;
    }

    /// Writes what the page shows, laid out as [`Lane::describe`] says.
    ///
    /// # Errors
    /// `out` has another length than the frame.
    pub fn write_frame(&mut self, out: &mut [f32]) -> Result<(), Error> {
        self.tracer.load(self.trainer.model());
        self.tracer.run(self.trainer.probe())?;
        let score = self.trainer.evaluate();
        let last = self.trainer.last();
        let progress = Progress {
            updates: self.trainer.updates(),
            loss: score.loss(),
            accuracy: score.accuracy(),
            train_loss: last.map_or(f64::NAN, |last| last.loss),
            grad_norm: last.map_or(f64::NAN, |last| last.grad_norm),
            clipped_norm: last.map_or(f64::NAN, |last| last.clipped_norm),
            clipped_updates: self.trainer.clipped_updates(),
        };
        self.frame.write(&self.tracer, &progress, out)
    }

    /// How many numbers a frame has.
    pub fn frame_length(&self) -> usize {
        self.frame.length()
    }

    /// Everything that training changes.
    pub fn snapshot(&self) -> Vec<u8> {
        self.trainer.snapshot()
    }

    /// Goes back to a snapshot; from there on the same bits follow.
    ///
    /// # Errors
    /// A sentence about `snapshot` when it cannot be read or is of another model. Nothing is changed then.
    pub fn restore(&mut self, snapshot: &[u8]) -> Result<(), Error> {
        self.trainer.restore(snapshot)
    }

    /// Multiplies every H × H block of W_hh by its factor, layer by layer, in each the blocks in their order in the
    /// tensor. Training goes on from there; the optimiser's averages stay.
    ///
    /// # Errors
    /// A sentence about `factors` when there are not as many as blocks, or one leads out of the
    /// finite numbers. Nothing is changed then.
    pub fn scale_recurrent(&mut self, factors: &[f64]) -> Result<(), Error> {
        recurrent::scale(self.trainer.model_mut(), factors)
    }

    /// From now on frames show the gradient of the loss of one step of the probe, counted from 0, or with `None` of all
    /// losses together, as at first. Training does not depend on it.
    ///
    /// # Errors
    /// A sentence about `of` when that step of the probe has no loss. Nothing is changed then.
    pub fn follow(&mut self, step: Option<usize>) -> Result<(), Error> {
        let targets = &self.trainer.probe().targets;
        self.tracer.follow(match step {
            None => Follow::All,
            Some(k) if matches!(targets.get(k), None | Some(Target::None)) => {
                let given = format_args!("step {}", k.saturating_add(1));
                let allowed = "all or a step at which an answer is due";
                return Err(Error::wrong_value("of", given, allowed));
            }
            Some(k) => Follow::Step(k),
        });
        Ok(())
    }

    /// Takes over the parameters that need no restart; the others stay as they are.
    pub fn set(&mut self, experiment: &Experiment) {
        self.trainer.set(experiment);
        self.tracer.set_truncate(experiment.truncate);
    }

    /// Back to the same initial weights.
    pub fn reset(&mut self) {
        self.trainer.reset();
    }
}
