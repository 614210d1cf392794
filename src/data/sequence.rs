//! One sequence: what is fed to the model at each time step, and what it should answer.

use serde::{Deserialize, Serialize};

/// What the model reads, one entry a time step.
#[derive(Clone, Debug, PartialEq)]
pub enum Inputs {
    /// One-hot vectors of width `size`, kept as indices: T symbols, each below `size`.
    Symbols { ids: Vec<u32>, size: usize },
    /// Any vectors: T × `size`, row-major.
    Dense { values: Vec<f64>, size: usize },
}

/// What the model should answer at one time step.
#[derive(Clone, Debug, PartialEq)]
pub enum Target {
    /// Masked: nothing is asked at this step.
    None,
    /// The right class, below V (cross-entropy).
    Class(u32),
    /// V real numbers (squared error).
    Values(Vec<f64>),
}

/// How an answer is scored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum LossKind {
    /// −ln of the softmax probability of the right class.
    CrossEntropy,
    /// The mean over the V outputs of the squared difference.
    SquaredError,
}

/// T inputs and T targets.
#[derive(Clone, Debug, PartialEq)]
pub struct Sequence {
    pub inputs: Inputs,
    pub targets: Vec<Target>,
}

impl Inputs {
    /// T, the number of time steps.
    pub fn steps(&self) -> usize {
        match self {
            Inputs::Symbols { ids, .. } => ids.len(),
            Inputs::Dense { values, size } => values.len() / size,
        }
    }

    /// I, the width of one input vector.
    pub fn size(&self) -> usize {
        match self {
            Inputs::Symbols { size, .. } | Inputs::Dense { size, .. } => *size,
        }
    }
}

impl Sequence {
    /// Whether its inputs are symbols.
    pub fn is_symbolic(&self) -> bool {
        matches!(self.inputs, Inputs::Symbols { .. })
    }

    /// Repeats its steps from the start until there are `steps`; nothing where there are as many.
    pub fn repeat_to(&mut self, steps: usize) {
        let before = self.steps();
        for t in before..steps {
            match &mut self.inputs {
                Inputs::Symbols { ids, .. } => ids.push(ids[t - before]),
                Inputs::Dense { values, size } => {
                    let start = (t - before) * *size;
                    values.extend_from_within(start..start + *size);
                }
            }
            self.targets.push(self.targets[t - before].clone());
        }
    }

    /// T, the number of time steps.
    pub fn steps(&self) -> usize {
        self.targets.len()
    }
}
