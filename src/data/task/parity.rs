//! Parity: random bits, and at every step the question whether an odd number of ones has come so far
//! (their running exclusive or).
//!
//! Without memory either answer is right half of the time: the baseline loss is ln 2.

use super::{Answer, Baseline, Input, Split, Task, clear_symbols, labels};
use crate::data::rng::Rng;
use crate::data::sequence::{Sequence, Target};

pub struct Parity;

impl Task for Parity {
    fn input(&self) -> Input {
        Input::Symbols(labels("01"))
    }

    fn answer(&self) -> Answer {
        Answer::Classes(labels("01"))
    }

    fn fill(&self, _split: Split, length: usize, rng: &mut Rng, sequence: &mut Sequence) {
        let (ids, targets) = clear_symbols(sequence, length, 2);
        let mut parity = 0;
        for target in targets {
            let bit = u32::from(rng.coin());
            ids.push(bit);
            parity ^= bit;
            *target = Target::Class(parity);
        }
    }

    fn baseline(&self, _length: usize) -> Baseline {
        Baseline {
            loss: libm::log(2.0),
            accuracy: 0.5,
        }
    }

    fn baseline_answers(&self, length: usize) -> Vec<Vec<f64>> {
        vec![vec![0.0; 2]; length]
    }

    /// None: every bit counts as much as any other.
    fn marks(&self, _sequence: &Sequence) -> Vec<usize> {
        Vec::new()
    }
}
