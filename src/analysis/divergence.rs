//! Where a run left the finite numbers: which update, which tensor, which time step.

use serde::Serialize;

use crate::data::batch::{Batch, PackedTargets};
use crate::kernel::real::Real;
use crate::kernel::vector::all_finite;
use crate::nn::cell::Cell;
use crate::nn::loss::{cross_entropy, squared_error};
use crate::nn::model::Model;
use crate::nn::tape::{Tape, Workspace, part};

/// The first number of an update that was not finite, in the order in which an update computes:
/// forward in time, backward in time, then the weights.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Divergence {
    /// The update that was being made, the first counted as 1. It was dropped: the weights are those after the one before.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub update: u64,
    /// What it was in: `hidden l0`, `forget gate l1`, `loss`, `gradient of hidden l0`,
    /// `gradient of weight_hh_l0`, `weight_hh_l0`, …
    pub tensor: String,
    /// The time step, the first counted as 1, for a tensor that has them.
    pub step: Option<usize>,
    /// The whole sentence in English.
    pub message: String,
}

impl Divergence {
    fn new(update: u64, found: Found) -> Self {
        let Found { tensor, step } = found;
        let place = step.map_or(String::new(), |step| format!(" at time step {step}"));
        let message = format!("Update {update} left the finite numbers: first in {tensor}{place}.");
        Divergence {
            update,
            tensor,
            step,
            message,
        }
    }
}

/// A place on the way of an update.
struct Found {
    tensor: String,
    step: Option<usize>,
}

impl Found {
    fn at(tensor: impl Into<String>, t: usize) -> Self {
        Found {
            tensor: tensor.into(),
            step: Some(t + 1),
        }
    }

    fn in_whole(tensor: impl Into<String>) -> Self {
        Found {
            tensor: tensor.into(),
            step: None,
        }
    }
}

/// Finds where update `update` of `model` left the finite numbers. `tape` is that of its forward pass,
/// `next` the weights it would have led to, if it came that far. Runs the backward pass once more.
pub(crate) fn locate<F: Real>(
    update: u64,
    model: &Model<F>,
    batch: &Batch<F>,
    tape: &Tape<F>,
    truncate: usize,
    (space, gradient): (&mut Workspace<F>, &mut [F]),
    next: Option<&[F]>,
) -> Divergence {
    let found = forward(model, batch, tape)
        .or_else(|| backward(model, batch, tape, truncate, space, gradient))
        .or_else(|| {
            let next = next?;
            let mut tensors = model.layout().tensors().iter();
            let broken = tensors.find(|tensor| !all_finite(&next[tensor.range()]))?;
            Some(Found::in_whole(broken.name.clone()))
        })
        // The optimiser's averages are all that is left.
        .unwrap_or_else(|| Found::in_whole("mean of squared gradients"));
    Divergence::new(update, found)
}

/// Forward: step by step, from the lowest layer to the outputs and the loss.
fn forward<F: Real>(model: &Model<F>, batch: &Batch<F>, tape: &Tape<F>) -> Option<Found> {
    let architecture = model.architecture();
    let hidden = architecture.hidden;
    let mut answered = 0;
    for t in 0..batch.steps() {
        let rows = batch.step(t);
        for layer in 0..architecture.layers {
            let taped = tape.layer(layer);
            if model.cell().is_gated() {
                let gates = part(&taped.gates, &rows, architecture.blocks() * hidden);
                if let Some(block) = broken_block(model.cell(), gates, hidden) {
                    let gate = if block == "candidate" { "" } else { " gate" };
                    return Some(Found::at(format!("{block}{gate} l{layer}"), t));
                }
            }
            for (name, states) in [("cell", &taped.cell), ("hidden", &taped.hidden)] {
                if !all_finite(part(states, &rows, hidden)) {
                    return Some(Found::at(format!("{name} l{layer}"), t));
                }
            }
        }
        let asked = batch.target_rows()[answered..].partition_point(|&row| row < rows.end);
        for index in answered..answered + asked {
            if let Some(name) = broken_answer(batch, tape, index) {
                return Some(Found::at(name, t));
            }
        }
        answered += asked;
    }
    None
}

/// The first block of the gates that holds a number that is not finite.
fn broken_block<F: Real>(cell: &dyn Cell<F>, gates: &[F], hidden: usize) -> Option<&'static str> {
    let blocks = cell.blocks();
    let broken = |block: usize| {
        let mut rows = gates.chunks_exact(blocks.len() * hidden);
        rows.any(|row| !all_finite(&row[block * hidden..(block + 1) * hidden]))
    };
    (0..blocks.len())
        .find(|&block| broken(block))
        .map(|block| blocks[block])
}

/// Whether the outputs of one asked row, or only its loss, are not finite.
fn broken_answer<F: Real>(batch: &Batch<F>, tape: &Tape<F>, index: usize) -> Option<&'static str> {
    let width = batch.output_size();
    let outputs = &tape.outputs()[index * width..(index + 1) * width];
    if !all_finite(outputs) {
        return Some("outputs");
    }
    let mut gradient = vec![F::zero(); width];
    let loss = match batch.targets() {
        PackedTargets::Classes(classes) => {
            cross_entropy(outputs, classes[index] as usize, &mut gradient)
        }
        PackedTargets::Values(values) => squared_error(
            outputs,
            &values[index * width..(index + 1) * width],
            &mut gradient,
        ),
    };
    (!loss.is_finite()).then_some("loss")
}

/// Backward: from the top layer down, each from the last step to the first, then the weights' gradients.
fn backward<F: Real>(
    model: &Model<F>,
    batch: &Batch<F>,
    tape: &Tape<F>,
    truncate: usize,
    space: &mut Workspace<F>,
    gradient: &mut [F],
) -> Option<Found> {
    let hidden = model.architecture().hidden;
    let width = model.architecture().blocks() * hidden;
    let mut first = None;
    model.backward(batch, tape, truncate, space, gradient, |layer, space| {
        let kinds = [
            ("hidden", &space.hidden, hidden),
            ("cell", &space.cell, hidden),
            ("pre-activations", &space.preactivations, width),
        ];
        for t in (0..batch.steps()).rev() {
            for (name, values, width) in kinds {
                if first.is_none() && !all_finite(part(values, &batch.step(t), width)) {
                    first = Some(Found::at(format!("gradient of {name} l{layer}"), t));
                }
            }
        }
    });
    first.or_else(|| {
        let mut tensors = model.layout().tensors().iter();
        let broken = tensors.find(|tensor| !all_finite(&gradient[tensor.range()]))?;
        Some(Found::in_whole(format!("gradient of {}", broken.name)))
    })
}
