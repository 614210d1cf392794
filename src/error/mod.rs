//! What can go wrong: data that each language words for itself, and one English sentence.

mod allowed;

use std::fmt::Display;

use serde::Serialize;

use crate::value::Value;
pub use allowed::{Allowed, ModuleFault, Reason, Rule};

/// Every failure of the core. [`Error::message`] is the English sentence, for the command line and the console; another
/// language makes its own of the other fields.
#[derive(Clone, Debug, PartialEq, Serialize, thiserror::Error)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[error("{message}")]
pub struct Error {
    /// Which family the failure belongs to; picks the translated sentence.
    pub kind: ErrorKind,
    /// The experiment key, weight name or request field at fault, where there is one.
    pub key: Option<String>,
    /// What was given, as the user wrote it, shortened if it is long. Where the user wrote nothing (a file, a
    /// snapshot) it says in English what is wrong; `allowed` is then enough for a sentence.
    pub given: String,
    /// What is allowed in its place.
    pub allowed: Box<Allowed>,
    /// The whole sentence in English.
    pub message: String,
}

/// The families of failures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum ErrorKind {
    /// A key that the table of parameters (or the request) does not have.
    UnknownKey,
    /// A value of the wrong type, or a word that is not among the choices.
    WrongValue,
    /// A number outside its range.
    OutOfRange,
    /// Inputs, targets or weights whose shape does not fit.
    WrongShape,
    /// NaN or infinity where a finite number is needed.
    NotFinite,
    /// A weight tensor that is missing, or has a name that the model does not have.
    WeightName,
    /// A text that is too short or too long, or has too few or too many different characters.
    Text,
    /// A file or snapshot that cannot be read.
    Unreadable,
    /// A file of weights that holds no module that can be trained here.
    Module,
}

/// The longest `given` that a message repeats in full, in characters.
const LONGEST_GIVEN: usize = 60;

impl Error {
    /// A failure of `key`: "`key` is `given`, but must be `allowed`."
    ///
    /// `given` is written as the user would write it (a word in quotes, a number bare) and is
    /// shortened if it is long.
    pub fn new(
        kind: ErrorKind,
        key: impl Into<String>,
        given: impl Display,
        allowed: impl Into<Allowed>,
    ) -> Self {
        let key = key.into();
        let (given, allowed) = (shorten(given.to_string()), allowed.into());
        let message = format!("{key} is {given}, but must be {allowed}.");
        Error {
            kind,
            key: Some(key),
            given,
            allowed: Box::new(allowed),
            message,
        }
    }

    /// A key that is not among `keys`.
    pub fn unknown_key<'a>(key: &str, keys: impl IntoIterator<Item = &'a str>) -> Self {
        let given = shorten(key.to_string());
        let keys: Vec<String> = keys.into_iter().map(String::from).collect();
        let known = join(&keys, "and");
        Error {
            kind: ErrorKind::UnknownKey,
            key: Some(key.to_string()),
            message: format!("There is no key {given}; the keys are {known}."),
            given,
            allowed: Box::new(Allowed::Keys { keys }),
        }
    }

    /// A value of the wrong type, or a word that is not among the choices.
    pub fn wrong_value(
        key: impl Into<String>,
        given: impl Display,
        allowed: impl Into<Allowed>,
    ) -> Self {
        Error::new(ErrorKind::WrongValue, key, given, allowed)
    }

    /// A number outside its range.
    pub fn out_of_range(
        key: impl Into<String>,
        given: impl Display,
        allowed: impl Into<Allowed>,
    ) -> Self {
        Error::new(ErrorKind::OutOfRange, key, given, allowed)
    }

    /// Inputs, targets or weights whose shape does not fit.
    pub fn wrong_shape(
        key: impl Into<String>,
        given: impl Display,
        allowed: impl Into<Allowed>,
    ) -> Self {
        Error::new(ErrorKind::WrongShape, key, given, allowed)
    }

    /// NaN or infinity where a finite number is needed.
    pub fn not_finite(key: impl Into<String>, given: f64) -> Self {
        Error::new(
            ErrorKind::NotFinite,
            key,
            Value::Number(given),
            Allowed::Finite,
        )
    }

    /// A weight that the model lacks, or one that it was not given.
    pub fn weight_name(
        name: impl Into<String>,
        given: impl Display,
        allowed: impl Into<Allowed>,
    ) -> Self {
        Error::new(ErrorKind::WeightName, name, given, allowed)
    }

    /// A text that the `text` task cannot learn from.
    pub fn text(given: impl Display, allowed: impl Into<Allowed>) -> Self {
        Error::new(ErrorKind::Text, "text", given, allowed)
    }

    /// A file or snapshot (`what`) that cannot be read.
    pub fn unreadable(
        what: impl Into<String>,
        given: impl Display,
        allowed: impl Into<Allowed>,
    ) -> Self {
        Error::new(ErrorKind::Unreadable, what, given, allowed)
    }
}

/// "a, b or c".
pub fn join(words: &[impl AsRef<str>], last: &str) -> String {
    let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
    match words.as_slice() {
        [] => String::new(),
        [only] => (*only).to_string(),
        [most @ .., end] => format!("{} {last} {end}", most.join(", ")),
    }
}

fn shorten(given: String) -> String {
    match given.char_indices().nth(LONGEST_GIVEN) {
        None => given,
        Some((end, _)) => format!("{}…", &given[..end]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_names_key_given_and_allowed() {
        let error = Error::out_of_range("length", "1", Allowed::integer(2.0, 1024.0));
        assert_eq!(
            error.to_string(),
            "length is 1, but must be a whole number from 2 to 1024."
        );
    }

    #[test]
    fn what_is_allowed_crosses_as_data() {
        let json = |error: Error| serde_json::to_value(error.allowed).unwrap();
        assert_eq!(
            json(Error::out_of_range("rate", 11, Allowed::number(1e-6, 10.0))),
            serde_json::json!({
                "type": "range", "min": 1e-6, "max": 10.0, "exclusiveMin": false, "integer": false, "nullable": false,
            })
        );
        assert_eq!(
            json(Error::unreadable(
                "snapshot",
                "3 unreadable bytes",
                Rule::Snapshot
            )),
            serde_json::json!({ "type": "rule", "rule": "snapshot" })
        );
    }

    #[test]
    fn a_long_given_is_shortened_between_characters() {
        let error = Error::wrong_value("task", "忘".repeat(100), "recall");
        assert_eq!(error.given, format!("{}…", "忘".repeat(60)));
    }

    #[test]
    fn an_unknown_key_lists_the_known_ones() {
        let error = Error::unknown_key("lenght", ["length", "seed"]);
        assert_eq!(
            error.message,
            "There is no key lenght; the keys are length and seed."
        );
    }
}
