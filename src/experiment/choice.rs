//! The words that an experiment's keys choose among.

use crate::choice::choice;

choice! {
    /// Which model a lane trains.
    CellKind {
        Rnn = "rnn",
        Lstm = "lstm",
        Gru = "gru",
        Window = "window",
        Mingru = "mingru",
        Lru = "lru",
        Attention = "attention",
    }
}

choice! {
    /// The built-in passage that the `text` task reads.
    Passage { English = "english", Chinese = "chinese", Sonnets = "sonnets", Code = "code" }
}

choice! {
    /// The series that the `series` task reads; what each is, stands in docs/data.md.
    SeriesName {
        Sunspots = "sunspots",
        SunspotsYearly = "sunspotsYearly",
        Co2 = "co2",
        ElNino = "elNino",
        Airline = "airline",
        Sines = "sines",
    }
}

choice! {
    /// The sentences that the `entities` task reads.
    Sentences { English = "english", Chinese = "chinese" }
}

choice! {
    /// What the `translate` task reads and writes.
    Translation {
        DigitsToEnglish = "digitsToEnglish",
        EnglishToDigits = "englishToDigits",
        DigitsToChinese = "digitsToChinese",
        ChineseToDigits = "chineseToDigits",
    }
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
    /// What the cells on stage have alike: units, or weights.
    Match { Units = "units", Weights = "weights" }
}

choice! {
    /// What minGRU writes: its candidate as it is, or g of it, which is positive (Feng et al. 2024, appendix B).
    NewValue { Linear = "linear", Positive = "positive" }
}

choice! {
    /// How attention knows where an input stands.
    Position {
        /// sin and cos of t over wavelengths from 2π to 10000 · 2π (Vaswani et al. 2017).
        Sinusoidal = "sinusoidal",
        /// A vector of its own for each position.
        Learned = "learned",
        /// Not at all, but that later steps read more.
        None = "none",
    }
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
