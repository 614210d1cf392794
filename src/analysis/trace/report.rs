//! The whole trace in the shape that JSON has it.

use serde::Serialize;

use super::{Follow, Tracer};
use crate::analysis::flow::flow;
use crate::analysis::jacobian::step_singular_values;
use crate::analysis::magnitude::write_plain;
use crate::analysis::spectrum::{Spectrum, spectrum};
use crate::nn::cell::{StepGradients, write_activation_gradients};
use crate::nn::named::Named;
use crate::nn::tape::part;

/// Everything one sequence shows. Logarithms of exact zeros are `None`, in JSON null; so are, in
/// JSON, numbers beyond the range of f64.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Trace {
    /// The step, counted from 0, whose loss alone all gradients here are of; left out where they are of the mean loss.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub of: Option<usize>,
    /// The mean loss over the unmasked steps.
    pub loss: f64,
    /// T: each step's own loss, `None` where it is masked.
    pub losses: Vec<Option<f64>>,
    /// T × V: logits for cross-entropy, values for squared error.
    pub outputs: Vec<Vec<f64>>,
    /// T: log10‖∂loss/∂x_t‖.
    pub log10_grad_input: Vec<Option<f64>>,
    /// L, the lowest layer first.
    pub layers: Vec<LayerTrace>,
    /// T × T: log10‖∂L_k/∂h_t‖ of the top layer, at \[k\]\[t\]; `None` where t > k or step k is masked.
    pub flow: Vec<Vec<Option<f64>>>,
    /// T − 1 rows: of ∂s_t/∂s_{t−1}, t = 2…T, top layer, largest first; s = h, for lstm (h, c).
    pub jacobian_singular_values: Vec<Vec<f64>>,
    /// Of each H × H block of the top layer's W_hh, by gate (`hidden` for the rnn).
    #[cfg_attr(
        feature = "types",
        ts(as = "std::collections::BTreeMap<String, Spectrum>")
    )]
    pub spectrum: Named<Spectrum>,
    /// ∂loss/∂ each weight tensor, by PyTorch's name.
    #[cfg_attr(
        feature = "types",
        ts(as = "std::collections::BTreeMap<String, TensorValues>")
    )]
    pub param_grads: Named<TensorValues>,
}

/// One layer's part of a trace.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct LayerTrace {
    /// T × H: h_t.
    pub hidden: Vec<Vec<f64>>,
    /// T × H: ∂loss/∂h_t by all paths.
    pub grad_hidden: Vec<Vec<f64>>,
    /// T: log10 of its norm.
    pub log10_grad_hidden: Vec<Option<f64>>,
    /// T × H: c_t (lstm).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub cell: Option<Vec<Vec<f64>>>,
    /// T × H: ∂loss/∂c_t by all paths (lstm).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub grad_cell: Option<Vec<Vec<f64>>>,
    /// T: log10 of its norm (lstm).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub log10_grad_cell: Option<Vec<Option<f64>>>,
    /// By gate, T × H: its activations. Empty for rnn and window.
    #[cfg_attr(
        feature = "types",
        ts(as = "std::collections::BTreeMap<String, Vec<Vec<f64>>>")
    )]
    pub gates: Named<Vec<Vec<f64>>>,
    /// By gate, T × H: ∂loss/∂ its activations. Empty for rnn and window.
    #[cfg_attr(
        feature = "types",
        ts(as = "std::collections::BTreeMap<String, Vec<Vec<f64>>>")
    )]
    pub grad_gates: Named<Vec<Vec<f64>>>,
    /// By gate (`hidden` for rnn and window), T × H: ∂loss/∂ its pre-activations.
    #[cfg_attr(
        feature = "types",
        ts(as = "std::collections::BTreeMap<String, Vec<Vec<f64>>>")
    )]
    pub grad_preactivations: Named<Vec<Vec<f64>>>,
}

/// A weight matrix or a bias as nested lists.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum TensorValues {
    Vector(Vec<f64>),
    Matrix(Vec<Vec<f64>>),
}

impl TensorValues {
    /// From row-major numbers; `columns` is `None` for a bias.
    pub fn new(values: &[f64], columns: Option<usize>) -> Self {
        match columns {
            None => TensorValues::Vector(values.to_vec()),
            Some(columns) => TensorValues::Matrix(rows(values, columns)),
        }
    }
}

impl Tracer {
    /// The whole trace of the sequence that [`Tracer::run`] ran last.
    pub fn trace(&self) -> Trace {
        let steps = self.steps();
        let mut losses = vec![None; steps];
        for (t, loss) in self.losses() {
            losses[t] = Some(loss);
        }
        Trace {
            of: match self.followed() {
                Follow::All => None,
                Follow::Step(k) => Some(k),
            },
            loss: self.loss(),
            losses,
            outputs: rows(self.outputs(), self.model.architecture().outputs),
            log10_grad_input: (0..steps).map(|t| known(self.input.log10(t))).collect(),
            layers: (0..self.layers.len())
                .map(|layer| self.trace_layer(layer))
                .collect(),
            flow: flow(self)
                .into_iter()
                .map(|row| row.into_iter().map(known).collect())
                .collect(),
            jacobian_singular_values: step_singular_values(self),
            spectrum: self.spectra(),
            param_grads: self.named_parameter_gradients(),
        }
    }

