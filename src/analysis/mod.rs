//! All that one sequence shows per time step: the trace, the flow of gradients, Jacobians, spectra, magnitudes.

#[cfg(feature = "inspector")]
mod direction;
pub mod divergence;
#[cfg(feature = "inspector")]
pub mod flow;
#[cfg(feature = "inspector")]
pub mod jacobian;
pub mod magnitude;
#[cfg(feature = "inspector")]
pub(crate) mod singular;
#[cfg(feature = "inspector")]
pub mod spectrum;
pub mod trace;
#[cfg(feature = "inspector")]
pub mod verify;
