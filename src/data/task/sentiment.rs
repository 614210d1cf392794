//! One judgement after the last word: sentences by a [`grammar`](super::grammar) over words that people have rated.
//!
//! The rule that gives the answer reads the words once, from the first to the last:
//!
//! - a word tagged with a number of one decimal (`good/+1.9`) adds its rating, the mean of what ten people gave it from −4 to 4;
//! - a negation (`not/not`) turns round every rating after it in the same clause, a second one turns it back;
//! - a degree word (`slightly/x0.5`) multiplies the next rating;
//! - `but/but` begins another clause; what came before counts half, what comes after one and a half times: the weights
//!   that Hutto & Gilbert (2014) found and use in VADER.
//!
//! The answer is `positive` where the sum is above 0. Sentences whose sum is nearer to 0 than [`CLEAR`] are not drawn. One
//! sentence in five is held out, by a hash of its words. The best answer that does not look at the input is the share
//! of each answer among [`COUNTED`] sentences to learn from.

use super::catalogue::{DataFiles, data_file};
use super::grammar::{COUNTED, Grammar, is_held_out, unreadable};
use super::{Answer, Baseline, Input, Lengths, Split, Task, clear_symbols, labels_of};
use crate::Error;
use crate::data::dataset::DataSet;
use crate::data::rng::Rng;
use crate::data::sequence::{Inputs, Sequence, Target};

/// The one grammar that ships.
pub const FILES: DataFiles = DataFiles {
    parameter: None,
    natural_lengths: true,
    choices: &[data_file!("vader", "sentiment.txt")],
};

/// How far from 0 a sum is at least.
pub const CLEAR: f64 = 0.5;

/// What counts before and after "but".
const BEFORE_BUT: f64 = 0.5;
const AFTER_BUT: f64 = 1.5;

/// What a word does to the judgement.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Effect {
    None,
    Rating(f64),
    Negation,
    Degree(f64),
    But,
}

/// A number with one decimal, such as `+1.9`. Read as a whole number of tenths: Rust's tables for reading any decimal are
/// 14 KB of what a page loads.
fn decimal(text: &str) -> Option<f64> {
    let (whole, tenth) = text.split_once('.')?;
    let tenths: i32 = format!("{whole}{tenth}").parse().ok()?;
    (tenth.len() == 1).then_some(f64::from(tenths) / 10.0)
}

/// Sentences to judge.
pub struct Sentiment {
    grammar: Grammar,
    /// By word.
    effects: Vec<Effect>,
    /// Of negative and of positive sentences.
    shares: [f64; 2],
}

impl Sentiment {
    /// # Errors
    /// A sentence about `data` that is no grammar, has a tag with no meaning, or sentences of one kind only.
    pub fn new(data: &DataSet) -> Result<Sentiment, Error> {
        let grammar = Grammar::new(data)?;
        let mut tags = Vec::new();
        for tag in grammar.tags() {
            let effect = match tag.as_str() {
                "" => Some(Effect::None),
                "not" => Some(Effect::Negation),
                "but" => Some(Effect::But),
                degree if degree.starts_with('x') => decimal(&degree[1..]).map(Effect::Degree),
                rating => decimal(rating).map(Effect::Rating),
            };
            let given = || unreadable(format_args!("with the tag {tag}, which means nothing here"));
            tags.push(effect.ok_or_else(given)?);
        }
        let mut sentiment = Sentiment {
            effects: vec![Effect::None; grammar.words().len()],
            grammar,
            shares: [0.0; 2],
        };
        // Looked up by word rather than by place, so that a judgement is one of words alone.
        let (grammar, effects) = (&sentiment.grammar, &mut sentiment.effects);
        grammar.each_word(&mut |word, tag| effects[word as usize] = tags[tag as usize]);
        let mut rng = Rng::from_seed(0);
        let (mut words, mut counts) = (Vec::new(), [[0.0; 2]; 2]);
        for _ in 0..COUNTED {
            words.clear();
            let grammar = &sentiment.grammar;
            grammar.draw(&mut rng, &mut |word, _| words.push(word));
            if let Some(class) = sentiment.judge(&words) {
                counts[usize::from(is_held_out(&words))][class as usize] += 1.0;
            }
        }
        if counts.as_flattened().contains(&0.0) {
            return Err(unreadable("without many sentences of both kinds"));
        }
        if sentiment
            .grammar
            .own()
            .is_some_and(|own| sentiment.sum(own) == 0.0)
        {
            return Err(unreadable("with a sentence that judges nothing"));
        }
        let [negative, positive] = counts[0];
        sentiment.shares = [negative, positive].map(|count| count / (negative + positive));
        Ok(sentiment)
    }

    /// The sum that the rule of the task makes of words.
    fn sum(&self, words: &[u32]) -> f64 {
        let (mut sum, mut sign, mut degree, mut weight) = (0.0, 1.0, 1.0, 1.0);
        for &word in words {
            match self.effects[word as usize] {
                Effect::None => {}
                Effect::Negation => sign = -sign,
                Effect::Degree(factor) => degree = factor,
                Effect::Rating(rating) => {
                    sum += weight * sign * degree * rating;
                    degree = 1.0;
                }
                Effect::But => {
                    sum *= BEFORE_BUT;
                    (sign, weight) = (1.0, AFTER_BUT);
                }
            }
        }
        sum
    }

    /// The class of a sentence; none where the sum is near 0.
    fn judge(&self, words: &[u32]) -> Option<u32> {
        let sum = self.sum(words);
        (sum.abs() >= CLEAR).then_some(u32::from(sum > 0.0))
    }
}

