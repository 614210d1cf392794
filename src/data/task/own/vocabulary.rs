//! The symbols that a model of the user's own knows.

use crate::Error;
use crate::data::dataset::DataSet;
use crate::data::task::LENGTHS;
use crate::error::{Allowed, Rule};

/// The symbols of a model, in the order of their numbers: one a line, `\n`, `\t` and `\\` written so.
pub(super) struct Vocabulary(pub(super) Vec<String>);

impl Vocabulary {
    pub(super) fn read(bytes: &[u8]) -> Result<Self, Error> {
        let text = DataSet::new(bytes).text()?;
        let line = |line: &str| {
            let (mut out, mut letters) = (String::new(), line.chars());
            while let Some(letter) = letters.next() {
                match letter {
                    '\\' => match letters.next() {
                        Some('n') => out.push('\n'),
                        Some('t') => out.push('\t'),
                        Some('\\') | None => out.push('\\'),
                        Some(other) => out.extend(['\\', other]),
                    },
                    letter => out.push(letter),
                }
            }
            out
        };
        let symbols: Vec<String> = text.lines().map(line).collect();
        if (2..=16_384).contains(&symbols.len()) {
            return Ok(Vocabulary(symbols));
        }
        let allowed = Allowed::shape("2 to 16384 lines, one symbol each");
        Err(Error::wrong_shape(
            "vocabulary",
            format_args!("{} lines", symbols.len()),
            allowed,
        ))
    }

    /// A text as symbols: characters where most of them are one character long, words otherwise.
    pub(super) fn ids(&self, text: &str) -> Result<Vec<u32>, Error> {
        let places: std::collections::HashMap<&str, u32> = self
            .0
            .iter()
            .enumerate()
            .map(|(id, symbol)| (symbol.as_str(), id as u32))
            .collect();
        let single = self
            .0
            .iter()
            .filter(|symbol| symbol.chars().nth(1).is_none())
            .count();
        let unknown = ["<unk>", "[UNK]", "<UNK>", "UNK", "unk"]
            .iter()
            .find_map(|word| places.get(word).copied());
        let id = |symbol: &str| {
            let found = places.get(symbol).copied();
            let found = found
                .or_else(|| places.get(symbol.to_ascii_lowercase().as_str()).copied())
                .or(unknown);
            found.ok_or_else(|| {
                Error::wrong_value("text", format_args!("\"{symbol}\""), Rule::KnownCharacters)
            })
        };
        let mut letter = [0; 4];
        let ids: Vec<u32> = match 2 * single > self.0.len() {
            true => text
                .chars()
                .map(|each| id(each.encode_utf8(&mut letter)))
                .collect::<Result<_, _>>()?,
            false => text.split_whitespace().map(id).collect::<Result<_, _>>()?,
        };
        if ids.len() > *LENGTHS.start() {
            return Ok(ids);
        }
        Err(Error::wrong_shape(
            "text",
            format_args!("{} symbols", ids.len()),
            Allowed::shape("at least 3 symbols"),
        ))
    }
}
