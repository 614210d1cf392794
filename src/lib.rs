//! Tiny RNN, LSTM and GRU models that train live in the browser, so that people watch gradients vanish.
//!
//! # The way of the data
//! [`experiment`] → [`data::task`] draws a batch of [`data::sequence`]s → [`nn::model`] runs forward onto a tape →
//! [`nn::loss`] → backward through time → clip → [`nn::optimizer`]; then one probe sequence → [`analysis::trace`] →
//! one flat frame for the views. Each stage reads only what the one before it left.
//!
//! # Shape legend
//! Arrays are row-major and time-major. The letters are the same in every file:
//!
//! | letter | meaning |
//! | --- | --- |
//! | T | time steps of a sequence |
//! | B | sequences in a batch |
//! | N | rows of a packed batch, the sum of its sequences' lengths |
//! | I | inputs of a layer |
//! | H | hidden units |
//! | G | gate blocks of a cell: 1 (rnn, window), 3 (gru), 4 (lstm) |
//! | L | layers |
//! | V | outputs |
//!
//! A *packed* batch holds the sequences in descending order of length, and for each time step only
//! the rows of those sequences that have not ended: step t owns rows `offsets[t]..offsets[t + 1]`,
//! and sequence b is row b of every step it takes part in. This is PyTorch's `PackedSequence`.
//!
//! Nothing in this crate but `wasm` knows that a browser exists.

#![cfg_attr(not(test), deny(clippy::disallowed_methods))]

/// The number of this engine. It grows with every change that gives a link other bits: another arithmetic, or, because
/// a link leaves out what has its default, another default.
pub const ENGINE: u32 = 2;

pub mod analysis;
pub mod data;
pub mod error;
pub mod experiment;
pub mod kernel;
pub mod nn;
pub mod run;
#[cfg(target_arch = "wasm32")]
pub mod wasm;

pub use error::Error;
pub use experiment::Experiment;
