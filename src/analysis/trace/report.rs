//! The whole trace in the shape that JSON has it.

use ndarray::{Array2, ArrayView2, s};
use serde::ser::{Serialize, SerializeSeq, Serializer};

use super::{Follow, Tracer};
use crate::analysis::flow::flow;
use crate::analysis::jacobian::step_singular_values;
use crate::linalg::magnitude::scale;
use crate::linalg::spectrum::{Spectrum, spectrum};
use crate::nn::layer::LayerGradients;
use crate::nn::named::Named;
use crate::nn::recurrent::blocks;

/// A matrix that is written as the list of its rows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NestedRows(pub Array2<f64>);

/// Everything one sequence shows. Logarithms of exact zeros are `None`, in JSON null; so are, in
/// JSON, numbers beyond the range of f64.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
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
    #[cfg_attr(feature = "types", ts(as = "Vec<Vec<f64>>"))]
    pub outputs: NestedRows,
    /// T: log10‖∂loss/∂x_t‖.
    pub log10_grad_input: Vec<Option<f64>>,
    /// L, the lowest layer first.
    pub layers: Vec<LayerTrace>,
    /// T × T: log10‖∂L_k/∂h_t‖ of the top layer (lru: ∂L_k/∂s_t), at \[k\]\[t\]; `None` where t > k or step k is masked.
    pub flow: Vec<Vec<Option<f64>>>,
    /// T − 1 rows: of ∂s_t/∂s_{t−1}, t = 2…T, top layer, largest first; s = h, for lstm (h, c), for lru its complex s.
    #[cfg_attr(feature = "types", ts(as = "Vec<Vec<f64>>"))]
    pub jacobian_singular_values: NestedRows,
    /// Of each H × H block of the top layer's W_hh, by gate (`hidden` for the rnn); for the lru `state`, its λ.
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
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct LayerTrace {
    /// T × H: h_t.
    #[cfg_attr(feature = "types", ts(as = "Vec<Vec<f64>>"))]
    pub hidden: NestedRows,
    /// T × H: ∂loss/∂h_t by all paths.
    #[cfg_attr(feature = "types", ts(as = "Vec<Vec<f64>>"))]
    pub grad_hidden: NestedRows,
    /// T: log10 of its norm.
    pub log10_grad_hidden: Vec<Option<f64>>,
    /// T × H: c_t (lstm); T × 2·H: s_t (lru), real parts, then imaginary ones.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional, as = "Option<Vec<Vec<f64>>>"))]
    pub cell: Option<NestedRows>,
    /// T × H: ∂loss/∂c_t by all paths (lstm); T × 2·H: ∂loss/∂s_t (lru).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional, as = "Option<Vec<Vec<f64>>>"))]
    pub grad_cell: Option<NestedRows>,
    /// T: log10 of its norm (lstm, lru).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub log10_grad_cell: Option<Vec<Option<f64>>>,
    /// By gate, T × H: its activations. Empty for rnn and window.
    #[cfg_attr(
        feature = "types",
        ts(as = "std::collections::BTreeMap<String, Vec<Vec<f64>>>")
    )]
    pub gates: Named<NestedRows>,
    /// By gate, T × H: ∂loss/∂ its activations. Empty for rnn and window.
    #[cfg_attr(
        feature = "types",
        ts(as = "std::collections::BTreeMap<String, Vec<Vec<f64>>>")
    )]
    pub grad_gates: Named<NestedRows>,
    /// By gate (`hidden` for rnn and window), T × H: ∂loss/∂ its pre-activations.
    #[cfg_attr(
        feature = "types",
        ts(as = "std::collections::BTreeMap<String, Vec<Vec<f64>>>")
    )]
    pub grad_preactivations: Named<NestedRows>,
}

/// A weight matrix or a bias as nested lists.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[serde(untagged)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum TensorValues {
    Vector(Vec<f64>),
    Matrix(#[cfg_attr(feature = "types", ts(as = "Vec<Vec<f64>>"))] NestedRows),
}

impl Serialize for NestedRows {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut rows = serializer.serialize_seq(Some(self.0.nrows()))?;
        for row in self.0.rows() {
            rows.serialize_element(row.as_standard_layout().as_slice().unwrap_or_default())?;
        }
        rows.end()
    }
}

