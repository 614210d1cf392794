//! One table of parameters: key, kind, range, default, does a change restart training.
//!
//! [`PARAMETERS`] is the only description of an experiment. What Rust accepts ([`Experiment::strict`],
//! [`Experiment::lenient`]), the page's validation, URL keys, attributes, controls and documentation
//! all come from it; the build hands it to the page as JSON ([`Parameter`] serialises to the shape
//! that ARCHITECTURE.md gives).

mod choice;
mod field;
mod gate_bias;
mod hold;
mod read;

use crate::Error;
use crate::data::task::{self, Task, catalogue::has_chosen_lengths};
use serde::{Serialize, Serializer, ser::SerializeMap};

pub use crate::choice::Choice;
pub use crate::data::task::TaskKind;
pub use crate::value::Value;
pub use choice::{
    Activation, CellKind, ClipBy, Init, Match, NewValue, OptimizerKind, Passage, Position, Reset,
    Sentences, SeriesName, Translation,
};
use field::Field;
pub use gate_bias::GateBias;
pub use hold::Hold;

/// One line of the table.
#[derive(Clone, Copy, Debug)]
pub struct Parameter {
    /// The name in JSON and in the URL; in kebab-case it is the attribute.
    pub key: &'static str,
    /// Other names, which are read but never written.
    pub aliases: &'static [&'static str],
    /// What values it takes.
    pub kind: Kind,
    /// Whether null, "none", is a value too.
    pub nullable: bool,
    /// Whether a change begins training anew, from fresh weights.
    pub restart: bool,
    /// The cells it has an effect on; `None` for all.
    pub cells: Option<&'static [CellKind]>,
    /// Whether it has an effect on a task; `None` for all.
    pub tasks: Option<fn(TaskKind) -> bool>,
    get: fn(&Experiment) -> Value,
    set: fn(&mut Experiment, &Value),
}

/// What values a parameter takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// One or more of these words, each at most once; their order is kept.
    ListOf(&'static [&'static str]),
    /// A whole number from `min` to `max`.
    Integer { min: f64, max: f64, scale: Scale },
    /// A number from `min` to `max`.
    Number { min: f64, max: f64, scale: Scale },
    /// A number from `min` to `max`, or one of these words.
    NumberOr {
        min: f64,
        max: f64,
        scale: Scale,
        words: &'static [&'static str],
    },
    /// Any number above 0.
    Positive,
    /// Some of these gates, each with a number from `min` to `max`: `forget:1,input:0.5`.
    Gates {
        words: &'static [&'static str],
        min: f64,
        max: f64,
    },
}

/// How a control spreads a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    Linear,
    Log,
}

use Kind::{Gates, Integer, ListOf, Number, NumberOr, OneOf, Positive};
use Scale::{Linear, Log};

/// A parameter that acts on every cell and task, and whose change restarts training.
const RESTARTS: Parameter = Parameter {
    key: "",
    aliases: &[],
    kind: Positive,
    nullable: false,
    restart: true,
    cells: None,
    tasks: None,
    get: |_| Value::Null,
    set: |_, _| (),
};

/// A parameter that takes effect from the next update on.
const LIVE: Parameter = Parameter {
    restart: false,
    ..RESTARTS
};

/// How a keeping gate begins.
const GATE_BIAS: Kind = NumberOr {
    min: -5.0,
    max: 10.0,
    scale: Linear,
    words: GateBias::WORDS,
};

const RECURRENT: Option<&[CellKind]> = Some(&[CellKind::Rnn, CellKind::Lstm, CellKind::Gru]);

/// The cells that carry a state from step to step, along which a gradient can be cut.
const CARRYING: Option<&[CellKind]> = Some(&[
    CellKind::Rnn,
    CellKind::Lstm,
    CellKind::Gru,
    CellKind::Mingru,
    CellKind::Lru,
]);

/// The cells with gates that can be held.
const GATED: Option<&[CellKind]> = Some(&[CellKind::Lstm, CellKind::Gru, CellKind::Mingru]);

const LRU: Option<&[CellKind]> = Some(&[CellKind::Lru]);

const ATTENTION: Option<&[CellKind]> = Some(&[CellKind::Attention]);

/// The tasks whose data do not decide how long a sequence is.
const CHOSEN_LENGTHS: Option<fn(TaskKind) -> bool> = Some(has_chosen_lengths);

