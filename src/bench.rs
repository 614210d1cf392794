//! What `cargo xtask bench` measures: updates alone, without a task that draws batches, and the machine's peak.
//!
//! Only a build with the feature `bench` has it. In WebAssembly the functions are exported under their own names.

use crate::batch::Batch;
use crate::experiment::{CellKind, Choice, Experiment, OptimizerKind};
use crate::init::initial_weights;
use crate::kernel::peak;
use crate::learner::{Learner, UpdateRule};
use crate::loss::LossKind;
use crate::model::Model;
use crate::parameters::Architecture;
use crate::rng::Rng;
use crate::sequence::{Inputs, Sequence, Target};

#[cfg(target_arch = "wasm32")]
use wasm_bindgen::prelude::*;

/// A model, and the one batch that it learns over and over.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen)]
#[derive(Debug)]
pub struct Bench {
    learner: Learner<f32>,
    batch: Batch<f32>,
    rule: UpdateRule,
}

/// A `cell` (by its word in the experiment) with `hidden` units between `classes` one-hot inputs and as many outputs,
/// and a batch of `batch` random sequences of `steps` steps. Every step has a target if `loss_everywhere`, otherwise
/// only the last. `radius` is the spectral radius of W_hh, 0 for PyTorch's initial weights; `rate` that of Adam, whose
/// gradient is clipped to the norm 1. `None` if there is no such cell or nothing to learn.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen)]
#[allow(clippy::too_many_arguments)] // One flat list is what JavaScript calls easily.
pub fn bench_new(
    cell: &str,
    hidden: usize,
    classes: usize,
    steps: usize,
    batch: usize,
    loss_everywhere: bool,
    radius: f64,
    rate: f64,
) -> Option<Bench> {
    let experiment = Experiment {
        hidden,
        radius: (radius > 0.0).then_some(radius),
        optimizer: OptimizerKind::Adam,
        rate,
        clip: Some(1.0),
        ..Experiment::default()
    };
    let kind = CellKind::from_word(cell)?;
    let architecture = Architecture::new(kind, &experiment, classes, classes);
    let mut model = Model::new(architecture);
    let weights = initial_weights(&architecture, &experiment);
    for (parameter, weight) in model.parameters_mut().iter_mut().zip(weights) {
        *parameter = weight as f32;
    }
    let mut rng = Rng::from_seed(1);
    let sequences: Vec<Sequence> = (0..batch)
        .map(|_| Sequence {
            inputs: Inputs::Symbols {
                ids: (0..steps).map(|_| rng.below(classes) as u32).collect(),
                size: classes,
            },
            targets: (0..steps)
                .map(|t| match loss_everywhere || t + 1 == steps {
                    true => Target::Class(rng.below(classes) as u32),
                    false => Target::None,
                })
                .collect(),
        })
        .collect();
    let mut packed = Batch::new(classes, classes, LossKind::CrossEntropy);
    packed.fill(&sequences).ok()?;
    let mut learner = Learner::new(model, experiment.optimizer);
    learner.rehearse(&packed);
    Some(Bench {
        learner,
        batch: packed,
        rule: UpdateRule::from(&experiment),
    })
}

/// Makes `updates` updates. Returns the loss before the last of them; NaN if one left the finite numbers.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen)]
pub fn bench_updates(bench: &mut Bench, updates: usize) -> f64 {
    let mut loss = f64::NAN;
    for _ in 0..updates {
        loss = match bench.learner.update(&bench.batch, &bench.rule) {
            Ok(report) => report.loss,
            Err(_) => return f64::NAN,
        };
    }
    loss
}

/// Multiplies and adds in registers, `repetitions` times [`bench_peak_operations`] operations. The result tells nothing.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen)]
pub fn bench_peak(repetitions: usize) -> f32 {
    peak::multiply_add(repetitions)
}

/// Floating-point operations of one repetition of [`bench_peak`].
#[cfg_attr(target_arch = "wasm32", wasm_bindgen)]
pub fn bench_peak_operations() -> usize {
    peak::OPERATIONS
}
