//! The cells: one file or folder a cell, forward and backward beside each other, one line in the list below.
//!
//! A cell that works step by step implements [`StepCell`](crate::nn::layer::StepCell) and is run through time by
//! [`Stepwise`](crate::nn::layer::Stepwise); one that sees the whole sequence implements
//! [`Layer`] and [`TracedLayer`] itself. Everything outside the
//! cell's own file asks for its capabilities, [`CellSpec`], and never for its name.
//!
//! # Layout
//! Weights are PyTorch's: `weight_ih` is G·H × I and `weight_hh` G·H × H, G blocks of H rows each in
//! the order of [`CellSpec::blocks`]. A row of the gate tape is the same G blocks of H numbers.

mod attention;
mod embedding;
mod gru;
mod held;
mod lru;
mod lstm;
mod mingru;
mod rnn;
mod spec;
mod window;

pub use spec::{CellDefinition, CellSpec, StateName};

use crate::experiment::CellKind;
use crate::kernel::real::Real;
use crate::nn::layer::{Layer, TracedLayer};
use crate::nn::parameters::Architecture;

/// Makes the list of cells: a module has `DEFINITION` and `layer`, which builds one layer.
macro_rules! cells {
    ($($kind:ident: $module:ident),* $(,)?) => {
        /// All cells.
        pub const CELLS: &[&CellDefinition] = &[$(&$module::DEFINITION),*];

        /// The cell of this kind.
        pub const fn definition(kind: CellKind) -> &'static CellDefinition {
            match kind {
                $(CellKind::$kind => &$module::DEFINITION),*
            }
        }

        /// One layer, counted from 0, of this architecture.
        pub fn layer<F: Real>(architecture: &Architecture, layer: usize) -> Box<dyn Layer<F>> {
            match architecture.kind {
                $(CellKind::$kind => Box::new($module::layer::<F>(architecture, layer))),*
            }
        }

        /// The same for traces.
        pub fn traced_layer(architecture: &Architecture, layer: usize) -> Box<dyn TracedLayer> {
            match architecture.kind {
                $(CellKind::$kind => Box::new($module::layer::<f64>(architecture, layer))),*
            }
        }
    };
}

cells! {
    Rnn: rnn,
    Lstm: lstm,
    Gru: gru,
    Window: window,
    Mingru: mingru,
    Lru: lru,
    Attention: attention,
}

/// The capabilities of the cell of this kind.
pub const fn spec(kind: CellKind) -> &'static CellSpec {
    &definition(kind).spec
}
