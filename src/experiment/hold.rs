//! What if a gate did not decide anything: gates that stand at a fixed value.

use serde::{Serialize, Serializer};

use super::{Value, field::Field};

/// Gates that are held at a value between 0 and 1 for all units and steps, as if the network were built so. In JSON null
/// or a text like `"forget:1"` or `"forget:1,input:0.5"`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Hold {
    /// One for each of [`Hold::GATES`].
    values: [Option<f64>; Hold::GATES.len()],
}

impl Hold {
    /// The gates that can be held, by the names that the cells give them: those that open and shut.
    pub const GATES: &'static [&'static str] = &["input", "forget", "output", "reset", "update"];
    /// The range of their values.
    pub const MIN: f64 = 0.0;
    pub const MAX: f64 = 1.0;

    /// The value that a gate of this name is held at.
    pub fn gate(&self, name: &str) -> Option<f64> {
        let index = Hold::GATES.iter().position(|gate| *gate == name)?;
        self.values[index]
    }

    /// Reads `gate:value` pairs, separated by commas, each gate at most once; `none` of what does not read so. Values
    /// may lie outside the range.
    pub(super) fn read(text: &str) -> Option<Hold> {
        let mut hold = Hold::default();
        for pair in text.split(',') {
            let (gate, value) = pair.split_once(':')?;
            let gate = gate.trim();
            let index = Hold::GATES.iter().position(|known| *known == gate)?;
            let value = decimal(value.trim())?;
            if hold.values[index].replace(value).is_some() {
                return None;
            }
        }
        Some(hold)
    }

    /// With every value in the range.
    pub(super) fn clamped(self) -> Hold {
        Hold {
            values: self
                .values
                .map(|value| value.map(|value| value.clamp(Hold::MIN, Hold::MAX))),
        }
    }

    /// As it is written, gates in the order of [`Hold::GATES`].
    fn text(&self) -> Option<String> {
        let held = Hold::GATES.iter().zip(self.values);
        let pairs: Vec<String> = held
            .filter_map(|(gate, value)| Some(format!("{gate}:{}", value?)))
            .collect();
        (!pairs.is_empty()).then(|| pairs.join(","))
    }
}

/// A number as people write it, of at most 15 digits and without an exponent: exactly the float that is nearest. What the
/// standard library reads numbers with is as large as a cell.
fn decimal(text: &str) -> Option<f64> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let count = whole.len() + fraction.len();
    let mut mantissa = 0_u64;
    for digit in whole.bytes().chain(fraction.bytes()) {
        if count > 15 || !digit.is_ascii_digit() {
            return None;
        }
        mantissa = 10 * mantissa + u64::from(digit - b'0');
    }
    // Both are whole numbers that a float holds exactly, and so their quotient is rounded once.
    let divisor = (0..fraction.len()).fold(1.0, |power, _| 10.0 * power);
    let value = mantissa as f64 / divisor;
    (count > 0).then_some(if negative { -value } else { value })
}

impl Field for Hold {
    const NULLABLE: bool = true;

    fn to_value(&self) -> Value {
        self.text().map_or(Value::Null, Value::Text)
    }

    fn put(value: &Value, field: &mut Self) {
        match value {
            Value::Null => *field = Hold::default(),
            Value::Text(text) => {
                if let Some(hold) = Hold::read(text) {
                    *field = hold;
                }
            }
            _ => {}
        }
    }
}

impl Serialize for Hold {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.to_value().serialize(serializer)
    }
}
