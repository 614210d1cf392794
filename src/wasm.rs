//! The boundary: one lane of a race as JavaScript calls it. Nothing is decided here.
//!
//! Configurations and descriptions cross as plain objects, the numbers of a frame as one flat array that the
//! caller provides. A failure is thrown as the object that [`Error`] serialises to.

use js_sys::{Array, Float32Array, Object};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;

use crate::Error;
use crate::experiment::{CellKind, Choice, Experiment, Value};
use crate::lane::Lane;

#[global_allocator]
static ALLOCATOR: crate::kernel::LineAllocator = crate::kernel::LineAllocator;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = "import type { CellKind, Experiment, RunDescription, Trace, TrainReport, WeightGains } from './types';";

/// Makes a panic readable in the console.
#[wasm_bindgen(start)]
fn start() {
    console_error_panic_hook::set_once();
}

/// A lane, and the memory in which its frames are written before they are copied out.
#[wasm_bindgen(js_name = Lane)]
pub struct JsLane {
    lane: Lane,
    frame: Vec<f32>,
}

#[wasm_bindgen(js_class = Lane)]
impl JsLane {
    /// A lane at update 0. `text` is what the task `text` reads in place of its passage.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(unchecked_param_type = "Experiment")] experiment: JsValue,
        #[wasm_bindgen(unchecked_param_type = "CellKind")] cell: String,
        text: Option<String>,
    ) -> Result<JsLane, JsValue> {
        let experiment = read_experiment(experiment)?;
        let kind = CellKind::from_word(&cell).ok_or_else(|| {
            let allowed = crate::error::join(CellKind::WORDS.iter().copied(), "or");
            throw(&Error::wrong_value("cell", format!("\"{cell}\""), allowed))
        })?;
        let lane = Lane::new(&experiment, kind, text.as_deref()).map_err(|error| throw(&error))?;
        let frame = vec![0.0; lane.frame_length()];
        Ok(JsLane { lane, frame })
    }

    /// Everything that does not change while the run goes on.
    #[wasm_bindgen(unchecked_return_type = "RunDescription")]
    pub fn describe(&self) -> JsValue {
        plain(&self.lane.describe())
    }

    /// Makes `updates` updates, fewer if one leaves the finite numbers.
    #[wasm_bindgen(unchecked_return_type = "TrainReport")]
    pub fn train(&mut self, updates: u32) -> JsValue {
        plain(&self.lane.train(updates))
    }

    /// Fills one flat frame, laid out as `describe().layout` says.
    pub fn frame(&mut self, out: &Float32Array) -> Result<(), JsValue> {
        let length = self.frame.len();
        if out.length() as usize != length {
            let given = format!("{} numbers long", out.length());
            let error = Error::wrong_shape("frame", given, format!("{length} numbers long"));
            return Err(throw(&error));
        }
        self.lane
            .write_frame(&mut self.frame)
            .map_err(|error| throw(&error))?;
        out.copy_from(&self.frame);
        Ok(())
    }

    /// Everything that the probe shows, in double precision.
    #[wasm_bindgen(unchecked_return_type = "Trace")]
    pub fn trace(&mut self) -> Result<JsValue, JsValue> {
        let trace = self.lane.trace().map_err(|error| throw(&error))?;
        Ok(plain(&trace))
    }

    /// Spectral radius and largest singular value of each block of W_hh.
    #[wasm_bindgen(js_name = weightGains, unchecked_return_type = "WeightGains")]
    pub fn weight_gains(&mut self) -> JsValue {
        plain(&self.lane.weight_gains())
    }

    /// `length` characters that the model writes after `prompt`.
    pub fn generate(&self, prompt: &str, length: u32, temperature: f64) -> Result<String, JsValue> {
        let written = self.lane.generate(prompt, length as usize, temperature);
        written.map_err(|error| throw(&error))
    }

    /// A safetensors file with PyTorch's names.
    pub fn weights(&self) -> Vec<u8> {
        self.lane.weights()
    }

    /// Everything that training changes.
    pub fn snapshot(&self) -> Vec<u8> {
        self.lane.snapshot()
    }

    /// Goes back to a snapshot; from there on the same bits follow.
    pub fn restore(&mut self, bytes: &[u8]) -> Result<(), JsValue> {
        self.lane.restore(bytes).map_err(|error| throw(&error))
    }

    /// Takes over the parameters that need no restart.
    pub fn set(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "Experiment")] experiment: JsValue,
    ) -> Result<(), JsValue> {
        self.lane.set(&read_experiment(experiment)?);
        Ok(())
    }

    /// Back to the same initial weights.
    pub fn reset(&mut self) {
        self.lane.reset();
    }
}

/// Reads an object strictly: every key and value must be one that the table of parameters allows.
fn read_experiment(given: JsValue) -> Result<Experiment, JsValue> {
    Experiment::strict(&read(&given, DEPTH)).map_err(|error| throw(&error))
}

/// How deep a value is read; an experiment has lists in an object.
const DEPTH: usize = 3;

/// A value as the core knows it. What JSON has no word for, and what lies deeper than `depth`, is an object
/// without keys, which no key of an experiment allows.
fn read(given: &JsValue, depth: usize) -> Value {
    if given.is_null() || given.is_undefined() {
        Value::Null
    } else if let Some(value) = given.as_bool() {
        Value::Bool(value)
    } else if let Some(value) = given.as_f64() {
        Value::Number(value)
    } else if let Some(value) = given.as_string() {
        Value::Text(value)
    } else if depth == 0 {
        Value::Object(Vec::new())
    } else if let Some(list) = given.dyn_ref::<Array>() {
        let values = (0..list.length()).map(|index| read(&list.get(index), depth - 1));
        Value::List(values.collect())
    } else {
        let entries = given.dyn_ref::<Object>().map(Object::entries);
        let entries = entries.unwrap_or_default();
        let entry = |index| {
            let entry: Array = entries.get(index).unchecked_into();
            Some((entry.get(0).as_string()?, read(&entry.get(1), depth - 1)))
        };
        Value::Object((0..entries.length()).filter_map(entry).collect())
    }
}

/// A plain object, as JSON.parse would make it.
fn plain<T: Serialize>(value: &T) -> JsValue {
    let plain = value.serialize(&Serializer::json_compatible());
    // What crosses here is made of numbers, words, lists and maps with words for keys.
    plain.unwrap_or_else(|error| error.into())
}

fn throw(error: &Error) -> JsValue {
    plain(error)
}
