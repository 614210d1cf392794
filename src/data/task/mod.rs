//! What the models learn: one file a task, one line in [`build`].
//!
//! A task draws [`Sequence`]s of any length in [`LENGTHS`], says what the best answer without memory
//! scores on them, and names its symbols for display. Everything random comes from the caller's
//! [`Rng`], so the same seed draws the same data.

pub mod adding;
pub mod brackets;
pub mod copy;
pub mod order;
pub mod parity;
pub mod recall;
pub mod text;

use std::ops::RangeInclusive;

use crate::Error;
use crate::data::rng::Rng;
use crate::data::sequence::{Inputs, Sequence, Target};
use crate::experiment::{Experiment, TaskKind};
use crate::nn::loss::LossKind;

/// The lengths at which every task is defined. The definitions say what is left of a task at the tiny ones.
pub const LENGTHS: RangeInclusive<usize> = 2..=1024;

/// A source of sequences with known answers.
pub trait Task: Send + Sync {
    /// What a model reads at one step.
    fn input(&self) -> InputKind;

    /// V, the width of an answer: classes for cross-entropy, numbers for squared error.
    fn outputs(&self) -> usize;

    /// How an answer is scored.
    fn loss(&self) -> LossKind;

    /// Draws a sequence of `length` steps into `sequence`, whose memory is used again.
    ///
    /// `length` lies in [`LENGTHS`]; at least one step of the result is asked.
    fn fill(&self, length: usize, rng: &mut Rng, sequence: &mut Sequence);

    /// What the best answer that does not look at the input scores, on average over the asked steps
    /// of sequences of `length` steps. It knows how the task draws, `length` and the step it is at.
    fn baseline(&self, length: usize) -> Baseline;

    /// The answer behind [`Task::baseline`]: for each of the `length` steps V logits (cross-entropy)
    /// or V values (squared error). At steps that are never asked it means nothing.
    fn baseline_answers(&self, length: usize) -> Vec<Vec<f64>>;

    /// One label an input symbol; `None` when the inputs are vectors.
    fn input_labels(&self) -> Option<Vec<String>>;

    /// One label an output class; `None` for squared error.
    fn output_labels(&self) -> Option<Vec<String>>;

    /// The steps, counted from 0 and ascending, whose inputs have to be remembered to answer
    /// `sequence`, which this task drew. Empty where no few steps stand out.
    fn marks(&self, sequence: &Sequence) -> Vec<usize>;

    /// With squared error, an answer counts as right when each of its numbers is at most this far
    /// from the target. With cross-entropy the largest output decides and this is not read.
    fn tolerance(&self) -> f64 {
        0.0
    }

    /// The characters behind the symbols, for a task that reads text.
    fn alphabet(&self) -> Option<&text::Alphabet> {
        None
    }

    /// [`Task::fill`] into a new sequence.
    fn sample(&self, length: usize, rng: &mut Rng) -> Sequence {
        let mut sequence = Sequence {
            inputs: match self.input() {
                InputKind::Symbols(size) => Inputs::Symbols {
                    ids: Vec::new(),
                    size,
                },
                InputKind::Vectors(size) => Inputs::Dense {
                    values: Vec::new(),
                    size,
                },
            },
            targets: Vec::new(),
        };
        self.fill(length, rng, &mut sequence);
        sequence
    }
}

/// What a model reads at one step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InputKind {
    /// One of this many symbols, one-hot.
    Symbols(usize),
    /// A vector of this width.
    Vectors(usize),
}

impl InputKind {
    /// I, the width of one input vector.
    pub fn size(self) -> usize {
        match self {
            InputKind::Symbols(size) | InputKind::Vectors(size) => size,
        }
    }
}

/// The score of the best answer that does not look at the input: what a model has to beat.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Baseline {
    /// Mean over the asked steps: nats for cross-entropy, squared error otherwise.
    pub loss: f64,
    /// The share of asked steps at which that answer is right.
    pub accuracy: f64,
}

/// The task of `experiment`. `text` is read by the `text` task alone, in place of its passage.
///
/// # Errors
/// [`ErrorKind::Text`](crate::error::ErrorKind::Text) when the text is too short or has too many different characters.
pub fn build(experiment: &Experiment, text: Option<&str>) -> Result<Box<dyn Task>, Error> {
    Ok(match experiment.task {
        TaskKind::Recall => Box::new(recall::Recall),
        TaskKind::Adding => Box::new(adding::Adding),
        TaskKind::Copy => Box::new(copy::Copy),
        TaskKind::Order => Box::new(order::Order),
        TaskKind::Parity => Box::new(parity::Parity),
        TaskKind::Brackets => Box::new(brackets::Brackets),
        TaskKind::Text => Box::new(match text {
            Some(text) => text::Text::new(text)?,
            None => text::Text::new(text::passage(experiment.passage))?,
        }),
    })
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

/// One label a character.
fn labels(characters: &str) -> Option<Vec<String>> {
    Some(characters.chars().map(String::from).collect())
}
