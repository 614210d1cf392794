//! Recall the first symbol: one of A, B, C, D at t = 1, distractors w, x, y, z after it, and at t = T
//! the question which letter came first.
//!
//! Chance is 1/4, so the baseline loss is ln 4. At T = 2 one distractor lies between.

use super::{Answer, Baseline, Input, Split, Task, clear_symbols, labels};
use crate::data::rng::Rng;
use crate::data::sequence::{Sequence, Target};

/// K, how many different symbols may come first; as many distractors follow them in the numbering.
const KEYS: usize = 4;

pub struct Recall;

impl Task for Recall {
    fn input(&self) -> Input {
        Input::Symbols(labels("ABCDwxyz"))
    }

    fn answer(&self) -> Answer {
        Answer::Classes(labels("ABCD"))
    }

    fn fill(&self, _split: Split, length: usize, rng: &mut Rng, sequence: &mut Sequence) {
        let (ids, targets) = clear_symbols(sequence, length, 2 * KEYS);
        let key = rng.below(KEYS) as u32;
        ids.push(key);
        ids.extend((1..length).map(|_| (KEYS + rng.below(KEYS)) as u32));
        targets[length - 1] = Target::Class(key);
    }

    fn baseline(&self, _length: usize) -> Baseline {
        Baseline {
            loss: libm::log(KEYS as f64),
            accuracy: 1.0 / KEYS as f64,
        }
    }

    fn baseline_answers(&self, length: usize) -> Vec<Vec<f64>> {
        vec![vec![0.0; KEYS]; length]
    }

    fn marks(&self, _sequence: &Sequence) -> Vec<usize> {
        vec![0]
    }
}
