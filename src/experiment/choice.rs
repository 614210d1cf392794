//! The words that an experiment's keys choose among.

use serde::{Deserialize, Serialize};

/// An enumeration whose variants are words in JSON, in the URL and in attributes.
pub trait Choice: Copy + PartialEq + 'static {
    /// Every variant, in the order in which they are offered.
    const ALL: &'static [Self];
    /// The words, in the same order.
    const WORDS: &'static [&'static str];

    /// The variant's word.
    fn word(self) -> &'static str {
        let index = Self::ALL
            .iter()
            .position(|&each| each == self)
            .expect("ALL has every variant");
        Self::WORDS[index]
    }

    /// The variant behind a word.
    fn from_word(word: &str) -> Option<Self> {
        let index = Self::WORDS.iter().position(|&each| each == word)?;
        Some(Self::ALL[index])
    }
}

/// Defines an enumeration and its words together, so that they cannot differ.
macro_rules! choice {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "types", derive(ts_rs::TS))]
        pub enum $name { $($(#[$doc])* #[serde(rename = $word)] $variant),+ }

        impl Choice for $name {
            const ALL: &'static [Self] = &[$($name::$variant),+];
            const WORDS: &'static [&'static str] = &[$($word),+];
        }
    };
}
pub(crate) use choice;

choice! {
    /// Which model a lane trains.
    CellKind { Rnn = "rnn", Lstm = "lstm", Gru = "gru", Window = "window" }
}

choice! {
    /// The built-in passage that the `text` task reads.
    Passage { English = "english", Chinese = "chinese" }
}

choice! {
    /// The nonlinearity of the vanilla RNN.
    Activation { Tanh = "tanh", Relu = "relu" }
}

choice! {
    /// Where the GRU's reset gate acts: after the recurrent product (PyTorch, cuDNN) or before it
    /// (Cho et al. 2014, arXiv 1406.1078v3).
    Reset { After = "after", Before = "before" }
}

choice! {
    /// How the recurrent weights begin.
    Init {
        /// U(−1/√H, 1/√H), as torch.nn's recurrent layers.
        Pytorch = "pytorch",
        /// Glorot & Bengio 2010, uniform.
        Xavier = "xavier",
        /// Saxe et al. 2013 (arXiv 1312.6120).
        Orthogonal = "orthogonal",
        /// Le et al. 2015 (arXiv 1504.00941).
        Identity = "identity",
        /// Gaussian.
        Normal = "normal",
    }
}

choice! {
    /// How weights follow gradients; definitions and constants are torch.optim's.
    OptimizerKind { Sgd = "sgd", Momentum = "momentum", Rmsprop = "rmsprop", Adam = "adam" }
}

choice! {
    /// What clipping bounds: the norm of all gradients together, or each number by itself.
    ClipBy { Norm = "norm", Value = "value" }
}
