//! What the models learn: one file a task, one line in the list.
//!
//! A task draws [`Sequence`]s with a seeded generator from one of two splits, says what the best answer without
//! memory scores on them, and names its symbols, channels and classes for display. Everything random comes from the
//! caller's [`Rng`], so the same seed draws the same data.

pub mod adding;
pub mod brackets;
pub mod catalogue;
pub mod copy;
pub mod digits;
pub mod entities;
pub mod given;
pub mod grammar;
pub mod numerals;
pub mod order;
pub mod own;
pub mod parity;
pub mod recall;
pub mod recordings;
pub mod sentiment;
pub mod series;
pub mod text;
pub mod translate;
pub mod video;

use std::ops::RangeInclusive;

use serde::Serialize;

use crate::Error;
use crate::choice::choice;
use crate::data::dataset::DataSet;
use crate::data::foreign::Foreign;
use crate::data::rng::Rng;
use crate::data::sequence::{Inputs, LossKind, Sequence, Target};
use crate::error::Allowed;
use catalogue::Source;

/// Makes [`TaskKind`] and [`source`] of the list of tasks.
macro_rules! tasks {
    ($($variant:ident = $word:literal: $source:expr),+ $(,)?) => {
        choice! {
            /// What the models learn.
            TaskKind { $($variant = $word),+ }
        }

        /// Where the sequences of a task come from.
        pub const fn source(task: TaskKind) -> Source {
            match task {
                $(TaskKind::$variant => $source),+
            }
        }
    };
}

tasks! {
    Recall = "recall": Source::Rule(|| Box::new(recall::Recall)),
    Adding = "adding": Source::Rule(|| Box::new(adding::Adding)),
    Copy = "copy": Source::Rule(|| Box::new(copy::Copy)),
    Order = "order": Source::Rule(|| Box::new(order::Order)),
    Parity = "parity": Source::Rule(|| Box::new(parity::Parity)),
    Brackets = "brackets": Source::Rule(|| Box::new(brackets::Brackets)),
    Text = "text": Source::Data(&text::FILES, |data| Ok(Box::new(text::Text::new(data.text()?, data.held_out())?))),
    Digits = "digits": Source::Data(&digits::FILES, |data| Ok(Box::new(digits::Digits::new(data)?))),
    Speech = "speech": Source::Data(&recordings::SPEECH, |data| Ok(Box::new(recordings::Recordings::new(data)?))),
    Gesture = "gesture": Source::Data(&recordings::GESTURE, |data| Ok(Box::new(recordings::Recordings::new(data)?))),
    Sentiment = "sentiment": Source::Data(&sentiment::FILES, |data| Ok(Box::new(sentiment::Sentiment::new(data)?))),
    Series = "series": Source::Data(&series::FILES, |data| Ok(Box::new(series::Series::new(data)?))),
    Entities = "entities": Source::Data(&entities::FILES, |data| Ok(Box::new(entities::Entities::new(data)?))),
    Translate = "translate": Source::Rules("translation", |name| Box::new(translate::Translate::new(name))),
    Video = "video": Source::Rule(|| Box::new(video::Video)),
    Own = "own": Source::Data(&own::FILES, |data| Ok(Box::new(own::Own::new(data)?))),
}

/// The lengths at which every task with [chosen](Lengths::Chosen) lengths is defined. The definitions say what is left
/// of a task at the tiny ones.
pub const LENGTHS: RangeInclusive<usize> = 2..=1024;

/// A source of sequences with known answers.
pub trait Task: Send + Sync {
    /// What a model reads at one step.
    fn input(&self) -> Input;

    /// What it should say at one step.
    fn answer(&self) -> Answer;

    /// Who decides how long a sequence is.
    fn lengths(&self) -> Lengths {
        Lengths::Chosen
    }

    /// Draws a sequence into `sequence`, whose memory is used again; at least one of its steps is asked.
    ///
    /// `length`, in [`LENGTHS`], is how many steps it has, unless lengths are [natural](Lengths::Natural). A task by
    /// rule draws alike for both splits, from different random numbers.
    fn fill(&self, split: Split, length: usize, rng: &mut Rng, sequence: &mut Sequence);

    /// A sequence that the data set brings along to be shown in place of one that is drawn: the user's own.
    fn own(&self) -> Option<Sequence> {
        None
    }

    /// A model that the data set brings along: lanes of its cell begin from its weights.
    fn model(&self) -> Option<&Foreign> {
        None
    }

    /// Whether the last layer's state is itself the answer, in place of what a readout makes of it at the start.
    fn answers_state(&self) -> bool {
        false
    }