    fn trace_layer(&self, layer: usize) -> LayerTrace {
        let (steps, hidden) = (self.steps(), self.model.architecture().hidden);
        let cell = self.model.cell();
        let blocks = cell.blocks();
        let width = blocks.len() * hidden;
        let (states, gradients) = (self.states(layer), self.gradients(layer));
        // Row t of a buffer times 2^exponent, as plain floats.
        let plain = |values: &[f64], width: usize| {
            let mut out = vec![0.0; steps * width];
            let pairs = values.chunks_exact(width).zip(out.chunks_exact_mut(width));
            for ((values, out), &exponent) in pairs.zip(&gradients.exponents) {
                write_plain(values, exponent, out);
            }
            out
        };
        let by_gate = |values: &[f64]| -> Named<Vec<Vec<f64>>> {
            let block = |index: usize| {
                let rows = values[..steps * width].chunks_exact(width);
                rows.map(|row| row[index * hidden..(index + 1) * hidden].to_vec())
                    .collect()
            };
            blocks
                .iter()
                .enumerate()
                .map(|(i, name)| (name.to_string(), block(i)))
                .collect()
        };
        let mut trace = LayerTrace {
            hidden: rows(&states.hidden[..steps * hidden], hidden),
            grad_hidden: rows(&plain(&gradients.hidden, hidden), hidden),
            log10_grad_hidden: (0..steps)
                .map(|t| known(gradients.log10_hidden(t)))
                .collect(),
            grad_preactivations: by_gate(&plain(&gradients.preactivations, width)),
            ..LayerTrace::default()
        };
        if cell.is_gated() {
            trace.gates = by_gate(&states.gates);
            trace.grad_gates = by_gate(&plain(&self.activation_gradients(layer), width));
        }
        if cell.has_cell_state() {
            trace.cell = Some(rows(&states.cell[..steps * hidden], hidden));
            trace.grad_cell = Some(rows(&plain(&gradients.cell, hidden), hidden));
            trace.log10_grad_cell =
                Some((0..steps).map(|t| known(gradients.log10_cell(t))).collect());
        }
        trace
    }

    /// T × G·H: ∂loss/∂ the gate activations of one layer, row t times 2^`exponents[t]`.
    fn activation_gradients(&self, layer: usize) -> Vec<f64> {
        let architecture = self.model.architecture();
        let hidden = architecture.hidden;
        let width = architecture.blocks() * hidden;
        let weights = self.model.step_weights(layer, &self.tape);
        let gradients = &self.layers[layer];
        let mut out = vec![0.0; self.steps() * width];
        for (t, out) in out.chunks_exact_mut(width).enumerate() {
            let row = t..t + 1;
            let step = StepGradients {
                hidden: part(&gradients.hidden, &row, hidden),
                cell: part(&gradients.cell, &row, hidden),
                preactivations: part(&gradients.preactivations, &row, width),
                auxiliary: part(&gradients.auxiliary, &row, hidden),
            };
            let tape = self.tape.step(&self.batch, layer, t, 1);
            write_activation_gradients(architecture, weights, tape, step, out);
        }
        out
    }

    /// The spectrum of each block of the top layer's W_hh; empty without recurrence.
    pub fn spectra(&self) -> Named<Spectrum> {
        let hidden = self.model.architecture().hidden;
        let layers = &self.model.layout().layers;
        let weight = &self.model.parameters()[layers[layers.len() - 1].weight_hh.clone()];
        let blocks = weight.chunks_exact(hidden * hidden);
        let names = self.model.cell().blocks();
        names
            .iter()
            .zip(blocks)
            .map(|(name, block)| (name.to_string(), spectrum(block, hidden)))
            .collect()
    }

    /// ∂loss/∂ every weight, as nested lists by name.
    fn named_parameter_gradients(&self) -> Named<TensorValues> {
        let gradient = self.parameter_gradients();
        let tensors = self.model.layout().tensors().iter();
        tensors
            .map(|tensor| {
                let values = TensorValues::new(&gradient[tensor.range()], tensor.columns);
                (tensor.name.clone(), values)
            })
            .collect()
    }
}

/// `None` for the logarithm of exactly zero, and where nothing is known.
fn known(log10: f64) -> Option<f64> {
    log10.is_finite().then_some(log10)
}

fn rows(values: &[f64], width: usize) -> Vec<Vec<f64>> {
    values.chunks_exact(width).map(<[f64]>::to_vec).collect()
}
