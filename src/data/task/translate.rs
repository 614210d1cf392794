//! Sequence to sequence in one stream (Sutskever et al. 2014, arXiv 1409.3215, with one model in place of two): a number is
//! read in digits and written in words, or the other way round.
//!
//! What is read ends with `=`; from there on each character of the answer is asked, and then the end, `.`. While a model
//! learns, it reads the right characters of the answer so far, whatever it would have written (teacher forcing). Words are
//! those of [`numerals`].
//!
//! A number from 0 to 9999 is drawn by its number of digits, each of 1 to 4 as likely, and then each number with so many as
//! likely. One in five of the numbers from 20 on is held out, by a hash; those below are the words of which all others are
//! made. The best answer that does not look at the input is the share of each character among the answers to learn from.

use super::numerals::{self, LARGEST};
use super::text::Alphabet;
use super::{Answer, Baseline, Input, Lengths, Split, Task, clear_symbols};
use crate::data::rng::Rng;
use crate::data::sequence::{Inputs, Sequence, Target};

/// What may be translated into what; the first is the default.
pub const DIRECTIONS: &[&str] = &[
    "digitsToEnglish",
    "englishToDigits",
    "digitsToChinese",
    "chineseToDigits",
];

/// Between what is read and what is written, and at the end.
const SEPARATOR: char = '=';
const END: char = '.';

/// Numbers below this are never held out.
const ALWAYS_TRAIN: usize = 20;

/// Numbers to translate.
pub struct Translate {
    alphabet: Alphabet,
    /// For each number what is read and what is asked: characters from `starts[2 n]` to `starts[2 n + 1]`, and from there to
    /// `starts[2 n + 2]`.
    ids: Vec<u32>,
    starts: Vec<usize>,
    longest: usize,
    /// The share of each character among the answers to learn from.
    shares: Vec<f64>,
}

impl Translate {
    /// The translation in this direction of [`DIRECTIONS`], or in the first.
    pub fn new(direction: Option<&str>) -> Translate {
        let direction = direction.unwrap_or(DIRECTIONS[0]);
        let write = match matches!(direction, "digitsToChinese" | "chineseToDigits") {
            true => numerals::chinese,
            false => numerals::english,
        };
        let (mut text, mut ends) = (String::new(), vec![0]);
        for number in 0..=LARGEST {
            let digits = |text: &mut String| text.push_str(&number.to_string());
            if direction.starts_with("digits") {
                digits(&mut text);
            } else {
                write(number, &mut text);
            }
            text.push(SEPARATOR);
            ends.push(text.len());
            if direction.starts_with("digits") {
                write(number, &mut text);
            } else {
                digits(&mut text);
            }
            text.push(END);
            ends.push(text.len());
        }
        let alphabet = Alphabet::of(&text);
        let (mut ids, mut starts) = (Vec::new(), vec![0]);
        for ends in ends.windows(2) {
            let part = text[ends[0]..ends[1]].chars();
            ids.extend(part.filter_map(|character| alphabet.id(character)));
            starts.push(ids.len());
        }
        let steps = |number: usize| starts[2 * number + 2] - starts[2 * number] - 1;
        let mut shares = vec![0.0; alphabet.characters().len()];
        for number in (0..=LARGEST).filter(|&number| !is_held_out(number)) {
            for &id in &ids[starts[2 * number + 1]..starts[2 * number + 2]] {
                shares[id as usize] += probability(number);
            }
        }
        let sum: f64 = shares.iter().sum();
        shares.iter_mut().for_each(|share| *share /= sum);
        Translate {
            longest: (0..=LARGEST).map(steps).max().unwrap_or(1),
            alphabet,
            ids,
            starts,
            shares,
        }
    }

    /// The id of a character that every direction has.
    fn id(&self, character: char) -> Option<u32> {
        self.alphabet.id(character)
    }
}

/// How many digits a number has, less one.
fn magnitude(number: usize) -> usize {
    [10, 100, 1000]
        .iter()
        .filter(|&&power| number >= power)
        .count()
}

/// The least number with so many digits, and the first with more.
fn range(magnitude: usize) -> (usize, usize) {
    let power = [1, 10, 100, 1000, 10_000];
    (
        if magnitude == 0 { 0 } else { power[magnitude] },
        power[magnitude + 1],
    )
}

/// Of a number to learn from, up to a factor that all have in common: a draw that is held out is drawn again from the start.
fn probability(number: usize) -> f64 {
    let (from, to) = range(magnitude(number));
    1.0 / (to - from) as f64
}

/// Whether a number is held out: one in five from 20 on, by Knuth's multiplicative hash.
pub fn is_held_out(number: usize) -> bool {
    let hash = (number as u32).wrapping_mul(2_654_435_761) >> 16;
    number >= ALWAYS_TRAIN && hash.is_multiple_of(5)
}

impl Task for Translate {
    fn input(&self) -> Input {
        Input::Symbols(self.alphabet.labels())
    }

    fn answer(&self) -> Answer {
        Answer::Classes(self.alphabet.labels())
    }

    fn lengths(&self) -> Lengths {
        Lengths::Natural {
            longest: self.longest,
        }
    }

