//! The next value of a series: a window of it, and after every value the question which one follows.
//!
//! The series are those of `data/series/`: measured ones, and a mixture of sines by rule. What is read and asked is scaled
//! by the mean and the standard deviation of the training part, so that the unit of a squared error is its variance. The last
//! `heldOut` values are held out: a window to learn from ends before them, and of one that is held out only steps are asked
//! whose answer is among them; what comes before is history. A window has as many steps as the data set says, and begins
//! anywhere.
//!
//! The answer to beat is the last value, as it is. An answer is right within [`TOLERANCE`] deviations.

use super::catalogue::{DataFiles, data_file};
use super::{Answer, Baseline, Channel, Input, Lengths, Split, Task};
use crate::Error;
use crate::data::dataset::{DataSet, Numbers};
use crate::data::rng::Rng;
use crate::data::sequence::{Inputs, Sequence, Target};
use crate::error::{Allowed, Rule};

/// The series that ship.
pub const FILES: DataFiles = DataFiles {
    parameter: Some("series"),
    natural_lengths: true,
    choices: &[
        data_file!("sunspots", "series/sunspots.safetensors"),
        data_file!("sunspotsYearly", "series/sunspots-yearly.safetensors"),
        data_file!("co2", "series/co2.safetensors"),
        data_file!("elNino", "series/el-nino.safetensors"),
        data_file!("airline", "series/airline.safetensors"),
        data_file!("sines", "series/sines.safetensors"),
    ],
};

/// How many standard deviations of the training part an answer may be off.
pub const TOLERANCE: f64 = 0.25;

/// Values in their order.
pub struct Series {
    channel: Channel,
    /// Scaled.
    values: Vec<f64>,
    /// How many of them train.
    train: usize,
    /// T.
    window: usize,
}

impl Series {
    /// # Errors
    /// A sentence about values that are missing, too few or all the same.
    pub fn new(data: &DataSet) -> Result<Series, Error> {
        let numbers = data.numbers()?;
        let values = &numbers.tensor("values", 1)?.values;
        let (window, held_out) = (count(&numbers, "window"), count(&numbers, "heldOut"));
        let window = window.max(2);
        let train = values.len().saturating_sub(held_out.max(1));
        if train <= window {
            let given = format!("{} numbers", values.len());
            let least = window + 1 + held_out.max(1);
            let allowed = Allowed::shape(format_args!("at least {least} numbers"));
            return Err(Error::wrong_shape("values", given, allowed));
        }
        let mean = values[..train].iter().sum::<f64>() / train as f64;
        let square = |value: &f64| (value - mean) * (value - mean);
        let variance = values[..train].iter().map(square).sum::<f64>() / train as f64;
        if variance == 0.0 {
            return Err(Error::wrong_value(
                "values",
                "the same number throughout",
                Rule::Varies,
            ));
        }
        let deviation = libm::sqrt(variance);
        let text = |key| numbers.metadata(key).map(str::to_string);
        Ok(Series {
            channel: Channel {
                name: text("name").unwrap_or_else(|| "value".to_string()),
                unit: text("unit").filter(|unit| !unit.is_empty()),
                offset: mean,
                scale: deviation,
            },
            values: (values.iter())
                .map(|value| (value - mean) / deviation)
                .collect(),
            train,
            window,
        })
    }

    /// The steps from one value to the next that held-out windows ask, with how many windows ask each.
    fn steps(&self) -> impl Iterator<Item = (f64, f64)> {
        let end = self.values.len();
        (self.train..end).map(move |to| {
            let windows = self.window.min(end - to);
            (self.values[to] - self.values[to - 1], windows as f64)
        })
    }
}

/// A whole number of the metadata; 0 where it is missing.
fn count(numbers: &Numbers, key: &str) -> usize {
    let text = numbers.metadata(key).unwrap_or("");
    text.parse::<u32>().unwrap_or(0) as usize
}

impl Task for Series {
    fn input(&self) -> Input {
        Input::Channels(vec![self.channel.clone()])
    }

    fn answer(&self) -> Answer {
        Answer::Values(vec![self.channel.clone()])
    }

    fn lengths(&self) -> Lengths {
        Lengths::Natural {
            longest: self.window,
        }
    }

    fn fill(&self, split: Split, _length: usize, rng: &mut Rng, sequence: &mut Sequence) {
        // The first value that is asked, and all places where a window may begin.
        let (first_asked, places) = match split {
            Split::Train => (0, 0..self.train - self.window),
            Split::HeldOut => (
                self.train,
                self.train - self.window..self.values.len() - self.window,
            ),
        };
        let start = places.start + rng.below(places.len());
        if !matches!(sequence.inputs, Inputs::Dense { .. }) {
            sequence.inputs = Inputs::Dense {
                values: Vec::new(),
                size: 1,
            };
        }
        let Inputs::Dense { values, size } = &mut sequence.inputs else {
            unreachable!("made dense just above");
        };
        *size = 1;
        values.clear();
        values.extend_from_slice(&self.values[start..start + self.window]);
        // Targets keep their memory: every window asks as many.
        sequence.targets.resize(self.window, Target::None);
        for (target, next) in sequence.targets.iter_mut().zip(start + 1..) {
            match target {
                _ if next < first_asked => *target = Target::None,
                Target::Values(answer) => {
                    answer.clear();
                    answer.push(self.values[next]);
                }
                _ => *target = Target::Values(vec![self.values[next]]),
            }
        }
    }

