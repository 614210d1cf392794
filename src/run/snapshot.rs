//! The state of a lane as bytes: weights, the optimiser's averages, the data stream, the counts of updates.
//!
//! Little-endian: eight bytes of magic; nine u32 that say whose state it is; the number of updates, the
//! generator's four words, the number of clipped updates and the milestone's two words as u64; Adam's powers, then what the last
//! update saw (NaN before the first) as f64; then three lists of f32, each after
//! its length as u32.

use crate::Error;
use crate::data::rng::Rng;
use crate::experiment::{Activation, CellKind, OptimizerKind, Reset};
use crate::nn::optimizer::State;
use crate::nn::parameters::Architecture;
use crate::run::learner::UpdateReport;
use crate::run::milestone::Milestone;

const MAGIC: &[u8; 8] = b"VANISH\x00\x03";

/// Everything that training changes, and whose it is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Snapshot {
    pub architecture: Architecture,
    pub optimizer: OptimizerKind,
    pub updates: u64,
    pub last: Option<UpdateReport>,
    pub data: Rng,
    pub clipped: u64,
    pub milestone: Milestone,
    pub parameters: Vec<f32>,
    pub averages: State<f32>,
}

const CELLS: [CellKind; 4] = [
    CellKind::Rnn,
    CellKind::Lstm,
    CellKind::Gru,
    CellKind::Window,
];
const ACTIVATIONS: [Activation; 2] = [Activation::Tanh, Activation::Relu];
const RESETS: [Reset; 2] = [Reset::After, Reset::Before];
const OPTIMIZERS: [OptimizerKind; 4] = [
    OptimizerKind::Sgd,
    OptimizerKind::Momentum,
    OptimizerKind::Rmsprop,
    OptimizerKind::Adam,
];

impl Snapshot {
    pub fn to_bytes(&self) -> Vec<u8> {
        let architecture = &self.architecture;
        let mut out = MAGIC.to_vec();
        for number in [
            index_of(&CELLS, &architecture.kind),
            index_of(&ACTIVATIONS, &architecture.activation),
            index_of(&RESETS, &architecture.reset),
            index_of(&OPTIMIZERS, &self.optimizer),
            architecture.window,
            architecture.inputs,
            architecture.outputs,
            architecture.hidden,
            architecture.layers,
        ] {
            out.extend((number as u32).to_le_bytes());
        }
        out.extend(self.updates.to_le_bytes());
        for word in self.data.state() {
            out.extend(word.to_le_bytes());
        }
        out.extend(self.clipped.to_le_bytes());
        for word in self.milestone.words() {
            out.extend(word.to_le_bytes());
        }
        out.extend(self.averages.powers.0.to_le_bytes());
        out.extend(self.averages.powers.1.to_le_bytes());
        let last = self.last.map_or([f64::NAN; 3], |last| {
            [last.loss, last.grad_norm, last.clipped_norm]
        });
        out.extend(last.iter().flat_map(|value| value.to_le_bytes()));
        for list in [
            &self.parameters,
            &self.averages.first,
            &self.averages.second,
        ] {
            out.extend((list.len() as u32).to_le_bytes());
            out.extend(list.iter().flat_map(|value| value.to_le_bytes()));
        }
        out
    }

    /// # Errors
    /// A sentence about `snapshot` when the bytes are none.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        let mut reader = Reader { bytes };
        reader
            .snapshot()
            .filter(|_| reader.bytes.is_empty())
            .ok_or_else(|| {
                let given = format_args!("{} unreadable bytes", bytes.len());
                Error::unreadable("snapshot", given, "what snapshot() returned")
            })
    }
}

/// What is left to be read.
struct Reader<'a> {
    bytes: &'a [u8],
}

