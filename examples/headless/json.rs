//! Reading a request: JSON into values, and values into numbers, lists and objects, each failure with its place.

use vanishing_point::Error;
use vanishing_point::experiment::Value;

/// The JSON in `text`. NaN and the infinities, which JSON lacks but some programs write, become words,
/// so that the sentence can name the place where a number should stand.
///
/// # Errors
/// The text is not JSON: says where it stops being so.
pub fn parse(text: &str) -> Result<Value, Error> {
    serde_json::from_str(&quote_non_finite(text)).map_err(|error| {
        Error::unreadable("request", "not JSON", format!("a JSON object ({error})"))
    })
}

/// Puts NaN, Infinity and -Infinity outside strings into quotes.
fn quote_non_finite(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut in_string, mut escaped) = (false, false);
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        let word = ["NaN", "-Infinity", "Infinity"]
            .into_iter()
            .find(|word| !in_string && rest.starts_with(word));
        if let Some(word) = word {
            out.extend(["\"", word, "\""]);
            rest = &rest[word.len()..];
            continue;
        }
        match next {
            _ if escaped => escaped = false,
            '\\' => escaped = in_string,
            '"' => in_string = !in_string,
            _ => {}
        }
        out.push(next);
        rest = &rest[next.len_utf8()..];
    }
    out
}

/// The entries of an object whose keys are all among `keys`.
///
/// # Errors
/// Not an object; an unknown key.
pub fn object<'a>(
    path: &str,
    value: &'a Value,
    keys: &[&str],
) -> Result<&'a [(String, Value)], Error> {
    let Value::Object(entries) = value else {
        let allowed = format!("an object with the keys {}", keys.join(", "));
        return Err(Error::wrong_value(path, value.to_string(), allowed));
    };
    match entries
        .iter()
        .find(|(key, _)| !keys.contains(&key.as_str()))
    {
        Some((key, _)) => Err(Error::unknown_key(key, keys.iter().copied())),
        None => Ok(entries),
    }
}

/// The value of `key`; of a repeated key the last one holds.
///
/// # Errors
/// It is missing.
pub fn field<'a>(
    entries: &'a [(String, Value)],
    key: &str,
    allowed: &str,
) -> Result<&'a Value, Error> {
    let found = entries.iter().rev().find(|(name, _)| name == key);
    found
        .map(|(_, value)| value)
        .ok_or_else(|| Error::wrong_value(key, "missing", allowed))
}

/// The items of a list.
///
/// # Errors
/// Not a list.
pub fn list<'a>(path: &str, value: &'a Value, allowed: &str) -> Result<&'a [Value], Error> {
    match value {
        Value::List(items) => Ok(items),
        _ => Err(Error::wrong_value(path, value.to_string(), allowed)),
    }
}

/// A finite number.
///
/// # Errors
/// Not a number, or not a finite one.
pub fn number(path: &str, value: &Value) -> Result<f64, Error> {
    match value {
        Value::Number(number) if number.is_finite() => Ok(*number),
        Value::Text(word) => match word.as_str() {
            "NaN" => Err(Error::not_finite(path, f64::NAN)),
            "Infinity" => Err(Error::not_finite(path, f64::INFINITY)),
            "-Infinity" => Err(Error::not_finite(path, f64::NEG_INFINITY)),
            _ => Err(Error::wrong_value(path, value.to_string(), "a number")),
        },
        _ => Err(Error::wrong_value(path, value.to_string(), "a number")),
    }
}

/// A whole number from `min` to `max`.
///
/// # Errors
/// Not a number, not a whole one, or out of range.
pub fn integer(path: &str, value: &Value, min: u64, max: u64) -> Result<u64, Error> {
    let allowed = format!("a whole number from {min} to {max}");
    match value {
        Value::Number(number) if number.fract() == 0.0 => {
            if (min as f64..=max as f64).contains(number) {
                Ok(*number as u64)
            } else {
                Err(Error::out_of_range(path, value.to_string(), allowed))
            }
        }
        _ => Err(Error::wrong_value(path, value.to_string(), allowed)),
    }
}

/// A list of finite numbers.
///
/// # Errors
/// Not a list, or an item that is not a finite number.
pub fn numbers(path: &str, value: &Value) -> Result<Vec<f64>, Error> {
    let items = list(path, value, "a list of numbers")?;
    items
        .iter()
        .enumerate()
        .map(|(index, item)| number(&format!("{path}[{index}]"), item))
        .collect()
}

/// A tensor as nested lists: its shape and its numbers, row-major.
///
/// # Errors
/// Lists of different lengths beside each other, or an item that is not a finite number.
pub fn tensor(path: &str, value: &Value) -> Result<(Vec<usize>, Vec<f64>), Error> {
    let Value::List(items) = value else {
        return Ok((Vec::new(), vec![number(path, value)?]));
    };
    let mut shape = vec![items.len()];
    let mut values = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let inner_path = format!("{path}[{index}]");
        let (inner, numbers) = tensor(&inner_path, item)?;
        if index == 0 {
            shape.extend(&inner);
        } else if shape[1..] != inner {
            let (given, wanted) = (describe_shape(&inner), describe_shape(&shape[1..]));
            let allowed = format!("{wanted} as {path}[0] is");
            return Err(Error::wrong_shape(inner_path, given, allowed));
        }
        values.extend(numbers);
    }
    Ok((shape, values))
}

/// "12 × 4", "a list of 12", "a number".
pub fn describe_shape(shape: &[usize]) -> String {
    match shape {
        [] => "a number".to_string(),
        [length] => format!("a list of {length}"),
        _ => shape
            .iter()
            .map(usize::to_string)
            .collect::<Vec<_>>()
            .join(" × "),
    }
}
