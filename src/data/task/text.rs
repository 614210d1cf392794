//! Next-character prediction: a window of a text, and after every character the question which one follows.
//!
//! Characters are Unicode scalar values, taken as they come; the alphabet is those that occur in the
//! text, in order of their code points. Windows begin anywhere and read their part of the text in a circle, so that
//! a text may be shorter than a window. A share at its end may be held out: it is never learned from, and models are scored
//! on it. Without it they are scored on other windows of the text that they learn.
//!
//! The best answer that does not look at the input is the share of each character in the part to learn from: the
//! baseline loss is the entropy of these shares, its accuracy the largest of them.

use std::fmt;
use std::ops::Range;

use super::catalogue::{DataFiles, data_file};
use super::{Answer, Baseline, Input, Split, Task, clear_symbols};
use crate::Error;
use crate::data::rng::Rng;
use crate::data::sequence::{Sequence, Target};
use crate::error::{Allowed, Rule};

/// How many different characters a text may have: the models have as many inputs and outputs.
pub const MOST_DIFFERENT: usize = 1024;
/// How many characters a text may have.
pub const LONGEST: usize = 1_000_000;

/// The characters of a text, in order of their code points; symbol ids are places in this order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alphabet {
    characters: Vec<char>,
}

impl Alphabet {
    /// The alphabet of a text.
    pub fn of(text: &str) -> Alphabet {
        // Not all that Unicode has, a million: a short text would take a hundred times as long.
        let last = text.chars().max().unwrap_or_default();
        let mut occurs = vec![false; last as usize + 1];
        for character in text.chars() {
            occurs[character as usize] = true;
        }
        let occurs = |&character: &char| occurs[character as usize];
        Alphabet {
            characters: ('\0'..=last).filter(occurs).collect(),
        }
    }

    /// A label for each, which can be seen.
    pub fn labels(&self) -> Vec<String> {
        let visible = |&character: &char| match character {
            '\n' => "↵".to_string(),
            '\t' => "⇥".to_string(),
            ' ' => "␣".to_string(),
            other => String::from(other),
        };
        self.characters.iter().map(visible).collect()
    }

    /// The ids of a text's characters.
    ///
    /// # Errors
    /// Names the first character that is not in the alphabet.
    pub fn encode(&self, text: &str) -> Result<Vec<u32>, Error> {
        text.chars()
            .map(|character| {
                self.id(character).ok_or_else(|| {
                    // Some characters cannot be seen, and some look like others.
                    let code = u32::from(character);
                    let given = format!("a text with the character '{character}' (U+{code:04X})");
                    Error::text(given, Rule::KnownCharacters)
                })
            })
            .collect()
    }

    /// The text that ids stand for. An id outside the alphabet is left out.
    pub fn decode(&self, ids: &[u32]) -> String {
        ids.iter()
            .filter_map(|&id| self.characters.get(id as usize))
            .collect()
    }

    /// A character's id, if it is in the alphabet.
    pub fn id(&self, character: char) -> Option<u32> {
        self.characters
            .binary_search(&character)
            .ok()
            .map(|id| id as u32)
    }

    /// The characters, in the order of their ids.
    pub fn characters(&self) -> &[char] {
        &self.characters
    }
}

/// A text to learn.
pub struct Text {
    alphabet: Alphabet,
    ids: Vec<u32>,
    /// How many of them train; all of them where nothing is held out.
    train: usize,
    /// How many times each character occurs among them.
    counts: Vec<usize>,
}

/// The texts that ship.
pub const FILES: DataFiles = DataFiles {
    parameter: Some("passage"),
    natural_lengths: false,
    choices: &[
        data_file!("english", "text/english.txt"),
        data_file!("chinese", "text/chinese.txt"),
        data_file!("sonnets", "text/sonnets.txt"),
        data_file!("code", "text/code.txt"),
    ],
};

impl Text {
    /// Any text of 2 to [`LONGEST`] characters, 2 to [`MOST_DIFFERENT`] of them different. The share `held_out` at its end is
    /// never learned from, where both parts have two characters.
    ///
    /// # Errors
    /// [`ErrorKind::Text`](crate::error::ErrorKind::Text) for any other.
    pub fn new(text: &str, held_out: f64) -> Result<Text, Error> {
        let characters: Vec<char> = text.chars().collect();
        let alphabet = Alphabet::of(text);
        let different = alphabet.characters.len();
        if !(2..=LONGEST).contains(&characters.len()) || !(2..=MOST_DIFFERENT).contains(&different)
        {
            let given = fmt::from_fn(|out| match characters.len() {
                0 => out.write_str("empty"),
                1 => out.write_str("1 character long"),
                many => write!(out, "{many} characters long, {different} of them different"),
            });
            let allowed = Allowed::Text {
                longest: LONGEST,
                most_different: MOST_DIFFERENT,
            };
            return Err(Error::text(given, allowed));
        }
        let ids: Vec<u32> = characters
            .iter()
            .filter_map(|&each| alphabet.id(each))
            .collect();
        let train = match (ids.len() as f64 * held_out + 0.5) as usize {
            held_out if held_out >= 2 && ids.len() >= held_out + 2 => ids.len() - held_out,
            _ => ids.len(),
        };
        let mut counts = vec![0; alphabet.characters.len()];
        for &id in &ids[..train] {
            counts[id as usize] += 1;
        }
        Ok(Text {
            alphabet,
            ids,
            train,
            counts,
        })
    }

    fn shares(&self) -> Vec<f64> {
        let share = |&count: &usize| count as f64 / self.train as f64;
        self.counts.iter().map(share).collect()
    }