impl Reader<'_> {
    fn snapshot(&mut self) -> Option<Snapshot> {
        if self.take::<8>()? != *MAGIC {
            return None;
        }
        let kind = *CELLS.get(self.number()?)?;
        let activation = *ACTIVATIONS.get(self.number()?)?;
        let reset = *RESETS.get(self.number()?)?;
        let optimizer = *OPTIMIZERS.get(self.number()?)?;
        let [window, inputs, outputs, hidden, layers] = [
            self.number()?,
            self.number()?,
            self.number()?,
            self.number()?,
            self.number()?,
        ];
        let architecture = Architecture {
            kind,
            activation,
            reset,
            window,
            inputs,
            outputs,
            hidden,
            layers,
        };
        let updates = self.word()?;
        let data = Rng::from_state([self.word()?, self.word()?, self.word()?, self.word()?])?;
        let clipped = self.word()?;
        let milestone = Milestone::from_words([self.word()?, self.word()?]);
        let powers = (f64::from_bits(self.word()?), f64::from_bits(self.word()?));
        let [loss, grad_norm, clipped_norm] =
            [self.word()?, self.word()?, self.word()?].map(f64::from_bits);
        let parameters = self.list()?;
        let averages = State {
            first: self.list()?,
            second: self.list()?,
            powers,
        };
        Some(Snapshot {
            architecture,
            optimizer,
            updates,
            // The loss of an update that was made is finite.
            last: (!loss.is_nan()).then_some(UpdateReport {
                loss,
                grad_norm,
                clipped_norm,
            }),
            data,
            clipped,
            milestone,
            parameters,
            averages,
        })
    }

    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.bytes.split_first_chunk::<N>()?;
        self.bytes = rest;
        Some(*taken)
    }

    fn number(&mut self) -> Option<usize> {
        self.take().map(|bytes| u32::from_le_bytes(bytes) as usize)
    }

    fn word(&mut self) -> Option<u64> {
        self.take().map(u64::from_le_bytes)
    }

    /// A list of finite numbers: a lane never holds others.
    fn list(&mut self) -> Option<Vec<f32>> {
        let bytes = self.number()?.checked_mul(4)?;
        let (taken, rest) = self.bytes.split_at_checked(bytes)?;
        self.bytes = rest;
        let list: Vec<f32> = taken
            .as_chunks::<4>()
            .0
            .iter()
            .map(|&chunk| f32::from_le_bytes(chunk))
            .collect();
        list.iter().all(|value| value.is_finite()).then_some(list)
    }
}

fn index_of<T: PartialEq>(choices: &[T], choice: &T) -> usize {
    choices
        .iter()
        .position(|other| other == choice)
        .unwrap_or(choices.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::rng::Stream;
    use crate::experiment::Experiment;

    fn example() -> Snapshot {
        let experiment = Experiment {
            reset: Reset::Before,
            ..Experiment::default()
        };
        Snapshot {
            architecture: Architecture::new(CellKind::Gru, &experiment, 8, 4),
            optimizer: OptimizerKind::Momentum,
            updates: 1 << 40,
            last: Some(UpdateReport {
                loss: 0.5,
                grad_norm: 3.0,
                clipped_norm: 1.0,
            }),
            milestone: Milestone::from_words([5, u64::MAX]),
            clipped: 4,
            data: Rng::stream(9, Stream::Data),
            parameters: vec![1.5, -2.5],
            averages: State {
                first: vec![0.25, 3.0],
                second: Vec::new(),
                powers: (0.9, 0.999),
            },
        }
    }

    #[test]
    fn a_snapshot_survives_its_bytes() {
        assert_eq!(Snapshot::from_bytes(&example().to_bytes()), Ok(example()));
    }

    #[test]
    fn bytes_that_are_no_snapshot_are_refused() {
        let good = example().to_bytes();
        for length in 0..good.len() {
            assert!(
                Snapshot::from_bytes(&good[..length]).is_err(),
                "cut at {length}"
            );
        }
        let mut longer = good.clone();
        longer.push(0);
        assert!(Snapshot::from_bytes(&longer).is_err());
        let mut with_nan = example();
        with_nan.parameters[0] = f32::NAN;
        assert!(Snapshot::from_bytes(&with_nan.to_bytes()).is_err());
        let mut other_cell = good;
        other_cell[8] = 77;
        let message = Snapshot::from_bytes(&other_cell).unwrap_err().message;
        assert!(
            message.ends_with("but must be what snapshot() returned."),
            "{message}"
        );
    }
}
