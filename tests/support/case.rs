//! One case of a fixture: an experiment, and how its weights and sequences are drawn.

use serde::Deserialize;
use serde_json::{Value, json};
use vanishing_point::analysis::trace::TensorValues;
use vanishing_point::data::sequence::{Inputs, Sequence, Target};
use vanishing_point::experiment::Experiment;
use vanishing_point::nn::cell::spec;
use vanishing_point::nn::loss::LossKind;
use vanishing_point::nn::model::Model;
use vanishing_point::nn::parameters::{Architecture, ParameterLayout, Tensor};

use super::draw::SplitMix;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Case {
    pub name: String,
    pub experiment: Value,
    pub inputs: usize,
    pub outputs: usize,
    #[serde(default)]
    pub steps: usize,
    pub loss: LossKind,
    pub mask: String,
    pub seed: u64,
    #[serde(default)]
    pub symbols: bool,
    #[serde(default)]
    pub gate_bias: f64,
    #[serde(default = "one")]
    pub input_scale: f64,
    #[serde(default = "one")]
    pub bias_scale: f64,
    #[serde(default = "one")]
    pub recurrent_scale: f64,
    /// Of each batch the lengths of its sequences.
    #[serde(default)]
    pub lengths: Vec<Vec<usize>>,
    pub expected: Value,
}

fn one() -> f64 {
    1.0
}

/// The cases in the text of a fixture.
pub fn cases(fixture: &str) -> Vec<Case> {
    serde_json::from_str(fixture).expect("a fixture holds a list of cases")
}

impl Case {
    pub fn experiment(&self) -> Experiment {
        let value = serde_json::from_value(self.experiment.clone()).expect("JSON is a value");
        Experiment::strict(&value).expect("a fixture's experiment is allowed")
    }

    pub fn architecture(&self) -> Architecture {
        let experiment = self.experiment();
        Architecture::new(experiment.cells[0], &experiment, self.inputs, self.outputs)
    }

    /// A model with the drawn weights, in f64.
    pub fn model(&self, draw: &mut SplitMix) -> Model<f64> {
        let mut model = Model::new(self.architecture());
        let weights = self.weights(model.layout(), draw);
        model.parameters_mut().copy_from_slice(&weights);
        model.hold(self.experiment().hold);
        model
    }

    /// All weights, in the order of the layout, which is the order in which they are drawn.
    pub fn weights(&self, layout: &ParameterLayout, draw: &mut SplitMix) -> Vec<f64> {
        let hidden = self.architecture().hidden;
        let bound = 1.0 / (hidden as f64).sqrt();
        let mut weights = Vec::with_capacity(layout.len());
        for tensor in layout.tensors() {
            let scale = match tensor.name.as_str() {
                name if name.starts_with("weight_hh") || name.ends_with("in_proj_weight") => {
                    bound * self.recurrent_scale
                }
                name if ["bias", "theta_log", "gamma_log"]
                    .iter()
                    .any(|start| name.starts_with(start)) =>
                {
                    bound * self.bias_scale
                }
                _ => bound,
            };
            let start = weights.len();
            weights.extend((0..tensor.len()).map(|_| draw.uniform() * scale));
            if tensor.name.starts_with("nu_log") {
                for value in &mut weights[start..] {
                    *value = *value - 1.0 - 0.5 * self.gate_bias;
                }
            }
            if tensor.name.starts_with("bias_ih") {
                let spec = spec(self.architecture().kind);
                let place = (spec.blocks.iter()).position(|&each| Some(each) == spec.keeping_gate);
                let values = weights[start..].chunks_mut(hidden);
                for value in values.skip(place.unwrap_or(usize::MAX)).take(1).flatten() {
                    *value += self.gate_bias;
                }
            }
        }
        weights
    }

    pub fn sequence(&self, draw: &mut SplitMix, steps: usize) -> Sequence {
        let (mut inputs, mut targets) = (Vec::new(), Vec::new());
        for step in 0..steps {
            if self.symbols {
                let symbol = (draw.integer() % self.inputs as u64) as usize;
                inputs.extend((0..self.inputs).map(|i| f64::from(u8::from(i == symbol))));
            } else {
                inputs.extend((0..self.inputs).map(|_| draw.uniform() * self.input_scale));
            }
            let target = match self.loss {
                LossKind::CrossEntropy => {
                    Target::Class((draw.integer() % self.outputs as u64) as u32)
                }
                LossKind::SquaredError => {
                    Target::Values((0..self.outputs).map(|_| draw.uniform()).collect())
                }
            };
            let masked = match self.mask.as_str() {
                "random" => !draw.integer().is_multiple_of(3),
                mask => mask == "last",
            };
            targets.push(if masked && step != steps - 1 {
                Target::None
            } else {
                target
            });
        }
        Sequence {
            inputs: Inputs::Dense {
                values: inputs,
                size: self.inputs,
            },
            targets,
        }
    }

    /// The weights by name, as a request has them.
    pub fn weights_json(&self, draw: &mut SplitMix) -> Value {
        let layout = ParameterLayout::new(&self.architecture());
        let weights = self.weights(&layout, draw);
        let tensor = |tensor: &Tensor| {
            let values = TensorValues::new(tensor.view(&weights), tensor.columns.is_none());
            let values = serde_json::to_value(values).expect("numbers are JSON");
            (tensor.name.clone(), values)
        };
        Value::Object(layout.tensors().iter().map(tensor).collect())
    }

    /// A drawn sequence, as a request has it.
    pub fn sequence_json(&self, draw: &mut SplitMix, steps: usize) -> Value {
        let Sequence { inputs, targets } = self.sequence(draw, steps);
        let Inputs::Dense { values, size } = inputs else {
            unreachable!("cases are drawn as vectors");
        };
        let target = |target: &Target| match target {
            Target::None => Value::Null,
            Target::Class(class) => json!(class),
            Target::Values(values) => json!(values),
        };
        json!({
            "inputs": values.chunks(size).collect::<Vec<_>>(),
            "targets": targets.iter().map(target).collect::<Vec<_>>(),
        })
    }
}
