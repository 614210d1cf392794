//! A safetensors file that another program saved: one `nn.RNN`, `nn.LSTM` or `nn.GRU` anywhere in a PyTorch module, and the
//! `nn.Linear` and `nn.Embedding` beside it.
//!
//! What the file is of is read off names and shapes alone. Whether an `nn.RNN` has tanh or relu is in neither: only a
//! file of this program says it, in its metadata.

mod beside;
mod module;
mod names;
mod numbers;

use safetensors::SafeTensors;
use serde::Serialize;

use crate::Error;
use crate::data::written::{Written, in_order, write as write_file};
use crate::error::{ModuleFault, Rule};
use beside::{bias_of, find_embedding, find_readout};
use module::{Read, fault, find_place, measure, named};
use names::{KINDS, take_apart};
use numbers::values;

/// The largest file that is read: 64 MB.
pub const LARGEST: usize = 64 << 20;

/// Which module it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum ModuleKind {
    Rnn,
    Lstm,
    Gru,
}

impl ModuleKind {
    /// The word of its cell.
    pub fn word(self) -> &'static str {
        match self {
            ModuleKind::Rnn => "rnn",
            ModuleKind::Lstm => "lstm",
            ModuleKind::Gru => "gru",
        }
    }

    /// PyTorch's name, as sentences have it.
    fn class(self) -> &'static str {
        match self {
            ModuleKind::Rnn => "nn.RNN",
            ModuleKind::Lstm => "nn.LSTM",
            ModuleKind::Gru => "nn.GRU",
        }
    }
}

/// What was read of a module, and its weights by PyTorch's own names without prefix.
#[derive(Clone, Debug, PartialEq)]
pub struct Foreign {
    pub description: ModuleDescription,
    /// `weight_ih_l0`, …, biases of zeros where it has none; `readout.weight` and `readout.bias` where there is a readout.
    pub tensors: Vec<(String, Vec<usize>, Vec<f64>)>,
    /// Of `nn.Embedding`: rows × inputs.
    pub embedding: Option<(usize, Vec<f64>)>,
}

/// What a file of weights holds.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct ModuleDescription {
    pub cell: ModuleKind,
    /// Where in the file it stands: `encoder.rnn`; empty for the module itself.
    pub place: String,
    /// Of an nn.RNN, where the file says so: `tanh` or `relu`.
    pub activation: Option<String>,
    pub inputs: usize,
    pub units: usize,
    pub layers: usize,
    /// Whether it has biases; where it has none they begin at 0.
    pub biases: bool,
    /// The type of its numbers: `F32`.
    pub numbers: String,
    /// The nn.Linear that reads its states, and how many numbers it answers.
    pub readout: Option<ModulePart>,
    /// The nn.Embedding before it, and how many symbols it knows.
    pub embedding: Option<ModulePart>,
    /// The other tensors of the file, by name.
    pub aside: Vec<String>,
}

/// A part of a module: where it stands, and how many rows its weights have.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct ModulePart {
    pub place: String,
    pub size: usize,
}