    fn fill(&self, split: Split, _length: usize, rng: &mut Rng, sequence: &mut Sequence) {
        let number = loop {
            let (from, to) = range(rng.below(4));
            let number = rng.between(from, to - 1);
            if is_held_out(number) == (split == Split::HeldOut) {
                break number;
            }
        };
        let from = self.starts[2 * number];
        let (asked, to) = (self.starts[2 * number + 1], self.starts[2 * number + 2]);
        let (ids, targets) = clear_symbols(sequence, to - from - 1, self.shares.len());
        // The end is asked and never read.
        ids.extend_from_slice(&self.ids[from..to - 1]);
        for (target, &id) in targets[asked - from - 1..]
            .iter_mut()
            .zip(&self.ids[asked..to])
        {
            *target = Target::Class(id);
        }
    }

    fn baseline(&self, _length: usize) -> Baseline {
        Baseline::of_shares(&self.shares)
    }

    fn baseline_answers(&self, length: usize) -> Vec<Vec<f64>> {
        vec![self.shares.iter().copied().map(libm::log).collect(); length]
    }

    /// What is read before the separator.
    fn marks(&self, sequence: &Sequence) -> Vec<usize> {
        let Inputs::Symbols { ids, .. } = &sequence.inputs else {
            return Vec::new();
        };
        let separator = ids.iter().position(|&id| Some(id) == self.id(SEPARATOR));
        (0..separator.unwrap_or(0)).collect()
    }

    fn alphabet(&self) -> Option<&Alphabet> {
        Some(&self.alphabet)
    }

    /// Of a number as it is read in this direction, to the letter.
    fn answer_to(&self, question: &str) -> Option<String> {
        let read = question.chars().chain([SEPARATOR]);
        let read: Vec<u32> = read
            .map(|character| self.id(character))
            .collect::<Option<_>>()?;
        let parts = self.starts.windows(3).step_by(2);
        let mut answers = parts.filter(|part| self.ids[part[0]..part[1]] == read);
        // The last is the end.
        let answer = answers.next().map(|part| &self.ids[part[1]..part[2] - 1])?;
        Some(self.alphabet.decode(answer))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a sequence reads, and what it asks.
    fn texts(task: &Translate, sequence: &Sequence) -> (String, String) {
        let Inputs::Symbols { ids, .. } = &sequence.inputs else {
            panic!()
        };
        let asked = sequence.targets.iter().filter_map(|target| match target {
            Target::Class(class) => Some(*class),
            _ => None,
        });
        let asked: Vec<u32> = asked.collect();
        (task.alphabet.decode(ids), task.alphabet.decode(&asked))
    }

    #[test]
    fn every_direction_reads_one_and_asks_the_other_up_to_the_end() {
        for &direction in DIRECTIONS {
            let task = Translate::new(Some(direction));
            let mut rng = Rng::from_seed(6);
            for split in [Split::Train, Split::HeldOut] {
                for _ in 0..300 {
                    let sequence = task.sample(split, 2, &mut rng);
                    let (read, asked) = texts(&task, &sequence);
                    let (source, forced) = read.split_once(SEPARATOR).unwrap();
                    assert_eq!(asked, format!("{forced}{END}"));
                    let (digits, word) = match direction.starts_with("digits") {
                        true => (source, forced),
                        false => (forced, source),
                    };
                    let number: usize = digits.parse().unwrap();
                    let mut expected = String::new();
                    match direction.to_lowercase().contains("chinese") {
                        true => numerals::chinese(number, &mut expected),
                        false => numerals::english(number, &mut expected),
                    }
                    assert_eq!(word, expected);
                    assert_eq!(is_held_out(number), split == Split::HeldOut);
                    let marks = task.marks(&sequence);
                    assert_eq!(marks.len(), source.chars().count());
                }
            }
        }
    }

    #[test]
    fn every_number_has_its_answer_and_nothing_else_has_one() {
        for &direction in DIRECTIONS {
            let task = Translate::new(Some(direction));
            let write = match direction.to_lowercase().contains("chinese") {
                true => numerals::chinese,
                false => numerals::english,
            };
            for number in (0..=LARGEST).step_by(37).chain([20, 1042, LARGEST]) {
                let (digits, mut word) = (number.to_string(), String::new());
                write(number, &mut word);
                let (question, answer) = match direction.starts_with("digits") {
                    true => (digits, word),
                    false => (word, digits),
                };
                assert_eq!(task.answer_to(&question), Some(answer));
            }
            for wrong in [
                "",
                "-1",
                "−1",
                "10000",
                "0042",
                "4 2",
                " 42",
                "42=",
                "42.",
                "abc",
                "forty two",
                "四二",
            ] {
                assert_eq!(task.answer_to(wrong), None, "{direction}: {wrong}");
            }
        }
    }

    #[test]
    fn one_number_in_five_is_held_out_and_none_below_twenty() {
        let held_out = (0..=LARGEST).filter(|&number| is_held_out(number));
        assert!((0..20).all(|number| !is_held_out(number)));
        assert!((1900..2100).contains(&held_out.count()));
        assert!((20..100).any(is_held_out));
    }
}
