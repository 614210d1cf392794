//! One lane of a race: what trains, what every frame shows of it, and what is asked of it now and then.

use serde::Serialize;

use crate::Error;
use crate::analysis::divergence::Divergence;
use crate::analysis::jacobian::{PathGains, path_gains};
use crate::analysis::spectrum::Spectrum;
use crate::analysis::trace::{Follow, Trace, Tracer};
use crate::analysis::verify::{TensorCheck, verify};
use crate::data::sequence::Target;
use crate::data::task;
use crate::experiment::{CellKind, Choice, Experiment};
use crate::nn::named::Named;
use crate::nn::{recurrent, weights};
use crate::run::frame::{Frame, Progress, RunDescription};
use crate::run::generate::generate;
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

    /// Makes `updates` updates, fewer if one becomes non-finite: the lane then stands at its last
    /// finite weights, and says the same again when it is asked for more.
    pub fn train(&mut self, updates: u32) -> TrainReport {
        self.train_while(updates, || true)
    }

    /// Makes at most `most` updates, and one at least, as long as `more` says so after each.
    pub fn train_while(&mut self, most: u32, mut more: impl FnMut() -> bool) -> TrainReport {
        let mut divergence = None;
        for _ in 0..most {
            if let Err(found) = self.trainer.update() {
                divergence = Some(found);
                break;
            }
            let learned = self.trainer.learned_at() == Some(self.trainer.updates());
            if !more() || self.stops_when_learned && learned {
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
        self.run_probe()?;
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

    /// Everything that the probe shows.
    ///
    /// # Errors
    /// None for a probe that the task made.
    pub fn trace(&mut self) -> Result<Trace, Error> {
        self.run_probe()?;
        Ok(self.tracer.trace())
    }

    /// What the steps of the probe do to a gradient together.
    ///
    /// # Errors
    /// None for a probe that the task made.
    pub fn path_gains(&mut self) -> Result<PathGains, Error> {
        self.run_probe()?;
        Ok(path_gains(&self.tracer))
    }

    /// The spectral radius and the largest singular value of each block of the top layer's W_hh.
    pub fn weight_gains(&mut self) -> WeightGains {
        self.tracer.load(self.trainer.model());
        let gain = |spectrum: &Spectrum| Gain {
            radius: spectrum.radius,
            norm: spectrum.norm,
        };
        WeightGains {
            updates: self.trainer.updates(),
            blocks: (self.tracer.spectra().iter())
                .map(|(name, spectrum)| (name.to_string(), gain(spectrum)))
                .collect(),
        }
    }

    /// The spectral radius of every H × H block of W_hh: layer by layer, in each the blocks in their
    /// order in the tensor. Empty for a model without recurrent weights.
    pub fn radii(&self) -> Vec<f64> {
        recurrent::radii(self.trainer.model())
    }

    /// Rescales every H × H block of W_hh to the spectral radius `radius`. A block of zeros is left.
    /// Training goes on from there; the optimiser state stays.
    ///
    /// # Errors
    /// A sentence about `radius` when it is out of the range that the experiment allows, or when a weight would not
    /// stay finite. Nothing is changed then.
    pub fn rescale(&mut self, radius: f64) -> Result<(), Error> {
        let factors = recurrent::rescaling(self.trainer.model(), radius)?;
        recurrent::scale(self.trainer.model_mut(), &factors)
    }

    /// Compares the gradient of one tensor on the probe with differences of the loss, in f64; None past the last tensor.
    pub fn verify(&self, tensor: usize) -> Option<TensorCheck> {
        let trainer = &self.trainer;
        let (loss, seed) = (trainer.task().loss(), trainer.experiment().seed);
        verify(trainer.model(), trainer.probe(), loss, seed, tensor)
    }

    /// The weights as a safetensors file, with PyTorch's names.
    pub fn weights(&self) -> Vec<u8> {
        weights::save(self.trainer.model())
    }

    /// `length` characters that the model writes after `prompt`.
    ///
    /// # Errors
    /// A sentence about `task` when it has no characters, and those of [`generate`].
    pub fn generate(&self, prompt: &str, length: usize, temperature: f64) -> Result<String, Error> {
        let trainer = &self.trainer;
        let Some(alphabet) = trainer.task().alphabet() else {
            let given = format!("\"{}\"", trainer.experiment().task.word());
            let allowed = "\"text\", for a model to write";
            return Err(Error::wrong_value("task", given, allowed));
        };
        let seed = trainer.experiment().seed;
        generate(trainer.model(), alphabet, prompt, length, temperature, seed)
    }

    fn run_probe(&mut self) -> Result<(), Error> {
        self.tracer.load(self.trainer.model());
        self.tracer.run(self.trainer.probe())
    }
}
