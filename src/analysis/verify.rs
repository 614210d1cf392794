//! Are the gradients right? The backward pass of a model that is training, against differences of its loss.
//!
//! For some parameters θ of each tensor the loss of one sequence is computed at θ ± h and θ ± 2h, all in f64,
//! and ∂L/∂θ ≈ (8 (L(θ+h) − L(θ−h)) − (L(θ+2h) − L(θ−2h))) / 12h, the central difference of fourth
//! order. How far that can be trusted is estimated from the differences alone, by comparison with the one of second
//! order and with what rounding does to L; of several h the one with the smallest estimate counts. So the backward pass has
//! no say in the number that it is held against.

use serde::Serialize;

use crate::Error;
use crate::data::batch::Batch;
use crate::data::rng::{Rng, Stream};
use crate::data::sequence::Sequence;
use crate::nn::loss::{LossKind, total_loss};
use crate::nn::model::{Model, ReadOut};
use crate::nn::tape::{Tape, Workspace};

/// Parameters of a tensor that are looked at.
const SAMPLE: usize = 8;
/// Steps h: a large one for smooth losses, small ones for curved ones and for the kinks of relu.
const STEPS: [f64; 4] = [1e-2, 1e-3, 1e-4, 1e-5];
/// A difference whose own error may be a larger share than this of what it measures tells nothing.
const TRUSTED: f64 = 1e-5;

/// What the check of one tensor found.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct TensorCheck {
    /// PyTorch's name of the tensor.
    pub tensor: String,
    /// Parameters that were drawn.
    pub drawn: usize,
    /// Of these, how many have a gradient that differences can measure. The others' is so small that it drowns in the rounding
    /// of the loss; they are not compared.
    pub compared: usize,
    /// The largest |a − n| / max(|a|, |n|) of those compared, a by the backward pass, n by differences; 0 where
    /// both are exactly zero.
    pub worst_relative_error: f64,
    /// The parameter where that was: its place in the tensor, row-major.
    pub worst_index: usize,
    /// a there.
    pub backward: f64,
    /// n there.
    pub difference: f64,
}

/// Compares some parameters of tensor number `tensor` of `model`, drawn by `seed`, on the mean loss of `sequence`. The
/// gradient is the full one: truncation leaves terms out on purpose. None past the last tensor.
pub fn verify(
    model: &Model<f32>,
    sequence: &Sequence,
    loss: LossKind,
    seed: u32,
    tensor: usize,
) -> Option<TensorCheck> {
    let mut subject = Subject::new(model.cast(), sequence, loss).ok()?;
    let gradient = subject.gradient();
    subject.compare(&gradient, seed, tensor)
}

/// A model and the one sequence whose loss is taken.
struct Subject {
    model: Model<f64>,
    batch: Batch<f64>,
    tape: Tape<f64>,
    space: Workspace<f64>,
}

impl Subject {
    fn new(model: Model<f64>, sequence: &Sequence, loss: LossKind) -> Result<Self, Error> {
        let architecture = model.architecture();
        let mut batch = Batch::new(architecture.inputs, architecture.outputs, loss);
        batch.fill(std::slice::from_ref(sequence))?;
        Ok(Subject {
            tape: model.tape(),
            model,
            batch,
            space: Workspace::default(),
        })
    }

    /// The mean loss over the target steps; leaves ∂L/∂outputs in the workspace.
    fn loss(&mut self) -> f64 {
        let Subject {
            model,
            batch,
            tape,
            space,
        } = self;
        model.forward(batch, tape, ReadOut::Targets);
        let gradient = space.output_gradients(tape);
        let total = total_loss(tape.outputs(), batch.targets(), gradient);
        total / batch.target_rows().len() as f64
    }

    /// ∂L/∂ every parameter, by the backward pass.
    fn gradient(&mut self) -> Vec<f64> {
        self.loss();
        let mut gradient = vec![0.0; self.model.parameters().len()];
        let space = &mut self.space;
        self.model
            .backward(&self.batch, &self.tape, 0, space, &mut gradient, |_, _| ());
        gradient
    }

    fn compare(&mut self, gradient: &[f64], seed: u32, tensor: usize) -> Option<TensorCheck> {
        let found = self.model.layout().tensors().get(tensor)?.clone();
        let mut rng = Rng::stream(seed, Stream::Verify);
        // Every tensor has draws of its own.
        for _ in 0..tensor * SAMPLE {
            rng.next_u64();
        }
        let drawn = SAMPLE.min(found.len());
        let mut check = TensorCheck {
            tensor: found.name.clone(),
            drawn,
            compared: 0,
            worst_relative_error: 0.0,
            worst_index: 0,
            backward: 0.0,
            difference: 0.0,
        };
        for draw in 0..drawn {
            // One from each of as many equal parts, so that none is drawn twice.
            let part = draw * found.len() / drawn..(draw + 1) * found.len() / drawn;
            let index = part.start + rng.below(part.len());
            let backward = gradient[found.offset + index];
            let measured = self.difference(found.offset + index);
            let size = backward.abs().max(measured.value.abs());
            // A loss that no step moves at all has a gradient of zero, or one too small to be seen in it.
            let unseen = measured.value == 0.0 && backward != 0.0 && size <= measured.rounding;
            if unseen || size > 0.0 && measured.error > TRUSTED * size {
                continue;
            }
            let error = if size > 0.0 {
                (backward - measured.value).abs() / size
            } else {
                0.0
            };
            if check.compared == 0 || error > check.worst_relative_error {
                check.worst_relative_error = error;
                check.worst_index = index;
                check.backward = backward;
                check.difference = measured.value;
            }
            check.compared += 1;
        }
        Some(check)
    }

