//! What the three verbs are asked for.

use vanishing_point::Error;
use vanishing_point::data::sequence::{Inputs, Sequence, Target};
use vanishing_point::experiment::{CellKind, Experiment, Value};
use vanishing_point::nn::loss::LossKind;
use vanishing_point::nn::weights::{self, NamedTensor};

use super::json::{describe_shape, field, integer, list, numbers, object, tensor};

/// The verb `trace`: one cell, its weights, one sequence.
pub struct TraceRequest {
    pub experiment: Experiment,
    pub cell: CellKind,
    pub weights: Vec<NamedTensor>,
    pub loss: LossKind,
    /// I and V, of the sequence and of the weights.
    pub size: Size,
    pub sequence: Sequence,
}

/// The verb `train`: one cell, its weights, one batch an update.
pub struct TrainRequest {
    pub experiment: Experiment,
    pub cell: CellKind,
    pub weights: Vec<NamedTensor>,
    pub loss: LossKind,
    pub size: Size,
    pub batches: Vec<Vec<Sequence>>,
}

/// The verb `run`: an experiment as the page runs it.
pub struct RunRequest {
    pub experiment: Experiment,
    /// The bytes of the task's data set, in place of the one that ships.
    pub data: Option<Vec<u8>>,
    pub updates: u64,
    pub every: u64,
}

impl TraceRequest {
    /// Reads the request of the verb `trace`.
    ///
    /// # Errors
    /// The first thing that is not as the contract has it.
    pub fn read(request: &Value) -> Result<Self, Error> {
        let keys = ["experiment", "weights", "sequence", "loss"];
        let entries = object("request", request, &keys)?;
        let (experiment, cell) = one_cell(entries)?;
        let loss = loss(entries)?;
        let weights = weights(entries)?;
        let given = field(entries, "sequence", SEQUENCE)?;
        let inputs = first_width("sequence", given)?;
        let size = Size {
            inputs,
            outputs: outputs(&weights)?,
        };
        let sequence = sequence("sequence", given, loss, size)?;
        Ok(TraceRequest {
            experiment,
            cell,
            weights,
            loss,
            size,
            sequence,
        })
    }
}

impl TrainRequest {
    /// Reads the request of the verb `train`.
    ///
    /// # Errors
    /// The first thing that is not as the contract has it.
    pub fn read(request: &Value) -> Result<Self, Error> {
        let keys = ["experiment", "weights", "batches", "loss"];
        let entries = object("request", request, &keys)?;
        let (experiment, cell) = one_cell(entries)?;
        let loss = loss(entries)?;
        let weights = weights(entries)?;
        let given = list("batches", field(entries, "batches", BATCHES)?, BATCHES)?;
        let mut size = Size {
            inputs: 0,
            outputs: outputs(&weights)?,
        };
        let mut batches = Vec::with_capacity(given.len());
        for (index, batch) in given.iter().enumerate() {
            let path = format!("batches[{index}]");
            let items = list(&path, batch, "a list of sequences")?;
            if items.is_empty() {
                return Err(Error::wrong_shape(
                    path,
                    "empty",
                    "a list of one sequence or more",
                ));
            }
            let mut sequences = Vec::with_capacity(items.len());
            for (index, item) in items.iter().enumerate() {
                let path = format!("{path}[{index}]");
                if size.inputs == 0 {
                    size.inputs = first_width(&path, item)?;
                }
                sequences.push(sequence(&path, item, loss, size)?);
            }
            if sequences
                .iter()
                .flat_map(|each| &each.targets)
                .all(|target| *target == Target::None)
            {
                return Err(Error::wrong_value(
                    format!("{path}.targets"),
                    "null at every step",
                    "a target at one step at least",
                ));
            }
            batches.push(sequences);
        }
        if batches.is_empty() {
            return Err(Error::wrong_shape("batches", "empty", BATCHES));
        }
        Ok(TrainRequest {
            experiment,
            cell,
            weights,
            loss,
            size,
            batches,
        })
    }
}

