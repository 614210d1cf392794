//! What is asked of a model now and then: its whole trace, its weights as a file, a text that it writes, the
//! weights that it begins with.
//!
//! It knows a lane by its experiment and its snapshots alone, so it can live in another WebAssembly module than the
//! lane, one that a browser loads with the first question.

use serde::Serialize;

use crate::Error;
use crate::analysis::divergence::Divergence;
use crate::analysis::jacobian::{PathGains, path_gains};
use crate::analysis::spectrum::Spectrum;
use crate::analysis::trace::{Trace, Tracer};
use crate::analysis::verify::{TensorCheck, verify};
use crate::data::sequence::Sequence;
use crate::data::task::{self, Task};
use crate::experiment::{CellKind, Choice, Experiment};
use crate::nn::init::initial_weights;
use crate::nn::model::Model;
use crate::nn::named::Named;
use crate::nn::parameters::Architecture;
use crate::nn::recurrent;
use crate::nn::weights;
use crate::run::generate::generate;
use crate::run::snapshot::Snapshot;
use crate::run::trainer::{Trainer, check_memory, probe};

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

/// A model like that of one lane, and the sequence that the lane shows.
pub struct Inspector {
    experiment: Experiment,
    text: Option<String>,
    task: Box<dyn Task>,
    probe: Sequence,
    model: Model<f32>,
    tracer: Tracer,
    /// Of the snapshot that the weights are from.
    updates: u64,
}

impl Inspector {
    /// The inspector of the lane that [`Lane::new`](crate::run::lane::Lane::new) makes of the same; it holds the initial
    /// weights.
    ///
    /// # Errors
    /// Those of a lane of the same, so that what a lane refuses without words is explained here.
    pub fn new(
        experiment: &Experiment,
        kind: CellKind,
        text: Option<&str>,
    ) -> Result<Inspector, Error> {
        let task = task::build(experiment, text)?;
        let architecture = Architecture::new(kind, experiment, task.input().size(), task.outputs());
        check_memory(&architecture, experiment.batch, experiment.length)?;
        let mut model = Model::new(architecture);
        let weights = initial_weights(&architecture, experiment);
        for (parameter, weight) in model.parameters_mut().iter_mut().zip(weights) {
            *parameter = weight as f32;
        }
        Ok(Inspector {
            probe: probe(experiment, task.as_ref()),
            tracer: Tracer::new(&model, task.loss(), experiment.truncate),
            experiment: experiment.clone(),
            text: text.map(String::from),
            task,
            model,
            updates: 0,
        })
    }

    /// What a lane with this experiment begins with, in the layout of [`Model::layout`].
    pub fn initial_weights(&self) -> Vec<f32> {
        let weights = initial_weights(self.model.architecture(), &self.experiment);
        weights.iter().map(|&weight| weight as f32).collect()
    }

    /// Takes over the weights of a lane's snapshot.
    ///
    /// # Errors
    /// A sentence about `snapshot` when it cannot be read or is of another model. Nothing is changed then.
    pub fn load(&mut self, snapshot: &[u8]) -> Result<(), Error> {
        let snapshot = Snapshot::from_bytes(snapshot)?;
        let parameters = self.model.parameters_mut();
        let fits = snapshot.parameters.len() == parameters.len();
        if !(fits && snapshot.architecture == *self.model.architecture()) {
            let allowed = "of a lane with the same cell, task and sizes";
            return Err(Error::wrong_shape("snapshot", "of another model", allowed));
        }
        self.model
            .parameters_mut()
            .copy_from_slice(&snapshot.parameters);
        self.updates = snapshot.updates;
        Ok(())
    }

    /// Takes over the parameters that need no restart; the others stay as they are.
    pub fn set(&mut self, experiment: &Experiment) {
        self.tracer.set_truncate(experiment.truncate);
        self.experiment = self.experiment.with_live(experiment);
    }

    /// Where the next update of a lane, that of this snapshot, leaves the finite numbers; `None` if it does not. Makes
    /// the update once more.
    ///
    /// # Errors
    /// A sentence about `snapshot` when it cannot be read or is of another model.
    pub fn locate(&self, snapshot: &[u8]) -> Result<Option<Divergence>, Error> {
        let (kind, text) = (self.model.architecture().kind, self.text.as_deref());
        let task = task::build(&self.experiment, text)?;
        let mut trainer = Trainer::new(&self.experiment, kind, task)?;
        trainer.restore(snapshot)?;
        Ok(trainer.update().err())
    }

    /// Everything that the probe shows.
    ///
    /// # Errors
    /// None for a probe that the task made.
    pub fn trace(&mut self) -> Result<Trace, Error> {
        self.tracer.load(&self.model);
        self.tracer.run(&self.probe)?;
        Ok(self.tracer.trace())
    }

    /// What the steps of the probe do to a gradient together.
    ///
    /// # Errors
    /// None for a probe that the task made.
    pub fn path_gains(&mut self) -> Result<PathGains, Error> {
        self.tracer.load(&self.model);
        self.tracer.run(&self.probe)?;
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

    /// What every block of W_hh has to be multiplied by, for its spectral radius to be `radius`; for
    /// [`Lane::scale_recurrent`](crate::run::lane::Lane::scale_recurrent).
    ///
    /// # Errors
    /// A sentence about `radius` when it is out of the range that the experiment allows.
    pub fn rescaling(&self, radius: f64) -> Result<Vec<f64>, Error> {
        recurrent::rescaling(&self.model, radius)
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
            let allowed = "\"text\", for a model to write";
            return Err(Error::wrong_value("task", given, allowed));
        };
        let seed = self.experiment.seed;
        generate(&self.model, alphabet, prompt, length, temperature, seed)
    }
}