/// Reads what a file of weights holds.
///
/// # Errors
/// A sentence about `weights` that names what was found, when there is nothing that can be trained here.
pub fn read(bytes: &[u8]) -> Result<Foreign, Error> {
    if bytes.len() > LARGEST {
        let megabytes = bytes.len().div_ceil(1 << 20);
        return Err(fault(ModuleFault::Large, format_args!("{megabytes} MB")));
    }
    let unreadable = |error: safetensors::SafeTensorError| {
        let given = format!("unreadable ({error})");
        Error::unreadable("weights", given, Rule::Safetensors)
    };
    let (_, header) = SafeTensors::read_metadata(bytes).map_err(unreadable)?;
    let file = SafeTensors::deserialize(bytes).map_err(unreadable)?;
    let metadata = header.metadata().clone().unwrap_or_default();
    if metadata
        .get("resetGate")
        .is_some_and(|word| word == "before")
    {
        return Err(fault(
            ModuleFault::None,
            "of a GRU that resets before the product",
        ));
    }
    let all: Vec<Read> = in_order(file.names().into_iter())
        .into_iter()
        .filter_map(|name| {
            let view = file.tensor(name).ok()?;
            Some(Read {
                name: name.to_string(),
                shape: view.shape().to_vec(),
                dtype: view.dtype(),
            })
        })
        .collect();
    let place = find_place(&all)?;
    let prefix = match place.len() {
        0 => 0,
        length => length + 1,
    };
    let (mut own, mut others) = (Vec::new(), Vec::new());
    for tensor in &all {
        match take_apart(&tensor.name) {
            Some(name) if name.place == place => own.push((&tensor.name[prefix..], tensor)),
            _ => others.push(tensor),
        }
    }
    let sizes = measure(&own)?;
    let values = |name: &str| values(&file, name);
    let mut tensors = Vec::new();
    for layer in 0..sizes.layers {
        for kind in &KINDS[..4] {
            let name = format!("{kind}_l{layer}");
            let (shape, numbers) = match named(&own, &name) {
                Some(tensor) => (tensor.shape.clone(), values(&tensor.name)?),
                None => (vec![sizes.rows], vec![0.0; sizes.rows]),
            };
            tensors.push((name, shape, numbers));
        }
    }
    let mut used: Vec<&str> = Vec::new();
    let (readout, embedding) = (
        find_readout(&others, sizes.units),
        find_embedding(&others, sizes.inputs),
    );
    let part = |weight: &Read| {
        let place = weight.name.rsplit_once('.').map_or("", |(place, _)| place);
        ModulePart {
            place: place.to_string(),
            size: weight.shape[0],
        }
    };
    let mut described_readout = None;
    if let Some(weight) = readout {
        let found = part(weight);
        tensors.push((
            "readout.weight".into(),
            weight.shape.clone(),
            values(&weight.name)?,
        ));
        let bias = bias_of(&others, weight);
        let numbers = match bias {
            Some(bias) => values(&bias.name)?,
            None => vec![0.0; found.size],
        };
        tensors.push(("readout.bias".into(), vec![found.size], numbers));
        used.push(&weight.name);
        used.extend(bias.map(|bias| bias.name.as_str()));
        described_readout = Some(found);
    }
    let mut rows = None;
    let embedding = match embedding {
        Some(weight) => {
            rows = Some((weight.shape[0], values(&weight.name)?));
            used.push(&weight.name);
            Some(part(weight))
        }
        None => None,
    };
    let description = ModuleDescription {
        cell: sizes.module,
        place,
        activation: (sizes.module == ModuleKind::Rnn)
            .then(|| {
                metadata
                    .get("activation")
                    .filter(|word| ["tanh", "relu"].contains(&word.as_str()))
                    .cloned()
            })
            .flatten(),
        inputs: sizes.inputs,
        units: sizes.units,
        layers: sizes.layers,
        biases: sizes.biases,
        numbers: sizes.numbers.to_string(),
        readout: described_readout,
        embedding,
        aside: (others.iter())
            .filter(|tensor| !used.contains(&tensor.name.as_str()))
            .map(|tensor| tensor.name.clone())
            .collect(),
    };
    Ok(Foreign {
        description,
        tensors,
        embedding: rows,
    })
}

/// The same module as a small file of f32 numbers, as [`read`] reads it again: without what was left aside.
pub fn write(foreign: &Foreign) -> Vec<u8> {
    let written = |name: &str, shape: Vec<usize>, values: &[f64]| Written {
        name: name.to_string(),
        shape,
        values: values.iter().map(|&value| value as f32).collect(),
    };
    let mut tensors: Vec<Written> = (foreign.tensors.iter())
        .map(|(name, shape, values)| written(name, shape.clone(), values))
        .collect();
    if let Some((rows, values)) = &foreign.embedding {
        let shape = vec![*rows, foreign.description.inputs];
        tensors.push(written("embedding.weight", shape, values));
    }
    let activation = foreign.description.activation.clone();
    let about: Vec<_> = activation
        .map(|word| ("activation", word))
        .into_iter()
        .collect();
    write_file(&about, &tensors)
}