impl RunRequest {
    /// Reads the request of the verb `run`.
    ///
    /// # Errors
    /// The first thing that is not as the contract has it.
    pub fn read(request: &Value) -> Result<Self, Error> {
        let entries = object(
            "request",
            request,
            &["experiment", "text", "data", "updates", "every"],
        )?;
        let experiment = Experiment::strict(field(entries, "experiment", EXPERIMENT)?)?;
        let count = |key, min| {
            let allowed = format!("a whole number from {min}");
            integer(key, field(entries, key, &allowed)?, min, LARGEST_COUNT)
        };
        let given = |key: &str| {
            let mut entries = entries.iter().rev();
            match entries.find(|(each, _)| each == key) {
                None | Some((_, Value::Null)) => Ok(None),
                Some((_, Value::Text(text))) => Ok(Some(text)),
                Some((_, other)) => {
                    let allowed = "a text or null";
                    Err(Error::wrong_value(key, other.to_string(), allowed))
                }
            }
        };
        let data = match (given("text")?, given("data")?) {
            (Some(_), Some(path)) => {
                let given = format!("{path}, and text is given as well");
                return Err(Error::wrong_value("data", given, "left out beside text"));
            }
            (Some(text), None) => Some(text.clone().into_bytes()),
            (None, Some(path)) => Some(std::fs::read(path).map_err(|error| {
                let given = format!("{path} ({error})");
                Error::wrong_value("data", given, "a file that can be read")
            })?),
            (None, None) => None,
        };
        Ok(RunRequest {
            experiment,
            data,
            updates: count("updates", 0)?,
            every: count("every", 1)?,
        })
    }
}

/// Every whole number up to 2⁵³ is a JSON number that survives its reading.
const LARGEST_COUNT: u64 = 1 << 53;
const EXPERIMENT: &str = "an object with the experiment's keys";
const SEQUENCE: &str = "an object with inputs and targets";
const BATCHES: &str = "a list of batches, one an update";

/// The widths that weights and sequences have to agree on.
#[derive(Clone, Copy)]
pub struct Size {
    /// I.
    pub inputs: usize,
    /// V.
    pub outputs: usize,
}

/// The weights by name: nested lists in the request, or a safetensors file.
fn weights(entries: &[(String, Value)]) -> Result<Vec<NamedTensor>, Error> {
    let allowed = "an object of nested lists by name, or the path of a safetensors file";
    match field(entries, "weights", allowed)? {
        Value::Text(path) => {
            let bytes = std::fs::read(path).map_err(|error| {
                Error::unreadable(
                    "weights",
                    format!("\"{path}\""),
                    format!("a readable file ({error})"),
                )
            })?;
            weights::read(&bytes)
        }
        Value::Object(entries) => {
            let read = |(name, value): &(String, Value)| {
                let (shape, numbers) = tensor(&format!("weights.{name}"), value)?;
                Ok((name.clone(), shape, numbers))
            };
            entries.iter().map(read).collect()
        }
        other => Err(Error::wrong_value("weights", other.to_string(), allowed)),
    }
}

/// V, which the readout sets.
fn outputs(weights: &[NamedTensor]) -> Result<usize, Error> {
    let name = "readout.bias";
    let Some((_, shape, _)) = weights.iter().find(|(given, _, _)| given == name) else {
        return Err(Error::weight_name(
            name,
            "missing",
            "given, one number an output",
        ));
    };
    match shape[..] {
        [length] if length > 0 => Ok(length),
        _ => {
            let allowed = "a list of one number an output";
            Err(Error::wrong_shape(name, describe_shape(shape), allowed))
        }
    }
}

/// The experiment, which has to name one cell.
fn one_cell(entries: &[(String, Value)]) -> Result<(Experiment, CellKind), Error> {
    let given = field(entries, "experiment", EXPERIMENT)?;
    let experiment = Experiment::strict(given)?;
    match experiment.cells[..] {
        [cell] => Ok((experiment, cell)),
        _ => {
            let count = format!("a list of {}", experiment.cells.len());
            Err(Error::wrong_value(
                "cells",
                count,
                "a list of one cell, as this verb takes one",
            ))
        }
    }
}

