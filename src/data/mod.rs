//! What models learn from: random numbers, sequences, packed batches, and the tasks that draw them.

pub mod batch;
pub mod rng;
pub mod sequence;
pub mod task;