    /// What the best answer that does not look at the input scores, on average over the target steps
    /// of sequences of `length` steps. It knows how the task draws, `length` and the step it is at; where the data
    /// decide, it is the best on the training split, by the rule that the task states. Of values that follow each
    /// other it is the last one, which is all that it looks at, on the held-out split.
    fn baseline(&self, length: usize) -> Baseline;

    /// The answer behind [`Task::baseline`]: for each of the `length` steps V logits (cross-entropy)
    /// or V values (squared error). At steps that are never asked it means nothing. Empty where
    /// it depends on the last value.
    fn baseline_answers(&self, length: usize) -> Vec<Vec<f64>>;

    /// The steps, counted from 0 and ascending, whose inputs have to be remembered to answer
    /// `sequence`, which this task drew. Empty where no few steps stand out.
    fn marks(&self, sequence: &Sequence) -> Vec<usize>;

    /// With squared error, an answer counts as right when each of its numbers is at most this far
    /// from the target. With cross-entropy the largest output decides and this is not read.
    fn tolerance(&self) -> f64 {
        0.0
    }

    /// The characters behind the symbols, for a task that reads text. A model of it runs on with its own answers.
    fn alphabet(&self) -> Option<&text::Alphabet> {
        None
    }

    /// What is asked after `question` where a task has a right answer to what anybody may ask; `None` where it is no question
    /// of this task, and in tasks without such questions.
    fn answer_to(&self, _question: &str) -> Option<String> {
        None
    }

    /// Whether models are scored on what they never learn from.
    fn holds_out(&self) -> bool {
        true
    }

    /// V, the width of an answer: classes for cross-entropy, numbers for squared error.
    fn outputs(&self) -> usize {
        self.answer().size()
    }

    /// How an answer is scored.
    fn loss(&self) -> LossKind {
        self.answer().loss()
    }

    /// [`Task::fill`] into a new sequence.
    fn sample(&self, split: Split, length: usize, rng: &mut Rng) -> Sequence {
        let size = self.input().size();
        let mut sequence = Sequence {
            inputs: match self.input() {
                Input::Symbols(_) => Inputs::Symbols {
                    ids: Vec::new(),
                    size,
                },
                Input::Channels(_) | Input::Image { .. } => Inputs::Dense {
                    values: Vec::new(),
                    size,
                },
            },
            targets: Vec::new(),
        };
        self.fill(split, length, rng, &mut sequence);
        sequence
    }
}

/// Which part of its data a task draws from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Split {
    /// What models learn.
    Train,
    /// What they are scored on, and the sequence on view. They never learn from it.
    HeldOut,
}

/// Who decides how long a sequence is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lengths {
    /// The experiment, by `length` and `shortest`.
    Chosen,
    /// The data; none is longer than `longest`.
    Natural { longest: usize },
}

/// What a model reads at one step.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    /// One of these symbols, one-hot: glyphs or words.
    Symbols(Vec<String>),
    /// A vector of these quantities.
    Channels(Vec<Channel>),
    /// An image, row by row.
    Image { width: usize, height: usize },
}

impl Input {
    /// I, the width of one input vector.
    pub fn size(&self) -> usize {
        match self {
            Input::Symbols(labels) => labels.len(),
            Input::Channels(channels) => channels.len(),
            Input::Image { width, height } => width * height,
        }
    }
}

/// What a model should say at one step.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// One of these classes, scored by cross-entropy.
    Classes(Vec<String>),
    /// These quantities, scored by squared error.
    Values(Vec<Channel>),
}

impl Answer {
    /// V, the width of an answer.
    pub fn size(&self) -> usize {
        match self {
            Answer::Classes(labels) => labels.len(),
            Answer::Values(channels) => channels.len(),
        }
    }

    /// How it is scored.
    pub fn loss(&self) -> LossKind {
        match self {
            Answer::Classes(_) => LossKind::CrossEntropy,
            Answer::Values(_) => LossKind::SquaredError,
        }
    }
}

/// A quantity that has a value at each step.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Channel {
    pub name: String,
    /// What it is measured in; none for a pure number.
    pub unit: Option<String>,
    /// What models read and answer as x is `offset + scale · x` in that unit.
    pub offset: f64,
    pub scale: f64,
}

impl Channel {
    /// A pure number.
    pub fn plain(name: &str) -> Self {
        Channel {
            name: name.to_string(),
            unit: None,
            offset: 0.0,
            scale: 1.0,
        }
    }
}

