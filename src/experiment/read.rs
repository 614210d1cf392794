//! From a value to an experiment: strictly, or with the default standing in.

use super::field::Field;
use super::{
    Experiment, Gates, Hold, Integer, ListOf, Number, NumberOr, OneOf, PARAMETERS, Parameter,
    Positive, Value,
};
use crate::error::{Allowed, Error, ErrorKind, Rule};

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
                errors.push(Error::wrong_value("experiment", other, Rule::Object));
                &[]
            }
        };
        let mut shortest_given = false;
        for (index, (key, value)) in entries.iter().enumerate() {
            let Some(parameter) = Parameter::named(key) else {
                if !entries[index + 1..].iter().any(|(later, _)| later == key) {
                    let known = PARAMETERS.iter().map(|each| each.key);
                    errors.push(Error::unknown_key(key, known));
                }
                continue;
            };
            // Of a parameter that is given twice, by whichever of its names, the last value holds.
            let mut later = entries[index + 1..].iter();
            if later.any(|(later, _)| parameter.is_named(later)) {
                continue;
            }
            let (in_force, error) = parameter.check(value);
            shortest_given |= parameter.key == "shortest" && error.is_none();
            (parameter.set)(&mut experiment, &in_force);
            errors.extend(error);
        }
        if experiment.shortest > experiment.length {
            if shortest_given {
                let allowed = Allowed::integer(2.0, experiment.length as f64);
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
    /// The parameter with this key or alias.
    pub fn named(name: &str) -> Option<&'static Parameter> {
        PARAMETERS.iter().find(|each| each.is_named(name))
    }

    fn is_named(&self, name: &str) -> bool {
        self.key == name || self.aliases.contains(&name)
    }

    /// The value to put in force for `given`, and what was wrong with it.
    pub(super) fn check(&self, given: &Value) -> (Value, Option<Error>) {
        let fail = |kind, in_force| {
            (
                in_force,
                Some(Error::new(kind, self.key, given, self.allowed())),
            )
        };
        let allowed = match (self.kind, given) {
            (_, Value::Null) => self.nullable,
            (OneOf(words) | NumberOr { words, .. }, Value::Text(word)) => {
                words.contains(&word.as_str())
            }
            (ListOf(words), Value::List(given)) => is_list_of(words, given),
            (Gates { .. }, Value::Text(text)) => match Hold::read(text) {
                Some(hold) if hold == hold.clamped() => true,
                Some(hold) => return fail(ErrorKind::OutOfRange, hold.clamped().to_value()),
                None => false,
            },
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
            OneOf(_) | ListOf(_) | Gates { .. } => None,
        }
    }

    /// What values it takes.
    pub fn allowed(&self) -> Allowed {
        let owned = |words: &[&str]| words.iter().map(|word| word.to_string()).collect();
        let nullable = self.nullable;
        let range = |min, max, exclusive_min, integer| Allowed::Range {
            min,
            max,
            exclusive_min,
            integer,
            nullable,
        };
        match self.kind {
            OneOf(words) => Allowed::Words {
                words: owned(words),
                nullable,
            },
            ListOf(words) => Allowed::List {
                words: owned(words),
            },
            Integer { min, max, .. } => range(min, Some(max), false, true),
            Number { min, max, .. } => range(min, Some(max), false, false),
            NumberOr {
                min, max, words, ..
            } => Allowed::NumberOr {
                min,
                max,
                words: owned(words),
                nullable,
            },
            Positive => range(0.0, None, true, false),
            Gates { words, min, max } => Allowed::Gates {
                words: owned(words),
                min,
                max,
                nullable,
            },
        }
    }
}

fn is_list_of(words: &[&str], given: &[Value]) -> bool {
    let known =
        |value: &Value| matches!(value, Value::Text(word) if words.contains(&word.as_str()));
    let repeated = |(index, value): (usize, &Value)| given[..index].contains(value);
    !given.is_empty() && given.iter().all(known) && !given.iter().enumerate().any(repeated)
}
