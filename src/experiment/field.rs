//! How the fields of an experiment become values, and checked values become fields.

use super::{Choice, Value};

/// A type that a field of [`Experiment`](super::Experiment) may have.
pub(super) trait Field {
    /// Whether null is a value.
    const NULLABLE: bool = false;

    fn to_value(&self) -> Value;

    /// Writes a value that the table has allowed; any other leaves the field as it was.
    fn put(value: &Value, field: &mut Self);
}

impl<C: Choice> Field for C {
    fn to_value(&self) -> Value {
        Value::Text(self.word().to_string())
    }

    fn put(value: &Value, field: &mut Self) {
        if let Value::Text(word) = value
            && let Some(choice) = C::from_word(word)
        {
            *field = choice;
        }
    }
}

impl<C: Choice> Field for Vec<C> {
    fn to_value(&self) -> Value {
        Value::List(self.iter().map(Field::to_value).collect())
    }

    fn put(value: &Value, field: &mut Self) {
        if let Value::List(words) = value {
            *field = words
                .iter()
                .filter_map(|word| match word {
                    Value::Text(word) => C::from_word(word),
                    _ => None,
                })
                .collect();
        }
    }
}

macro_rules! number_field {
    ($($type:ty),+) => {$(
        impl Field for $type {
            fn to_value(&self) -> Value {
                Value::Number(*self as f64)
            }

            fn put(value: &Value, field: &mut Self) {
                if let Value::Number(number) = value {
                    *field = *number as $type;
                }
            }
        }
    )+};
}

number_field!(usize, u32, f64);

impl Field for Option<f64> {
    const NULLABLE: bool = true;

    fn to_value(&self) -> Value {
        self.map_or(Value::Null, Value::Number)
    }

    fn put(value: &Value, field: &mut Self) {
        match value {
            Value::Null => *field = None,
            Value::Number(number) => *field = Some(*number),
            _ => {}
        }
    }
}
