//! Sentences by a grammar, which is a text file: tasks of language draw from it.
//!
//! A line `name = first | second | …` says what may stand for `<name>`: sequences of words, and of other names in angle
//! brackets, with spaces between them. A name with several lines has the alternatives of all of them, each as likely
//! as any other; one may be empty. `word/tag` is a word with a tag, and what that means is for the task. What follows a `#`
//! at the start of a line is a remark. A sentence is what stands for `<sentence>`. A line `own: word word …` is a sentence of the
//! user's to be shown, in words that the grammar has.

use std::collections::HashMap;

use crate::Error;
use crate::data::dataset::DataSet;
use crate::data::rng::Rng;
use crate::error::Rule;

/// How many different words a grammar may have: the models have as many inputs.
const MOST_WORDS: usize = 1024;
/// How many words a sentence may have.
const LONGEST: usize = 128;
/// How many sentences of a grammar a task counts for its baseline. Few where only the reading of files is tried.
pub const COUNTED: usize = if cfg!(fuzzing) { 200 } else { 20_000 };
/// How deep names may stand for names.
const DEEPEST: usize = 32;

/// What stands for a name, and the words that there are.
#[derive(Debug)]
pub struct Grammar {
    words: Vec<String>,
    /// Without a tag is the first, the empty one.
    tags: Vec<String>,
    rules: Vec<Vec<Vec<Part>>>,
    sentence: usize,
    longest: usize,
    /// The words of the user's own sentence; none of them where there is none.
    own: Vec<u32>,
}

/// One part of an alternative.
#[derive(Clone, Copy, Debug)]
enum Part {
    Word { word: u32, tag: u32 },
    Name(usize),
}

/// The place of `text` in `list`, at whose end it is put where it is new.
fn place(list: &mut Vec<String>, text: &str) -> usize {
    list.iter()
        .position(|each| each == text)
        .unwrap_or_else(|| {
            list.push(text.to_string());
            list.len() - 1
        })
}

/// A sentence about the data set.
pub(super) fn unreadable(given: impl std::fmt::Display) -> Error {
    Error::unreadable("data", given, Rule::Grammar)
}

impl Grammar {
    /// # Errors
    /// A sentence about `data` that names the first line which is no rule, or what is missing, endless or too long.
    pub fn new(data: &DataSet) -> Result<Grammar, Error> {
        let (mut words, mut tags) = (Vec::new(), vec![String::new()]);
        let (mut names, mut rules) = (Vec::new(), Vec::<Vec<Vec<Part>>>::new());
        let mut given = Vec::new();
        for (index, line) in data.text()?.lines().map(str::trim).enumerate() {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            if let Some(sentence) = line.strip_prefix("own:") {
                given = sentence.split_whitespace().collect();
                continue;
            }
            let Some((name, alternatives)) = line.split_once('=') else {
                return Err(unreadable(format_args!(
                    "without a rule in line {}",
                    index + 1
                )));
            };
            let rule = place(&mut names, name.trim());
            for alternative in alternatives.split('|') {
                let mut part = |token: &str| {
                    let name = token
                        .strip_prefix('<')
                        .and_then(|rest| rest.strip_suffix('>'));
                    if let Some(name) = name {
                        return Part::Name(place(&mut names, name));
                    }
                    // A word of a solidus alone has no tag.
                    let (word, tag) = match token.split_once('/') {
                        Some((word, tag)) if !word.is_empty() => (word, tag),
                        _ => (token, ""),
                    };
                    Part::Word {
                        word: place(&mut words, word) as u32,
                        tag: place(&mut tags, tag) as u32,
                    }
                };
                let parts = alternative.split_whitespace().map(&mut part).collect();
                rules.resize_with(names.len().max(rules.len()), Vec::new);
                rules[rule].push(parts);
            }
        }
        let Some(sentence) = names.iter().position(|name| name == "sentence") else {
            return Err(unreadable("without a rule for <sentence>"));
        };
        if let Some(empty) = rules.iter().position(Vec::is_empty) {
            return Err(unreadable(format_args!(
                "without a rule for <{}>",
                names[empty]
            )));
        }
        if words.len() > MOST_WORDS {
            let given = format_args!("of {} words, more than {MOST_WORDS}", words.len());
            return Err(unreadable(given));
        }
        if given.len() > LONGEST {
            let words = format_args!("with a sentence of {} words", given.len());
            return Err(unreadable(words));
        }
        let id = |word: &&str| words.iter().position(|known| known == word);
        if let Some(unknown) = given.iter().find(|word| id(word).is_none()) {
            let given = format_args!("with the word {unknown}, which it does not know");
            return Err(unreadable(given));
        }
        let own = given
            .iter()
            .filter_map(id)
            .map(|word| word as u32)
            .collect();
        let mut known = HashMap::new();
        let longest = longest(&rules, sentence, 0, &mut known).unwrap_or(usize::MAX);
        if !(1..=LONGEST).contains(&longest) {
            let given = format_args!("with sentences that are not 1 to {LONGEST} words long");
            return Err(unreadable(given));
        }
        Ok(Grammar {
            words,
            tags,
            rules,
            sentence,
            longest,
            own,
        })
    }

