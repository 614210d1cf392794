//! How a model does on held-out sequences: whole evaluations, and the looks of the milestone.

use crate::Error;
use crate::data::batch::Batch;
use crate::data::sequence::{Sequence, Target};
use crate::nn::loss::{self, Score};
use crate::run::milestone;
use crate::run::trainer::Trainer;

/// How many held-out sequences the evaluation scores at most, and at least. Every frame pays for them: see
/// [`evaluation_sequences`].
const EVALUATION_SEQUENCES: (usize, usize) = (16, 64);

/// How many time steps and how many answers of the held-out set are enough.
const EVALUATION_STEPS: usize = 2560;
const EVALUATION_ANSWERS: usize = 1024;

/// How many held-out sequences a look of the milestone scores before it tells whether to go on.
pub(super) const LOOK_SEQUENCES: usize = 8;

impl Trainer {
    /// Looks at the held-out set, if the milestone asks for it and the model may have learned its task.
    pub(super) fn look(&mut self) {
        if !self.milestone.is_due(self.updates) {
            return;
        }
        if self.guesses() {
            self.milestone.look(self.updates, false);
            return;
        }
        let looks = std::mem::take(&mut self.looks);
        let targets = looks.iter().map(|batch| batch.target_rows().len()).sum();
        let scores = looks.iter().map(|batch| self.score(batch));
        let enough = milestone::is_enough(targets, scores);
        self.milestone.look(self.updates, enough);
        self.looks = looks;
    }

    /// Whether less than half of the batch that was trained on last was answered right: such a model is not looked at
    /// any closer, so that training costs the same with the milestone as without.
    fn guesses(&self) -> bool {
        let right = loss::right_answers(
            self.tape.outputs(),
            self.batch.targets(),
            self.task.tolerance(),
        );
        2 * right < self.batch.target_rows().len()
    }

    /// The update at which at least 95 % of the held-out answers had been right for ten updates on end, if it came:
    /// see [`crate::run::milestone`].
    pub fn learned_at(&self) -> Option<u64> {
        self.milestone.learned_at()
    }

    /// Whether a call of [`Trainer::train`] ends at the update at which the task is learned. Off at first.
    pub fn stop_when_learned(&mut self, stop: bool) {
        self.stops_when_learned = stop;
    }

    /// How the model does on the held-out set: always the same sequences of full length, 64 or, where they are long and
    /// ask at many steps, fewer.
    pub fn evaluate(&mut self) -> Score {
        let mut score = Score::default();
        for index in 0..self.evaluation.len() {
            let batch = std::mem::take(&mut self.evaluation[index]);
            score.add(self.score(&batch));
            self.evaluation[index] = batch;
        }
        score
    }

    /// How well the model answers `batch`.
    pub fn score(&mut self, batch: &Batch<f32>) -> Score {
        let total = self.forward(batch);
        let outputs = self.tape.outputs();
        Score {
            total,
            right: loss::right_answers(outputs, batch.targets(), self.task.tolerance()),
            targets: batch.target_rows().len(),
        }
    }
}

/// `sequences` in batches of at most `size`, all like `empty`.
pub(super) fn batches(
    sequences: &[Sequence],
    size: usize,
    empty: &Batch<f32>,
) -> Result<Vec<Batch<f32>>, Error> {
    let batches = sequences.chunks(size).map(|sequences| {
        let mut batch = empty.clone();
        batch.fill(sequences)?;
        Ok(batch)
    });
    batches.collect()
}

/// How many sequences like `probe` are scored: 64, or, where already fewer have both [`EVALUATION_STEPS`] steps and
/// [`EVALUATION_ANSWERS`] answers, so many, but 16 at least. A share of right answers is as sure as there are answers,
/// and a frame must not cost more than the updates that it shows.
pub(super) fn evaluation_sequences(probe: &Sequence) -> usize {
    let (least, most) = EVALUATION_SEQUENCES;
    let targets = (probe.targets.iter())
        .filter(|target| !matches!(target, Target::None))
        .count();
    let enough =
        (EVALUATION_STEPS.div_ceil(probe.steps())).max(EVALUATION_ANSWERS.div_ceil(targets.max(1)));
    enough.clamp(least, most)
}
