//! From a value to an experiment: strictly, or with the default standing in.

use std::fmt;

use super::{
    Experiment, Integer, ListOf, Number, NumberOr, OneOf, PARAMETERS, Parameter, Positive, Value,
};
use crate::error::{Error, ErrorKind, join};

impl Experiment {
    /// Reads an object whose keys are in the table and whose values it allows. A key that is left
    /// out has its default; `shortest`, where it is left out, is at most `length`.
    ///
    /// # Errors
    /// The first of: an unknown key, a value of the wrong type, an unknown word, a number out of
    /// range or not finite, `shortest` above `length`.
    pub fn strict(given: &Value) -> Result<Experiment, Error> {
        let (experiment, mut errors) = Experiment::lenient(given);
        if errors.is_empty() {
            Ok(experiment)
        } else {
            Err(errors.swap_remove(0))
        }
    }

    /// Reads what can be read: the default stands in for a value that the table does not allow, a
    /// number out of range is clamped, an unknown key is passed over. Each of these is reported.
    /// The experiment is always one that [`Experiment::strict`] would accept.
    pub fn lenient(given: &Value) -> (Experiment, Vec<Error>) {
        let mut experiment = Experiment::default();
        let mut errors = Vec::new();
        let entries: &[(String, Value)] = match given {
            Value::Object(entries) => entries,
            other => {
                let allowed = "an object with the experiment's keys";
                errors.push(Error::wrong_value("experiment", other, allowed));
                &[]
            }
        };
        let mut shortest_given = false;
        for (index, (key, value)) in entries.iter().enumerate() {
            if entries[index + 1..].iter().any(|(later, _)| later == key) {
                continue;
            }
            let Some(parameter) = PARAMETERS.iter().find(|parameter| parameter.key == key) else {
                errors.push(Error::unknown_key(
                    key,
                    PARAMETERS.iter().map(|each| each.key),
                ));
                continue;
            };
            let (in_force, error) = parameter.check(value);
            shortest_given |= parameter.key == "shortest" && error.is_none();
            (parameter.set)(&mut experiment, &in_force);
            errors.extend(error);
        }
        if experiment.shortest > experiment.length {
            if shortest_given {
                let allowed =
                    format_args!("a whole number from 2 to length, {}", experiment.length);
                errors.push(Error::out_of_range(
                    "shortest",
                    experiment.shortest,
                    allowed,
                ));
            }
            experiment.shortest = experiment.length;
        }
        (experiment, errors)
    }
}

impl Parameter {
    /// The value to put in force for `given`, and what was wrong with it.
    pub(super) fn check(&self, given: &Value) -> (Value, Option<Error>) {
        let fail = |kind, in_force| {
            (
                in_force,
                Some(Error::new(
                    kind,
                    self.key,
                    given,
                    fmt::from_fn(|out| out.write_str(&self.allowed())),
                )),
            )
        };
        let allowed = match (self.kind, given) {
            (_, Value::Null) => self.nullable,
            (OneOf(words) | NumberOr { words, .. }, Value::Text(word)) => {
                words.contains(&word.as_str())
            }
            (ListOf(words), Value::List(given)) => is_list_of(words, given),
            (
                Integer { .. } | Number { .. } | NumberOr { .. } | Positive,
                Value::Number(number),
            ) => {
                if !number.is_finite() {
                    return fail(ErrorKind::NotFinite, self.default());
                }
                if let Some(nearest) = self.out_of_range(*number) {
                    return fail(ErrorKind::OutOfRange, nearest);
                }
                !matches!(self.kind, Integer { .. }) || libm::trunc(*number) == *number
            }
            _ => false,
        };
        if allowed {
            (given.clone(), None)
        } else {
            fail(ErrorKind::WrongValue, self.default())
        }
    }

    /// For a number outside the range, what to put in its place: the nearest one inside, or the
    /// default where there is no nearest.
    fn out_of_range(&self, number: f64) -> Option<Value> {
        match self.kind {
            Integer { min, max, .. } | Number { min, max, .. } | NumberOr { min, max, .. } => {
                (!(min..=max).contains(&number)).then(|| Value::Number(number.max(min).min(max)))
            }
            Positive => (number <= 0.0).then(|| self.default()),
            OneOf(_) | ListOf(_) => None,
        }
    }

    /// The allowed values in words that continue "must be".
    pub fn allowed(&self) -> String {
        let values = match self.kind {
            OneOf(words) => join(words.iter().copied(), "or"),
            ListOf(words) => {
                format!(
                    "a list of at least one of {}, each once",
                    join(words.iter().copied(), "and")
                )
            }
            Integer { min, max, .. } => {
                format!(
                    "a whole number from {} to {}",
                    Value::Number(min),
                    Value::Number(max)
                )
            }
            Number { min, max, .. } => format!(
                "a number from {} to {}",
                Value::Number(min),
                Value::Number(max)
            ),
            NumberOr {
                min, max, words, ..
            } => format!(
                "{} or a number from {} to {}",
                join(words.iter().copied(), "or"),
                Value::Number(min),
                Value::Number(max)
            ),
            Positive => "a number above 0".to_string(),
        };
        if self.nullable {
            let or = if matches!(self.kind, NumberOr { .. }) {
                ","
            } else {
                " or"
            };
            format!("null (none){or} {values}")
        } else {
            values
        }
    }
}

fn is_list_of(words: &[&str], given: &[Value]) -> bool {
    let known =
        |value: &Value| matches!(value, Value::Text(word) if words.contains(&word.as_str()));
    let repeated = |(index, value): (usize, &Value)| given[..index].contains(value);
    !given.is_empty() && given.iter().all(known) && !given.iter().enumerate().any(repeated)
}