/// The score of the best answer that does not look at the input: what a model has to beat.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Baseline {
    /// Mean over the target steps: nats for cross-entropy, squared error otherwise.
    pub loss: f64,
    /// The share of target steps at which that answer is right.
    pub accuracy: f64,
}

impl Baseline {
    /// Of an answer that gives each class the probability of its share: the entropy of the shares, and the largest.
    pub fn of_shares(shares: &[f64]) -> Self {
        let entropy = |share: &f64| match *share > 0.0 {
            true => -share * libm::log(*share),
            false => 0.0,
        };
        Baseline {
            loss: shares.iter().map(entropy).sum(),
            accuracy: shares.iter().copied().fold(0.0, f64::max),
        }
    }
}

/// A task, with the digest of its data set if it has one. `data` are the bytes of that data set; natively the shipped
/// file of this `name`, or the first, stands in where none are given. `held_out` is the share of a text that is never
/// learned from.
///
/// # Errors
/// A sentence about `data` when a data set is needed and missing, or cannot be read; and those of the task's builder.
pub fn build(
    task: TaskKind,
    name: Option<&str>,
    data: Option<&[u8]>,
    held_out: f64,
) -> Result<(Box<dyn Task>, Option<String>), Error> {
    match source(task) {
        Source::Rule(build) => Ok((build(), None)),
        Source::Rules(_, build) => Ok((build(name), None)),
        Source::Data(files, build) => {
            let data = data.or_else(|| files.shipped(name)).ok_or_else(|| {
                let file = files.file(name).to_string();
                let allowed = Allowed::File { file };
                Error::wrong_value("data", "missing", allowed)
            })?;
            let data = DataSet::new(data).holding_out(held_out);
            Ok((build(&data)?, Some(data.sha256())))
        }
    }
}

/// Whether `answer` (V numbers: logits, probabilities or values) is right; `None` where nothing is asked.
/// Of equal logits the first counts.
pub fn is_right<F: Copy + Into<f64>>(
    answer: &[F],
    target: &Target,
    tolerance: f64,
) -> Option<bool> {
    match target {
        Target::None => None,
        Target::Class(class) => Some(argmax(answer) == *class as usize),
        Target::Values(values) => Some(
            answer
                .iter()
                .zip(values)
                .all(|(&given, wanted)| (given.into() - wanted).abs() <= tolerance),
        ),
    }
}

fn argmax<F: Copy + Into<f64>>(values: &[F]) -> usize {
    let mut best = 0;
    for (index, &value) in values.iter().enumerate() {
        if value.into() > values[best].into() {
            best = index;
        }
    }
    best
}

/// Clears `sequence` for `length` symbols below `size` and as many masked targets, keeping its memory.
fn clear_symbols(
    sequence: &mut Sequence,
    length: usize,
    size: usize,
) -> (&mut Vec<u32>, &mut Vec<Target>) {
    sequence.targets.clear();
    sequence.targets.resize(length, Target::None);
    if !matches!(sequence.inputs, Inputs::Symbols { .. }) {
        sequence.inputs = Inputs::Symbols {
            ids: Vec::new(),
            size,
        };
    }
    let Inputs::Symbols { ids, size: width } = &mut sequence.inputs else {
        unreachable!("made symbols just above");
    };
    *width = size;
    ids.clear();
    (ids, &mut sequence.targets)
}

/// Clears `sequence` for `length` vectors of width `size` and as many masked targets, keeping its memory.
fn clear_dense(
    sequence: &mut Sequence,
    length: usize,
    size: usize,
) -> (&mut Vec<f64>, &mut Vec<Target>) {
    sequence.targets.clear();
    sequence.targets.resize(length, Target::None);
    if !matches!(sequence.inputs, Inputs::Dense { .. }) {
        sequence.inputs = Inputs::Dense {
            values: Vec::new(),
            size,
        };
    }
    let Inputs::Dense {
        values,
        size: width,
    } = &mut sequence.inputs
    else {
        unreachable!("made dense just above");
    };
    *width = size;
    values.clear();
    (values, &mut sequence.targets)
}

/// The memory of an answer that `targets` holds, emptied.
fn spare_values(targets: &mut [Target]) -> Vec<f64> {
    let mut spare = Vec::new();
    for target in targets {
        if let Target::Values(values) = target {
            spare = std::mem::take(values);
        }
    }
    spare.clear();
    spare
}

/// These labels.
fn labels_of(labels: &[&str]) -> Vec<String> {
    labels.iter().map(|label| label.to_string()).collect()
}

/// One label a character.
fn labels(characters: &str) -> Vec<String> {
    characters.chars().map(String::from).collect()
}
