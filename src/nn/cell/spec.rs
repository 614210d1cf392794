//! What a cell is like: the capabilities that everything outside its own file asks for.

use serde::Serialize;

use crate::data::rng::Rng;
use crate::experiment::{CellKind, Experiment, GateBias};
use crate::nn::parameters::{Architecture, ParameterLayout, TensorSpec};

/// What a step leaves for later steps and for the layer above.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum StateName {
    /// The hidden state h.
    H,
    /// The cell state c.
    C,
    /// The complex state s: as numbers its real parts, then its imaginary ones.
    S,
}

impl StateName {
    /// How many numbers this state of H units has.
    pub const fn width(self, hidden: usize) -> usize {
        match self {
            StateName::H | StateName::C => hidden,
            StateName::S => 2 * hidden,
        }
    }
}

/// The capabilities of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct CellSpec {
    pub kind: CellKind,
    /// The states of a step: what the layer above reads first.
    #[cfg_attr(feature = "types", ts(as = "Vec<StateName>"))]
    pub states: &'static [StateName],
    /// The states that the next step reads, in the order of the state vector s; none for a cell that works on the whole
    /// sequence at once.
    #[cfg_attr(feature = "types", ts(as = "Vec<StateName>"))]
    pub carried: &'static [StateName],
    /// The state that carries the memory.
    pub memory: StateName,
    /// The gates, in the order of the weight blocks; empty for a cell without.
    #[cfg_attr(feature = "types", ts(as = "Vec<String>"))]
    pub gates: &'static [&'static str],
    /// The G blocks of H rows each that the weights consist of, in their order.
    #[cfg_attr(feature = "types", ts(as = "Vec<String>"))]
    pub blocks: &'static [&'static str],
    /// Whether there is a matrix W_hh between h of one step and the pre-activations of the next.
    pub recurrent_matrix: bool,
    /// Whether the first layer reads embeddings of its inputs.
    pub embeds_input: bool,
    /// Whether the cell works on the whole sequence at once. Otherwise it works step by step, and its states are carried
    /// from each step to the next.
    pub whole_sequence: bool,
    /// Whether every step reads all steps before it, each as far as its attention goes.
    pub attends: bool,
    /// The gate that decides how much of the memory is kept.
    #[cfg_attr(feature = "types", ts(as = "Option<String>"))]
    pub keeping_gate: Option<&'static str>,
    /// The value at which that gate keeps everything: 1, or 0 where an open gate replaces.
    pub keeps_at: u8,
}

impl CellSpec {
    /// Whether there is a state beside h.
    pub const fn has_cell_state(&self) -> bool {
        self.states.len() > 1
    }

    /// Whether that state is complex: twice as wide, real parts before imaginary ones.
    pub const fn has_complex_state(&self) -> bool {
        matches!(self.memory, StateName::S)
    }

    /// Whether the next step reads h.
    pub fn carries_hidden(&self) -> bool {
        self.carried.contains(&StateName::H)
    }

    /// Whether the blocks are gates, with activations of their own. If not, the only block is that of the hidden state.
    pub const fn is_gated(&self) -> bool {
        !self.gates.is_empty()
    }

    /// Whether the states of one step are read by the next.
    pub const fn carries_state(&self) -> bool {
        !self.carried.is_empty()
    }
}

/// Writes numbers of one layer into all parameters of a model.
pub type InitialiseLayer = fn(&ParameterLayout, usize, &Experiment, &mut Rng, &mut [f64]);

/// A cell's entry in the list: what it is like, its tensors, and how its biases begin.
#[derive(Debug)]
pub struct CellDefinition {
    pub spec: CellSpec,
    /// The tensors of one layer, counted from 0, in their order in the flat vector of parameters.
    pub tensors: fn(&Architecture, usize) -> Vec<TensorSpec>,
    /// Fills what is [`ByCell`](crate::nn::parameters::Initial::ByCell) in one layer, counted from 0.
    pub initialise: Option<InitialiseLayer>,
    /// How the keeping gate begins.
    pub keeping_bias: fn(&Experiment) -> GateBias,
    /// The gate that writes, where it is one of its own: `chrono` gives it the opposite bias.
    pub writing_gate: Option<&'static str>,
    /// How many times as wide as the layer the inside of its MLP, or its embedding, is where nothing asks for another
    /// number of weights; 0 for a cell that has neither.
    pub widens: usize,
    /// How many numbers one row of a batch of so many steps takes beside states, gates and their gradients.
    pub further_per_row: fn(&Architecture, usize) -> usize,
}
