//! What models learn from: random numbers, sequences, packed batches, data sets, and the tasks that draw from them.

pub mod batch;
pub mod dataset;
pub mod foreign;
pub mod npy;
mod packing;
pub mod rng;
pub mod sequence;
pub mod task;
pub(crate) mod written;
