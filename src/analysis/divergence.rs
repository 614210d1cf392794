//! Where a run became non-finite: which update, which tensor, which time step.

use std::ops::Range;

use ndarray::{ArrayView2, s};
use serde::Serialize;

use crate::data::batch::Batch;
use crate::kernel::real::Real;
use crate::kernel::vector::all_finite;
use crate::nn::loss::row_loss;
use crate::nn::model::Model;
use crate::nn::tape::{LayerTape, Tape, Workspace};

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
        let message = format!("Update {update} became non-finite: first in {tensor}{place}.");
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

/// Finds where update `update` of `model` became non-finite. `tape` is that of its forward pass,
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
        // The optimiser state is all that remains.
        .unwrap_or_else(|| Found::in_whole("mean of squared gradients"));
    Divergence::new(update, found)
}

/// Forward: step by step, from the lowest layer to the outputs and the loss.
fn forward<F: Real>(model: &Model<F>, batch: &Batch<F>, tape: &Tape<F>) -> Option<Found> {
    let mut answered = 0;
    for t in 0..batch.steps() {
        let rows = batch.step(t);
        for layer in 0..model.architecture().layers {
            if let Some(name) = broken_state(model, tape.layer(layer), rows.clone()) {
                return Some(Found::at(format!("{name} l{layer}"), t));
            }
        }
        let targets = batch.target_rows()[answered..].partition_point(|&row| row < rows.end);
        for index in answered..answered + targets {
            if let Some(name) = broken_answer(batch, tape, index) {
                return Some(Found::at(name, t));
            }
        }
        answered += targets;
    }
    None
}

/// The first gate or state that holds a number that is not finite in some rows of a layer.
fn broken_state<F: Real>(
    model: &Model<F>,
    tape: &LayerTape<F>,
    rows: Range<usize>,
) -> Option<String> {
    let hidden = model.architecture().hidden;
    for (block, &gate) in model.spec().gates.iter().enumerate() {
        let columns = block * hidden..(block + 1) * hidden;
        if !finite(tape.gates.slice(s![rows.clone(), columns])) {
            let kind = if gate == "candidate" { "" } else { " gate" };
            return Some(format!("{gate}{kind}"));
        }
    }
    let states = [("cell", &tape.cell), ("hidden", &tape.hidden)];
    let mut states = states.into_iter();
    let broken = states.find(|(_, state)| !finite_rows(state.view(), rows.clone()));
    broken.map(|(name, _)| name.into())
}

/// Whether the outputs of one target row, or only its loss, are not finite.
fn broken_answer<F: Real>(batch: &Batch<F>, tape: &Tape<F>, index: usize) -> Option<&'static str> {
    let outputs = tape.outputs();
    let outputs = outputs.row(index).to_vec();
    if !all_finite(&outputs) {
        return Some("outputs");
    }
    let mut gradient = vec![F::zero(); outputs.len()];
    let loss = row_loss(&outputs, batch.targets(), index, &mut gradient);
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
    let mut first = None;
    model.backward(batch, tape, truncate, space, gradient, |layer, space| {
        let kinds = [
            ("hidden", &space.hidden),
            ("cell", &space.cell),
            ("pre-activations", &space.preactivations),
        ];
        for t in (0..batch.steps()).rev() {
            for (name, values) in kinds {
                if first.is_none() && !finite_rows(values.view(), batch.step(t)) {
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

/// Whether no number of some rows of an array is NaN or infinite; an array that a cell has no use for has no rows.
fn finite_rows<F: Real>(values: ArrayView2<F>, rows: Range<usize>) -> bool {
    values.is_empty() || finite(values.slice(s![rows, ..]))
}

/// Whether no number of an array is NaN or infinite.
fn finite<F: Real>(values: ArrayView2<F>) -> bool {
    values.iter().all(|value| value.is_finite())
}
