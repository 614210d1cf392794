//! What learns: cells, layers, the model they make, its tape and backward pass, losses, optimisers, initialisation,
//! weights.

pub mod backward;
pub mod cell;
pub mod init;
pub mod layer;
pub mod loss;
mod matching;
pub mod model;
pub(crate) mod named;
pub mod optimizer;
pub mod parameters;
pub mod recurrent;
pub mod stream;
pub mod tape;
pub mod weights;
