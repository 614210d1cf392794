//! Weights in and out: safetensors with PyTorch's names, so that they load into `nn.LSTM` and back.

use safetensors::{Dtype, SafeTensors};

use crate::ENGINE;
use crate::Error;
use crate::data::dataset::decode;
use crate::data::foreign::Foreign;
use crate::data::task::Task;
use crate::data::written::{Written, header_and_numbers, write};
use crate::error::{Allowed, Rule};
use crate::experiment::{CellKind, Choice, Reset};
use crate::kernel::real::Real;
use crate::nn::model::Model;
use crate::nn::parameters::{Architecture, ParameterLayout, Tensor};

/// One tensor by its name, as a request or a file gives it: name, shape, numbers in row-major order.
pub type NamedTensor = (String, Vec<usize>, Vec<f64>);

/// Stands before the names of a recurrent layer's tensors in the file of a GRU that resets before the product: their
/// shapes are those of `nn.GRU`, which computes something else.
pub const RESET_BEFORE: &str = "reset_before.";

/// The weights as a safetensors file, f32, with metadata that say what they are of. Equal weights give equal bytes.
pub fn save(model: &Model<f32>) -> Vec<u8> {
    let tensors: Vec<Written> = (model.layout().tensors().iter())
        .map(|tensor| Written {
            name: name_in_file(model.architecture(), &tensor.name),
            shape: tensor.shape(),
            values: model.parameters()[tensor.range()].to_vec(),
        })
        .collect();
    write(&metadata(model.architecture()), &tensors)
}

/// What the file says of its weights, in this order.
fn metadata(architecture: &Architecture) -> Vec<(&'static str, String)> {
    let mut entries = vec![
        ("format", "pt".to_string()),
        ("cell", architecture.kind.word().to_string()),
    ];
    match architecture.kind {
        CellKind::Rnn => entries.push(("activation", architecture.activation.word().to_string())),
        CellKind::Gru => entries.push(("resetGate", architecture.reset.word().to_string())),
        CellKind::Mingru => entries.push(("newValue", architecture.new_value.word().to_string())),
        CellKind::Attention => {
            entries.push(("heads", architecture.heads.to_string()));
            entries.push(("position", architecture.position.word().to_string()));
        }
        _ => {}
    }
    entries.push(("engine", ENGINE.to_string()));
    entries
}

/// The name of a tensor in the file of a model: PyTorch's, but for a GRU that PyTorch does not have.
fn name_in_file(architecture: &Architecture, name: &str) -> String {
    let differs = architecture.kind == CellKind::Gru && architecture.reset == Reset::Before;
    let prefix = if differs && !name.starts_with("readout.") {
        RESET_BEFORE
    } else {
        ""
    };
    format!("{prefix}{name}")
}

/// The numbers of a file of [`save`], without names and metadata: what digests of weights are taken over.
pub fn numbers(file: &[u8]) -> &[u8] {
    header_and_numbers(file).1
}

/// Takes over the weights of a safetensors file of f32 or f64 numbers. The model is unchanged after an error.
///
/// # Errors
/// A sentence about `weights` or the tensor at fault, see [`assign`].
pub fn load<F: Real>(model: &mut Model<F>, bytes: &[u8]) -> Result<(), Error> {
    assign(model, &read(bytes)?)
}

/// The tensors of a safetensors file of f32 or f64 numbers, sorted by name.
///
/// # Errors
/// A sentence about `weights` when the file is none, or about the tensor with another kind of number.
pub fn read(bytes: &[u8]) -> Result<Vec<NamedTensor>, Error> {
    let file = SafeTensors::deserialize(bytes).map_err(|error| {
        Error::unreadable(
            "weights",
            format!("unreadable ({error})"),
            Rule::Safetensors,
        )
    })?;
    let mut tensors = Vec::new();
    for (name, view) in file.iter() {
        let values = match view.dtype() {
            Dtype::F32 => decode(view.data(), |bytes: [u8; 4]| {
                f64::from(f32::from_le_bytes(bytes))
            }),
            Dtype::F64 => decode(view.data(), f64::from_le_bytes),
            other => {
                return Err(Error::wrong_value(
                    name,
                    format!("of type {other}"),
                    "F32 or F64",
                ));
            }
        };
        tensors.push((name.to_string(), view.shape().to_vec(), values));
    }
    tensors.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(tensors)
}