impl Task for Sentiment {
    fn input(&self) -> Input {
        Input::Symbols(self.grammar.words().to_vec())
    }

    fn answer(&self) -> Answer {
        Answer::Classes(labels_of(&["negative", "positive"]))
    }

    fn lengths(&self) -> Lengths {
        Lengths::Natural {
            longest: self.grammar.longest(),
        }
    }

    fn fill(&self, split: Split, _length: usize, rng: &mut Rng, sequence: &mut Sequence) {
        let (words, targets) = clear_symbols(sequence, 0, self.effects.len());
        loop {
            words.clear();
            self.grammar.draw(rng, &mut |word, _| words.push(word));
            if is_held_out(words) != (split == Split::HeldOut) {
                continue;
            }
            if let Some(class) = self.judge(words) {
                targets.resize(words.len() - 1, Target::None);
                targets.push(Target::Class(class));
                return;
            }
        }
    }

    fn own(&self) -> Option<Sequence> {
        let own = self.grammar.own()?;
        let mut targets = vec![Target::None; own.len()];
        targets[own.len() - 1] = Target::Class(u32::from(self.sum(own) > 0.0));
        let (ids, size) = (own.to_vec(), self.effects.len());
        let inputs = Inputs::Symbols { ids, size };
        Some(Sequence { inputs, targets })
    }

    fn baseline(&self, _length: usize) -> Baseline {
        Baseline::of_shares(&self.shares)
    }

    fn baseline_answers(&self, length: usize) -> Vec<Vec<f64>> {
        vec![self.shares.map(libm::log).to_vec(); length]
    }

    /// The words that decide: what is rated, negations, degree words and "but".
    fn marks(&self, sequence: &Sequence) -> Vec<usize> {
        let Inputs::Symbols { ids, .. } = &sequence.inputs else {
            return Vec::new();
        };
        let decides = |&t: &usize| self.effects[ids[t] as usize] != Effect::None;
        (0..ids.len()).filter(decides).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shipped() -> Sentiment {
        Sentiment::new(&DataSet::new(FILES.choices[0].bytes)).unwrap()
    }

    fn ids(sentiment: &Sentiment, text: &str) -> Vec<u32> {
        let known = sentiment.grammar.words();
        let id = |word| known.iter().position(|each| each == word).unwrap() as u32;
        text.split(' ').map(id).collect()
    }

    #[test]
    fn the_rule_reads_negation_degree_and_contrast() {
        let sentiment = shipped();
        for (text, sum) in [
            ("the film was good .", 1.9),
            ("the film was slightly good .", 0.95),
            ("i would not say that the film was good .", -1.9),
            ("nobody did not think that the film was good .", 1.9),
            (
                "the film was excellent , but the meal was bad .",
                0.5 * 2.7 - 1.5 * 2.5,
            ),
            (
                "nobody thought that the film was bad , but the meal was good .",
                0.5 * 2.5 + 1.5 * 1.9,
            ),
            (
                "the film was very dull , but nobody thought that the meal was good .",
                -0.5 * 1.5 * 1.7 - 1.5 * 1.9,
            ),
        ] {
            let found = sentiment.sum(&ids(&sentiment, text));
            assert!((found - sum).abs() < 1e-12, "{text}: {found}");
        }
    }

    #[test]
    fn no_sentence_is_in_both_splits_and_the_last_word_is_asked() {
        let sentiment = shipped();
        let mut rng = Rng::from_seed(3);
        for split in [Split::Train, Split::HeldOut] {
            let mut lengths = std::collections::BTreeSet::new();
            for _ in 0..500 {
                let sequence = sentiment.sample(split, 2, &mut rng);
                let Inputs::Symbols { ids, .. } = &sequence.inputs else {
                    panic!()
                };
                assert_eq!(is_held_out(ids), split == Split::HeldOut);
                let asked: Vec<&Target> = sequence.targets.iter().collect();
                let (last, before) = asked.split_last().unwrap();
                assert_eq!(
                    Some((*last).clone()),
                    sentiment.judge(ids).map(Target::Class)
                );
                assert!(before.iter().all(|target| **target == Target::None));
                assert!(!sentiment.marks(&sequence).is_empty());
                lengths.insert(ids.len());
            }
            assert!(
                *lengths.first().unwrap() < 8 && *lengths.last().unwrap() > 35,
                "{lengths:?}"
            );
        }
    }

    #[test]
    fn a_sentence_of_the_user_is_judged_by_the_same_rule_and_changes_nothing_else() {
        let with = |own: &str| {
            let text = [FILES.choices[0].bytes, b"\nown: ", own.as_bytes()].concat();
            Sentiment::new(&DataSet::new(&text))
        };
        let sentiment = with("nobody thought that the film was good .").unwrap();
        assert_eq!(sentiment.grammar.words(), shipped().grammar.words());
        let own = sentiment.own().unwrap();
        assert_eq!(own.inputs.steps(), 8);
        assert_eq!(own.targets.last(), Some(&Target::Class(0)));
        assert_eq!(sentiment.marks(&own), [0, 6]);
        assert_eq!(shipped().own(), None);
        for refused in ["the film was splendiferous .", "the film ."] {
            let error = with(refused).err().unwrap();
            assert_eq!(error.key.as_deref(), Some("data"), "{refused}");
        }
    }

    #[test]
    fn a_grammar_without_ratings_is_refused() {
        for text in [
            "sentence = a b",
            "sentence = good/well",
            "sentence = good/1.95",
        ] {
            let error = Sentiment::new(&DataSet::new(text.as_bytes()))
                .err()
                .unwrap();
            assert_eq!(error.key.as_deref(), Some("data"));
        }
    }
}
