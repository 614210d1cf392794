//! The boundary: what JavaScript calls. Nothing is decided here.
//!
//! Configurations and descriptions cross as plain objects, the numbers of a frame as one flat array that the
//! caller provides. A failure is thrown as the object that [`Error`] serialises to.

mod clock;
mod lane;

use wasm_bindgen::prelude::*;

use crate::Error;
use crate::data::foreign;
use crate::error::{Allowed, Rule};
use crate::experiment::{CellKind, Choice, Experiment, Value};
use clock::Clock;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = "import type { CellKind, Experiment, ModuleDescription, PathGains, RunDescription, TensorCheck, Trace, TrainReport, WeightGains } from './types';";

/// Makes a panic readable in the console.
#[wasm_bindgen(start)]
fn start() {
    console_error_panic_hook::set_once();
}

/// The number of this engine, which links carry: see [`ENGINE`](crate::ENGINE).
#[wasm_bindgen(js_name = engineNumber)]
pub fn engine_number() -> u32 {
    crate::ENGINE
}

/// What a file of weights holds that another program saved.
#[wasm_bindgen(js_name = readModel, unchecked_return_type = "ModuleDescription")]
pub fn read_model(bytes: &[u8]) -> Result<JsValue, JsValue> {
    let foreign = foreign::read(bytes).map_err(throw)?;
    Ok(plain(&foreign.description))
}

/// The same file without what was left aside, in single precision and by plain names.
#[wasm_bindgen(js_name = plainModel)]
pub fn plain_model(bytes: &[u8]) -> Result<Vec<u8>, JsValue> {
    let foreign = foreign::read(bytes).map_err(throw)?;
    Ok(foreign::write(&foreign))
}

fn read_cell(given: &str) -> Result<CellKind, JsValue> {
    CellKind::from_word(given).ok_or_else(|| {
        let allowed = Allowed::words(CellKind::WORDS);
        throw(Error::wrong_value(
            "cell",
            format_args!("\"{given}\""),
            allowed,
        ))
    })
}

/// Reads an object strictly: every key and value must be one that the table of parameters allows.
fn read_experiment(given: JsValue) -> Result<Experiment, JsValue> {
    let given: Value = serde_wasm_bindgen::from_value(given)
        .map_err(|error| throw(Error::wrong_value("experiment", error, Rule::Object)))?;
    Experiment::strict(&given).map_err(throw)
}

/// A plain object, as JSON.parse would make it.
fn plain<T: serde::Serialize>(value: &T) -> JsValue {
    let plain = value.serialize(&serde_wasm_bindgen::Serializer::json_compatible());
    // What crosses here is made of numbers, words, lists and maps with words for keys.
    plain.unwrap_or_else(|error| error.into())
}

fn throw(error: Error) -> JsValue {
    plain(&error)
}
