//! A model of the user's own, with sequences for it.
//!
//! The data set is a safetensors file whose tensors are files themselves, as bytes: `model`, weights as [`foreign`] reads
//! them; `inputs` and `targets`, tables as [`npy`] reads them; `text` and `vocabulary`; `data`, the data set of another
//! task. Its metadata say what is read (`source`), what is asked (`loss`), how many steps there are and from which seed
//! random inputs are drawn. All sequences are for both splits: what the model has learned is not what is looked at.

mod bundle;
mod sequences;
mod vocabulary;

use super::catalogue::{DataFiles, data_file};
use super::given::Given;
use super::{Answer, Baseline, Input, LENGTHS, Lengths, Split, Task, TaskKind, build};
use crate::Error;
use crate::choice::Choice;
use crate::data::dataset::DataSet;
use crate::data::foreign::{self, Foreign};
use crate::data::npy;
use crate::data::rng::Rng;
use crate::data::sequence::{Inputs, LossKind, Sequence, Target};
use crate::error::Allowed;
use bundle::Bundle;
use sequences::{drawn, encode, fits, tables, targets};
use vocabulary::Vocabulary;

/// An example, until the user brings a model.
pub const FILES: DataFiles = DataFiles {
    parameter: None,
    natural_lengths: true,
    choices: &[data_file!("example", "own/example.safetensors")],
};

/// What is read.
const SOURCES: &[&str] = &["table", "text", "random", "oneHot", "task"];
/// What is asked: targets, a chosen output at the end, or the last state to be 0.
const LOSSES: &[&str] = &["targets", "output", "state"];
/// How many sequences are cut out of a text at most.
const WINDOWS: usize = 256;

/// A model that trains on.
pub struct Own {
    foreign: Option<Foreign>,
    sequences: Drawn,
    /// The first of them, where they are few.
    shown: Option<Sequence>,
    /// Names of symbols, where there are any.
    labels: Option<Vec<String>>,
    /// Whether what is answered is the state itself.
    answers_state: bool,
}

enum Drawn {
    Given(Given),
    /// Of another task, with lengths from the one to the other.
    Task(Box<dyn Task>, usize, usize),
}

impl Own {
    /// # Errors
    /// Those of [`foreign::read`] and [`npy::read`], and a sentence about what does not fit the model or is missing.
    pub fn new(data: &DataSet) -> Result<Own, Error> {
        let bundle = Bundle::read(data)?;
        let foreign = bundle.bytes("model").map(foreign::read).transpose()?;
        let mut own = match bundle.word("source", SOURCES)? {
            "task" => Own::of_task(&bundle)?,
            source => Own::of_sequences(&bundle, source, foreign.as_ref())?,
        };
        if let Some(Foreign { description, .. }) = &foreign {
            fits("inputs", own.input().size(), description.inputs)?;
            if let Some(readout) = description.readout.as_ref().filter(|_| !own.answers_state) {
                fits("targets", own.answer().size(), readout.size)?;
            }
        }
        own.foreign = foreign;
        Ok(own)
    }

    /// The sequences of another task, where the widths fit.
    fn of_task(bundle: &Bundle) -> Result<Own, Error> {
        let word = bundle.word("task", TaskKind::WORDS)?;
        let kind = TaskKind::from_word(word).filter(|&kind| kind != TaskKind::Own);
        let kind = kind.ok_or_else(|| {
            Error::wrong_value("task", format_args!("\"{word}\""), "another task")
        })?;
        let (task, _) = build(
            kind,
            bundle.metadata.get("choice").map(String::as_str),
            bundle.bytes("data"),
            0.0,
        )?;
        let (least, most) = (*LENGTHS.start(), *LENGTHS.end());
        let longest = match task.lengths() {
            Lengths::Chosen => bundle.number("steps", 40, least, most)?,
            Lengths::Natural { longest } => longest,
        };
        let shortest = bundle
            .number("shortest", longest, least, most)?
            .min(longest);
        Ok(Own {
            foreign: None,
            sequences: Drawn::Task(task, shortest, longest),
            shown: None,
            labels: None,
            answers_state: false,
        })
    }

