//! Counting: strings of nests "(((…)))", n opening brackets and then n closing ones, and after every
//! closing bracket the question which bracket comes next: ")" while one is still open, "(" when all
//! are closed.
//!
//! This is next-symbol prediction on the language of aⁿbⁿ strung together (Gers & Schmidhuber 2001),
//! asked only where the next symbol is determined. It has to be counted: n is drawn from 1 to half of
//! the room that is left, so the first nest of a string is up to T/2 deep, and the closing bracket that
//! ends a nest looks like all others. An LSTM can count in a cell state that adds and subtracts one; the
//! states of a GRU and of a tanh RNN are squashed (Weiss et al. 2018, arXiv 1805.04908). It shows in
//! deep nests: at T = 40 the three recurrent cells all learn it, at T = 200 only the LSTM comes to be
//! right every time and stays so (docs/learning.md). A string of odd length ends in one "(" after which
//! nothing is asked.
//!
//! The best answer that does not look at the input knows, for each step, how often a closing bracket
//! there is the last of its nest; [`Task::baseline`] works this out exactly.

use super::{Answer, Baseline, Input, Split, Task, clear_symbols, labels};
use crate::data::rng::Rng;
use crate::data::sequence::{Sequence, Target};

const OPEN: u32 = 0;
const CLOSE: u32 = 1;

pub struct Brackets;

/// What can be said of one step without looking at the string.
#[derive(Clone, Copy, Default)]
struct Odds {
    /// The probability that a closing bracket stands here: that something is asked.
    asked: f64,
    /// The probability that it stands here and is the last of its nest.
    closed: f64,
}

impl Odds {
    /// The probability that a closing bracket stands here and is not the last of its nest.
    fn still_open(self) -> f64 {
        (self.asked - self.closed).max(0.0)
    }
}

/// The [`Odds`] of every step of a string of `length` brackets.
fn odds(length: usize) -> Vec<Odds> {
    // starts[s] is the probability that a nest begins at step s; the rates of change of `asked` are
    // summed up at the end.
    let mut starts = vec![0.0; length + 1];
    let mut odds = vec![Odds::default(); length + 1];
    starts[0] = 1.0;
    for start in 0..length {
        let deepest = (length - start) / 2;
        for depth in 1..=deepest {
            let each = starts[start] / deepest as f64;
            let end = start + 2 * depth;
            odds[start + depth].asked += each;
            odds[end].asked -= each;
            odds[end - 1].closed += each;
            starts[end] += each;
        }
    }
    for t in 1..length {
        odds[t].asked += odds[t - 1].asked;
    }
    odds.truncate(length);
    odds
}

impl Task for Brackets {
    fn input(&self) -> Input {
        Input::Symbols(labels("()"))
    }

    fn answer(&self) -> Answer {
        Answer::Classes(labels("()"))
    }

    fn fill(&self, _split: Split, length: usize, rng: &mut Rng, sequence: &mut Sequence) {
        let (ids, targets) = clear_symbols(sequence, length, 2);
        while ids.len() + 2 <= length {
            let depth = rng.between(1, (length - ids.len()) / 2);
            ids.extend(std::iter::repeat_n(OPEN, depth));
            for still_open in (0..depth).rev() {
                let next = if still_open == 0 { OPEN } else { CLOSE };
                targets[ids.len()] = Target::Class(next);
                ids.push(CLOSE);
            }
        }
        ids.resize(length, OPEN);
    }

    fn baseline(&self, length: usize) -> Baseline {
        let (mut asked, mut loss, mut right) = (0.0, 0.0, 0.0);
        for step in odds(length) {
            asked += step.asked;
            right += step.closed.max(step.still_open());
            for part in [step.closed, step.still_open()] {
                if part > 0.0 {
                    loss -= part * libm::log(part / step.asked);
                }
            }
        }
        Baseline {
            loss: loss / asked,
            accuracy: right / asked,
        }
    }

    fn baseline_answers(&self, length: usize) -> Vec<Vec<f64>> {
        let logits = |step: Odds| vec![libm::log(step.closed), libm::log(step.still_open())];
        odds(length).into_iter().map(logits).collect()
    }

    /// None: every bracket counts as much as any other.
    fn marks(&self, _sequence: &Sequence) -> Vec<usize> {
        Vec::new()
    }
}
