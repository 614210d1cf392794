//! Enumerations whose variants are words: the one list of both.

/// An enumeration whose variants are words in JSON, in the URL and in attributes.
pub trait Choice: Copy + PartialEq + 'static {
    /// Every variant, in the order in which they are offered.
    const ALL: &'static [Self];
    /// The words, in the same order.
    const WORDS: &'static [&'static str];

    /// The variant's word.
    fn word(self) -> &'static str {
        let index = Self::ALL
            .iter()
            .position(|&each| each == self)
            .expect("ALL has every variant");
        Self::WORDS[index]
    }

    /// The variant behind a word.
    fn from_word(word: &str) -> Option<Self> {
        let index = Self::WORDS.iter().position(|&each| each == word)?;
        Some(Self::ALL[index])
    }
}

/// Defines an enumeration and its words together, so that they cannot differ.
macro_rules! choice {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "types", derive(ts_rs::TS))]
        pub enum $name { $($(#[$doc])* #[serde(rename = $word)] $variant),+ }

        impl $crate::choice::Choice for $name {
            const ALL: &'static [Self] = &[$($name::$variant),+];
            const WORDS: &'static [&'static str] = &[$($word),+];
        }
    };
}
pub(crate) use choice;