    fn of_sequences(
        bundle: &Bundle,
        source: &str,
        foreign: Option<&Foreign>,
    ) -> Result<Own, Error> {
        let description = foreign.map(|foreign| &foreign.description);
        let loss = bundle.word("loss", LOSSES)?;
        let steps = bundle.number("steps", 64, *LENGTHS.start(), *LENGTHS.end())?;
        let mut labels = None;
        let (inputs, next): (Vec<Inputs>, Option<Vec<Vec<u32>>>) = match source {
            "table" => (
                tables(bundle, description.map_or(0, |each| each.inputs))?,
                None,
            ),
            "text" => {
                let vocabulary = Vocabulary::read(bundle.needed("vocabulary")?)?;
                let ids = vocabulary.ids(DataSet::new(bundle.needed("text")?).text()?)?;
                let windows: Vec<&[u32]> = ids
                    .windows(steps.min(ids.len() - 1) + 1)
                    .step_by(steps)
                    .take(WINDOWS)
                    .collect();
                let encode = |window: &&[u32]| {
                    encode(foreign, vocabulary.0.len(), &window[..window.len() - 1])
                };
                let inputs = windows.iter().map(encode).collect::<Result<_, _>>()?;
                let next = windows.iter().map(|window| window[1..].to_vec()).collect();
                labels = Some(vocabulary.0);
                (inputs, Some(next))
            }
            _ => (drawn(bundle, foreign, source == "oneHot", steps)?, None),
        };
        let (mut answers_state, mut outputs) = (
            false,
            description
                .and_then(|each| each.readout.as_ref())
                .map(|part| part.size),
        );
        let last = |steps: usize, target: Target| -> Vec<Target> {
            let mut targets = vec![Target::None; steps];
            targets[steps - 1] = target;
            targets
        };
        let steps_of: Vec<usize> = inputs.iter().map(Inputs::steps).collect();
        let targets: Vec<Vec<Target>> = match (loss, next) {
            ("state", _) => {
                let units = description
                    .map(|each| each.units)
                    .ok_or_else(|| Error::wrong_value("loss", "\"state\"", "of a model"))?;
                (answers_state, outputs) = (true, Some(units));
                steps_of
                    .iter()
                    .map(|&steps| last(steps, Target::Values(vec![0.0; units])))
                    .collect()
            }
            ("output", _) => {
                let size = outputs.ok_or_else(|| {
                    Error::wrong_value("loss", "\"output\"", "of a model with a readout")
                })?;
                let chosen = bundle.number("output", 0, 0, size - 1)?;
                let target = if size == 1 {
                    Target::Values(vec![0.0])
                } else {
                    Target::Class(chosen as u32)
                };
                steps_of
                    .iter()
                    .map(|&steps| last(steps, target.clone()))
                    .collect()
            }
            (_, Some(next)) => {
                outputs = outputs.or(labels.as_ref().map(Vec::len));
                next.into_iter()
                    .map(|ids| ids.into_iter().map(Target::Class).collect())
                    .collect()
            }
            _ => {
                let (targets, size) = targets(
                    &npy::read("targets", bundle.needed("targets")?)?,
                    &steps_of,
                    outputs,
                )?;
                outputs = Some(size);
                targets
            }
        };
        if let Some(at) = targets
            .iter()
            .position(|each| each.iter().all(|target| *target == Target::None))
        {
            return Err(Error::wrong_shape(
                "targets",
                format_args!("empty in sequence {}", at + 1),
                Allowed::shape("given at one step at least"),
            ));
        }
        let kind = match targets[0].iter().find(|target| **target != Target::None) {
            Some(Target::Values(_)) => LossKind::SquaredError,
            _ => LossKind::CrossEntropy,
        };
        let sequences: Vec<Sequence> = inputs
            .into_iter()
            .zip(targets)
            .map(|(inputs, targets)| Sequence { inputs, targets })
            .collect();
        let shown = bundle.number("shown", 0, 0, sequences.len() - 1)?;
        let shown = Some(sequences[shown].clone());
        let given = Given::new(sequences, outputs.unwrap_or(1), kind)?;
        Ok(Own {
            foreign: None,
            sequences: Drawn::Given(given),
            shown,
            labels,
            answers_state,
        })
    }

    fn task(&self) -> &dyn Task {
        match &self.sequences {
            Drawn::Given(given) => given,
            Drawn::Task(task, ..) => task.as_ref(),
        }
    }
}

impl Task for Own {
    fn input(&self) -> Input {
        match (self.task().input(), &self.labels) {
            (Input::Symbols(plain), Some(labels)) if plain.len() == labels.len() => {
                Input::Symbols(labels.clone())
            }
            (input, _) => input,
        }
    }

    fn answer(&self) -> Answer {
        match (self.task().answer(), &self.labels) {
            (Answer::Classes(plain), Some(labels)) if plain.len() == labels.len() => {
                Answer::Classes(labels.clone())
            }
            (answer, _) => answer,
        }
    }

    fn lengths(&self) -> Lengths {
        match &self.sequences {
            Drawn::Given(given) => given.lengths(),
            Drawn::Task(_, _, longest) => Lengths::Natural { longest: *longest },
        }
    }

    fn fill(&self, split: Split, length: usize, rng: &mut Rng, sequence: &mut Sequence) {
        match &self.sequences {
            Drawn::Given(given) => given.fill(split, length, rng, sequence),
            Drawn::Task(task, shortest, longest) => {
                let shortest = if split == Split::HeldOut {
                    longest
                } else {
                    shortest
                };
                let length = shortest + rng.below(longest - shortest + 1);
                task.fill(split, length, rng, sequence);
            }
        }
    }

    fn own(&self) -> Option<Sequence> {
        self.shown.clone()
    }

    fn model(&self) -> Option<&Foreign> {
        self.foreign.as_ref()
    }

    fn answers_state(&self) -> bool {
        self.answers_state
    }

    fn holds_out(&self) -> bool {
        self.task().holds_out()
    }

    fn baseline(&self, length: usize) -> Baseline {
        self.task().baseline(length)
    }

    fn baseline_answers(&self, length: usize) -> Vec<Vec<f64>> {
        self.task().baseline_answers(length)
    }

    fn marks(&self, sequence: &Sequence) -> Vec<usize> {
        self.task().marks(sequence)
    }

    fn tolerance(&self) -> f64 {
        self.task().tolerance()
    }
}
