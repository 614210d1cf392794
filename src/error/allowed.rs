//! What is allowed where something was refused: data that each language words for itself, and the English words for it.

use std::fmt::{self, Display};

use serde::Serialize;

use super::join;
use crate::value::Value;

/// What is allowed, as data.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(
    tag = "type",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum Allowed {
    /// A number, a whole one if `integer`, from `min` to `max`, above `min` if `exclusive_min`; or null, if `nullable`.
    Range {
        min: f64,
        /// Null for no limit.
        max: Option<f64>,
        exclusive_min: bool,
        integer: bool,
        nullable: bool,
    },
    /// One of these words, or a number from `min` to `max`; or null, if `nullable`.
    NumberOr {
        min: f64,
        max: f64,
        words: Vec<String>,
        nullable: bool,
    },
    /// One of these words; or null, if `nullable`.
    Words { words: Vec<String>, nullable: bool },
    /// A list of at least one of these words, each at most once.
    List { words: Vec<String> },
    /// Some of these words, each at most once with a number from `min` to `max`; or null, if `nullable`.
    Gates {
        words: Vec<String>,
        min: f64,
        max: f64,
        nullable: bool,
    },
    /// One of these keys.
    Keys { keys: Vec<String> },
    /// A number up to `limit`.
    AtMost { limit: usize, reason: Reason },
    /// A shape: `24 × 8`, `3 long`.
    Shape { expected: String },
    /// A finite number.
    Finite,
    /// The bytes of this file, or of one like it.
    File { file: String },
    /// A text with 2 to `longest` characters, 2 to `most_different` of them different.
    Text {
        longest: usize,
        most_different: usize,
    },
    /// One nn.RNN, nn.LSTM or nn.GRU; `fault` says what is in the way.
    Module { fault: ModuleFault },
    /// What a rule says.
    Rule { rule: Rule },
    /// English words that continue "must be". A page gives no cause for them: they are about requests that a person
    /// writes by hand, and about calls of this crate.
    Other { words: String },
}

/// Why a number is limited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum Reason {
    /// At this length and these sizes more would not fit into memory.
    Memory,
}

/// Why the module in a file of weights cannot be trained here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum ModuleFault {
    /// There is no recurrent module; what is given are the first names.
    None,
    /// There are several; what is given are their names.
    Several,
    /// It reads backward as well.
    Bidirectional,
    /// Its states are projected (`proj_size`).
    Projected,
    /// Its weights are whole numbers or another type that no float is.
    Quantised,
    /// It is a cell without layers: nn.RNNCell, nn.LSTMCell, nn.GRUCell.
    Cell,
    /// Its weights are made of others: weight or spectral norm.
    Parametrised,
    /// It has more than four layers.
    Layers,
    /// It has more than 256 units.
    Units,
    /// It reads or answers more numbers a step than fit.
    Width,
    /// A tensor that it needs is missing.
    Missing,
    /// Tensors whose shapes do not fit each other.
    Shape,
    /// The file is too large.
    Large,
}

/// Rules that are no range and no choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum Rule {
    /// An object with the experiment's keys.
    Object,
    /// A text in UTF-8.
    Utf8,
    /// A safetensors file.
    Safetensors,
    /// A grammar of sentences.
    Grammar,
    /// Numbers that are not all the same.
    Varies,
    /// Numbers of the types U8, I16, F32 or F64.
    NumberType,
    /// Bytes that `snapshot()` returned, of this version.
    Snapshot,
    /// The snapshot of a lane with the same cell, task, sizes and optimizer.
    SameModel,
    /// Characters that the model knows.
    KnownCharacters,
    /// At least one character to go on from.
    Prompt,
    /// A task of text, for a model to write.
    TextTask,
    /// A radius small enough for every weight to stay finite.
    FiniteWeights,
    /// One of the classes that the data name.
    KnownClass,
    /// All losses together, or the loss of a step that has one.
    StepWithLoss,
}

impl Allowed {
    /// A number from `min` to `max`.
    pub fn number(min: f64, max: f64) -> Self {
        Allowed::Range {
            min,
            max: Some(max),
            exclusive_min: false,
            integer: false,
            nullable: false,
        }
    }

    /// A whole number from `min` to `max`.
    pub fn integer(min: f64, max: f64) -> Self {
        Allowed::Range {
            min,
            max: Some(max),
            exclusive_min: false,
            integer: true,
            nullable: false,
        }
    }

    /// One of these words.
    pub fn words(words: &[&str]) -> Self {
        Allowed::Words {
            words: words.iter().map(|word| word.to_string()).collect(),
            nullable: false,
        }
    }