impl TensorValues {
    /// From rows × columns; a bias is one column.
    pub fn new(values: ArrayView2<f64>, is_bias: bool) -> Self {
        if is_bias {
            TensorValues::Vector(values.iter().copied().collect())
        } else {
            TensorValues::Matrix(NestedRows(values.to_owned()))
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
        let flow = flow(self);
        Trace {
            of: match self.followed() {
                Follow::All => None,
                Follow::Step(k) => Some(k),
            },
            loss: self.loss(),
            losses,
            outputs: NestedRows(self.outputs().to_owned()),
            log10_grad_input: (0..steps).map(|t| known(self.input.log10(t))).collect(),
            layers: (0..self.gradients.len())
                .map(|layer| self.trace_layer(layer))
                .collect(),
            flow: (flow.rows().into_iter())
                .map(|row| row.iter().copied().map(known).collect())
                .collect(),
            jacobian_singular_values: NestedRows(step_singular_values(self)),
            spectrum: self.spectra(),
            param_grads: self.named_parameter_gradients(),
        }
    }

    fn trace_layer(&self, layer: usize) -> LayerTrace {
        let (steps, spec, gradients) = (self.steps(), self.model.spec(), self.gradients(layer));
        let by_block = |values: ArrayView2<f64>| -> Named<NestedRows> {
            let hidden = self.model.architecture().hidden;
            let block = |index: usize| {
                let columns = index * hidden..(index + 1) * hidden;
                NestedRows(values.slice(s![.., columns]).to_owned())
            };
            (spec.blocks.iter().enumerate())
                .map(|(index, name)| (name.to_string(), block(index)))
                .collect()
        };
        let mut trace = LayerTrace {
            hidden: NestedRows(self.hidden(layer).to_owned()),
            grad_hidden: NestedRows(plain(gradients, &gradients.hidden)),
            log10_grad_hidden: (0..steps)
                .map(|t| known(gradients.log10_hidden(t)))
                .collect(),
            grad_preactivations: by_block(plain(gradients, &gradients.preactivations).view()),
            ..LayerTrace::default()
        };
        if spec.is_gated() {
            trace.gates = by_block(self.gates(layer));
            let (pass, tape) = (self.pass(layer), self.tape.layer(layer));
            let activations = (self.layer(layer)).activation_gradients(pass, tape, gradients);
            trace.grad_gates = by_block(plain(gradients, &activations).view());
        }
        if spec.has_cell_state() {
            trace.cell = Some(NestedRows(self.cell(layer).to_owned()));
            trace.grad_cell = Some(NestedRows(plain(gradients, &gradients.cell)));
            trace.log10_grad_cell =
                Some((0..steps).map(|t| known(gradients.log10_cell(t))).collect());
        }
        trace
    }

    /// The spectrum of each block of the top layer's W_hh, or of what its states are multiplied by at every step; empty
    /// without either.
    pub fn spectra(&self) -> Named<Spectrum> {
        let top = self.gradients.len() - 1;
        let weights = self.model.layer_weights(top);
        if let Some(values) = self.layer(top).eigenvalues(weights) {
            return [("state".to_string(), Spectrum::diagonal(values))]
                .into_iter()
                .collect();
        }
        let names = self.model.spec().blocks.iter();
        names
            .zip(blocks(&self.model, top))
            .map(|(name, block)| (name.to_string(), spectrum(block)))
            .collect()
    }

    /// ∂loss/∂ every weight, as nested lists by name.
    fn named_parameter_gradients(&self) -> Named<TensorValues> {
        let gradient = self.parameter_gradients();
        let tensors = self.model.layout().tensors().iter();
        tensors
            .map(|tensor| {
                let values = TensorValues::new(tensor.view(&gradient), tensor.columns.is_none());
                (tensor.name.clone(), values)
            })
            .collect()
    }
}

/// Row t of an array times 2^`exponents[t]`, as plain floats: what is below their range becomes 0, what is above
/// infinite.
fn plain(gradients: &LayerGradients, values: &Array2<f64>) -> Array2<f64> {
    let mut out = values.to_owned();
    for (mut row, &exponent) in out.rows_mut().into_iter().zip(&gradients.exponents) {
        scale(
            row.as_slice_mut().expect("a row of a row-major array"),
            exponent,
        );
    }
    out
}

/// `None` for the logarithm of exactly zero, and where nothing is known.
fn known(log10: f64) -> Option<f64> {
    log10.is_finite().then_some(log10)
}