    /// The places of the characters that a split reads.
    fn part(&self, split: Split) -> Range<usize> {
        match split {
            Split::HeldOut if self.holds_out() => self.train..self.ids.len(),
            Split::Train | Split::HeldOut => 0..self.train,
        }
    }
}

impl Task for Text {
    fn input(&self) -> Input {
        Input::Symbols(self.alphabet.labels())
    }

    fn answer(&self) -> Answer {
        Answer::Classes(self.alphabet.labels())
    }

    fn fill(&self, split: Split, length: usize, rng: &mut Rng, sequence: &mut Sequence) {
        let (ids, targets) = clear_symbols(sequence, length, self.counts.len());
        let part = self.part(split);
        let mut place = part.start + rng.below(part.len());
        for target in targets {
            ids.push(self.ids[place]);
            place = if place + 1 == part.end {
                part.start
            } else {
                place + 1
            };
            *target = Target::Class(self.ids[place]);
        }
    }

    fn baseline(&self, _length: usize) -> Baseline {
        Baseline::of_shares(&self.shares())
    }

    fn baseline_answers(&self, length: usize) -> Vec<Vec<f64>> {
        vec![self.shares().into_iter().map(libm::log).collect(); length]
    }

    /// None: which characters matter is for the model to find out.
    fn marks(&self, _sequence: &Sequence) -> Vec<usize> {
        Vec::new()
    }

    fn alphabet(&self) -> Option<&Alphabet> {
        Some(&self.alphabet)
    }

    fn holds_out(&self) -> bool {
        self.train < self.ids.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;

    #[test]
    fn every_passage_can_be_learned() {
        for file in FILES.choices {
            let text = Text::new(str::from_utf8(file.bytes).unwrap(), 0.0).unwrap();
            assert!(text.ids.len() > 700);
            assert!(text.baseline(40).loss > 2.0);
        }
    }

    #[test]
    fn a_text_comes_back_from_its_ids() {
        let text = Text::new("月落乌啼霜满天 🌕", 0.0).unwrap();
        assert_eq!(text.alphabet.decode(&text.ids), "月落乌啼霜满天 🌕");
        assert_eq!(text.alphabet.encode("天霜").unwrap().len(), 2);
    }

    #[test]
    fn a_prompt_with_an_unknown_character_names_it() {
        let error = Text::new("abc", 0.0)
            .unwrap()
            .alphabet
            .encode("abd")
            .unwrap_err();
        assert_eq!(error.kind, ErrorKind::Text);
        assert!(error.message.contains("'d' (U+0064)"), "{error}");
        let error = Text::new("abc", 0.0).unwrap().alphabet.encode("a\u{a0}b");
        let message = error.unwrap_err().message;
        assert!(message.contains("(U+00A0)"), "{message}");
    }

    #[test]
    fn texts_that_cannot_be_learned_are_refused_in_one_sentence() {
        let message = |text: &str| Text::new(text, 0.0).err().map(|error| error.message);
        let allowed = "but must be 2 to 1000000 characters long, 2 to 1024 of them different.";
        assert_eq!(message(""), Some(format!("text is empty, {allowed}")));
        assert_eq!(
            message("a"),
            Some(format!("text is 1 character long, {allowed}"))
        );
        assert_eq!(
            message("aaa"),
            Some(format!(
                "text is 3 characters long, 1 of them different, {allowed}"
            ))
        );
        let many: String = ('一'..).take(MOST_DIFFERENT + 1).collect();
        assert_eq!(
            message(&many),
            Some(format!(
                "text is 1025 characters long, 1025 of them different, {allowed}"
            ))
        );
        assert_eq!(message("ab"), None);
        assert_eq!(message(&many[..3 * MOST_DIFFERENT]), None);
    }

    #[test]
    fn windows_read_a_short_text_in_a_circle() {
        let text = Text::new("abc", 0.0).unwrap();
        let sequence = text.sample(Split::Train, 8, &mut Rng::from_seed(3));
        let crate::data::sequence::Inputs::Symbols { ids, .. } = &sequence.inputs else {
            panic!()
        };
        for (id, target) in ids.iter().zip(&sequence.targets) {
            assert_eq!(*target, Target::Class((id + 1) % 3));
        }
    }

    #[test]
    fn a_part_that_is_held_out_is_never_learned_from() {
        let learned = "the cat sat on the mat. ".repeat(20);
        let text = Text::new(&(learned.clone() + &"0123456789".repeat(12)), 0.2).unwrap();
        assert!(text.holds_out());
        let digits = (text.alphabet.encode("0123456789").unwrap()).into_iter();
        let digits: Vec<u32> = digits.collect();
        let mut rng = Rng::from_seed(1);
        for split in [Split::Train, Split::HeldOut] {
            for _ in 0..200 {
                let sequence = text.sample(split, 40, &mut rng);
                let crate::data::sequence::Inputs::Symbols { ids, .. } = &sequence.inputs else {
                    panic!()
                };
                let is_held_out = |id: &u32| digits.contains(id);
                let asked =
                    |target: &Target| matches!(target, Target::Class(id) if digits.contains(id));
                assert!(
                    ids.iter()
                        .all(|id| is_held_out(id) == (split == Split::HeldOut))
                );
                assert!(
                    (sequence.targets.iter())
                        .all(|target| asked(target) == (split == Split::HeldOut))
                );
            }
        }
        // The answer to beat is that of what is learned.
        assert_eq!(
            text.baseline(40),
            Text::new(&learned, 0.0).unwrap().baseline(40)
        );
        // Where there is too little of it, all of a text is learned.
        assert!(!Text::new("abc", 0.5).unwrap().holds_out());
        assert!(Text::new("abcd", 0.5).unwrap().holds_out());
    }
}