    /// A shape in words that continue "must be".
    pub fn shape(expected: impl Display) -> Self {
        Allowed::Shape {
            expected: expected.to_string(),
        }
    }
}

impl From<Rule> for Allowed {
    fn from(rule: Rule) -> Self {
        Allowed::Rule { rule }
    }
}

impl From<&str> for Allowed {
    fn from(words: &str) -> Self {
        Allowed::Other {
            words: words.to_string(),
        }
    }
}

impl From<String> for Allowed {
    fn from(words: String) -> Self {
        Allowed::Other { words }
    }
}

impl Display for Allowed {
    /// English words that continue "must be".
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let none = |nullable: &bool| if *nullable { "null (none) or " } else { "" };
        match self {
            Allowed::Range {
                min,
                max,
                exclusive_min,
                integer,
                nullable,
            } => {
                let number = if *integer {
                    "a whole number"
                } else {
                    "a number"
                };
                let above = if *exclusive_min { "above" } else { "from" };
                let min = Value::Number(*min);
                write!(f, "{}{number} {above} {min}", none(nullable))?;
                match max {
                    Some(max) => write!(f, " to {}", Value::Number(*max)),
                    None => Ok(()),
                }
            }
            Allowed::NumberOr {
                min,
                max,
                words,
                nullable,
            } => {
                let none = if *nullable { "null (none), " } else { "" };
                let (min, max) = (Value::Number(*min), Value::Number(*max));
                let words = words.join(", ");
                write!(f, "{none}{words} or a number from {min} to {max}")
            }
            Allowed::Words { words, nullable } => {
                write!(f, "{}{}", none(nullable), join(words, "or"))
            }
            Allowed::List { words } => {
                let words = join(words, "and");
                write!(f, "a list of at least one of {words}, each once")
            }
            Allowed::Gates {
                words,
                min,
                max,
                nullable,
            } => write!(
                f,
                "{}text like forget:1 or forget:1,input:0.5, each of {} at most once with a number from {} to {}",
                none(nullable),
                join(words, "and"),
                Value::Number(*min),
                Value::Number(*max),
            ),
            Allowed::Keys { keys } => write!(f, "one of the keys {}", join(keys, "and")),
            Allowed::AtMost {
                limit,
                reason: Reason::Memory,
            } => write!(
                f,
                "at most {limit} at this length and these sizes, to fit into memory"
            ),
            Allowed::Shape { expected } => f.write_str(expected),
            Allowed::Finite => f.write_str("a finite number"),
            Allowed::File { file } => write!(f, "the bytes of {file}, or of a file like it"),
            Allowed::Text {
                longest,
                most_different,
            } => write!(
                f,
                "2 to {longest} characters long, 2 to {most_different} of them different"
            ),
            Allowed::Module { fault } => f.write_str(match fault {
                ModuleFault::None => "of one nn.RNN, nn.LSTM or nn.GRU",
                ModuleFault::Several => "of one recurrent module only",
                ModuleFault::Bidirectional => "of a module that reads forward only",
                ModuleFault::Projected => "of a module without projection",
                ModuleFault::Quantised => "of type F64, F32, F16 or BF16, not quantised",
                ModuleFault::Cell => "of nn.RNN, nn.LSTM or nn.GRU, not of a cell alone",
                ModuleFault::Parametrised => "of plain weights, with weight norm removed",
                ModuleFault::Layers => "of 1 to 4 layers",
                ModuleFault::Units => "of 1 to 256 units",
                ModuleFault::Width => "of at most 16384 numbers a step",
                ModuleFault::Missing => "there, since the other weights need it",
                ModuleFault::Shape => "of a shape that fits the other weights",
                ModuleFault::Large => "of at most 64 MB",
            }),
            Allowed::Rule { rule } => f.write_str(match rule {
                Rule::Object => "an object with the experiment's keys",
                Rule::Utf8 => "a text in UTF-8",
                Rule::Safetensors => "a safetensors file",
                Rule::Grammar => "a grammar of sentences",
                Rule::Varies => "numbers that are not all the same",
                Rule::NumberType => "of type U8, I16, F32 or F64",
                Rule::Snapshot => "what snapshot() returned",
                Rule::SameModel => "of a lane with the same cell, task, sizes and optimizer",
                Rule::KnownCharacters => "written in the characters that the model knows",
                Rule::Prompt => "at least one character to go on from",
                Rule::TextTask => "\"text\", for a model to write",
                Rule::FiniteWeights => "small enough for every weight to stay finite",
                Rule::KnownClass => "one of the classes that the file names",
                Rule::StepWithLoss => "all or a step at which an answer is due",
            }),
            Allowed::Other { words } => f.write_str(words),
        }
    }
}
