//! A run: the trainer, the frames it shows, its snapshots, and what it generates.

pub mod description;
mod evaluation;
pub mod frame;
pub mod generate;
pub mod milestone;
mod queries;
mod snapshot;
pub mod trainer;

pub use queries::{Gain, Ratios, WeightGains};
