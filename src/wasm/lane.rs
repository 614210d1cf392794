//! One lane of a race as JavaScript calls it.

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use js_sys::Float32Array;
use wasm_bindgen::prelude::*;

use super::{plain, read_cell, read_experiment, throw};
use crate::Error;
use crate::run::lane::Lane;

/// A lane, and the memory in which its frames are written before they are copied out.
#[wasm_bindgen(js_name = Lane)]
pub struct JsLane {
    lane: Lane,
    frame: Vec<f32>,
}

#[wasm_bindgen(js_class = Lane)]
impl JsLane {
    /// A lane at update 0. `text` is what the task `text` reads; `weights` are the initial weights, which an experiment
    /// with a `radius` cannot do without. An inspector has both.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(unchecked_param_type = "Experiment")] experiment: JsValue,
        #[wasm_bindgen(unchecked_param_type = "CellKind")] cell: String,
        text: Option<String>,
        weights: Option<Vec<f32>>,
    ) -> Result<JsLane, JsValue> {
        let (experiment, cell, text) = (
            read_experiment(experiment)?,
            read_cell(&cell)?,
            text.as_deref(),
        );
        let lane = match weights {
            None => Lane::new(&experiment, cell, text),
            Some(weights) => Lane::with_weights(&experiment, cell, text, weights),
        };
        let lane = lane.map_err(throw)?;
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
            let given = format_args!("{} numbers long", out.length());
            let error = Error::wrong_shape("frame", given, format_args!("{length} numbers long"));
            return Err(throw(error));
        }
        self.lane.write_frame(&mut self.frame).map_err(throw)?;
        out.copy_from(&self.frame);
        Ok(())
    }

    /// Everything that training changes.
    pub fn snapshot(&self) -> Vec<u8> {
        self.lane.snapshot()
    }

    /// Goes back to a snapshot; from there on the same bits follow.
    pub fn restore(&mut self, bytes: &[u8]) -> Result<(), JsValue> {
        self.lane.restore(bytes).map_err(throw)
    }

    /// Multiplies every block of the recurrent weights by its factor, as an inspector's `rescaling` gives them.
    #[wasm_bindgen(js_name = scaleRecurrent)]
    pub fn scale_recurrent(&mut self, factors: &[f64]) -> Result<(), JsValue> {
        self.lane.scale_recurrent(factors).map_err(throw)
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
