//! The adding problem (Hochreiter & Schmidhuber 1997, in the U\[0, 1\] form of Le et al. 2015,
//! arXiv 1504.00941): each step brings a number from U\[0, 1\] and a marker that is 1 at two steps,
//! one in each half; at t = T the sum of the two marked numbers is asked for.
//!
//! Always answering 1 has the squared error Var(U + U) = 1/6. An answer within [`TOLERANCE`] of the
//! sum counts as right; the sum's density is the triangle on \[0, 2\], so the answer 1 is right with
//! probability 1 − (1 − `TOLERANCE`)², and no other constant is right more often.
//!
//! The halves are the first ⌊T/2⌋ steps and the rest: at T = 2 both steps are marked.

use super::{Answer, Baseline, Channel, Input, Split, Task, clear_dense, spare_values};
use crate::data::rng::Rng;
use crate::data::sequence::{Inputs, Sequence, Target};

/// How near to the sum an answer has to be (Hochreiter & Schmidhuber 1997).
pub const TOLERANCE: f64 = 0.04;

/// A number and a marker.
const WIDTH: usize = 2;

pub struct Adding;

impl Task for Adding {
    fn input(&self) -> Input {
        Input::Channels(["value", "marker"].map(Channel::plain).to_vec())
    }

    fn answer(&self) -> Answer {
        Answer::Values(vec![Channel::plain("sum")])
    }

    fn fill(&self, _split: Split, length: usize, rng: &mut Rng, sequence: &mut Sequence) {
        let mut answer = spare_values(&mut sequence.targets);
        let (values, targets) = clear_dense(sequence, length, WIDTH);
        let first = rng.below(length / 2);
        let second = rng.between(length / 2, length - 1);
        let mut sum = 0.0;
        for t in 0..length {
            let value = rng.uniform();
            let marked = t == first || t == second;
            if marked {
                sum += value;
            }
            values.extend([value, f64::from(u8::from(marked))]);
        }
        answer.push(sum);
        targets[length - 1] = Target::Values(answer);
    }

    fn baseline(&self, _length: usize) -> Baseline {
        Baseline {
            loss: 1.0 / 6.0,
            accuracy: 1.0 - (1.0 - TOLERANCE) * (1.0 - TOLERANCE),
        }
    }

    fn baseline_answers(&self, length: usize) -> Vec<Vec<f64>> {
        vec![vec![1.0]; length]
    }

    /// The two marked steps.
    fn marks(&self, sequence: &Sequence) -> Vec<usize> {
        let Inputs::Dense { values, .. } = &sequence.inputs else {
            return Vec::new();
        };
        (0..sequence.steps())
            .filter(|t| values[t * WIDTH + 1] == 1.0)
            .collect()
    }

    fn tolerance(&self) -> f64 {
        TOLERANCE
    }
}
