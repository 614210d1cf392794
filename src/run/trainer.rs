//! One lane: a model that learns a task, batch after batch, and can be asked how far it is.

use crate::Error;
use crate::analysis::divergence::Divergence;
use crate::data::batch::Batch;
use crate::data::rng::{Rng, Stream};
use crate::data::sequence::{Sequence, Target};
use crate::data::task::Task;
use crate::experiment::{CellKind, Experiment};
use crate::nn::init::initial_weights;
use crate::nn::loss::Score;
use crate::nn::model::Model;
use crate::nn::parameters::Architecture;
use crate::run::learner::{Learner, UpdateReport, UpdateRule};
use crate::run::milestone::{self, Milestone};
use crate::run::snapshot::Snapshot;

/// How many held-out sequences the evaluation scores at most, and at least. Every frame pays for them: see
/// [`evaluation_sequences`].
const EVALUATION_SEQUENCES: (usize, usize) = (16, 64);

/// How many time steps and how many answers of the held-out set are enough.
const EVALUATION_STEPS: usize = 2560;
const EVALUATION_ANSWERS: usize = 1024;

/// How many held-out sequences a look at them scores before it tells whether to go on. A look is cheap as long as the
/// model guesses.
const LOOK_SEQUENCES: usize = 8;

/// What the buffers of a lane may take, in bytes. Three lanes beside each other fit a browser's tab.
const MEMORY_LIMIT: usize = 1 << 30;

/// A lane of a race. Everything random comes from the experiment's seed, and the data do not depend
/// on the cell: all lanes see the same batches.
pub struct Trainer {
    experiment: Experiment,
    task: Box<dyn Task>,
    learner: Learner<f32>,
    /// What the last update saw; none before the first.
    last: Option<UpdateReport>,
    /// The weights at update 0.
    initial: Vec<f32>,
    /// The stream that training batches are drawn from.
    data: Rng,
    sequences: Vec<Sequence>,
    batch: Batch<f32>,
    /// The held-out set, in batches that are no larger than those of training.
    evaluation: Vec<Batch<f32>>,
    /// The same sequences in small batches, for the looks of the milestone.
    looks: Vec<Batch<f32>>,
    milestone: Milestone,
    probe: Sequence,
}

/// The sequence on view: of full length, always the same.
pub fn probe(experiment: &Experiment, task: &dyn Task) -> Sequence {
    let mut rng = Rng::stream(experiment.seed, Stream::Probe);
    task.sample(experiment.length, &mut rng)
}

impl Trainer {
    /// A lane at update 0, with the weights that the experiment gives it.
    ///
    /// # Errors
    /// Those of [`Trainer::with_weights`].
    pub fn new(
        experiment: &Experiment,
        kind: CellKind,
        task: Box<dyn Task>,
    ) -> Result<Trainer, Error> {
        let (inputs, outputs) = (task.input().size(), task.outputs());
        let architecture = Architecture::new(kind, experiment, inputs, outputs);
        let weights = initial_weights(&architecture, experiment);
        let weights = weights.iter().map(|&weight| weight as f32).collect();
        Trainer::with_weights(experiment, kind, task, weights)
    }

