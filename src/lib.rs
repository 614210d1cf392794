//! Tiny RNN, LSTM and GRU models that train live in the browser, so that people watch gradients vanish.
//!
//! # The way of the data
//! [`experiment`] → [`task`] draws a batch of [`sequence`]s → [`model`] runs forward onto a tape →
//! [`loss`] → backward through time → clip → [`optimizer`]; then one probe sequence → [`trace`] →
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
//! Nothing in this crate but `wasm.rs` knows that a browser exists.

#![cfg_attr(not(test), deny(clippy::disallowed_methods))]
#![cfg_attr(all(target_arch = "wasm32", not(feature = "std")), no_std)]

extern crate alloc;

pub mod backward;
pub mod batch;
pub mod cell;
#[cfg(feature = "inspector")]
mod direction;
pub mod divergence;
pub mod error;
pub mod experiment;
#[cfg(feature = "inspector")]
pub mod flow;
pub mod frame;
#[cfg(feature = "inspector")]
pub mod generate;
pub mod init;
#[cfg(feature = "inspector")]
pub mod inspector;
#[cfg(feature = "inspector")]
pub mod jacobian;
pub mod kernel;
#[cfg(feature = "lane")]
pub mod lane;
pub mod learner;
pub mod loss;
pub mod magnitude;
pub mod model;
#[cfg(feature = "inspector")]
mod named;
pub mod optimizer;
pub mod parameters;
pub mod real;
pub mod recurrent;
pub mod rng;
pub mod sequence;
#[cfg(feature = "inspector")]
mod singular;
mod snapshot;
#[cfg(feature = "inspector")]
pub mod spectrum;
pub mod tape;
pub mod task;
pub mod trace;
pub mod trainer;
#[cfg(feature = "inspector")]
pub mod verify;
#[cfg(target_arch = "wasm32")]
pub mod wasm;
#[cfg(feature = "inspector")]
pub mod weights;

pub use error::Error;
pub use experiment::Experiment;
