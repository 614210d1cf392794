//! One table of parameters: key, kind, range, default, does a change restart training.

use serde::{Deserialize, Serialize};

/// Which model a lane trains.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum CellKind {
    Rnn,
    Lstm,
    Gru,
    Window,
}

/// What the models learn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum TaskKind {
    Recall,
    Adding,
    Copy,
    Order,
    Parity,
    Brackets,
    Text,
}

/// The nonlinearity of the vanilla RNN.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum Activation {
    Tanh,
    Relu,
}

/// Where the GRU's reset gate acts: after the recurrent product (PyTorch, cuDNN) or before it (Cho et al. 2014).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum Reset {
    After,
    Before,
}

/// How the recurrent weights begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum Init {
    Pytorch,
    Xavier,
    Orthogonal,
    Identity,
    Normal,
}

/// How weights follow gradients.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum OptimizerKind {
    Sgd,
    Momentum,
    Rmsprop,
    Adam,
}

/// What clipping bounds: the norm of all gradients together, or each number by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum ClipBy {
    Norm,
    Value,
}

/// The built-in passage that the `text` task reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum Passage {
    English,
    Chinese,
}

/// Everything that decides a run. Two equal experiments give equal weights, bit for bit.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Experiment {
    pub cells: Vec<CellKind>,
    pub task: TaskKind,
    pub passage: Passage,
    pub length: usize,
    pub shortest: usize,
    pub hidden: usize,
    pub layers: usize,
    pub activation: Activation,
    pub reset: Reset,
    pub window: usize,
    pub init: Init,
    pub radius: Option<f64>,
    pub forget_bias: f64,
    pub optimizer: OptimizerKind,
    pub rate: f64,
    pub clip: Option<f64>,
    pub clip_by: ClipBy,
    pub truncate: usize,
    pub batch: usize,
    pub seed: u32,
}

impl Default for Experiment {
    /// The scene that a visitor sees first.
    fn default() -> Self {
        Experiment {
            cells: vec![CellKind::Rnn, CellKind::Lstm, CellKind::Gru],
            task: TaskKind::Recall,
            passage: Passage::English,
            length: 40,
            shortest: 4,
            hidden: 24,
            layers: 1,
            activation: Activation::Tanh,
            reset: Reset::After,
            window: 5,
            init: Init::Pytorch,
            radius: None,
            forget_bias: 1.0,
            optimizer: OptimizerKind::Adam,
            rate: 0.01,
            clip: Some(1.0),
            clip_by: ClipBy::Norm,
            truncate: 0,
            batch: 16,
            seed: 1,
        }
    }
}
