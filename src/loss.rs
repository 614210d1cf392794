//! The two losses: softmax cross-entropy and squared error.

use serde::{Deserialize, Serialize};

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
