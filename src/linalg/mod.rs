//! Linear algebra of small real matrices and vectors, in f64: magnitudes beyond the range of floats, eigenvalues, singular
//! values and their directions. It knows nothing of models.

mod direction;
pub mod magnitude;
mod singular;
pub mod spectrum;
