//! One lane of a race, whole: what trains, what is shown of it, and what it writes.

use serde::Serialize;

use crate::Error;
use crate::divergence::Divergence;
use crate::experiment::{CellKind, Choice, Experiment};
use crate::frame::{Frame, Progress, RunDescription};
use crate::generate::generate;
use crate::learner::UpdateReport;
use crate::recurrent;
use crate::task;
use crate::trace::{Trace, Tracer};
use crate::trainer::Trainer;
use crate::verify::{TensorCheck, verify};
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

    /// Everything that training changes, and what the last update saw.
    pub fn snapshot(&self) -> Vec<u8> {
        let mut bytes = self.trainer.snapshot();
        let last = self.last.map_or([f64::NAN; 3], |last| {
            [last.loss, last.grad_norm, last.clipped_norm]
        });
        bytes.extend(last.iter().flat_map(|value| value.to_le_bytes()));
        bytes
    }

    /// Goes back to a snapshot; from there on the same bits follow.
    ///
    /// # Errors
    /// A sentence about `snapshot` when it cannot be read or is of another model. Nothing is changed then.
    pub fn restore(&mut self, snapshot: &[u8]) -> Result<(), Error> {
        let (state, last) = snapshot.split_last_chunk::<24>().ok_or_else(|| {
            let given = format!("{} unreadable bytes", snapshot.len());
            Error::unreadable("snapshot", given, "what snapshot() returned")
        })?;
        self.trainer.restore(state)?;
        let [loss, grad_norm, clipped_norm] =
            std::array::from_fn(|index| f64::from_le_bytes(last.as_chunks::<8>().0[index]));
        // The loss of an update that was made is finite.
        self.last = (!loss.is_nan()).then_some(UpdateReport {
            loss,
            grad_norm,
            clipped_norm,
        });
        Ok(())
    }

    /// The spectral radius of every H × H block of W_hh: layer by layer, in each the blocks in their
    /// order in the tensor. Empty for a model without recurrent weights.
    pub fn radii(&self) -> Vec<f64> {
        recurrent::radii(self.trainer.model())
    }

    /// What every block of W_hh has to be multiplied by, for its spectral radius to be `radius`; as [`Lane::radii`].
    ///
    /// # Errors
    /// A sentence about `radius` when it is out of the range that the experiment allows.
    pub fn rescaling(&self, radius: f64) -> Result<Vec<f64>, Error> {
        recurrent::rescaling(self.trainer.model(), radius)
    }

    /// Multiplies every block of W_hh by its factor. Training goes on from there; the optimiser's averages stay.
    ///
    /// # Errors
    /// A sentence about `factors` when there are not as many as blocks, or one leads out of the
    /// finite numbers. Nothing is changed then.
    pub fn scale_recurrent(&mut self, factors: &[f64]) -> Result<(), Error> {
        recurrent::scale(self.trainer.model_mut(), factors)
    }

    /// Compares the gradient of one tensor on the probe with central differences, in f64; None past the last tensor.
    pub fn verify(&self, tensor: usize) -> Option<TensorCheck> {
        let trainer = &self.trainer;
        let loss = trainer.task().loss();
        let seed = trainer.experiment().seed;
        verify(trainer.model(), trainer.probe(), loss, seed, tensor)
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
