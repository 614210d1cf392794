//! How the gate that keeps the memory begins: the LSTM's forget gate, the GRU's update gate.

use serde::{Serialize, Serializer};

use super::{Value, field::Field};

/// The bias of a keeping gate at the start, b_ih and b_hh together. In JSON null, a number or `"chrono"`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum GateBias {
    /// As the other biases are initialised.
    Initialised,
    /// This much in total, for every unit.
    Total(f64),
    /// log U\[1, T − 1\], drawn for each unit (Tallec & Ollivier 2018, arXiv 1804.11188): the units then keep for
    /// times that spread over the length of the sequence.
    Chrono,
}

impl GateBias {
    /// The words beside numbers and null.
    pub const WORDS: &'static [&'static str] = &["chrono"];
}

impl Field for GateBias {
    const NULLABLE: bool = true;

    fn to_value(&self) -> Value {
        match self {
            GateBias::Initialised => Value::Null,
            GateBias::Total(total) => Value::Number(*total),
            GateBias::Chrono => Value::Text("chrono".to_string()),
        }
    }

    fn put(value: &Value, field: &mut Self) {
        match value {
            Value::Null => *field = GateBias::Initialised,
            Value::Number(total) => *field = GateBias::Total(*total),
            Value::Text(word) if word == "chrono" => *field = GateBias::Chrono,
            _ => {}
        }
    }
}

impl Serialize for GateBias {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.to_value().serialize(serializer)
    }
}
