//! A run: the trainer, the frames it shows, its snapshots, and what it generates.

pub mod frame;
pub mod generate;
pub mod lane;
pub mod learner;
pub mod milestone;
pub(crate) mod snapshot;
pub mod trainer;