/// Takes over all weights at once. The model is unchanged after an error.
///
/// # Errors
/// A sentence that names the tensor: it is missing, the model has none of that name, its shape is
/// another, or a number in it is not finite.
pub fn assign<F: Real>(model: &mut Model<F>, tensors: &[NamedTensor]) -> Result<(), Error> {
    let layout = model.layout();
    let mut parameters = vec![F::zero(); layout.len()];
    let plain = |name| own_name(model.architecture(), name);
    for (index, (name, shape, values)) in tensors.iter().enumerate() {
        let Some(tensor) = layout.find(plain(name)) else {
            let names: Vec<&str> = layout.tensors().iter().map(|t| t.name.as_str()).collect();
            let allowed = format!("one of {}", names.join(", "));
            return Err(Error::weight_name(
                name,
                "not a weight of this model",
                allowed,
            ));
        };
        if tensors[..index]
            .iter()
            .any(|(other, _, _)| plain(other) == plain(name))
        {
            return Err(Error::weight_name(name, "given twice", "given once"));
        }
        if *shape != tensor.shape() || values.len() != tensor.len() {
            let (given, allowed) = (
                dimensions(shape),
                Allowed::shape(dimensions(&tensor.shape())),
            );
            return Err(Error::wrong_shape(name, given, allowed));
        }
        for (parameter, &value) in parameters[tensor.range()].iter_mut().zip(values) {
            *parameter = F::of(value);
            if !parameter.is_finite() {
                return Err(Error::not_finite(name, value));
            }
        }
    }
    let given = |tensor: &&Tensor| {
        !tensors
            .iter()
            .any(|(name, _, _)| plain(name) == tensor.name)
    };
    if let Some(missing) = layout.tensors().iter().find(given) {
        let allowed = format!("given, {}", dimensions(&missing.shape()));
        return Err(Error::weight_name(&missing.name, "missing", allowed));
    }
    model.parameters_mut().copy_from_slice(&parameters);
    Ok(())
}

/// Initial weights of a lane whose task brings a model along: those of the model, where it is of the lane's cell; and a
/// readout that hands on the state, where that is what is answered.
///
/// # Errors
/// A sentence about the parameter that does not fit the model.
pub fn bring(
    task: &dyn Task,
    layout: &ParameterLayout,
    of: &Architecture,
    weights: &mut [f64],
) -> Result<(), Error> {
    let own = task
        .model()
        .filter(|model| model.description.cell.word() == of.kind.word());
    if let Some(Foreign {
        description,
        tensors,
        ..
    }) = own
    {
        for (key, given, wanted) in [
            ("units", of.hidden, description.units),
            ("layers", of.layers, description.layers),
        ] {
            if given != wanted {
                let allowed = Allowed::integer(wanted as f64, wanted as f64);
                return Err(Error::out_of_range(key, given, allowed));
            }
        }
        if of.kind == CellKind::Gru && of.reset == Reset::Before {
            let allowed = Allowed::words(&[Reset::After.word()]);
            return Err(Error::wrong_value(
                "resetGate",
                format_args!("\"{}\"", of.reset.word()),
                allowed,
            ));
        }
        for (name, shape, values) in tensors {
            // The readout goes where the state itself is answered.
            let Some(tensor) = layout.find(name).filter(|tensor| tensor.shape() == *shape) else {
                continue;
            };
            weights[tensor.range()].copy_from_slice(values);
        }
    }
    if task.answers_state() && of.hidden == of.outputs {
        weights[layout.readout_bias.clone()].fill(0.0);
        let readout = &mut weights[layout.readout_weight.clone()];
        readout.fill(0.0);
        readout
            .iter_mut()
            .step_by(of.hidden + 1)
            .for_each(|weight| *weight = 1.0);
    }
    Ok(())
}

/// The layout's name of a tensor: what [`name_in_file`] put before it goes, in a model of that kind alone.
fn own_name<'a>(architecture: &Architecture, name: &'a str) -> &'a str {
    match name.strip_prefix(RESET_BEFORE) {
        Some(plain) if name_in_file(architecture, plain) == name => plain,
        _ => name,
    }
}

