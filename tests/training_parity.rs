//! Ten updates by the verb `train` against torch.optim in float64 (`tests/fixtures/training.py`).

#[path = "../examples/headless/mod.rs"]
mod headless;

use std::collections::BTreeMap;

use crate::support::case::{Case, cases};
use crate::support::draw::SplitMix;
use serde_json::{Value, json};
use vanishing_point::experiment::Choice;
use vanishing_point::nn::cell::CELLS;

/// What the issue of training in f32 allows after ten updates.
const TOLERANCE: f64 = 1e-4;

fn train(case: &Case) -> Value {
    let mut draw = SplitMix(case.seed);
    let weights = case.weights_json(&mut draw);
    let mut batch = |lengths: &Vec<usize>| -> Vec<Value> {
        lengths
            .iter()
            .map(|&steps| case.sequence_json(&mut draw, steps))
            .collect()
    };
    let batches: Vec<_> = case.lengths.iter().map(&mut batch).collect();
    let loss = serde_json::to_value(case.loss).expect("a word");
    let request = json!({
        "experiment": case.experiment, "weights": weights, "batches": batches, "loss": loss,
    });
    let mut out = Vec::new();
    headless::perform(headless::Verb::Train, &request.to_string(), &mut out)
        .expect("a fixture can be trained");
    serde_json::from_slice(&out).expect("the answer is JSON")
}

fn numbers(value: &Value) -> Vec<f64> {
    match value {
        Value::Array(items) => items.iter().flat_map(numbers).collect(),
        other => vec![other.as_f64().expect("a number")],
    }
}

/// Takes the second of three blocks away.
fn without_keys(bias: &mut Value) {
    let values = bias.as_array_mut().expect("a vector");
    let units = values.len() / 3;
    values.drain(units..2 * units);
}

/// The largest difference, NaN if there is one.
fn largest_difference(actual: &Value, expected: &Value) -> f64 {
    let (actual, expected) = (numbers(actual), numbers(expected));
    assert_eq!(actual.len(), expected.len());
    let differences = actual.iter().zip(&expected).map(|(a, b)| (a - b).abs());
    differences.fold(0.0, |m, x| if x > m || x.is_nan() { x } else { m })
}

/// How many cases each cell has, and each way of what may be chosen within it.
const CASES: usize = 10;

#[test]
fn ten_updates_of_every_cell_match_torch_optim() {
    let mut seen = BTreeMap::new();
    for case in cases(include_str!("fixtures/train.json")) {
        let trained = train(&case);
        let losses = largest_difference(&trained["losses"], &case.expected["losses"]);
        assert!(
            losses <= TOLERANCE,
            "{}: losses differ by {losses:e}",
            case.name
        );
        let mut largest = 0.0_f64;
        for (name, expected) in case.expected["weights"]
            .as_object()
            .expect("weights by name")
        {
            let (mut found, mut expected) = (trained["weights"][name].clone(), expected.clone());
            if name.ends_with("in_proj_bias") {
                // A key's bias adds the same to all scores of a step: its gradient is zero but for rounding, which Adam and
                // RMSprop scale up.
                without_keys(&mut found);
                without_keys(&mut expected);
            }
            let error = largest_difference(&found, &expected);
            assert!(
                error <= TOLERANCE,
                "{}: {name} differs by {error:e}",
                case.name
            );
            largest = largest.max(error);
        }
        println!(
            "{}: weights within {largest:.1e}, losses within {losses:.1e}",
            case.name
        );
        let variant = case.name.split(' ').next().expect("a name has a word");
        *seen.entry(variant.to_string()).or_insert(0) += 1;
    }
    for cell in CELLS.iter().map(|cell| cell.spec.kind.word()) {
        let has = |variant: &String| variant.split('-').next() == Some(cell);
        assert!(seen.keys().any(has), "{cell} has no case");
    }
    for variant in ["rnn-tanh", "rnn-relu", "gru-after", "gru-before"] {
        assert!(seen.contains_key(variant), "{variant}");
    }
    assert!(seen.values().all(|&count| count == CASES), "{seen:?}");
}