/// Makes the struct, its default and the table out of one list: field, type, default, line of the table.
macro_rules! parameters {
    ($($(#[$meta:meta])* $field:ident: $type:ty = $default:expr, $key:literal $kind:expr, $rest:expr;)+) => {
        /// Everything that decides a run. Two equal experiments give equal weights, bit for bit.
        #[derive(Clone, Debug, PartialEq, Serialize)]
        #[serde(rename_all = "camelCase")]
        #[cfg_attr(feature = "types", derive(ts_rs::TS))]
        pub struct Experiment { $($(#[$meta])* pub $field: $type),+ }

        impl Default for Experiment {
            /// The scene that a visitor sees first; docs/default-scene.md says how it was chosen.
            fn default() -> Self {
                Experiment { $($field: $default),+ }
            }
        }

        /// The table of parameters.
        pub const PARAMETERS: &[Parameter] = &[$(Parameter {
            key: $key,
            kind: $kind,
            nullable: <$type as Field>::NULLABLE,
            get: |experiment| experiment.$field.to_value(),
            set: |experiment, value| <$type as Field>::put(value, &mut experiment.$field),
            ..$rest
        }),+];
    };
}

parameters! {
    /// The models that train side by side, one lane each.
    cells: Vec<CellKind> = vec![CellKind::Rnn, CellKind::Lstm, CellKind::Gru],
        "cells" ListOf(CellKind::WORDS), RESTARTS;
    /// What they learn.
    task: TaskKind = TaskKind::Recall,
        "task" OneOf(TaskKind::WORDS), RESTARTS;
    /// What `text` reads unless the user brings a text.
    passage: Passage = Passage::English,
        "passage" OneOf(Passage::WORDS), Parameter { tasks: Some(|task| task == TaskKind::Text), ..RESTARTS };
    /// The share at the end of a text that is never learned from, and is scored and shown; with 0 models are scored on what
    /// they learn.
    held_out: f64 = 0.0,
        "heldOut" Number { min: 0.0, max: 0.5, scale: Linear }, Parameter { tasks: Some(|task| task == TaskKind::Text), ..RESTARTS };
    /// What `series` reads.
    series: SeriesName = SeriesName::Sunspots,
        "series" OneOf(SeriesName::WORDS), Parameter { tasks: Some(|task| task == TaskKind::Series), ..RESTARTS };
    /// What `entities` reads.
    sentences: Sentences = Sentences::English,
        "sentences" OneOf(Sentences::WORDS), Parameter { tasks: Some(|task| task == TaskKind::Entities), ..RESTARTS };
    /// What `translate` reads and writes.
    translation: Translation = Translation::DigitsToEnglish,
        "translation" OneOf(Translation::WORDS), Parameter { tasks: Some(|task| task == TaskKind::Translate), ..RESTARTS };
    /// T of the probe and of the held-out set; training sequences are never longer.
    length: usize = 40,
        "length" Integer { min: 2.0, max: 1024.0, scale: Log },
        Parameter { tasks: CHOSEN_LENGTHS, ..RESTARTS };
    /// Training sequences are drawn with lengths from this to `length`, which it never exceeds.
    shortest: usize = 4,
        "shortest" Integer { min: 2.0, max: 1024.0, scale: Log },
        Parameter { tasks: CHOSEN_LENGTHS, ..LIVE };
    /// H, units of each layer.
    units: usize = 24,
        "units" Integer { min: 1.0, max: 256.0, scale: Log }, Parameter { aliases: &["hidden"], ..RESTARTS };
    /// Whether the cells have as many units, or as many weights as the first of them, as nearly as whole units allow.
    #[serde(rename = "match")]
    matching: Match = Match::Units,
        "match" OneOf(Match::WORDS), RESTARTS;
    /// L, layers.
    layers: usize = 1,
        "layers" Integer { min: 1.0, max: 4.0, scale: Linear }, RESTARTS;
    /// The vanilla RNN's nonlinearity.
    activation: Activation = Activation::Tanh,
        "activation" OneOf(Activation::WORDS), Parameter { cells: Some(&[CellKind::Rnn]), ..RESTARTS };
    /// Where the GRU's reset gate acts.
    reset_gate: Reset = Reset::After,
        "resetGate" OneOf(Reset::WORDS),
        Parameter { aliases: &["reset"], cells: Some(&[CellKind::Gru]), ..RESTARTS };
    /// What minGRU writes.
    new_value: NewValue = NewValue::Linear,
        "newValue" OneOf(NewValue::WORDS), Parameter { cells: Some(&[CellKind::Mingru]), ..RESTARTS };
    /// How many symbols the window model sees, the present one among them.
    window: usize = 5,
        "window" Integer { min: 1.0, max: 32.0, scale: Linear },
        Parameter { cells: Some(&[CellKind::Window]), ..RESTARTS };
    /// How the recurrent weights begin.
    init: Init = Init::Pytorch,
        "init" OneOf(Init::WORDS), Parameter { cells: RECURRENT, ..RESTARTS };
    /// The spectral radius that each gate's block of W_hh is rescaled to at the start.
    radius: Option<f64> = None,
        "radius" Number { min: 0.01, max: 10.0, scale: Log }, Parameter { cells: RECURRENT, ..RESTARTS };
    /// The forget gate's bias at the start, b_ih and b_hh together.
    #[cfg_attr(feature = "types", ts(type = "number | \"chrono\" | null"))]
    forget_bias: GateBias = GateBias::Total(4.0),
        "forgetBias" GATE_BIAS, Parameter { cells: Some(&[CellKind::Lstm]), ..RESTARTS };
    /// The update gate's bias at the start, b_ih and b_hh together; the gate keeps where it is open.
    #[cfg_attr(feature = "types", ts(type = "number | \"chrono\" | null"))]
    update_bias: GateBias = GateBias::Total(3.0),
        "updateBias" GATE_BIAS, Parameter { cells: Some(&[CellKind::Gru, CellKind::Mingru]), ..RESTARTS };
    /// The smallest |λ| of the linear recurrent unit at the start; never above `rMax`.
    r_min: f64 = 0.9,
        "rMin" Number { min: 0.0, max: 0.9999, scale: Linear }, Parameter { cells: LRU, ..RESTARTS };
    /// The largest |λ| at the start.
    r_max: f64 = 0.999,
        "rMax" Number { min: 0.01, max: 0.9999, scale: Linear }, Parameter { cells: LRU, ..RESTARTS };
    /// The largest angle of λ at the start, in radians: how far a state turns in a step.
    phase_max: f64 = std::f64::consts::TAU,
        "phaseMax" Number { min: 0.001, max: std::f64::consts::TAU, scale: Log }, Parameter { cells: LRU, ..RESTARTS };
    /// Heads of attention; where they do not divide the units, the largest number below that does.
    heads: usize = 4,
        "heads" Integer { min: 1.0, max: 16.0, scale: Linear }, Parameter { cells: ATTENTION, ..RESTARTS };
    /// How attention knows where an input stands.
    position: Position = Position::Sinusoidal,
        "position" OneOf(Position::WORDS), Parameter { cells: ATTENTION, ..RESTARTS };
    /// How weights follow gradients.
    optimizer: OptimizerKind = OptimizerKind::Adam,
        "optimizer" OneOf(OptimizerKind::WORDS), RESTARTS;
    /// The learning rate.
    rate: f64 = 0.004,
        "rate" Number { min: 1e-6, max: 10.0, scale: Log }, LIVE;
    /// What the gradient is clipped to.
    clip: Option<f64> = Some(1.0),
        "clip" Positive, LIVE;
    /// What that bounds.
    clip_by: ClipBy = ClipBy::Norm,
        "clipBy" OneOf(ClipBy::WORDS), LIVE;
    /// k of truncated BPTT: the state is carried, the gradient stops at every k-th step; 0 is full BPTT.
    truncate: usize = 0,
        "truncate" Integer { min: 0.0, max: u32::MAX as f64, scale: Log }, Parameter { cells: CARRYING, ..LIVE };
    /// Gates that stand at a fixed value, forward and backward, for all units and steps.
    #[cfg_attr(feature = "types", ts(type = "string | null"))]
    hold: Hold = Hold::default(),
        "hold" Gates { words: Hold::GATES, min: Hold::MIN, max: Hold::MAX }, Parameter { cells: GATED, ..LIVE };
    /// B, sequences in an update.
    batch: usize = 64,
        "batch" Integer { min: 1.0, max: 256.0, scale: Log }, RESTARTS;
    /// Where every random number of the run comes from.
    seed: u32 = 156,
        "seed" Integer { min: 0.0, max: u32::MAX as f64, scale: Linear }, RESTARTS;
}

impl Experiment {
    /// The task, with the digest of its data set if it has one. `data` are the bytes of that data set; natively the
    /// shipped file that the experiment chooses stands in where none are given.
    ///
    /// # Errors
    /// Those of [`task::build`].
    pub fn build_task(
        &self,
        data: Option<&[u8]>,
    ) -> Result<(Box<dyn Task>, Option<String>), Error> {
        let parameter = task::catalogue::data_parameter(self.task);
        let row = PARAMETERS.iter().find(|row| Some(row.key) == parameter);
        match row.map(|row| row.get(self)) {
            Some(Value::Text(name)) => task::build(self.task, Some(&name), data, self.held_out),
            _ => task::build(self.task, None, data, self.held_out),
        }
    }

    /// The same, but for the parameters that need no restart: those are `other`'s.
    pub fn with_live(&self, other: &Experiment) -> Experiment {
        let &Experiment {
            rate,
            clip,
            clip_by,
            truncate,
            shortest,
            hold,
            ..
        } = other;
        Experiment {
            rate,
            clip,
            clip_by,
            truncate,
            shortest,
            hold,
            ..self.clone()
        }
    }
}

impl Parameter {
    /// The value that stands where none is given.
    pub fn default(&self) -> Value {
        (self.get)(&Experiment::default())
    }

    /// The value in `experiment`.
    pub fn get(&self, experiment: &Experiment) -> Value {
        (self.get)(experiment)
    }

    /// Writes a value that this row allows into `experiment`.
    ///
    /// # Errors
    /// What is wrong with a value that it does not allow; `experiment` is then as it was.
    pub fn put(&self, experiment: &mut Experiment, value: &Value) -> Result<(), Error> {
        match self.check(value) {
            (_, Some(error)) => Err(error),
            (in_force, None) => {
                (self.set)(experiment, &in_force);
                Ok(())
            }
        }
    }
}

impl Serialize for Parameter {
    /// The shape of www/generated/parameters.json. `exclusiveMin` tells that `min` itself is not allowed.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("key", self.key)?;
        map.serialize_entry("aliases", self.aliases)?;
        let mut range = |kind: &str, min: f64, max: f64, scale: Scale| {
            map.serialize_entry("kind", kind)?;
            map.serialize_entry("min", &Value::Number(min))?;
            map.serialize_entry("max", &Value::Number(max))?;
            map.serialize_entry("scale", if scale == Log { "log" } else { "linear" })
        };
        match self.kind {
            Integer { min, max, scale } => range("integer", min, max, scale)?,
            Number { min, max, scale } => range("number", min, max, scale)?,
            NumberOr {
                min,
                max,
                scale,
                words,
            } => {
                range("number", min, max, scale)?;
                map.serialize_entry("words", words)?;
            }
            Positive => {
                map.serialize_entry("kind", "number")?;
                map.serialize_entry("min", &0)?;
                map.serialize_entry("exclusiveMin", &true)?;
                map.serialize_entry("scale", "log")?;
            }
            Gates { words, min, max } => {
                map.serialize_entry("kind", "gates")?;
                map.serialize_entry("min", &Value::Number(min))?;
                map.serialize_entry("max", &Value::Number(max))?;
                map.serialize_entry("choices", words)?;
            }
            OneOf(words) | ListOf(words) => {
                let kind = if matches!(self.kind, ListOf(_)) {
                    "list"
                } else {
                    "choice"
                };
                map.serialize_entry("kind", kind)?;
                map.serialize_entry("choices", words)?;
            }
        }
        map.serialize_entry("nullable", &self.nullable)?;
        map.serialize_entry("default", &self.default())?;
        map.serialize_entry("restart", &self.restart)?;
        map.serialize_entry("cells", &self.cells)?;
        let tasks = self.tasks.map(|acts_on| {
            let tasks = TaskKind::ALL.iter().copied();
            tasks.filter(|&task| acts_on(task)).collect::<Vec<_>>()
        });
        // A parameter that acts on every task there is acts on all.
        let tasks = tasks.filter(|tasks| tasks.len() < TaskKind::ALL.len());
        map.serialize_entry("tasks", &tasks)?;
        map.end()
    }
}