/// "96 × 24", "24 long".
fn dimensions(shape: &[usize]) -> String {
    match shape {
        [] => "a single number".to_string(),
        [length] => format!("{length} long"),
        _ => shape
            .iter()
            .map(usize::to_string)
            .collect::<Vec<_>>()
            .join(" × "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;
    use crate::experiment::Experiment;
    use crate::nn::cell::CELLS;
    use crate::nn::init::initial_weights;

    fn model(kind: CellKind) -> Model<f32> {
        model_of(kind, Reset::After)
    }

    fn model_of(kind: CellKind, reset_gate: Reset) -> Model<f32> {
        let experiment = Experiment {
            units: 3,
            layers: 2,
            reset_gate,
            ..Experiment::default()
        };
        let architecture = Architecture::new(kind, &experiment, 4, 2);
        let mut model = Model::new(architecture);
        let weights = initial_weights(&architecture, &experiment);
        for (parameter, weight) in model.parameters_mut().iter_mut().zip(weights) {
            *parameter = weight as f32;
        }
        model
    }

    #[test]
    fn weights_survive_a_safetensors_file() {
        for cell in CELLS {
            let model = model(cell.spec.kind);
            let bytes = save(&model);
            let mut copy = Model::<f32>::new(*model.architecture());
            load(&mut copy, &bytes).unwrap();
            assert_eq!(model.parameters(), copy.parameters());
            assert_eq!(bytes, save(&copy));
        }
    }

    #[test]
    fn the_metadata_say_what_the_weights_are_of_in_one_order_and_the_numbers_begin_aligned() {
        let metadata = |model: &Model<f32>| {
            let file = save(model);
            assert_eq!((file.len() - numbers(&file).len()) % 8, 0);
            let (_, header) = SafeTensors::read_metadata(&file).unwrap();
            let text = str::from_utf8(header_and_numbers(&file).0).unwrap();
            assert_eq!(header.metadata().as_ref().unwrap()["format"], "pt");
            let number = format!("\"engine\":\"{ENGINE}\"");
            text[..text.find('}').unwrap()].replace(&number, "\"engine\":\"ENGINE\"")
        };
        assert_eq!(
            metadata(&model(CellKind::Lstm)),
            r#"{"__metadata__":{"format":"pt","cell":"lstm","engine":"ENGINE""#
        );
        assert_eq!(
            metadata(&model(CellKind::Rnn)),
            r#"{"__metadata__":{"format":"pt","cell":"rnn","activation":"tanh","engine":"ENGINE""#
        );
        assert_eq!(
            metadata(&model_of(CellKind::Gru, Reset::Before)),
            r#"{"__metadata__":{"format":"pt","cell":"gru","resetGate":"before","engine":"ENGINE""#
        );
    }

    #[test]
    fn a_gru_that_resets_before_the_product_has_names_that_no_other_gru_takes() {
        let mut before = model_of(CellKind::Gru, Reset::Before);
        let file = save(&before);
        let tensors = read(&file).unwrap();
        assert!(tensors.iter().all(|(name, _, _)| {
            name.starts_with("reset_before.") || name.starts_with("readout.")
        }));
        let mut after = model_of(CellKind::Gru, Reset::After);
        let error = load(&mut after, &file).unwrap_err();
        assert_eq!(error.kind, ErrorKind::WeightName);
        assert!(error.message.starts_with("reset_before.bias_hh_l0 is not"));
        // Its own file comes back, and so do the bare names of a request.
        let own = before.parameters().to_vec();
        before.parameters_mut().fill(0.0);
        load(&mut before, &file).unwrap();
        assert_eq!(before.parameters(), own);
        let plain: Vec<NamedTensor> = tensors
            .into_iter()
            .map(|(name, shape, values)| (name.replace(RESET_BEFORE, ""), shape, values))
            .collect();
        before.parameters_mut().fill(0.0);
        assign(&mut before, &plain).unwrap();
        assert_eq!(before.parameters(), own);
    }

    #[test]
    fn wrong_weights_are_refused_by_name_and_leave_the_model_as_it_was() {
        let mut model = model(CellKind::Rnn);
        let before = model.parameters().to_vec();
        let good = read(&save(&model)).unwrap();
        let mut refuse = |change: &dyn Fn(&mut Vec<NamedTensor>)| {
            let mut tensors = good.clone();
            change(&mut tensors);
            let error = assign(&mut model, &tensors).unwrap_err();
            assert_eq!(model.parameters(), before);
            (error.kind, error.message)
        };
        let at = good
            .iter()
            .position(|(name, _, _)| name == "bias_hh_l1")
            .unwrap();
        assert_eq!(
            refuse(&|tensors| drop(tensors.remove(at))),
            (
                ErrorKind::WeightName,
                "bias_hh_l1 is missing, but must be given, 3 long.".to_string()
            )
        );
        let (kind, message) = refuse(&|tensors| tensors[at].0 = "bias_hh_l7".to_string());
        assert_eq!(kind, ErrorKind::WeightName);
        assert!(
            message.starts_with("bias_hh_l7 is not a weight of this model, but must be one of")
        );
        assert_eq!(
            refuse(&|tensors| tensors[at].1 = vec![1, 3]),
            (
                ErrorKind::WrongShape,
                "bias_hh_l1 is 1 × 3, but must be 3 long.".to_string()
            )
        );
        assert_eq!(
            refuse(&|tensors| tensors[at].2[1] = f64::NAN),
            (
                ErrorKind::NotFinite,
                "bias_hh_l1 is NaN, but must be a finite number.".to_string()
            )
        );
        assert_eq!(
            refuse(&|tensors| tensors[at].2[1] = 1e39).0,
            ErrorKind::NotFinite
        );
        assert_eq!(
            load(&mut model, b"not a file").unwrap_err().kind,
            ErrorKind::Unreadable
        );
    }
}
