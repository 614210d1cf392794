//! The state of a trainer as bytes, and back: weights, optimiser state, the data stream, the counts of updates.
//!
//! Eight bytes of magic, the last of which counts versions of the format; then [`Snapshot`] in postcard's format, and
//! its CRC-32.

use crc::{CRC_32_ISO_HDLC, Crc};
use serde::{Deserialize, Serialize};

use crate::Error;
use crate::data::rng::Rng;
use crate::error::Rule;
use crate::experiment::OptimizerKind;
use crate::nn::optimizer::State;
use crate::nn::parameters::Architecture;
use crate::run::milestone::Milestone;
use crate::run::trainer::{Trainer, UpdateReport};

const MAGIC: &[u8; 8] = b"VANISH\x00\x05";
const CRC: Crc<u32> = Crc::<u32>::new(&CRC_32_ISO_HDLC);

/// Everything that training changes, and whose it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Snapshot {
    pub architecture: Architecture,
    pub optimizer: OptimizerKind,
    pub updates: u64,
    /// How many of them were clipped.
    pub clipped: u64,
    pub last: Option<UpdateReport>,
    pub data: Rng,
    pub milestone: Milestone,
    pub parameters: Vec<f32>,
    pub state: State<f32>,
}

impl Snapshot {
    pub fn to_bytes(&self) -> Vec<u8> {
        let numbers = self.parameters.len() + self.state.first.len() + self.state.second.len();
        let mut bytes = Vec::with_capacity(4 * numbers + 256);
        bytes.extend(MAGIC);
        postcard::to_extend(self, bytes)
            .map(|mut bytes| {
                let sum = CRC.checksum(&bytes);
                bytes.extend(sum.to_le_bytes());
                bytes
            })
            .expect("a growing vector has room, and the lengths of all lists are known")
    }

    /// # Errors
    /// A sentence about `snapshot` when the bytes are none, or damaged.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        Snapshot::read(bytes).ok_or_else(|| {
            let given = format_args!("{} unreadable bytes", bytes.len());
            Error::unreadable("snapshot", given, Rule::Snapshot)
        })
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let (content, sum) = bytes.split_last_chunk::<4>()?;
        if CRC.checksum(content) != u32::from_le_bytes(*sum) {
            return None;
        }
        let body = content.strip_prefix(MAGIC)?;
        let (snapshot, rest): (Snapshot, _) = postcard::take_from_bytes(body).ok()?;
        // A trainer never holds others than finite numbers.
        let State { first, second, .. } = &snapshot.state;
        let finite = [&snapshot.parameters, first, second]
            .into_iter()
            .all(|list| list.iter().all(|value| value.is_finite()));
        (rest.is_empty() && finite).then_some(snapshot)
    }
}

impl Trainer {
    /// Everything that training changes. A trainer that is restored from it goes on to the same bits.
    pub fn snapshot(&self) -> Vec<u8> {
        Snapshot {
            architecture: *self.model.architecture(),
            optimizer: self.optimizer.kind(),
            updates: self.updates,
            clipped: self.clipped,
            last: self.last,
            data: self.data.clone(),
            milestone: self.milestone,
            parameters: self.model.parameters().to_vec(),
            state: self.optimizer.state().clone(),
        }
        .to_bytes()
    }

    /// Goes back to a snapshot of a trainer with the same architecture and optimiser. Nothing is changed
    /// after an error.
    ///
    /// # Errors
    /// A sentence about `snapshot` when it cannot be read or is of another model.
    pub fn restore(&mut self, bytes: &[u8]) -> Result<(), Error> {
        let snapshot = Snapshot::from_bytes(bytes)?;
        let fits = snapshot.architecture == *self.model.architecture()
            && snapshot.optimizer == self.optimizer.kind()
            && snapshot.parameters.len() == self.model.parameters().len()
            && self.optimizer.set_state(snapshot.state);
        if !fits {
            return Err(Error::wrong_shape(
                "snapshot",
                "of another model",
                Rule::SameModel,
            ));
        }
        self.model
            .parameters_mut()
            .copy_from_slice(&snapshot.parameters);
        self.updates = snapshot.updates;
        self.clipped = snapshot.clipped;
        self.last = snapshot.last;
        self.milestone = snapshot.milestone;
        self.data = snapshot.data;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::rng::Stream;
    use crate::experiment::{CellKind, Experiment, Reset};

    fn example() -> Snapshot {
        let experiment = Experiment {
            reset_gate: Reset::Before,
            ..Experiment::default()
        };
        let mut milestone = Milestone::default();
        milestone.look(5, true);
        Snapshot {
            architecture: Architecture::new(CellKind::Gru, &experiment, 8, 4),
            optimizer: OptimizerKind::Momentum,
            updates: 1 << 40,
            last: Some(UpdateReport {
                loss: 0.5,
                grad_norm: 3.0,
                clipped_norm: 1.0,
            }),
            clipped: 4,
            milestone,
            data: Rng::stream(9, Stream::Data),
            parameters: vec![1.5, -2.5],
            state: State {
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
        for at in 0..good.len() {
            let mut damaged = good.clone();
            damaged[at] ^= 1;
            assert!(Snapshot::from_bytes(&damaged).is_err(), "damaged at {at}");
        }
        let mut older = good;
        older[7] = 2;
        let message = Snapshot::from_bytes(&older).unwrap_err().message;
        assert!(
            message.ends_with("but must be what snapshot() returned."),
            "{message}"
        );
    }
}
