//! One lane of a race, whole: what trains, what is shown of it, and what it writes.

use serde::Serialize;

use crate::Error;
use crate::divergence::Divergence;
use crate::experiment::{CellKind, Choice, Experiment};
use crate::frame::{Frame, Progress, RunDescription};
use crate::generate::generate;
use crate::learner::UpdateReport;
use crate::named::Named;
use crate::task;
use crate::trace::{Trace, Tracer};
use crate::trainer::Trainer;
use crate::weights;

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
    /// Where the update after the last one left the finite numbers, if it did.
    pub divergence: Option<Divergence>,
}

/// What the recurrent weights can do to a state in one step, at one update.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct WeightGains {
    /// Updates made since the run began.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub updates: u64,
    /// Of each H × H block of the top layer's W_hh, by gate (`hidden` for the rnn); empty without recurrence.
    #[cfg_attr(feature = "types", ts(as = "std::collections::BTreeMap<String, Gain>"))]
    pub blocks: Named<Gain>,
}

/// Of one block of W_hh; NaN, in JSON null, where a weight is not finite.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Gain {
    /// The spectral radius ρ.
    pub radius: f64,
    /// The largest singular value σ₁.
    pub norm: f64,
}

/// A model that trains on its task, and the tracer that shows it on its probe.
pub struct Lane {
    trainer: Trainer,
    tracer: Tracer,
    frame: Frame,
    /// What the last update saw.
    last: Option<UpdateReport>,
}

impl Lane {
    /// A lane at update 0. `text` is what the task `text` reads in place of its passage.
    ///
    /// # Errors
    /// A sentence about the text when the task cannot read it, about `batch` when memory would not hold it.
    pub fn new(experiment: &Experiment, kind: CellKind, text: Option<&str>) -> Result<Lane, Error> {
        let trainer = Trainer::new(experiment, kind, task::build(experiment, text)?)?;
        let loss = trainer.task().loss();
        let tracer = Tracer::new(trainer.model(), loss, experiment.truncate);
        let frame = Frame::new(&tracer, loss, trainer.probe().steps());
        Ok(Lane {
            trainer,
            tracer,
            frame,
            last: None,
        })
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
            match self.trainer.update() {
                Ok(report) => self.last = Some(report),
                Err(found) => {
                    divergence = Some(found);
                    break;
                }
            }
        }
        TrainReport {
            updates: self.trainer.updates(),
            train_loss: self.last.map_or(f64::NAN, |last| last.loss),
            grad_norm: self.last.map_or(f64::NAN, |last| last.grad_norm),
            divergence,
        }
    }

    /// Writes what the page shows, laid out as [`Lane::describe`] says.
    ///
    /// # Errors
    /// `out` has another length than the frame.
    pub fn write_frame(&mut self, out: &mut [f32]) -> Result<(), Error> {
        self.look()?;
        let score = self.trainer.evaluate();
        let progress = Progress {
            updates: self.trainer.updates(),
            loss: score.loss(),
            accuracy: score.accuracy(),
            train_loss: self.last.map_or(f64::NAN, |last| last.loss),
            grad_norm: self.last.map_or(f64::NAN, |last| last.grad_norm),
            clipped_norm: self.last.map_or(f64::NAN, |last| last.clipped_norm),
            clipped_updates: self.trainer.clipped_updates(),
        };
        self.frame.write(&self.tracer, &progress, out)
    }

    /// How many numbers a frame has.
    pub fn frame_length(&self) -> usize {
        self.frame.length()
    }

    /// Everything that the probe shows.
    ///
    /// # Errors
    /// None for a probe that the task made.
    pub fn trace(&mut self) -> Result<Trace, Error> {
        self.look()?;
        Ok(self.tracer.trace())
    }

    /// The spectral radius and the largest singular value of each block of the top layer's W_hh as it is now.
    pub fn weight_gains(&mut self) -> WeightGains {
        self.tracer.load(self.trainer.model());
        let spectra = self.tracer.spectra();
        WeightGains {
            updates: self.trainer.updates(),
            blocks: (spectra.iter())
                .map(|(name, spectrum)| {
                    (
                        name.to_string(),
                        Gain {
                            radius: spectrum.radius,
                            norm: spectrum.norm,
                        },
                    )
                })
                .collect(),
        }
    }

    /// `length` characters that the model writes after `prompt`.
    ///
    /// # Errors
    /// A sentence about `task` when it has no characters, and those of [`generate`].
    pub fn generate(&self, prompt: &str, length: usize, temperature: f64) -> Result<String, Error> {
        let experiment = self.trainer.experiment();
        let Some(alphabet) = self.trainer.task().alphabet() else {
            let given = format!("\"{}\"", experiment.task.word());
            return Err(Error::wrong_value(
                "task",
                given,
                "\"text\", for a model to write",
            ));
        };
        generate(
            self.trainer.model(),
            alphabet,
            prompt,
            length,
            temperature,
            experiment.seed,
        )
    }

    /// The weights as a safetensors file, with PyTorch's names.
    pub fn weights(&self) -> Vec<u8> {
        weights::save(self.trainer.model())
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
        self.trainer.restore(snapshot)?;
        self.last = None;
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
        self.last = None;
    }

    /// Traces the probe with the weights as they are.
    fn look(&mut self) -> Result<(), Error> {
        self.tracer.load(self.trainer.model());
        self.tracer.run(self.trainer.probe())
    }
}