    /// ∂L/∂ one parameter, by differences.
    fn difference(&mut self, index: usize) -> Measured {
        let theta = self.model.parameters()[index];
        let mut best = Measured {
            value: f64::NAN,
            error: f64::INFINITY,
            rounding: 0.0,
        };
        for step in STEPS {
            let mut at = |place: f64| {
                self.model.parameters_mut()[index] = theta + place * step;
                self.loss()
            };
            let [far_below, below, above, far_above] = [at(-2.0), at(-1.0), at(1.0), at(2.0)];
            let (near, far) = (above - below, far_above - far_below);
            let value = (8.0 * near - far) / (12.0 * step);
            // What the second order leaves out is more than what the fourth does, as long as the terms
            // shrink; a loss that was summed over many steps has a few units of rounding in its last place.
            let left_out = (value - near / (2.0 * step)).abs();
            let rounding = 16.0 * f64::EPSILON * above.abs().max(below.abs()) / step;
            let error = if near == 0.0 && far == 0.0 {
                0.0
            } else {
                left_out.max(rounding)
            };
            if error < best.error {
                best = Measured {
                    value,
                    error,
                    rounding,
                };
            }
        }
        self.model.parameters_mut()[index] = theta;
        best
    }
}

/// A derivative, and an estimate of how far it may be off.
struct Measured {
    value: f64,
    error: f64,
    /// What rounding of the loss may have to do with it.
    rounding: f64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::task::Split;
    use crate::experiment::{Activation, CellKind, Experiment, TaskKind};
    use crate::nn::cell::CELLS;
    use crate::nn::init::initial_weights;
    use crate::nn::parameters::Architecture;

    fn subject(kind: CellKind, experiment: &Experiment) -> Subject {
        let (task, _) = experiment.build_task(None).unwrap();
        let architecture = Architecture::new(kind, experiment, task.input().size(), task.outputs());
        let mut model = Model::new(architecture);
        let weights = initial_weights(&architecture, experiment);
        model.parameters_mut().copy_from_slice(&weights);
        let mut rng = Rng::stream(experiment.seed, Stream::Probe);
        let probe = task.sample(Split::HeldOut, experiment.length, &mut rng);
        Subject::new(model, &probe, task.loss()).unwrap()
    }

    fn check_all(subject: &mut Subject, gradient: &[f64]) -> Vec<TensorCheck> {
        (0..)
            .map_while(|tensor| subject.compare(gradient, 7, tensor))
            .collect()
    }

    #[test]
    fn the_gradients_of_every_cell_agree_with_differences_on_every_tensor() {
        let cells = CELLS.iter().map(|cell| (cell.spec.kind, Activation::Tanh));
        for (kind, activation) in cells.chain([(CellKind::Rnn, Activation::Relu)]) {
            for task in [TaskKind::Brackets, TaskKind::Adding] {
                let experiment = Experiment {
                    length: 12,
                    units: 7,
                    layers: 2,
                    activation,
                    task,
                    ..Experiment::default()
                };
                let mut subject = subject(kind, &experiment);
                let gradient = subject.gradient();
                let checks = check_all(&mut subject, &gradient);
                assert_eq!(checks.len(), subject.model.layout().tensors().len());
                for check in checks {
                    assert!(check.compared * 2 >= check.drawn, "{kind:?} {check:?}");
                    assert!(check.worst_relative_error < 1e-5, "{kind:?} {check:?}");
                }
            }
        }
    }

    #[test]
    fn a_gradient_that_is_one_percent_off_is_found_out() {
        let experiment = Experiment {
            length: 12,
            units: 7,
            ..Experiment::default()
        };
        let mut subject = subject(CellKind::Lstm, &experiment);
        let mut gradient = subject.gradient();
        gradient.iter_mut().for_each(|value| *value *= 1.01);
        for check in check_all(&mut subject, &gradient) {
            if check.backward != 0.0 {
                let off = check.worst_relative_error;
                assert!((off - 0.01 / 1.01).abs() < 1e-4, "{check:?}");
            }
        }
    }

    #[test]
    fn checking_leaves_the_weights_as_they_were() {
        let mut subject = subject(CellKind::Gru, &Experiment::default());
        let before = subject.model.parameters().to_vec();
        let gradient = subject.gradient();
        check_all(&mut subject, &gradient);
        assert_eq!(subject.model.parameters(), before);
    }
}
