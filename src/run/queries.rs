//! What a trainer is asked now and then: traces, gains, weights as a file, a text, checks of its gradients.

use serde::Serialize;

use crate::Error;
use crate::analysis::jacobian::{PathGains, path_gains};
use crate::analysis::trace::{Follow, Trace};
use crate::analysis::verify::{TensorCheck, verify};
use crate::data::sequence::{Inputs, Target};
use crate::data::task::{Answer, Input};
use crate::error::Rule;
use crate::experiment::Choice;
use crate::linalg::spectrum::Spectrum;
use crate::nn::named::Named;
use crate::nn::{recurrent, weights};
use crate::run::generate::{forecast, generate};
use crate::run::trainer::Trainer;

/// Of the top layer on the probe: log10 of the gradient's norm at the first step over that at the last; −∞ where the first
/// is exactly 0, NaN where the last is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ratios {
    /// Of ∂L/∂h.
    pub hidden: f64,
    /// Of what carries the memory: ∂L/∂c for the lstm, else ∂L/∂h.
    pub memory: f64,
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

impl Trainer {
    /// How much of the gradient is left at the first step of the probe.
    ///
    /// # Errors
    /// None for a probe that the task made.
    pub fn ratios(&mut self) -> Result<Ratios, Error> {
        self.run_probe()?;
        Ok(Ratios {
            hidden: self.tracer.log10_ratio(),
            memory: self.tracer.log10_ratio_memory(),
        })
    }

    /// From now on frames and traces show the gradient of the loss of one step of the probe, counted from 0, or with
    /// `None` of all losses together, as at first. Training does not depend on it.
    ///
    /// # Errors
    /// A sentence about `of` when that step of the probe has no loss. Nothing is changed then.
    pub fn follow(&mut self, step: Option<usize>) -> Result<(), Error> {
        self.tracer.follow(match step {
            None => Follow::All,
            Some(k) if matches!(self.probe.targets.get(k), None | Some(Target::None)) => {
                let given = format_args!("step {}", k.saturating_add(1));
                return Err(Error::wrong_value("of", given, Rule::StepWithLoss));
            }
            Some(k) => Follow::Step(k),
        });
        Ok(())
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
        self.tracer.load(&self.model);
        let gain = |spectrum: &Spectrum| Gain {
            radius: spectrum.radius,
            norm: spectrum.norm,
        };
        WeightGains {
            updates: self.updates,
            blocks: (self.tracer.spectra().iter())
                .map(|(name, spectrum)| (name.to_string(), gain(spectrum)))
                .collect(),
        }
    }

    /// The spectral radius of every H × H block of W_hh: layer by layer, in each the blocks in their
    /// order in the tensor. Empty for a model without recurrent weights.
    pub fn radii(&self) -> Vec<f64> {
        recurrent::radii(&self.model)
    }

    /// Rescales every H × H block of W_hh to the spectral radius `radius`. A block of zeros is left.
    /// Training goes on from there; the optimiser state stays.
    ///
    /// # Errors
    /// A sentence about `radius` when it is out of the range that the experiment allows, or when a weight would not
    /// stay finite. Nothing is changed then.
    pub fn rescale(&mut self, radius: f64) -> Result<(), Error> {
        let factors = recurrent::rescaling(&self.model, radius)?;
        recurrent::scale(&mut self.model, &factors)
    }

    /// Compares the gradient of one tensor on the probe with differences of the loss, in f64; None past the last tensor.
    pub fn verify(&self, tensor: usize) -> Option<TensorCheck> {
        let (loss, seed) = (self.task.loss(), self.experiment.seed);
        verify(&self.model, &self.probe, loss, seed, tensor)
    }

    /// The weights as a safetensors file, with PyTorch's names.
    pub fn weights(&self) -> Vec<u8> {
        weights::save(&self.model)
    }

    /// `length` characters that the model writes after `prompt`.
    ///
    /// # Errors
    /// A sentence about `task` when it has no characters, and those of [`generate`].
    pub fn generate(&self, prompt: &str, length: usize, temperature: f64) -> Result<String, Error> {
        let Some(alphabet) = self.task.alphabet() else {
            let given = format!("\"{}\"", self.experiment.task.word());
            return Err(Error::wrong_value("task", given, Rule::TextTask));
        };
        let seed = self.experiment.seed;
        generate(&self.model, alphabet, prompt, length, temperature, seed)
    }

    /// What the task asks after `question`, whatever the model says; `None` where it is no question of the task.
    pub fn answer_to(&self, question: &str) -> Option<String> {
        self.task.answer_to(question)
    }

    /// What the model says of each step from `history` on, counted from 1, when after so many steps of the probe it reads
    /// its own answers: the first is that of step `history`, the last that of the last step. Empty where answers are not of
    /// what is read.
    pub fn forecast(&self, history: usize) -> Vec<f64> {
        let (Input::Channels(read), Answer::Values(answered)) =
            (self.task.input(), self.task.answer())
        else {
            return Vec::new();
        };
        match &self.probe.inputs {
            Inputs::Dense { values, size } if read == answered => {
                let history = history.clamp(1, self.probe.steps());
                let given = values[..history * size].iter().map(|&value| value as f32);
                let given: Vec<f32> = given.collect();
                forecast(&self.model, &given, self.probe.steps() - history)
            }
            _ => Vec::new(),
        }
    }

    /// Runs the probe through the tracer with the weights of now.
    pub(super) fn run_probe(&mut self) -> Result<(), Error> {
        self.tracer.load(&self.model);
        self.tracer.run(&self.probe)
    }
}