fn loss(entries: &[(String, Value)]) -> Result<LossKind, Error> {
    let allowed = "\"crossEntropy\" or \"squaredError\"";
    match field(entries, "loss", allowed)? {
        Value::Text(word) if word == "crossEntropy" => Ok(LossKind::CrossEntropy),
        Value::Text(word) if word == "squaredError" => Ok(LossKind::SquaredError),
        other => Err(Error::wrong_value("loss", other.to_string(), allowed)),
    }
}

/// I, which the first input vector sets.
fn first_width(path: &str, given: &Value) -> Result<usize, Error> {
    let entries = object(path, given, &["inputs", "targets"])?;
    let inputs = field(entries, "inputs", INPUTS)?;
    let path = format!("{path}.inputs");
    let Some(first) = list(&path, inputs, INPUTS)?.first() else {
        return Err(Error::wrong_shape(path, "empty", INPUTS));
    };
    match list(&format!("{path}[0]"), first, "a list of numbers")?.len() {
        0 => Err(Error::wrong_shape(
            format!("{path}[0]"),
            "empty",
            "a list of one number or more",
        )),
        width => Ok(width),
    }
}

const INPUTS: &str = "a list of one list of numbers a time step";
const TARGETS: &str = "a list of one target (or null) a time step";

fn sequence(path: &str, given: &Value, loss: LossKind, size: Size) -> Result<Sequence, Error> {
    let entries = object(path, given, &["inputs", "targets"])?;
    let inputs_path = format!("{path}.inputs");
    let rows = list(&inputs_path, field(entries, "inputs", INPUTS)?, INPUTS)?;
    if rows.is_empty() {
        return Err(Error::wrong_shape(inputs_path, "empty", INPUTS));
    }
    let mut values = Vec::with_capacity(rows.len() * size.inputs);
    for (step, row) in rows.iter().enumerate() {
        let path = format!("{inputs_path}[{step}]");
        let row = numbers(&path, row)?;
        if row.len() != size.inputs {
            let (given, allowed) = (describe_shape(&[row.len()]), describe_shape(&[size.inputs]));
            return Err(Error::wrong_shape(
                path,
                given,
                format!("{allowed}, as the others are"),
            ));
        }
        values.extend(row);
    }
    let targets_path = format!("{path}.targets");
    let given = list(&targets_path, field(entries, "targets", TARGETS)?, TARGETS)?;
    if given.len() != rows.len() {
        let allowed = format!(
            "{}, one a time step of inputs",
            describe_shape(&[rows.len()])
        );
        return Err(Error::wrong_shape(
            targets_path,
            describe_shape(&[given.len()]),
            allowed,
        ));
    }
    let read = |(step, value): (usize, &Value)| {
        target(
            &format!("{targets_path}[{step}]"),
            value,
            loss,
            size.outputs,
        )
    };
    let targets = given
        .iter()
        .enumerate()
        .map(read)
        .collect::<Result<_, _>>()?;
    Ok(Sequence {
        inputs: Inputs::Dense {
            values,
            size: size.inputs,
        },
        targets,
    })
}

fn target(path: &str, value: &Value, loss: LossKind, outputs: usize) -> Result<Target, Error> {
    match (value, loss) {
        (Value::Null, _) => Ok(Target::None),
        (Value::Number(_), LossKind::CrossEntropy) => {
            Ok(Target::Class(
                integer(path, value, 0, outputs as u64 - 1)? as u32
            ))
        }
        (Value::List(_), LossKind::SquaredError) => {
            let values = numbers(path, value)?;
            if values.len() == outputs {
                Ok(Target::Values(values))
            } else {
                let (given, allowed) =
                    (describe_shape(&[values.len()]), describe_shape(&[outputs]));
                let allowed = format!("{allowed}, one an output");
                Err(Error::wrong_shape(path, given, allowed))
            }
        }
        (_, LossKind::CrossEntropy) => {
            let allowed = format!("a class from 0 to {} or null", outputs - 1);
            Err(Error::wrong_value(path, value.to_string(), allowed))
        }
        (_, LossKind::SquaredError) => {
            let allowed = format!("{} or null", describe_shape(&[outputs]));
            Err(Error::wrong_value(path, value.to_string(), allowed))
        }
    }
}
