//! Weights in and out: safetensors with PyTorch's names, so that they load into `nn.LSTM` and back.

use safetensors::tensor::TensorView;
use safetensors::{Dtype, SafeTensors};

use crate::ENGINE;
use crate::Error;
use crate::data::dataset::decode;
use crate::error::{Allowed, Rule};
use crate::experiment::{CellKind, Choice, Reset};
use crate::kernel::real::Real;
use crate::nn::model::Model;
use crate::nn::parameters::{Architecture, Tensor};

/// One tensor by its name, as a request or a file gives it: name, shape, numbers in row-major order.
pub type NamedTensor = (String, Vec<usize>, Vec<f64>);

/// Stands before the names of a recurrent layer's tensors in the file of a GRU that resets before the product: their
/// shapes are those of `nn.GRU`, which computes something else.
pub const RESET_BEFORE: &str = "reset_before.";

/// The weights as a safetensors file, f32, with metadata that say what they are of. Equal weights give equal bytes.
pub fn save(model: &Model<f32>) -> Vec<u8> {
    let tensors = model.layout().tensors();
    let bytes: Vec<Vec<u8>> = tensors
        .iter()
        .map(|tensor| {
            let values = model.parameters()[tensor.range()].iter();
            values.flat_map(|value| value.to_le_bytes()).collect()
        })
        .collect();
    let views = tensors.iter().zip(&bytes).map(|(tensor, bytes)| {
        let view = TensorView::new(Dtype::F32, tensor.shape(), bytes);
        let view = view.expect("a tensor has as many numbers as its shape says");
        (name_in_file(model.architecture(), &tensor.name), view)
    });
    let file = safetensors::serialize(views, None).expect("every name is there once");
    with_metadata(&file, &metadata(model.architecture()))
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

/// The file with metadata before its tensors. The crate would write them in the order of a hash table, another each time.
fn with_metadata(file: &[u8], entries: &[(&str, String)]) -> Vec<u8> {
    let start = file.len() - numbers(file).len();
    let tensors = &file[HEADER_AT + 1..start];
    // Words and numbers: nothing in them has to be escaped.
    let entries: Vec<String> = entries
        .iter()
        .map(|(key, value)| format!("\"{key}\":\"{value}\""))
        .collect();
    let mut header = format!("{{\"__metadata__\":{{{}}},", entries.join(",")).into_bytes();
    header.extend(tensors.trim_ascii_end());
    header.resize(header.len().next_multiple_of(ALIGNMENT), b' ');
    let mut out = (header.len() as u64).to_le_bytes().to_vec();
    out.extend(header);
    out.extend(numbers(file));
    out
}

/// Where the header of a safetensors file begins, after its length; and what its length is a multiple of.
const HEADER_AT: usize = 8;
const ALIGNMENT: usize = 8;

/// The numbers of a file of [`save`], without names and metadata: what digests of weights are taken over.
pub fn numbers(file: &[u8]) -> &[u8] {
    let mut length = [0; HEADER_AT];
    length.copy_from_slice(&file[..HEADER_AT]);
    &file[HEADER_AT + u64::from_le_bytes(length) as usize..]
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
            assert_eq!((file.len() - numbers(&file).len()) % ALIGNMENT, 0);
            let (length, header) = SafeTensors::read_metadata(&file).unwrap();
            let text = String::from_utf8(file[HEADER_AT..HEADER_AT + length].to_vec()).unwrap();
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