    /// The words of the user's own sentence, where there is one.
    pub fn own(&self) -> Option<&[u32]> {
        (!self.own.is_empty()).then_some(&self.own)
    }

    /// Every word, in the order of the first appearance.
    pub fn words(&self) -> &[String] {
        &self.words
    }

    /// Every tag; the first is empty and is that of words without one.
    pub fn tags(&self) -> &[String] {
        &self.tags
    }

    /// Gives each word that stands in a rule with its tag, once for each place.
    pub fn each_word(&self, give: &mut dyn FnMut(u32, u32)) {
        for part in self.rules.iter().flatten().flatten() {
            if let Part::Word { word, tag } = *part {
                give(word, tag);
            }
        }
    }

    /// How many words the longest sentence has.
    pub fn longest(&self) -> usize {
        self.longest
    }

    /// Draws a sentence, and gives each of its words with its tag.
    pub fn draw(&self, rng: &mut Rng, word: &mut dyn FnMut(u32, u32)) {
        self.expand(self.sentence, rng, word);
    }

    fn expand(&self, name: usize, rng: &mut Rng, give: &mut dyn FnMut(u32, u32)) {
        let alternatives = &self.rules[name];
        for part in &alternatives[rng.below(alternatives.len())] {
            match *part {
                Part::Word { word, tag } => give(word, tag),
                Part::Name(name) => self.expand(name, rng, give),
            }
        }
    }
}

/// How many words the longest text for a name has; none where it has no end.
fn longest(
    rules: &[Vec<Vec<Part>>],
    name: usize,
    depth: usize,
    known: &mut HashMap<usize, usize>,
) -> Option<usize> {
    if let Some(&length) = known.get(&name) {
        return Some(length);
    }
    if depth > DEEPEST {
        return None;
    }
    let mut most = 0;
    for alternative in &rules[name] {
        let mut sum = 0usize;
        for part in alternative {
            sum = sum.saturating_add(match *part {
                Part::Word { .. } => 1,
                Part::Name(name) => longest(rules, name, depth + 1, known)?,
            });
        }
        most = most.max(sum);
    }
    known.insert(name, most);
    Some(most)
}

/// Whether a sentence belongs to the held-out split: one in five, by a hash of its words (FNV-1a), so that no sentence
/// is in both.
pub fn is_held_out(words: &[u32]) -> bool {
    let mix = |hash: u32, &word: &u32| (hash ^ word).wrapping_mul(16_777_619);
    let hash = words.iter().fold(2_166_136_261, mix);
    (hash >> 8).is_multiple_of(5)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grammar(text: &str) -> Result<Grammar, Error> {
        Grammar::new(&DataSet::new(text.as_bytes()))
    }

    #[test]
    fn a_sentence_is_drawn_from_all_lines_of_a_name() {
        let grammar =
            grammar("# A remark\nsentence = <who> sleeps .\nwho = a cat/pet | \nwho = he").unwrap();
        assert_eq!(grammar.longest(), 4);
        assert_eq!(grammar.tags(), ["", "pet"]);
        let mut rng = Rng::from_seed(1);
        let mut found = std::collections::BTreeSet::new();
        for _ in 0..100 {
            let mut text = String::new();
            grammar.draw(&mut rng, &mut |word, tag| {
                let (word, tag) = (
                    &grammar.words()[word as usize],
                    &grammar.tags()[tag as usize],
                );
                text += &format!("{word}/{tag} ");
            });
            found.insert(text);
        }
        let expected = ["a/ cat/pet sleeps/ ./ ", "he/ sleeps/ ./ ", "sleeps/ ./ "];
        assert!(found.iter().map(String::as_str).eq(expected));
    }

    #[test]
    fn what_is_no_grammar_is_refused_with_what_is_wrong() {
        for (text, given) in [
            ("sentence = a\nb c", "without a rule in line 2"),
            ("a = b", "without a rule for <sentence>"),
            ("sentence = <a>", "without a rule for <a>"),
            (
                "sentence = x <sentence>",
                "with sentences that are not 1 to 128 words long",
            ),
            (
                "sentence =",
                "with sentences that are not 1 to 128 words long",
            ),
        ] {
            let error = grammar(text).err().unwrap();
            assert_eq!(
                (error.given.as_str(), error.key.as_deref()),
                (given, Some("data"))
            );
        }
    }
}
