//! The words that an experiment's keys choose among.

use crate::choice::choice;

choice! {
    /// Which model a lane trains.
    CellKind { Rnn = "rnn", Lstm = "lstm", Gru = "gru", Window = "window", Mingru = "mingru", Lru = "lru" }
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
