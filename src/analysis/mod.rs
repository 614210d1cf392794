//! All that one sequence shows per time step: the trace, the flow of gradients, Jacobians, divergence.

pub mod divergence;
pub mod flow;
pub mod jacobian;
pub mod trace;
pub mod verify;
