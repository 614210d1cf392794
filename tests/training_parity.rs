//! Ten updates by the verb `train` against torch.optim in float64 (`tests/fixtures/training.py`).

#[path = "../examples/headless/mod.rs"]
mod headless;

use crate::support::case::{Case, cases};
use crate::support::draw::SplitMix;
use serde_json::{Value, json};

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

/// The largest difference, NaN if there is one.
fn largest_difference(actual: &Value, expected: &Value) -> f64 {
    let (actual, expected) = (numbers(actual), numbers(expected));
    assert_eq!(actual.len(), expected.len());
    let differences = actual.iter().zip(&expected).map(|(a, b)| (a - b).abs());
    differences.fold(0.0, |m, x| if x > m || x.is_nan() { x } else { m })
}

fn assert_training_matches(cell: &str) {
    let cases = cases(include_str!("fixtures/train.json"));
    let mut seen = 0;
    for case in cases.iter().filter(|case| case.name.starts_with(cell)) {
        let trained = train(case);
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
            let error = largest_difference(&trained["weights"][name], expected);
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
        seen += 1;
    }
    assert_eq!(seen, 10, "cases of {cell}");
}

#[test]
fn ten_updates_of_a_tanh_rnn_match_torch_optim() {
    assert_training_matches("rnn-tanh");
}

#[test]
fn ten_updates_of_a_relu_rnn_match_torch_optim() {
    assert_training_matches("rnn-relu");
}

#[test]
fn ten_updates_of_an_lstm_match_torch_optim() {
    assert_training_matches("lstm");
}

#[test]
fn ten_updates_of_a_gru_with_reset_after_the_product_match_torch_optim() {
    assert_training_matches("gru-after");
}

#[test]
fn ten_updates_of_a_gru_with_reset_before_the_product_match_torch_optim() {
    assert_training_matches("gru-before");
}

#[test]
fn ten_updates_of_a_window_match_torch_optim() {
    assert_training_matches("window");
}

#[test]
fn ten_updates_of_a_mingru_match_torch_optim() {
    assert_training_matches("mingru");
}
