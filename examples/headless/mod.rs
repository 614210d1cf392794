//! What the verbs do, apart from reading arguments and leaving the process.

pub mod json;
pub mod request;

use std::io::Write;

use serde::Serialize;
use vanishing_point::analysis::divergence::Divergence;
use vanishing_point::analysis::trace::{TensorValues, Tracer};
use vanishing_point::data::batch::Batch;
use vanishing_point::data::dataset::sha256;
use vanishing_point::data::task::given::Given;
use vanishing_point::experiment::CellKind;
use vanishing_point::nn::model::Model;
use vanishing_point::nn::parameters::Architecture;
use vanishing_point::nn::weights;
use vanishing_point::run::trainer::Trainer;
use vanishing_point::{Error, Experiment};

use request::{RunRequest, TraceRequest, TrainRequest};

/// Why a verb stopped: the one line for standard error.
#[derive(Debug)]
pub struct Failure(pub String);

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Failure(error.message)
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Failure(format!("The output cannot be written: {error}."))
    }
}

/// What can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Verb {
    /// The trace of one sequence, in f64.
    Trace,
    /// One update a batch of given sequences.
    Train,
    /// An experiment as the page runs it.
    Run,
}

/// Does what `verb` asks for with the request in `text`, and writes JSON to `out`.
///
/// # Errors
/// A bad request, a run that became non-finite, or an output that is closed.
pub fn perform(verb: Verb, text: &str, out: &mut dyn Write) -> Result<(), Failure> {
    let request = json::parse(text)?;
    match verb {
        Verb::Trace => write_line(out, &trace(TraceRequest::read(&request)?)?),
        Verb::Train => write_line(out, &train(TrainRequest::read(&request)?)?),
        Verb::Run => run(RunRequest::read(&request)?, out),
    }
}

fn write_line(out: &mut dyn Write, value: &impl Serialize) -> Result<(), Failure> {
    let line = serde_json::to_string(value)
        .map_err(|error| Failure(format!("The answer cannot be written as JSON: {error}.")))?;
    Ok(writeln!(out, "{line}")?)
}

fn trace(request: TraceRequest) -> Result<vanishing_point::analysis::trace::Trace, Error> {
    let TraceRequest {
        experiment,
        cell,
        weights,
        loss,
        size,
        sequence,
    } = request;
    let architecture = Architecture::new(cell, &experiment, size.inputs, size.outputs);
    let mut model = Model::<f64>::new(architecture);
    weights::assign(&mut model, &weights)?;
    model.hold(experiment.hold);
    let mut tracer = Tracer::new(&model, loss, experiment.truncate);
    tracer.run(&sequence)?;
    Ok(tracer.trace())
}

/// The answer of the verb `train`.
#[derive(Serialize)]
struct Trained {
    /// Of each update the loss before it.
    losses: Vec<f64>,
    weights: serde_json::Map<String, serde_json::Value>,
}

/// Every batch is one update, in f32, by the code that trains on the page.
fn train(request: TrainRequest) -> Result<Trained, Failure> {
    let TrainRequest {
        experiment,
        cell,
        weights,
        loss,
        size,
        batches,
    } = request;
    let experiment = Experiment {
        batch: batches.iter().map(Vec::len).max().unwrap_or(1),
        ..experiment
    };
    let task = Given::new(batches.concat(), size.outputs, loss)?;
    let mut trainer = Trainer::with_task(&experiment, cell, Box::new(task))?;
    weights::assign(trainer.model_mut(), &weights)?;
    let mut batch = Batch::new(size.inputs, size.outputs, loss);
    let mut losses = Vec::with_capacity(batches.len());
    for sequences in &batches {
        batch.fill(sequences)?;
        let report = trainer
            .update_from(&batch)
            .map_err(|divergence| diverged(cell, &divergence))?;
        losses.push(report.loss);
    }
    let parameters = trainer.model().cast::<f64>();
    let mut weights = serde_json::Map::new();
    for tensor in parameters.layout().tensors() {
        let values = tensor.view(parameters.parameters());
        let values = serde_json::to_value(TensorValues::new(values, tensor.columns.is_none()))
            .map_err(|error| Failure(error.to_string()))?;
        weights.insert(tensor.name.clone(), values);
    }
    Ok(Trained { losses, weights })
}

/// One line of the verb `run`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Progress {
    update: u64,
    cell: CellKind,
    /// On the held-out sequences.
    loss: f64,
    accuracy: f64,
    /// log10‖∂L/∂h_1‖ − log10‖∂L/∂h_T‖ of the top layer on the probe; null where one of them is exactly 0.
    log10_ratio: f64,
    /// The same of what carries the memory: c for the lstm, else h.
    log10_ratio_memory: f64,
}

/// The last line of a cell.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Finished {
    cell: CellKind,
    /// Of the weights' numbers, in the order of their safetensors file.
    weights_sha256: String,
    /// The update at which at least 95 % of the held-out answers had been right for ten updates on end.
    learned_at: Option<u64>,
    /// Where the run became non-finite, if it did; the weights are those before.
    #[serde(skip_serializing_if = "Option::is_none")]
    diverged: Option<Divergence>,
}

/// One cell of a run.
struct Lane {
    trainer: Trainer,
    diverged: Option<Divergence>,
}

/// All cells at the same update, one line each. A lane that diverges stops; the others go on.
fn run(request: RunRequest, out: &mut dyn Write) -> Result<(), Failure> {
    let RunRequest {
        experiment,
        data,
        updates,
        every,
    } = request;
    let mut lanes = Vec::with_capacity(experiment.cells.len());
    for &cell in &experiment.cells {
        lanes.push(Lane {
            trainer: Trainer::new(&experiment, cell, data.as_deref())?,
            diverged: None,
        });
    }
    for update in 0..=updates {
        for lane in &mut lanes {
            if update > 0 {
                lane.update();
            }
            if update.is_multiple_of(every) && lane.diverged.is_none() {
                write_line(out, &lane.progress()?)?;
            }
        }
    }
    let mut failures = Vec::new();
    for lane in lanes {
        let cell = lane.trainer.kind();
        failures.extend(
            lane.diverged
                .as_ref()
                .map(|divergence| diverged(cell, divergence).0),
        );
        let weights_sha256 = sha256(weights::numbers(&lane.trainer.weights()));
        write_line(
            out,
            &Finished {
                cell,
                weights_sha256,
                learned_at: lane.trainer.learned_at(),
                diverged: lane.diverged,
            },
        )?;
    }
    if failures.is_empty() {
        Ok(())
    } else {
        Err(Failure(failures.join(" ")))
    }
}

impl Lane {
    fn update(&mut self) {
        if self.diverged.is_none() {
            self.diverged = self.trainer.update().err();
        }
    }

    fn progress(&mut self) -> Result<Progress, Error> {
        let score = self.trainer.evaluate();
        let ratios = self.trainer.ratios()?;
        Ok(Progress {
            update: self.trainer.updates(),
            cell: self.trainer.kind(),
            loss: score.loss(),
            accuracy: score.accuracy(),
            log10_ratio: ratios.hidden,
            log10_ratio_memory: ratios.memory,
        })
    }
}

/// The sentence for a cell that became non-finite.
fn diverged(cell: CellKind, divergence: &Divergence) -> Failure {
    let cell = serde_json::to_string(&cell).unwrap_or_default();
    Failure(format!("The cell {cell} diverged. {}", divergence.message))
}
