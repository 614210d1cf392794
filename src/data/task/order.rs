//! Temporal order (Hochreiter & Schmidhuber 1997, experiment 6a): X or Y stands at two places in a
//! string of distractors a, b, c, d; at t = T the question is which two, in order: XX, XY, YX or YY.
//!
//! The places are drawn, counting steps from 0, from T/10 ≤ t < 2T/10 and T/2 ≤ t < 6T/10, as in
//! Pascanu et al. 2013 (arXiv 1211.5063); the paper's marks for the string's beginning and end are
//! left out as there. Each range holds at least one step, so at T = 2 the string is the two symbols.
//! Four classes, equally likely: the baseline loss is ln 4.

use super::{Answer, Baseline, Input, Split, Task, clear_symbols, labels};
use crate::data::rng::Rng;
use crate::data::sequence::{Inputs, Sequence, Target};

/// X and Y are symbols 0 and 1.
const KEYS: usize = 2;
const DISTRACTORS: usize = 4;
const CLASSES: usize = KEYS * KEYS;

pub struct Order;

/// A step t with from·T/10 ≤ t < to·T/10, or the first of these where rounding leaves none.
fn place(length: usize, from: usize, to: usize, rng: &mut Rng) -> usize {
    let first = from * length / 10;
    first + rng.below((to * length / 10).saturating_sub(first).max(1))
}

impl Task for Order {
    fn input(&self) -> Input {
        Input::Symbols(labels("XYabcd"))
    }

    fn answer(&self) -> Answer {
        Answer::Classes(["XX", "XY", "YX", "YY"].map(String::from).to_vec())
    }

    fn fill(&self, _split: Split, length: usize, rng: &mut Rng, sequence: &mut Sequence) {
        let (ids, targets) = clear_symbols(sequence, length, KEYS + DISTRACTORS);
        ids.extend((0..length).map(|_| (KEYS + rng.below(DISTRACTORS)) as u32));
        let (first, second) = (rng.below(KEYS), rng.below(KEYS));
        ids[place(length, 1, 2, rng)] = first as u32;
        ids[place(length, 5, 6, rng)] = second as u32;
        targets[length - 1] = Target::Class((first * KEYS + second) as u32);
    }

    fn baseline(&self, _length: usize) -> Baseline {
        Baseline {
            loss: libm::log(CLASSES as f64),
            accuracy: 1.0 / CLASSES as f64,
        }
    }

    fn baseline_answers(&self, length: usize) -> Vec<Vec<f64>> {
        vec![vec![0.0; CLASSES]; length]
    }

    /// The steps of the two symbols.
    fn marks(&self, sequence: &Sequence) -> Vec<usize> {
        let Inputs::Symbols { ids, .. } = &sequence.inputs else {
            return Vec::new();
        };
        (0..ids.len())
            .filter(|&t| (ids[t] as usize) < KEYS)
            .collect()
    }
}
