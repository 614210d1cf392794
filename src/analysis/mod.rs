//! All that one sequence shows per time step: the trace, the flow of gradients, Jacobians, spectra, magnitudes.

mod direction;
pub mod divergence;
pub mod flow;
pub mod jacobian;
pub mod magnitude;
pub(crate) mod singular;
pub mod spectrum;
pub mod trace;
pub mod verify;
