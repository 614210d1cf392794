//! The arithmetic that time is spent in: matrix products and loops over the numbers of a row.
//!
//! Results are the same bits on every machine: no fused multiply-add, no function of the platform, and every
//! sum in one order, whatever the tiling. What a cell computes is written once, over [`Lanes`]: several
//! numbers at a time, in the vectors of WebAssembly's simd128 or in plain arrays with the same bits.
//!
//! This is the only place of the crate where `unsafe` may appear. All of it rests on two things: a
//! [`Matrix`] borrows what it points into, and its shape was checked when it was made.

mod elementwise;
mod functions;
mod lanes;
mod matrix;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod on_lines;
mod panels;
#[cfg(any(test, not(all(target_arch = "wasm32", target_feature = "simd128"))))]
mod portable;
mod product;
pub mod real;
mod reflection;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod simd128;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod simd128_f64;
mod softmax;
mod tile;
mod transposed_product;
pub mod vector;

pub use elementwise::update;
pub use lanes::Lanes;
pub use matrix::{Matrix, MatrixMut};
pub use panels::Panels;
pub use product::{Start, add_product, leading_product, product};
pub use reflection::{reflect_and_gather, reflect_and_project};
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
pub use simd128::F32x4;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
pub use simd128_f64::F64x2;
pub use softmax::{exponentials, scale_flushed, subtract_largest, sum};
pub use transposed_product::{GradientScratch, add_transposed_product};

/// Four f32, two f64 in whatever is fastest here. The bits are the same everywhere.
#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
pub use portable::{F32x4, F64x2};
