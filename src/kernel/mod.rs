//! The arithmetic that time is spent in: matrix products and elementwise functions.
//!
//! Results are the same bits on every machine: no fused multiply-add, no function of the platform,
//! and every sum in one order, whatever the tiling. Written so that LLVM turns it into 128-bit vectors.
//! This is the only place of the crate where `unsafe` may appear; so far none does.

pub mod math_f32;
mod matrix;
#[cfg(feature = "bench")]
pub mod peak;
mod product;
mod transposed_product;
pub mod vector;

pub use matrix::{Matrix, MatrixMut};
pub use product::add_product;
pub use transposed_product::add_transposed_product;
