//! A run: the trainer, the frames it shows, its snapshots, and what it generates.

pub mod frame;
#[cfg(feature = "inspector")]
pub mod generate;
#[cfg(feature = "inspector")]
pub mod inspector;
#[cfg(feature = "lane")]
pub mod lane;
pub mod learner;
pub mod milestone;
pub(crate) mod snapshot;
pub mod trainer;
