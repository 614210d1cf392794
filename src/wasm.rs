//! The boundary: what JavaScript calls. Nothing is decided here.
//!
//! Two modules are built from it, each with one class: `Lane` trains and fills frames (feature `lane`), `Inspector`
//! answers what is asked now and then (feature `inspector`).
//!
//! Configurations and descriptions cross as plain objects, the numbers of a frame as one flat array that the
//! caller provides. A failure is thrown as the object that [`Error`] serialises to; that of a lane has
//! no words, and an inspector made of the same refuses it with a sentence.

#[cfg(not(feature = "std"))]
mod bare;
#[cfg(feature = "inspector")]
mod inspector;
#[cfg(feature = "lane")]
mod lane;
#[cfg(not(feature = "std"))]
mod plain;

use alloc::vec::Vec;
use core::fmt;

use js_sys::{Array, Object};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;

use crate::Error;
use crate::error::join;
use crate::experiment::{CellKind, Choice, Experiment, Value};
#[cfg(not(feature = "std"))]
use plain::plain;

#[global_allocator]
static ALLOCATOR: crate::kernel::LineAllocator = crate::kernel::LineAllocator::new();

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = "import type { CellKind, Divergence, Experiment, Passage, PathGains, RunDescription, TensorCheck, Trace, TrainReport, WeightGains } from './types';";

/// Makes a panic readable in the console.
#[cfg(feature = "std")]
#[wasm_bindgen(start)]
fn start() {
    console_error_panic_hook::set_once();
}

fn read_cell(given: &str) -> Result<CellKind, JsValue> {
    CellKind::from_word(given).ok_or_else(|| {
        let allowed =
            fmt::from_fn(|out| out.write_str(&join(CellKind::WORDS.iter().copied(), "or")));
        throw(Error::wrong_value(
            "cell",
            format_args!("\"{given}\""),
            allowed,
        ))
    })
}

/// Reads an object strictly: every key and value must be one that the table of parameters allows.
fn read_experiment(given: JsValue) -> Result<Experiment, JsValue> {
    Experiment::strict(&read(&given, DEPTH)).map_err(throw)
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

/// A plain object, as JSON.parse would make it. Without the standard library, which the serialiser needs, `plain.rs`
/// makes the same.
#[cfg(feature = "std")]
fn plain<T: serde::Serialize>(value: &T) -> JsValue {
    let plain = value.serialize(&serde_wasm_bindgen::Serializer::json_compatible());
    // What crosses here is made of numbers, words, lists and maps with words for keys.
    plain.unwrap_or_else(|error| error.into())
}

fn throw(error: Error) -> JsValue {
    plain(&error)
}
