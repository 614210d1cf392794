//! The integration tests of the core, one module a file, in one program: each program compiles the models anew.
//!
//! `cargo test --test core frame::` runs one file. `allocations.rs` has an allocator of its own, and so a program.

mod attention;
mod default_scene;
mod divergence;
mod documents;
mod experiment;
mod finite_differences;
mod follow;
mod frame;
mod gate_bias;
mod golden_digests;
mod headless;
mod headless_refusals;
mod hold;
mod jacobians;
mod kernels;
mod lane;
mod layers;
mod lessons;
mod lru;
mod magnitudes;
mod milestone;
mod own_model;
mod products;
mod pytorch_parity;
mod queries;
mod rooms;
mod scenes;
mod spectrum;
mod support;
mod tasks;
mod training;
mod training_parity;