    /// What the last value scores in the held-out windows: it learns nothing, so it is measured where models are.
    fn baseline(&self, _length: usize) -> Baseline {
        let asked: f64 = self.steps().map(|(_, windows)| windows).sum();
        let loss = self.steps().map(|(step, windows)| windows * step * step);
        let right = self.steps().filter(|(step, _)| step.abs() <= TOLERANCE);
        Baseline {
            loss: loss.sum::<f64>() / asked,
            accuracy: right.map(|(_, windows)| windows).sum::<f64>() / asked,
        }
    }

    /// None: the last value is another in each window.
    fn baseline_answers(&self, _length: usize) -> Vec<Vec<f64>> {
        Vec::new()
    }

    /// None: which values matter is for the model to find out.
    fn marks(&self, _sequence: &Sequence) -> Vec<usize> {
        Vec::new()
    }

    fn tolerance(&self) -> f64 {
        TOLERANCE
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use safetensors::Dtype;
    use safetensors::tensor::TensorView;

    use super::*;

    fn file(values: &[f64], window: &str, held_out: &str) -> Vec<u8> {
        let bytes: Vec<u8> = values
            .iter()
            .flat_map(|value| value.to_le_bytes())
            .collect();
        let view = TensorView::new(Dtype::F64, vec![values.len()], &bytes).unwrap();
        let about = [("window", window), ("heldOut", held_out), ("unit", "ppm")];
        let about: HashMap<_, _> = about.map(|(a, b)| (a.to_string(), b.to_string())).into();
        safetensors::serialize([("values", view)], Some(about)).unwrap()
    }

    fn series(values: &[f64], window: &str, held_out: &str) -> Result<Series, Error> {
        Series::new(&DataSet::new(&file(values, window, held_out)))
    }

    #[test]
    fn every_series_that_ships_can_be_learned() {
        for (file, (count, window)) in FILES.choices.iter().zip([
            (3120, 96),
            (309, 44),
            (525, 48),
            (732, 48),
            (143, 36),
            (1200, 64),
        ]) {
            let series = Series::new(&DataSet::new(file.bytes)).unwrap();
            assert_eq!(
                (series.values.len(), series.window),
                (count, window),
                "{}",
                file.name
            );
            assert!(series.train > 2 * window, "{}", file.name);
            let train = &series.values[..series.train];
            let mean = train.iter().sum::<f64>() / train.len() as f64;
            let square = train.iter().map(|value| value * value).sum::<f64>() / train.len() as f64;
            assert!(
                mean.abs() < 1e-9 && (square - 1.0).abs() < 1e-9,
                "{}",
                file.name
            );
        }
    }

    #[test]
    fn windows_ask_the_next_value_and_never_one_of_the_other_split() {
        let values: Vec<f64> = (0..30).map(f64::from).collect();
        let series = series(&values, "6", "10").unwrap();
        let value = |scaled: f64| (scaled * series.channel.scale + series.channel.offset).round();
        for split in [Split::Train, Split::HeldOut] {
            let (mut rng, mut asked) = (Rng::from_seed(2), std::collections::BTreeSet::new());
            let mut sequence = series.sample(split, 2, &mut rng);
            for _ in 0..500 {
                series.fill(split, 2, &mut rng, &mut sequence);
                let Inputs::Dense { values, .. } = &sequence.inputs else {
                    panic!()
                };
                assert_eq!((values.len(), sequence.targets.len()), (6, 6));
                for (&read, target) in values.iter().zip(&sequence.targets) {
                    if let Target::Values(next) = target {
                        assert_eq!(value(next[0]), value(read) + 1.0);
                        asked.insert(value(next[0]) as u32);
                    }
                }
            }
            let all = match split {
                Split::Train => 1..20,
                Split::HeldOut => 20..30,
            };
            assert!(asked.into_iter().eq(all));
        }
    }

    #[test]
    fn the_baseline_is_what_the_last_value_scores() {
        for file in FILES.choices {
            let series = Series::new(&DataSet::new(file.bytes)).unwrap();
            let (mut asked, mut loss, mut right) = (0.0, 0.0, 0.0);
            for start in series.train - series.window..series.values.len() - series.window {
                for to in (start + 1..=start + series.window).filter(|&to| to >= series.train) {
                    let step: f64 = series.values[to] - series.values[to - 1];
                    asked += 1.0;
                    loss += step * step;
                    right += f64::from(u8::from(step.abs() <= TOLERANCE));
                }
            }
            let Baseline {
                loss: of_rule,
                accuracy,
            } = series.baseline(2);
            assert!((of_rule - loss / asked).abs() < 1e-9, "{}", file.name);
            assert!((accuracy - right / asked).abs() < 1e-9, "{}", file.name);
        }
    }

    #[test]
    fn too_few_values_and_equal_ones_are_refused() {
        assert!(series(&[1.0, 2.0, 1.0, 2.0, 3.0], "3", "1").is_ok());
        let error = series(&[1.0, 2.0, 1.0, 2.0], "3", "1").err().unwrap();
        assert_eq!(
            error.message,
            "values is 4 numbers, but must be at least 5 numbers."
        );
        let error = series(&[1.0; 9], "3", "1").err().unwrap();
        assert_eq!(error.key.as_deref(), Some("values"));
    }
}
