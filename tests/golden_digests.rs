//! A link is a promise: the runs of tests/fixtures/golden.json give the same bits for ever.
//!
//! Each case is a whole experiment, so that no default can change it. A digest that differs is a breaking change: it
//! needs a new engine number and a line in CHANGELOG. `GOLDEN=write cargo test --test core golden_digests` writes the file
//! anew; tests/browser/golden.node-test.js holds the WebAssembly build to the same digests.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use safetensors::SafeTensors;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use vanishing_point::Experiment;
use vanishing_point::experiment::{CellKind, Choice, TaskKind, Value};
use vanishing_point::nn::weights::RESET_BEFORE;
use vanishing_point::run::trainer::Trainer;

const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/golden.json");

#[derive(Serialize, Deserialize)]
struct Golden {
    /// How many updates are made before the digests are taken.
    updates: u32,
    /// The fields of a frame that are digested, in this order; for each name layer by layer.
    fields: Vec<String>,
    cases: Vec<Case>,
}

#[derive(Serialize, Deserialize)]
struct Case {
    /// Every key of the experiment; `cells` has one.
    experiment: BTreeMap<String, serde_json::Value>,
    /// SHA-256 of all tensors' bytes, in the order of their names.
    weights: String,
    /// SHA-256 of the bytes of `fields`.
    frame: String,
}

#[test]
fn every_run_of_the_golden_table_gives_the_same_bits() {
    let mut golden: Golden = serde_json::from_str(&fs::read_to_string(PATH).unwrap()).unwrap();
    let write = std::env::var("GOLDEN").is_ok_and(|value| value == "write");
    let mut wrong = Vec::new();
    for case in &mut golden.cases {
        let found = digests(&case.experiment, golden.updates, &golden.fields);
        if write {
            (case.weights, case.frame) = found;
        } else if found != (case.weights.clone(), case.frame.clone()) {
            wrong.push(serde_json::to_string(&case.experiment).unwrap());
        }
    }
    if write {
        fs::write(PATH, text(&golden)).unwrap();
    }
    assert!(
        wrong.is_empty(),
        "{} runs have other bits:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn the_golden_table_covers_every_cell_task_and_optimiser_and_every_choice() {
    let golden: Golden = serde_json::from_str(&fs::read_to_string(PATH).unwrap()).unwrap();
    let has = |wanted: &[(&str, &str)]| {
        golden.cases.iter().any(|case| {
            wanted.iter().all(|(key, value)| {
                serde_json::to_string(&case.experiment[*key]).unwrap() == *value
            })
        })
    };
    for cell in ["rnn", "lstm", "gru", "window"] {
        for task in [
            "recall", "adding", "copy", "order", "parity", "brackets", "text",
        ] {
            for optimizer in ["sgd", "momentum", "rmsprop", "adam"] {
                let wanted = [
                    ("cells", format!("[\"{cell}\"]")),
                    ("task", format!("\"{task}\"")),
                    ("optimizer", format!("\"{optimizer}\"")),
                ];
                let wanted = wanted.each_ref().map(|(key, value)| (*key, value.as_str()));
                assert!(has(&wanted), "{cell} {task} {optimizer}");
            }
        }
        let cell = format!("[\"{cell}\"]");
        for &task in TaskKind::ALL {
            let task = format!("\"{}\"", task.word());
            assert!(has(&[("cells", &cell), ("task", &task)]), "{cell} {task}");
        }
        for (key, value) in [
            ("layers", "1"),
            ("layers", "2"),
            ("layers", "3"),
            ("truncate", "5"),
            ("init", "\"pytorch\""),
            ("init", "\"xavier\""),
            ("init", "\"orthogonal\""),
            ("init", "\"identity\""),
            ("init", "\"normal\""),
            ("radius", "1.1"),
            ("clip", "null"),
            ("clipBy", "\"norm\""),
            ("clipBy", "\"value\""),
            ("reset", "\"before\""),
            ("activation", "\"relu\""),
            ("shortest", "3"),
            ("passage", "\"chinese\""),
        ] {
            assert!(
                has(&[("cells", &cell), (key, value)]),
                "{cell} {key}={value}"
            );
        }
    }
}

#[test]
fn the_golden_table_covers_the_younger_cells() {
    let golden: Golden = serde_json::from_str(&fs::read_to_string(PATH).unwrap()).unwrap();
    for cell in ["mingru", "lru", "attention"] {
        let of_cell = |case: &&Case| case.experiment["cells"] == serde_json::json!([cell]);
        let cases: Vec<&Case> = golden.cases.iter().filter(of_cell).collect();
        for (key, values) in [
            ("task", 7),
            ("optimizer", 4),
            ("layers", 3),
            ("truncate", 2),
        ] {
            let found: BTreeSet<String> = (cases.iter())
                .map(|case| case.experiment[key].to_string())
                .collect();
            assert_eq!(found.len(), values, "{cell} {key}");
        }
    }
}

/// The digests of weights and frame of one run.
fn digests(
    given: &BTreeMap<String, serde_json::Value>,
    updates: u32,
    fields: &[String],
) -> (String, String) {
    // A key younger than the table, which had no effect before it was there.
    let mut given = given.clone();
    given
        .entry("updateBias".to_string())
        .or_insert(serde_json::Value::Null);
    let object: Value = serde_json::to_string(&given)
        .and_then(|text| serde_json::from_str(&text))
        .unwrap();
    let experiment = Experiment::strict(&object).unwrap();
    let cell: CellKind = experiment.cells[0];
    let mut lane = Trainer::new(&experiment, cell, None).unwrap();
    let report = lane.train(updates);
    assert_eq!(report.divergence, None, "{given:?}");
    let mut frame = vec![0.0; lane.frame_length()];
    lane.write_frame(&mut frame).unwrap();
    let description = lane.describe();
    let mut bytes = Vec::new();
    for name in fields {
        for field in description
            .layout
            .iter()
            .filter(|field| field.name == *name)
        {
            let count: usize = field.shape.iter().product();
            for value in &frame[field.offset..field.offset + count] {
                bytes.extend(value.to_le_bytes());
            }
        }
    }
    let file = lane.weights();
    let tensors = SafeTensors::deserialize(&file).unwrap();
    let mut names = tensors.names();
    // By PyTorch's names, without what the file puts before those of a GRU that PyTorch does not have.
    names.sort_unstable_by_key(|name| name.trim_start_matches(RESET_BEFORE));
    let mut weights = Sha256::new();
    for name in names {
        weights.update(tensors.tensor(name).unwrap().data());
    }
    (hex(weights), hex(Sha256::new().chain_update(&bytes)))
}

fn hex(digest: Sha256) -> String {
    digest
        .finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// The file, one case a line.
fn text(golden: &Golden) -> String {
    let lines: Vec<String> = golden
        .cases
        .iter()
        .map(|case| format!("    {}", serde_json::to_string(case).unwrap()))
        .collect();
    format!(
        "{{\n  \"updates\": {},\n  \"fields\": {},\n  \"cases\": [\n{}\n  ]\n}}\n",
        golden.updates,
        serde_json::to_string(&golden.fields).unwrap(),
        lines.join(",\n")
    )
}
