//! What can go wrong, said in one sentence that names what was given and what is allowed.

use serde::Serialize;

/// Every failure of the core. [`Error::message`] is the sentence for people,
/// the fields are there so that a page can say the same in another language.
#[derive(Clone, Debug, PartialEq, Serialize, thiserror::Error)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[error("{message}")]
pub struct Error {
    /// Which family the failure belongs to; picks the translated sentence.
    pub kind: ErrorKind,
    /// The experiment key, weight name or request field at fault, where there is one.
    pub key: Option<String>,
    /// What was given, as the user wrote it, shortened if it is long.
    pub given: String,
    /// What is allowed in its place.
    pub allowed: String,
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
}
