//! Copy memory (Hochreiter & Schmidhuber 1997; as in Arjovsky et al. 2016, arXiv 1511.06464): 10
//! symbols out of 8, then blanks, the last of them a delimiter, then 10 more blanks during which the
//! 10 symbols have to be repeated; before that the right answer is "blank".
//!
//! `length` is the whole length, which the paper calls T + 20. Every step is asked. The best answer
//! that does not look at the input says "blank" until the last 10 steps and guesses there: its loss
//! is 10 · ln 8 / length.
//!
//! Below 21 steps the task shrinks: K = ⌊(length − 1)/2⌋ symbols, at least 1, at most 10, are to be
//! repeated. Two steps have no room for a delimiter: one symbol, one blank during which it is repeated.

use super::{Answer, Baseline, Input, Split, Task, clear_symbols, labels};
use crate::data::rng::Rng;
use crate::data::sequence::{Sequence, Target};

/// How many different symbols there are to remember.
const SYMBOLS: usize = 8;
const BLANK: u32 = SYMBOLS as u32;
const DELIMITER: u32 = BLANK + 1;
/// How many symbols are remembered where there is room.
const MOST: usize = 10;

pub struct Copy;

/// K, how many symbols a sequence of `length` steps repeats.
fn repeated(length: usize) -> usize {
    ((length - 1) / 2).clamp(1, MOST)
}

impl Task for Copy {
    fn input(&self) -> Input {
        Input::Symbols(labels("ABCDEFGH·▸"))
    }

    fn answer(&self) -> Answer {
        Answer::Classes(labels("ABCDEFGH·"))
    }

    fn fill(&self, _split: Split, length: usize, rng: &mut Rng, sequence: &mut Sequence) {
        let count = repeated(length);
        let (ids, targets) = clear_symbols(sequence, length, SYMBOLS + 2);
        ids.extend((0..count).map(|_| rng.below(SYMBOLS) as u32));
        ids.resize(length, BLANK);
        if length > 2 * count {
            ids[length - count - 1] = DELIMITER;
        }
        for (t, target) in targets.iter_mut().enumerate() {
            let answer = if t < length - count {
                BLANK
            } else {
                ids[t + count - length]
            };
            *target = Target::Class(answer);
        }
    }

    fn baseline(&self, length: usize) -> Baseline {
        let (steps, guessed) = (length as f64, repeated(length) as f64);
        Baseline {
            loss: guessed * libm::log(SYMBOLS as f64) / steps,
            accuracy: (steps - guessed + guessed / SYMBOLS as f64) / steps,
        }
    }

    fn baseline_answers(&self, length: usize) -> Vec<Vec<f64>> {
        let mut blank = vec![f64::NEG_INFINITY; SYMBOLS + 1];
        blank[BLANK as usize] = 0.0;
        let mut guess = vec![0.0; SYMBOLS + 1];
        guess[BLANK as usize] = f64::NEG_INFINITY;
        let mut answers = vec![blank; length];
        answers[length - repeated(length)..].fill(guess);
        answers
    }

    /// The symbols to repeat.
    fn marks(&self, sequence: &Sequence) -> Vec<usize> {
        (0..repeated(sequence.steps())).collect()
    }
}
