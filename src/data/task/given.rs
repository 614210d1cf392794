//! Sequences that a caller gives, drawn at random for both splits: not in the list of tasks, but for
//! [`Trainer::with_task`](crate::run::trainer::Trainer::with_task).
//!
//! The baseline is the best constant answer: the share of each class among all targets, or their mean.

use super::{Answer, Baseline, Channel, Input, Lengths, Split, Task, is_right};
use crate::Error;
use crate::data::batch::Batch;
use crate::data::rng::Rng;
use crate::data::sequence::{Inputs, LossKind, Sequence, Target};

/// At least one sequence, all of one kind and width.
pub struct Given {
    symbolic: bool,
    inputs: usize,
    outputs: usize,
    loss: LossKind,
    sequences: Vec<Sequence>,
}

impl Given {
    /// # Errors
    /// Those of [`Batch::fill`] where the sequences do not fit each other, `outputs` and `loss`.
    pub fn new(sequences: Vec<Sequence>, outputs: usize, loss: LossKind) -> Result<Given, Error> {
        let inputs = sequences.first().map_or(0, |first| first.inputs.size());
        Batch::<f32>::new(inputs, outputs, loss).fill(&sequences)?;
        Ok(Given {
            symbolic: matches!(sequences[0].inputs, Inputs::Symbols { .. }),
            inputs,
            outputs,
            loss,
            sequences,
        })
    }

    fn targets(&self) -> impl Iterator<Item = &Target> {
        let targets = self.sequences.iter().flat_map(|sequence| &sequence.targets);
        targets.filter(|target| **target != Target::None)
    }

    /// V logits or values: the best constant answer.
    fn constant(&self) -> Vec<f64> {
        let count = self.targets().count() as f64;
        let mut sums = vec![0.0; self.outputs];
        for target in self.targets() {
            match target {
                Target::None => {}
                Target::Class(class) => sums[*class as usize] += 1.0,
                Target::Values(values) => {
                    (sums.iter_mut().zip(values)).for_each(|(sum, value)| *sum += value);
                }
            }
        }
        let mean = sums.iter().map(|sum| sum / count);
        match self.loss {
            LossKind::CrossEntropy => mean.map(libm::log).collect(),
            LossKind::SquaredError => mean.collect(),
        }
    }
}

impl Task for Given {
    fn input(&self) -> Input {
        let names = (0..self.inputs).map(|index| index.to_string());
        match self.symbolic {
            true => Input::Symbols(names.collect()),
            false => Input::Channels(names.map(|name| Channel::plain(&name)).collect()),
        }
    }

    fn answer(&self) -> Answer {
        let names = (0..self.outputs).map(|index| index.to_string());
        match self.loss {
            LossKind::CrossEntropy => Answer::Classes(names.collect()),
            LossKind::SquaredError => {
                Answer::Values(names.map(|name| Channel::plain(&name)).collect())
            }
        }
    }

    fn lengths(&self) -> Lengths {
        let steps = self.sequences.iter().map(Sequence::steps);
        Lengths::Natural {
            longest: steps.max().unwrap_or(0),
        }
    }

    fn holds_out(&self) -> bool {
        false
    }

    fn fill(&self, _split: Split, _length: usize, rng: &mut Rng, sequence: &mut Sequence) {
        sequence.clone_from(&self.sequences[rng.below(self.sequences.len())]);
    }

    fn baseline(&self, _length: usize) -> Baseline {
        let answer = self.constant();
        let count = self.targets().count() as f64;
        let loss = |target: &Target| match target {
            Target::None => 0.0,
            Target::Class(class) => -answer[*class as usize],
            Target::Values(values) => {
                let squares = answer.iter().zip(values).map(|(a, b)| (a - b) * (a - b));
                squares.sum::<f64>() / values.len() as f64
            }
        };
        let right = |target: &&Target| is_right(&answer, target, self.tolerance()) == Some(true);
        Baseline {
            loss: self.targets().map(loss).sum::<f64>() / count,
            accuracy: self.targets().filter(right).count() as f64 / count,
        }
    }

    fn baseline_answers(&self, length: usize) -> Vec<Vec<f64>> {
        vec![self.constant(); length]
    }

    /// None: nothing is known of the sequences.
    fn marks(&self, _sequence: &Sequence) -> Vec<usize> {
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_baseline_of_given_sequences_is_the_share_of_their_answers() {
        let sequence = |class: u32| Sequence {
            inputs: Inputs::Symbols {
                ids: vec![0, 1],
                size: 2,
            },
            targets: vec![Target::None, Target::Class(class)],
        };
        let sequences = [0, 0, 0, 1].map(sequence).to_vec();
        let given = Given::new(sequences, 2, LossKind::CrossEntropy).unwrap();
        let baseline = given.baseline(2);
        assert_eq!(baseline.accuracy, 0.75);
        let entropy = -(0.75 * 0.75_f64.ln() + 0.25 * 0.25_f64.ln());
        assert!((baseline.loss - entropy).abs() < 1e-12);
        assert!(Given::new(Vec::new(), 2, LossKind::CrossEntropy).is_err());
    }
}
