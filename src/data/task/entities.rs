//! A tag for every word: sentences by a [`grammar`](super::grammar) in which many names are those of people, places and
//! organisations alike, so that only the words around tell.
//!
//! Words are tagged as the grammar says; those without a tag are `none`. Some sentences tell only after the name what it is
//! of: a model that reads forward cannot know it there, whatever it has learned. One sentence in five is held out, by a hash
//! of its words. The best answer that does not look at the input is the share of each tag among [`COUNTED`] sentences to
//! learn from.

use super::catalogue::{DataFiles, data_file};
use super::grammar::{COUNTED, Grammar, is_held_out, unreadable};
use super::{Answer, Baseline, Input, Lengths, Split, Task, clear_symbols};
use crate::Error;
use crate::data::dataset::DataSet;
use crate::data::rng::Rng;
use crate::data::sequence::{Sequence, Target};

/// The grammars that ship.
pub const FILES: DataFiles = DataFiles {
    parameter: Some("sentences"),
    natural_lengths: true,
    choices: &[
        data_file!("english", "entities/english.txt"),
        data_file!("chinese", "entities/chinese.txt"),
    ],
};

/// The tag of words without one.
pub const NONE: &str = "none";

/// Sentences to tag.
pub struct Entities {
    grammar: Grammar,
    /// The share of each tag among the words to learn from.
    shares: Vec<f64>,
}

impl Entities {
    /// # Errors
    /// A sentence about `data` that is no grammar, has no tags, or few different sentences.
    pub fn new(data: &DataSet) -> Result<Entities, Error> {
        let grammar = Grammar::new(data)?;
        if grammar.tags().len() < 2 {
            return Err(unreadable("without tags"));
        }
        let mut rng = Rng::from_seed(0);
        let mut words = Vec::new();
        let (mut counts, mut of_sentence) = (vec![0.0; grammar.tags().len()], Vec::new());
        let mut held_out = 0;
        for _ in 0..COUNTED {
            words.clear();
            of_sentence.clear();
            grammar.draw(&mut rng, &mut |word, tag| {
                words.push(word);
                of_sentence.push(tag);
            });
            if is_held_out(&words) {
                held_out += 1;
            } else {
                for &tag in &of_sentence {
                    counts[tag as usize] += 1.0;
                }
            }
        }
        let words: f64 = counts.iter().sum();
        if words == 0.0 || held_out == 0 {
            return Err(unreadable("without many sentences"));
        }
        let shares = counts.iter().map(|count| count / words).collect();
        Ok(Entities { grammar, shares })
    }
}

impl Task for Entities {
    fn input(&self) -> Input {
        Input::Symbols(self.grammar.words().to_vec())
    }

    fn answer(&self) -> Answer {
        let mut labels = self.grammar.tags().to_vec();
        labels[0] = NONE.to_string();
        Answer::Classes(labels)
    }

    fn lengths(&self) -> Lengths {
        Lengths::Natural {
            longest: self.grammar.longest(),
        }
    }

    fn fill(&self, split: Split, _length: usize, rng: &mut Rng, sequence: &mut Sequence) {
        let (words, targets) = clear_symbols(sequence, 0, self.grammar.words().len());
        loop {
            words.clear();
            targets.clear();
            self.grammar.draw(rng, &mut |word, tag| {
                words.push(word);
                targets.push(Target::Class(tag));
            });
            if is_held_out(words) == (split == Split::HeldOut) && !words.is_empty() {
                return;
            }
        }
    }

    fn baseline(&self, _length: usize) -> Baseline {
        Baseline::of_shares(&self.shares)
    }

    fn baseline_answers(&self, length: usize) -> Vec<Vec<f64>> {
        vec![self.shares.iter().copied().map(libm::log).collect(); length]
    }

    /// None: which words tell is for the model to find out.
    fn marks(&self, _sequence: &Sequence) -> Vec<usize> {
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeSet, HashMap};

    use super::*;
    use crate::data::sequence::Inputs;

    #[test]
    fn names_that_only_context_decides_have_several_tags() {
        for (file, names) in FILES.choices.iter().zip([
            ["washington", "jordan", "paris", "amazon"],
            ["长安", "华山", "黄河", "长江"],
        ]) {
            let entities = Entities::new(&DataSet::new(file.bytes)).unwrap();
            let Answer::Classes(labels) = entities.answer() else {
                panic!()
            };
            let expected = BTreeSet::from(["none", "person", "place", "organisation"]);
            assert_eq!(
                labels.iter().map(String::as_str).collect::<BTreeSet<_>>(),
                expected
            );
            let mut tags = HashMap::<String, BTreeSet<u32>>::new();
            let mut rng = Rng::from_seed(4);
            for split in [Split::Train, Split::HeldOut] {
                for _ in 0..2000 {
                    let sequence = entities.sample(split, 2, &mut rng);
                    let Inputs::Symbols { ids, .. } = &sequence.inputs else {
                        panic!()
                    };
                    assert_eq!(is_held_out(ids), split == Split::HeldOut);
                    for (&id, target) in ids.iter().zip(&sequence.targets) {
                        let Target::Class(tag) = target else { panic!() };
                        let word = entities.grammar.words()[id as usize].clone();
                        tags.entry(word).or_default().insert(*tag);
                    }
                }
            }
            for name in names {
                assert!(tags[name].len() > 1, "{name}: {:?}", tags[name]);
            }
        }
    }

    #[test]
    fn grammars_without_tags_or_with_one_sentence_are_refused() {
        for (text, given) in [
            ("sentence = a b", "without tags"),
            ("sentence = a b/place", "without many sentences"),
        ] {
            let error = Entities::new(&DataSet::new(text.as_bytes())).err().unwrap();
            assert_eq!(error.given, given);
        }
    }
}
