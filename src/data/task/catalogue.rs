//! What is known of each task before one is built: where its sequences come from, and the files of its data sets.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Answer, Input, Lengths, Task, TaskKind, build, source};
use crate::Error;
use crate::choice::Choice;
use crate::data::dataset::DataSet;

/// Where the sequences of a task come from.
#[derive(Clone, Copy)]
pub enum Source {
    /// A rule makes them.
    Rule(fn() -> Box<dyn Task>),
    /// One of several rules makes them, with lengths of its own; this parameter chooses it by name.
    Rules(&'static str, fn(Option<&str>) -> Box<dyn Task>),
    /// They are drawn from a data set.
    Data(&'static DataFiles, BuildFromData),
}

/// Makes a task of a data set.
pub type BuildFromData = fn(&DataSet) -> Result<Box<dyn Task>, Error>;

/// The data sets that ship with a task, in the folder `data/`.
#[derive(Clone, Copy, Debug)]
pub struct DataFiles {
    /// The parameter whose value chooses among them by name; none where there is only one.
    pub parameter: Option<&'static str>,
    /// Whether the data decide how long a sequence is.
    pub natural_lengths: bool,
    pub choices: &'static [DataFile],
}

/// One data set that ships.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct DataFile {
    pub name: &'static str,
    /// Below `data/`.
    pub file: &'static str,
    /// The page fetches it; natively it is compiled in.
    #[cfg(not(target_arch = "wasm32"))]
    #[serde(skip)]
    pub bytes: &'static [u8],
}

/// A [`DataFile`] by its name and its place below `data/`.
macro_rules! data_file {
    ($name:literal, $file:literal) => {
        $crate::data::task::catalogue::DataFile {
            name: $name,
            file: $file,
            #[cfg(not(target_arch = "wasm32"))]
            bytes: include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/", $file)),
        }
    };
}
pub(super) use data_file;

impl DataFiles {
    /// The data set of this name, or the first.
    fn chosen(&self, name: Option<&str>) -> &'static DataFile {
        let named = |file: &&DataFile| Some(file.name) == name;
        self.choices.iter().find(named).unwrap_or(&self.choices[0])
    }

    /// Its place below `data/`.
    pub fn file(&self, name: Option<&str>) -> &'static str {
        self.chosen(name).file
    }

    /// Its bytes, where they are compiled in.
    #[cfg_attr(target_arch = "wasm32", expect(unused_variables))]
    pub fn shipped(&self, name: Option<&str>) -> Option<&'static [u8]> {
        #[cfg(not(target_arch = "wasm32"))]
        let bytes = Some(self.chosen(name).bytes);
        #[cfg(target_arch = "wasm32")]
        let bytes = None;
        bytes
    }
}

/// Whether the experiment's `length` and `shortest` decide how long the sequences of a task are.
pub fn has_chosen_lengths(task: TaskKind) -> bool {
    match source(task) {
        Source::Rule(_) => true,
        Source::Rules(..) => false,
        Source::Data(files, _) => !files.natural_lengths,
    }
}

/// The parameter whose value chooses among a task's data sets or rules by name.
pub fn data_parameter(task: TaskKind) -> Option<&'static str> {
    match source(task) {
        Source::Rule(_) => None,
        Source::Rules(parameter, _) => Some(parameter),
        Source::Data(files, _) => files.parameter,
    }
}

/// What the page proposes when a task is chosen, by parameter: sizes and rates with which it is learned in about a minute,
/// where these are others than the defaults. An experiment that leaves a parameter out has the default, whatever the task.
pub const fn proposed(task: TaskKind) -> &'static [(&'static str, f64)] {
    match task {
        TaskKind::Text => &[("heldOut", 0.2)],
        TaskKind::Speech | TaskKind::Gesture => &[("rate", 0.01)],
        TaskKind::Sentiment => &[("units", 32.0), ("batch", 32.0), ("rate", 0.005)],
        TaskKind::Entities | TaskKind::Series => &[("batch", 32.0), ("rate", 0.01)],
        TaskKind::Digits | TaskKind::Video => &[("units", 32.0), ("batch", 32.0), ("rate", 0.01)],
        TaskKind::Translate => &[("units", 48.0), ("batch", 32.0), ("rate", 0.01)],
        _ => &[],
    }
}

/// A task as www/generated/tasks.json describes it.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct TaskDescription {
    pub kind: TaskKind,
    /// The data sets that ship with it; null for a task by rule.
    pub data: Option<DataDescription>,
    /// Whether the data decide how long a sequence is, rather than `length` and `shortest`.
    pub natural_lengths: bool,
    /// What is read at a step.
    pub inputs: InputForm,
    /// What is asked at a step.
    pub answers: AnswerForm,
    /// Whether a model goes on from its own answers.
    pub runs_on: bool,
    /// What choosing it proposes, by parameter.
    pub proposed: BTreeMap<&'static str, f64>,
}

/// The data sets of a task.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct DataDescription {
    /// The parameter that chooses among them; null where there is only one.
    pub parameter: Option<&'static str>,
    pub choices: Vec<DataChoice>,
}

/// One data set: its name, and its file below `data/`.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct DataChoice {
    pub name: &'static str,
    pub file: &'static str,
}

/// What is read at a step.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum InputForm {
    /// One symbol: a glyph or a word.
    Symbols,
    /// A vector of named quantities.
    Channels { channels: Vec<super::Channel> },
    /// An image, row by row.
    Image { width: usize, height: usize },
}

/// What is asked at a step.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum AnswerForm {
    /// One of several classes.
    Classes,
    /// Named quantities.
    Values { channels: Vec<super::Channel> },
}

impl From<Input> for InputForm {
    fn from(input: Input) -> Self {
        match input {
            Input::Symbols(_) => InputForm::Symbols,
            Input::Channels(channels) => InputForm::Channels { channels },
            Input::Image { width, height } => InputForm::Image { width, height },
        }
    }
}

impl From<Answer> for AnswerForm {
    fn from(answer: Answer) -> Self {
        match answer {
            Answer::Classes(_) => AnswerForm::Classes,
            Answer::Values(channels) => AnswerForm::Values { channels },
        }
    }
}

/// All tasks, in the order of the list, as they are with the data that ship.
///
/// # Errors
/// A shipped data set that its task cannot read.
pub fn describe_all() -> Result<Vec<TaskDescription>, Error> {
    let describe = |&kind: &TaskKind| {
        let (task, _) = build(kind, None, None, 0.0)?;
        let data = match source(kind) {
            Source::Rule(_) | Source::Rules(..) => None,
            Source::Data(files, _) => Some(DataDescription {
                parameter: files.parameter,
                choices: (files.choices.iter())
                    .map(|&DataFile { name, file, .. }| DataChoice { name, file })
                    .collect(),
            }),
        };
        Ok(TaskDescription {
            kind,
            data,
            natural_lengths: matches!(task.lengths(), Lengths::Natural { .. }),
            inputs: task.input().into(),
            answers: task.answer().into(),
            runs_on: task.alphabet().is_some(),
            proposed: proposed(kind).iter().copied().collect(),
        })
    };
    TaskKind::ALL.iter().map(describe).collect()
}
