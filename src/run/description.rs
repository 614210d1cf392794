//! Everything about a run that does not change while it goes on.

use serde::Serialize;

use crate::analysis::trace::Tracer;
use crate::data::sequence::{Inputs, Sequence, Target};
use crate::data::task::catalogue::{AnswerForm, InputForm};
use crate::data::task::{Answer, Input, Task};
use crate::experiment::CellKind;
use crate::nn::cell::CellSpec;
use crate::nn::loss::LossKind;
use crate::run::frame::{Frame, FrameField, gate_names};

/// Everything about a run that does not change while it goes on.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct RunDescription {
    pub cell: CellKind,
    /// What the cell is like.
    pub spec: CellSpec,
    /// T of the probe.
    pub steps: usize,
    /// L.
    pub layers: usize,
    /// H.
    pub units: usize,
    /// F, how wide the inside of a layer's MLP is, or E, how wide the embedding of a window; 0 for cells that have neither.
    pub inner: usize,
    /// I.
    pub inputs: usize,
    /// V.
    pub outputs: usize,
    /// The gates in the order of the weight blocks; empty for rnn and window.
    pub gates: Vec<String>,
    pub loss: LossKind,
    /// What the best answer that remembers nothing scores on sequences as long as the probe.
    pub baseline: Score,
    /// What is read at a step.
    pub input: InputForm,
    /// What is asked at a step.
    pub answer: AnswerForm,
    /// One label a symbol; null when inputs are vectors.
    pub input_labels: Option<Vec<String>>,
    /// One label a class; null for squared error.
    pub output_labels: Option<Vec<String>>,
    /// Whether the model goes on from its own answers.
    pub runs_on: bool,
    /// Whether it is scored on what it never learns from.
    pub held_out: bool,
    /// SHA-256 of the bytes of the data set, in lowercase hexadecimal digits; null for a task by rule.
    pub data_sha256: Option<String>,
    pub probe: Probe,
    /// Where each quantity stands in a frame.
    pub layout: Vec<FrameField>,
    /// How many numbers a frame has.
    pub frame_length: usize,
    pub parameter_count: usize,
    /// How many multiplications the products take on the way forward over the probe.
    pub multiplications: f64,
}

/// A loss and a share of right answers.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Score {
    pub loss: f64,
    pub accuracy: f64,
}

/// The one sequence that a run shows.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Probe {
    /// T symbols, where inputs are symbols.
    pub symbols: Option<Vec<u32>>,
    /// T × I, where inputs are vectors.
    pub values: Option<Vec<Vec<f64>>>,
    /// T: the right class, the right values, or null where nothing is asked.
    pub targets: Vec<ProbeTarget>,
    /// The steps, counted from 0, whose input has to be remembered.
    pub marks: Vec<usize>,
}

/// What is asked at one step of the probe.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum ProbeTarget {
    Nothing,
    Class(u32),
    Values(Vec<f64>),
}

impl RunDescription {
    /// Describes the run of `tracer`'s model on `task`, with the data of this digest, shown on `probe`.
    pub fn new(
        tracer: &Tracer,
        frame: &Frame,
        task: &dyn Task,
        data_sha256: Option<String>,
        probe: &Sequence,
    ) -> Self {
        let architecture = tracer.model().architecture();
        let baseline = task.baseline(probe.steps());
        RunDescription {
            cell: architecture.kind,
            spec: *tracer.model().spec(),
            steps: probe.steps(),
            layers: architecture.layers,
            units: architecture.hidden,
            inner: architecture.inner,
            inputs: architecture.inputs,
            outputs: architecture.outputs,
            gates: gate_names(tracer)
                .iter()
                .map(|name| name.to_string())
                .collect(),
            loss: task.loss(),
            baseline: Score {
                loss: baseline.loss,
                accuracy: baseline.accuracy,
            },
            input_labels: match task.input() {
                Input::Symbols(labels) => Some(labels),
                Input::Channels(_) | Input::Image { .. } => None,
            },
            output_labels: match task.answer() {
                Answer::Classes(labels) => Some(labels),
                Answer::Values(_) => None,
            },
            input: task.input().into(),
            answer: task.answer().into(),
            runs_on: task.alphabet().is_some(),
            held_out: task.holds_out(),
            data_sha256,
            probe: Probe::new(probe, task.marks(probe)),
            layout: frame.layout().to_vec(),
            frame_length: frame.length(),
            parameter_count: tracer.model().parameters().len(),
            multiplications: (tracer.model().layout()).multiplications(architecture, probe.steps()),
        }
    }
}

impl Probe {
    fn new(sequence: &Sequence, marks: Vec<usize>) -> Self {
        let (symbols, values) = match &sequence.inputs {
            Inputs::Symbols { ids, .. } => (Some(ids.clone()), None),
            Inputs::Dense { values, size } => (
                None,
                Some(values.chunks_exact(*size).map(<[f64]>::to_vec).collect()),
            ),
        };
        let target = |target: &Target| match target {
            Target::None => ProbeTarget::Nothing,
            Target::Class(class) => ProbeTarget::Class(*class),
            Target::Values(values) => ProbeTarget::Values(values.clone()),
        };
        Probe {
            symbols,
            values,
            targets: sequence.targets.iter().map(target).collect(),
            marks,
        }
    }
}
