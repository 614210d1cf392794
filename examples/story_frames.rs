//! Writes www/story/frames.json: what real frames say, for the sentences to be tried on.
//!
//!     cargo run --release --example story_frames

use ndarray::s;
use serde_json::{Value as Json, json};
use vanishing_point::Experiment;
use vanishing_point::analysis::trace::{Follow, Tracer};
use vanishing_point::data::sequence::{Inputs, Target};
use vanishing_point::data::task::Input;
use vanishing_point::experiment::{CellKind, Value};
use vanishing_point::nn::cell::StateName;
use vanishing_point::run::trainer::Trainer;

/// The gradient with respect to what.
#[derive(Clone, Copy, PartialEq)]
enum Of {
    Hidden,
    Memory,
    Input,
}

fn main() {
    let scenes = [
        ("seed 1, before training", r#"{"seed": 1}"#, 0, Of::Memory),
        ("seed 156, before training", "{}", 0, Of::Memory),
        (
            "seed 195, before training",
            r#"{"seed": 195}"#,
            0,
            Of::Memory,
        ),
        ("seed 156, before training, h", "{}", 0, Of::Hidden),
        ("seed 156, milestone", "{}", 130, Of::Memory),
        ("seed 156, milestone, h", "{}", 130, Of::Hidden),
        ("seed 195, after 200", r#"{"seed": 195}"#, 200, Of::Memory),
        (
            "fresh gru",
            r#"{"cells": ["rnn", "gru"], "updateBias": null}"#,
            0,
            Of::Memory,
        ),
        (
            "diverged",
            r#"{"cells": ["rnn", "gru"], "shortest": 40, "activation": "relu", "init": "orthogonal", "radius": 1.6,
                "optimizer": "sgd", "rate": 0.1, "clip": null}"#,
            12,
            Of::Memory,
        ),
        (
            "window",
            r#"{"cells": ["window", "rnn"], "length": 20, "window": 8}"#,
            20,
            Of::Input,
        ),
        ("one lane", r#"{"cells": ["rnn"]}"#, 0, Of::Memory),
        (
            "identity",
            r#"{"cells": ["rnn"], "activation": "relu", "init": "identity"}"#,
            10,
            Of::Memory,
        ),
        (
            "latched",
            r#"{"cells": ["rnn"], "seed": 3}"#,
            800,
            Of::Memory,
        ),
        (
            "truncated",
            r#"{"cells": ["lstm"], "truncate": 10}"#,
            5,
            Of::Memory,
        ),
        (
            "parity, the last loss",
            r#"{"task": "parity", "shortest": 2}"#,
            0,
            Of::Memory,
        ),
    ];
    let records: Vec<Json> = scenes
        .iter()
        .map(|(name, keys, update, of)| record(name, keys, *update, *of))
        .collect();
    let lines: Vec<String> = records.iter().map(Json::to_string).collect();
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/www/story/frames.json");
    std::fs::write(file, format!("[\n{}\n]\n", lines.join(",\n")))
        .expect("the file can be written");
}

fn record(name: &str, keys: &str, update: u64, of: Of) -> Json {
    let keys: Value = serde_json::from_str(keys).expect("an object");
    let experiment = Experiment::strict(&keys).expect("settings that the table allows");
    let mut lanes = Vec::new();
    let mut learned = Vec::new();
    let mut about = json!(null);
    for &cell in &experiment.cells {
        let mut trainer = Trainer::new(&experiment, cell, None).expect("a lane");
        let loss = trainer.task().loss();
        let mut diverged_at = None;
        while trainer.updates() < update && diverged_at.is_none() {
            diverged_at = trainer.update().is_err().then(|| trainer.updates());
        }
        let mut tracer = Tracer::new(trainer.model(), loss, experiment.truncate);
        let probe = trainer.probe().clone();
        let asked = (probe.targets.iter()).filter(|target| !matches!(target, Target::None));
        let single = asked.count() > 1;
        if single {
            tracer.follow(Follow::Step(probe.steps() - 1));
        }
        tracer.run(&probe).expect("the probe");
        let score = trainer.evaluate();
        let gated = tracer.model().spec().is_gated();
        if gated && diverged_at.is_none() {
            learned.push(trainer.learned_at());
        }
        lanes.push(lane(cell, &tracer, of, score.accuracy(), diverged_at));
        let letter = match (&probe.inputs, trainer.task().input()) {
            (Inputs::Symbols { ids, .. }, Input::Symbols(labels))
                if trainer.task().marks(&probe).first() == Some(&0) && !single =>
            {
                Some(labels[ids[0] as usize].clone())
            }
            _ => None,
        };
        about = json!({
            "name": name, "steps": probe.steps(), "source": probe.steps(), "single": single, "letter": letter,
            "pass": { "kind": "finished" }, "update": update, "seed": experiment.seed,
            "chance": trainer.task().baseline(probe.steps()).accuracy, "answers": score.targets, "unseen": true,
        });
    }
    let milestone = learned
        .iter()
        .copied()
        .try_fold(0, |latest, at| Some(latest.max(at?)));
    about["milestone"] = json!(milestone.filter(|&at| at > 0));
    about["lanes"] = json!(lanes);
    about
}

fn lane(cell: CellKind, tracer: &Tracer, of: Of, accuracy: f64, diverged_at: Option<u64>) -> Json {
    let architecture = tracer.model().architecture();
    let (hidden, steps, top) = (architecture.hidden, tracer.steps(), architecture.layers - 1);
    let label = match cell {
        CellKind::Rnn => "RNN",
        CellKind::Lstm => "LSTM",
        CellKind::Gru => "GRU",
        CellKind::Window => "Window",
        CellKind::Mingru => "minGRU",
        CellKind::Lru => "LRU",
        CellKind::Attention => "Attention",
    };
    let spec = tracer.model().spec();
    let carrier = match of {
        Of::Input => "x",
        Of::Memory if spec.memory == StateName::C => "c",
        _ => "h",
    };
    let gradients = tracer.gradients(top);
    let logs = (0..steps).map(|t| match carrier {
        "x" => tracer.input_gradients().log10(t),
        "c" => gradients.log10_cell(t),
        _ => gradients.log10_hidden(t),
    });
    // Exactly zero has no logarithm: null.
    let logs: Vec<Option<f64>> = logs
        .map(|log| log.is_finite().then_some((log * 1e4).round() / 1e4))
        .collect();
    let gate = spec.keeping_gate.map(|name| {
        let block = spec.blocks.iter().position(|&block| block == name);
        let start = block.expect("a block of its own") * hidden;
        let gates = tracer.gates(top);
        let values = gates.slice(s![.., start..start + hidden]);
        json!({ "name": name, "mean": values.sum() / (steps * hidden) as f64 })
    });
    json!({
        "label": label, "of": carrier, "log10": logs, "accuracy": accuracy, "gated": spec.is_gated(), "gate": gate,
        "divergedAt": diverged_at,
    })
}
