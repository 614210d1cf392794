//! What the three verbs are asked for.

use vanishing_point::experiment::{CellKind, Experiment, Value};
use vanishing_point::loss::LossKind;
use vanishing_point::sequence::{Inputs, Sequence, Target};
use vanishing_point::Error;

use crate::json::{describe_shape, field, integer, list, number, numbers, object, tensor};

/// The verb `trace`: one cell, its weights, one sequence.
pub struct TraceRequest {
    pub experiment: Experiment,
    pub cell: CellKind,
    pub weights: Weights,
    pub loss: LossKind,
    /// I and V, of the sequence and of the weights.
    pub size: Size,
    pub sequence: Sequence,
}

/// The verb `train`: one cell, its weights, one batch an update.
pub struct TrainRequest {
    pub experiment: Experiment,
    pub cell: CellKind,
    pub weights: Weights,
    pub loss: LossKind,
    pub size: Size,
    pub batches: Vec<Vec<Sequence>>,
}

/// The verb `run`: an experiment as the page runs it.
pub struct RunRequest {
    pub experiment: Experiment,
    pub text: Option<String>,
    pub updates: u64,
    pub every: u64,
}

/// The widths that weights and sequences have to agree on.
#[derive(Clone, Copy)]
pub struct Size {
    /// I.
    pub inputs: usize,
    /// V.
    pub outputs: usize,
}

/// Weights as they were given.
pub enum Weights {
    /// Name, shape, numbers.
    Nested(Vec<(String, Vec<usize>, Vec<f64>)>),
    /// The bytes of a safetensors file.
    Safetensors(Vec<u8>),
}
