//! A run: the trainer, the frames it shows, its snapshots, and what it generates.

pub mod description;
pub mod frame;
pub mod generate;
mod queries;
mod snapshot;
pub mod trainer;

pub use queries::{Gain, WeightGains};