    /// A lane at update 0, with these weights in the layout of [`Model::layout`].
    ///
    /// # Errors
    /// A sentence about `batch` when its buffers would not fit into memory, about `weights` when their number is
    /// not that of the model.
    pub fn with_weights(
        experiment: &Experiment,
        kind: CellKind,
        task: Box<dyn Task>,
        weights: Vec<f32>,
    ) -> Result<Trainer, Error> {
        let inputs = task.input().size();
        let architecture = Architecture::new(kind, experiment, inputs, task.outputs());
        let model = Model::new(architecture);
        let length = model.parameters().len();
        if weights.len() != length {
            let given = format_args!("{} numbers", weights.len());
            return Err(Error::wrong_shape(
                "weights",
                given,
                format_args!("{length} numbers"),
            ));
        }
        let probe = probe(experiment, task.as_ref());
        check_memory(&architecture, experiment.batch, probe.steps())?;

        let mut rng = Rng::stream(experiment.seed, Stream::Evaluation);
        let held_out: Vec<Sequence> = (0..evaluation_sequences(&probe))
            .map(|_| task.sample(experiment.length, &mut rng))
            .collect();
        let empty = Batch::new(inputs, task.outputs(), task.loss());
        let mut evaluation = Vec::new();
        for sequences in held_out.chunks(experiment.batch.max(1)) {
            let mut batch = empty.clone();
            batch.fill(sequences)?;
            evaluation.push(batch);
        }

        let mut looks = Vec::new();
        for sequences in held_out.chunks(LOOK_SEQUENCES) {
            let mut batch = empty.clone();
            batch.fill(sequences)?;
            looks.push(batch);
        }

        let mut trainer = Trainer {
            learner: Learner::new(model, experiment.optimizer),
            last: None,
            initial: weights,
            data: Rng::stream(experiment.seed, Stream::Data),
            sequences: vec![probe.clone(); experiment.batch.max(1)],
            batch: empty,
            evaluation,
            looks,
            milestone: Milestone::default(),
            probe,
            task,
            experiment: experiment.clone(),
        };
        for (sequence, longest) in trainer.sequences.iter_mut().zip(held_out.iter().cycle()) {
            sequence.clone_from(longest);
        }
        trainer.batch.fill(&trainer.sequences)?;
        trainer.learner.rehearse(&trainer.batch);
        trainer.reset();
        Ok(trainer)
    }

    /// Draws a batch and makes one update from it.
    ///
    /// # Errors
    /// Where the update left the finite numbers, if it did. The lane then stands where it stood
    /// before, data and all; it goes on answering, and the next update fails alike unless a
    /// parameter is changed.
    pub fn update(&mut self) -> Result<UpdateReport, Divergence> {
        let before = self.data.clone();
        self.draw_batch();
        let rule = UpdateRule::from(&self.experiment);
        let result = self.learner.update(&self.batch, &rule);
        match result {
            Ok(report) => {
                self.last = Some(report);
                self.look();
            }
            Err(_) => self.data = before,
        }
        result
    }

    /// Looks at the held-out set, if the milestone asks for it.
    fn look(&mut self) {
        let update = self.updates();
        if !self.milestone.is_due(update) {
            return;
        }
        let asked = (self.looks.iter().map(|batch| batch.target_rows().len())).sum();
        let tolerance = self.task.tolerance();
        let scores = (self.looks.iter()).map(|batch| self.learner.score(batch, tolerance));
        let enough = milestone::is_enough(asked, scores);
        self.milestone.look(update, enough);
    }

    /// The update at which at least 95 % of the held-out answers had been right for ten updates on end, if it came:
    /// see [`crate::run::milestone`].
    pub fn learned_at(&self) -> Option<u64> {
        self.milestone.learned_at()
    }

    /// What the last update saw; none before the first.
    pub fn last(&self) -> Option<UpdateReport> {
        self.last
    }

    /// How many updates have been made.
    pub fn updates(&self) -> u64 {
        self.learner.updates()
    }

    /// How many of them had their gradient clipped.
    pub fn clipped_updates(&self) -> u64 {
        self.learner.clipped_updates()
    }

    /// How the model does on the held-out set: always the same sequences of full length, 64 or, where they are long and
    /// ask at many steps, fewer.
    pub fn evaluate(&mut self) -> Score {
        let mut score = Score::default();
        for batch in &self.evaluation {
            score.add(self.learner.score(batch, self.task.tolerance()));
        }
        score
    }

    /// The sequence on view, of full length, always the same.
    pub fn probe(&self) -> &Sequence {
        &self.probe
    }

    pub fn model(&self) -> &Model<f32> {
        self.learner.model()
    }

    /// The weights may be changed from outside; the optimiser's averages stay.
    pub fn model_mut(&mut self) -> &mut Model<f32> {
        self.learner.model_mut()
    }

    pub fn task(&self) -> &dyn Task {
        self.task.as_ref()
    }

    /// The parameters in force.
    pub fn experiment(&self) -> &Experiment {
        &self.experiment
    }

    pub fn kind(&self) -> CellKind {
        self.model().architecture().kind
    }

    /// Takes over the parameters that act from the next update on: `rate`, `clip`, `clipBy`,
    /// `truncate` and `shortest`. The others begin a run and stay as they are.
    pub fn set(&mut self, experiment: &Experiment) {
        self.experiment = self.experiment.with_live(experiment);
    }

