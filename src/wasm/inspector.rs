//! The inspector as JavaScript calls it.

use wasm_bindgen::prelude::*;

use super::{plain, read_cell, read_experiment, throw};
use crate::Error;
use crate::data::task::text;
use crate::experiment::{Choice, Passage};
use crate::run::inspector::Inspector;

/// What is asked of a lane now and then. It is told the lane's state by snapshots.
#[wasm_bindgen(js_name = Inspector)]
pub struct JsInspector(Inspector);

#[wasm_bindgen(js_class = Inspector)]
impl JsInspector {
    /// The inspector of a lane of the same experiment, cell and text; it holds the initial weights.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(unchecked_param_type = "Experiment")] experiment: JsValue,
        #[wasm_bindgen(unchecked_param_type = "CellKind")] cell: String,
        text: Option<String>,
    ) -> Result<JsInspector, JsValue> {
        let (experiment, cell) = (read_experiment(experiment)?, read_cell(&cell)?);
        let inspector = Inspector::new(&experiment, cell, text.as_deref());
        inspector.map(JsInspector).map_err(throw)
    }

    /// The built-in text of this name.
    pub fn passage(
        #[wasm_bindgen(unchecked_param_type = "Passage")] word: &str,
    ) -> Result<String, JsValue> {
        let passage = Passage::from_word(word).ok_or_else(|| {
            let allowed = crate::error::join(Passage::WORDS.iter().copied(), "or");
            throw(Error::wrong_value(
                "passage",
                format!("\"{word}\""),
                allowed,
            ))
        })?;
        Ok(text::passage(passage).to_string())
    }

    /// What a lane of this experiment begins with.
    #[wasm_bindgen(js_name = initialWeights)]
    pub fn initial_weights(&self) -> Vec<f32> {
        self.0.initial_weights()
    }

    /// Takes over the weights of a lane's snapshot.
    pub fn load(&mut self, snapshot: &[u8]) -> Result<(), JsValue> {
        self.0.load(snapshot).map_err(throw)
    }

    /// Takes over the parameters that need no restart.
    pub fn set(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "Experiment")] experiment: JsValue,
    ) -> Result<(), JsValue> {
        self.0.set(&read_experiment(experiment)?);
        Ok(())
    }

    /// Where the next update of a lane, that of this snapshot, leaves the finite numbers, if it does.
    #[wasm_bindgen(unchecked_return_type = "Divergence | null")]
    pub fn locate(&self, snapshot: &[u8]) -> Result<JsValue, JsValue> {
        let found = self.0.locate(snapshot).map_err(throw)?;
        Ok(plain(&found))
    }

    /// Everything that the probe shows, in double precision.
    #[wasm_bindgen(unchecked_return_type = "Trace")]
    pub fn trace(&mut self) -> Result<JsValue, JsValue> {
        let trace = self.0.trace().map_err(throw)?;
        Ok(plain(&trace))
    }

    /// What the steps of the probe do to a gradient together.
    #[wasm_bindgen(js_name = pathGains, unchecked_return_type = "PathGains")]
    pub fn path_gains(&mut self) -> Result<JsValue, JsValue> {
        let gains = self.0.path_gains().map_err(throw)?;
        Ok(plain(&gains))
    }

    /// Spectral radius and largest singular value of each block of W_hh.
    #[wasm_bindgen(js_name = weightGains, unchecked_return_type = "WeightGains")]
    pub fn weight_gains(&mut self) -> JsValue {
        plain(&self.0.weight_gains())
    }

    /// `length` characters that the model writes after `prompt`.
    pub fn generate(&self, prompt: &str, length: u32, temperature: f64) -> Result<String, JsValue> {
        let written = self.0.generate(prompt, length as usize, temperature);
        written.map_err(throw)
    }

    /// The spectral radius of every block of the recurrent weights, layer by layer.
    pub fn radii(&self) -> Vec<f64> {
        self.0.radii()
    }

    /// What every block of the recurrent weights has to be multiplied by for that spectral radius.
    pub fn rescaling(&self, radius: f64) -> Result<Vec<f64>, JsValue> {
        self.0.rescaling(radius).map_err(throw)
    }

    /// Compares the gradient of one tensor with differences of the loss; undefined past the last tensor.
    #[wasm_bindgen(unchecked_return_type = "TensorCheck | undefined")]
    pub fn verify(&self, tensor: u32) -> JsValue {
        let check = self.0.verify(tensor as usize);
        check.map_or(JsValue::UNDEFINED, |check| plain(&check))
    }

    /// A safetensors file with PyTorch's names.
    pub fn weights(&self) -> Vec<u8> {
        self.0.weights()
    }
}
