//! One lane of a race as JavaScript calls it.

use js_sys::Float32Array;
use wasm_bindgen::prelude::*;

use super::{Clock, plain, read_cell, read_experiment, throw};
use crate::Error;
use crate::error::Allowed;
use crate::run::trainer::Trainer;

/// A trainer, and the memory in which its frames are written before they are copied out.
#[wasm_bindgen(js_name = Lane)]
pub struct JsLane {
    trainer: Trainer,
    frame: Vec<f32>,
    clock: Clock,
}

#[wasm_bindgen(js_class = Lane)]
impl JsLane {
    /// A lane at update 0. `data` are the bytes of the task's data set: for the task `text` a text in UTF-8.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(unchecked_param_type = "Experiment")] experiment: JsValue,
        #[wasm_bindgen(unchecked_param_type = "CellKind")] cell: String,
        data: Option<Vec<u8>>,
    ) -> Result<JsLane, JsValue> {
        let (experiment, cell) = (read_experiment(experiment)?, read_cell(&cell)?);
        let trainer = Trainer::new(&experiment, cell, data.as_deref()).map_err(throw)?;
        let frame = vec![0.0; trainer.frame_length()];
        Ok(JsLane {
            trainer,
            frame,
            clock: Clock::new(),
        })
    }

    /// Everything that does not change while the run goes on.
    #[wasm_bindgen(unchecked_return_type = "RunDescription")]
    pub fn describe(&self) -> JsValue {
        plain(&self.trainer.describe())
    }

    /// Makes `updates` updates, fewer if one becomes non-finite.
    #[wasm_bindgen(unchecked_return_type = "TrainReport")]
    pub fn train(&mut self, updates: u32) -> JsValue {
        plain(&self.trainer.train(updates))
    }

    /// Trains until `milliseconds` are over: one update at least, `most` at most, fewer if one becomes non-finite.
    #[wasm_bindgen(js_name = trainFor, unchecked_return_type = "TrainReport")]
    pub fn train_for(&mut self, milliseconds: f64, most: u32) -> JsValue {
        let clock = &self.clock;
        let end = clock.now() + milliseconds;
        plain(&self.trainer.train_while(most, || clock.now() < end))
    }

    /// Fills one flat frame, laid out as `describe().layout` says.
    pub fn frame(&mut self, out: &Float32Array) -> Result<(), JsValue> {
        let length = self.frame.len();
        if out.length() as usize != length {
            let given = format_args!("{} numbers long", out.length());
            let allowed = Allowed::shape(format_args!("{length} numbers long"));
            let error = Error::wrong_shape("frame", given, allowed);
            return Err(throw(error));
        }
        self.trainer.write_frame(&mut self.frame).map_err(throw)?;
        out.copy_from(&self.frame);
        Ok(())
    }

    /// Everything that training changes.
    pub fn snapshot(&self) -> Vec<u8> {
        self.trainer.snapshot()
    }

    /// Goes back to a snapshot; from there on the same bits follow.
    pub fn restore(&mut self, bytes: &[u8]) -> Result<(), JsValue> {
        self.trainer.restore(bytes).map_err(throw)
    }

    /// Takes over the parameters that need no restart.
    pub fn set(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "Experiment")] experiment: JsValue,
    ) -> Result<(), JsValue> {
        self.trainer.set(&read_experiment(experiment)?);
        Ok(())
    }

    /// Shows the gradient of the loss of one step of the probe, counted from 0; left out, of all losses together.
    pub fn follow(&mut self, step: Option<usize>) -> Result<(), JsValue> {
        self.trainer.follow(step).map_err(throw)
    }

    /// Whether `train` ends at the update at which the lane has learned its task.
    #[wasm_bindgen(js_name = stopWhenLearned)]
    pub fn stop_when_learned(&mut self, stop: bool) {
        self.trainer.stop_when_learned(stop);
    }

    /// Back to the same initial weights.
    pub fn reset(&mut self) {
        self.trainer.reset();
    }

    /// Rescales every block of the recurrent weights to this spectral radius.
    pub fn rescale(&mut self, radius: f64) -> Result<(), JsValue> {
        self.trainer.rescale(radius).map_err(throw)
    }

    /// The spectral radius of every block of the recurrent weights, layer by layer.
    pub fn radii(&self) -> Vec<f64> {
        self.trainer.radii()
    }

    /// Spectral radius and largest singular value of each block of W_hh.
    #[wasm_bindgen(js_name = weightGains, unchecked_return_type = "WeightGains")]
    pub fn weight_gains(&mut self) -> JsValue {
        plain(&self.trainer.weight_gains())
    }

    /// What the steps of the probe do to a gradient together.
    #[wasm_bindgen(js_name = pathGains, unchecked_return_type = "PathGains")]
    pub fn path_gains(&mut self) -> Result<JsValue, JsValue> {
        let gains = self.trainer.path_gains().map_err(throw)?;
        Ok(plain(&gains))
    }

    /// Everything that the probe shows, in double precision.
    #[wasm_bindgen(unchecked_return_type = "Trace")]
    pub fn trace(&mut self) -> Result<JsValue, JsValue> {
        let trace = self.trainer.trace().map_err(throw)?;
        Ok(plain(&trace))
    }

    /// Compares the gradient of one tensor with differences of the loss; undefined past the last tensor.
    #[wasm_bindgen(unchecked_return_type = "TensorCheck | undefined")]
    pub fn verify(&self, tensor: u32) -> JsValue {
        let check = self.trainer.verify(tensor as usize);
        check.map_or(JsValue::UNDEFINED, |check| plain(&check))
    }

    /// A safetensors file with PyTorch's names.
    pub fn weights(&self) -> Vec<u8> {
        self.trainer.weights()
    }

    /// What the model says from step `history` of the probe on (counted from 1) when it reads its own answers after it;
    /// empty where answers are not of what is read.
    pub fn forecast(&self, history: u32) -> Vec<f64> {
        self.trainer.forecast(history as usize)
    }

    /// What the task asks after `question`, whatever the model says; undefined where it is no question of the task.
    #[wasm_bindgen(js_name = answerTo)]
    pub fn answer_to(&self, question: &str) -> Option<String> {
        self.trainer.answer_to(question)
    }

    /// `length` characters that the model writes after `prompt`.
    pub fn generate(&self, prompt: &str, length: u32, temperature: f64) -> Result<String, JsValue> {
        let written = self.trainer.generate(prompt, length as usize, temperature);
        written.map_err(throw)
    }
}