    /// Back to update 0: the same initial weights, and the same batches in the same order.
    pub fn reset(&mut self) {
        let mut model = Model::new(*self.model().architecture());
        model.parameters_mut().copy_from_slice(&self.initial);
        self.learner.restart(model);
        self.last = None;
        self.milestone = Milestone::default();
        self.data = Rng::stream(self.experiment.seed, Stream::Data);
    }

    /// Everything that training changes. A lane that is restored from it goes on to the same bits.
    pub fn snapshot(&self) -> Vec<u8> {
        Snapshot {
            architecture: *self.model().architecture(),
            optimizer: self.learner.optimizer().kind(),
            updates: self.updates(),
            last: self.last,
            data: self.data.clone(),
            clipped: self.clipped_updates(),
            milestone: self.milestone,
            parameters: self.model().parameters().to_vec(),
            averages: self.learner.optimizer().state().clone(),
        }
        .to_bytes()
    }

    /// Goes back to a snapshot of a lane with the same architecture and optimiser. Nothing is changed
    /// after an error.
    ///
    /// # Errors
    /// A sentence about `snapshot` when it cannot be read or is of another model.
    pub fn restore(&mut self, bytes: &[u8]) -> Result<(), Error> {
        let snapshot = Snapshot::from_bytes(bytes)?;
        let fits = snapshot.architecture == *self.model().architecture()
            && snapshot.optimizer == self.learner.optimizer().kind()
            && self.learner.restore(
                &snapshot.parameters,
                snapshot.averages,
                snapshot.updates,
                snapshot.clipped,
            );
        if !fits {
            let allowed = "of a lane with the same cell, task, sizes and optimizer";
            return Err(Error::wrong_shape("snapshot", "of another model", allowed));
        }
        self.data = snapshot.data;
        self.last = snapshot.last;
        self.milestone = snapshot.milestone;
        Ok(())
    }

    fn draw_batch(&mut self) {
        let longest = self.experiment.length;
        let shortest = self.experiment.shortest.min(longest);
        for sequence in &mut self.sequences {
            let length = self.data.between(shortest, longest);
            self.task.fill(length, &mut self.data, sequence);
        }
        if self.batch.fill(&self.sequences).is_err() {
            unreachable!("a task draws sequences that fit its own widths, with a target in each");
        }
    }
}

impl std::fmt::Debug for Trainer {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut out = out.debug_struct("Trainer");
        out.field("architecture", self.model().architecture())
            .field("updates", &self.updates());
        out.finish_non_exhaustive()
    }
}

/// How many sequences like `probe` are scored: 64, or, where already fewer have both [`EVALUATION_STEPS`] steps and
/// [`EVALUATION_ANSWERS`] answers, so many, but 16 at least. A share of right answers is as sure as there are answers,
/// and a frame must not cost more than the updates that it shows.
fn evaluation_sequences(probe: &Sequence) -> usize {
    let (least, most) = EVALUATION_SEQUENCES;
    let asked = (probe.targets.iter())
        .filter(|target| !matches!(target, Target::None))
        .count();
    let enough =
        (EVALUATION_STEPS.div_ceil(probe.steps())).max(EVALUATION_ANSWERS.div_ceil(asked.max(1)));
    enough.clamp(least, most)
}

/// Refuses a batch whose tape and gradients would not fit into [`MEMORY_LIMIT`].
pub(crate) fn check_memory(
    architecture: &Architecture,
    batch: usize,
    steps: usize,
) -> Result<(), Error> {
    let hidden = architecture.hidden;
    let gates = architecture.blocks() * hidden;
    // Tape: gates, h, c and what the cell keeps, for each layer. Gradients: one layer at a time, and the
    // window's embeddings on both ways.
    let tape = architecture.layers * (gates + 3 * hidden);
    let gradients = gates + 5 * hidden;
    let windows = if architecture.is_recurrent() {
        0
    } else {
        2 * architecture.layer_inputs(0)
    };
    let read_out = 2 * (hidden + architecture.outputs) + architecture.inputs;
    let row = size_of::<f32>() * (tape + gradients + windows + read_out);
    let largest = MEMORY_LIMIT / (row * steps);
    if batch > largest {
        let allowed =
            format_args!("at most {largest} at this length and these sizes, to fit into memory");
        return Err(Error::out_of_range("batch", batch, allowed));
    }
    Ok(())
}
