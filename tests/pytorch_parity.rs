//! Every quantity of a trace against PyTorch's autograd in float64 (`tests/fixtures/generate.py`).

mod support;

use support::case::{Case, cases};
use support::compare::Comparison;
use support::draw::SplitMix;
use vanishing_point::trace::Tracer;

/// The trace of a case, as JSON has it.
fn trace(case: &Case) -> serde_json::Value {
    let mut draw = SplitMix(case.seed);
    let model = case.model(&mut draw);
    let sequence = case.sequence(&mut draw, case.steps);
    let mut tracer = Tracer::new(&model, case.loss, case.experiment().truncate);
    tracer.run(&sequence).expect("a fixture's sequence fits its model");
    serde_json::to_value(tracer.trace()).expect("a trace is JSON")
}

fn assert_traces_match(fixture: &str) {
    let cases = cases(fixture);
    assert!(cases.len() >= 15, "only {} cases", cases.len());
    let mut failures = Vec::new();
    for case in &cases {
        let mut comparison = Comparison::new();
        comparison.trace(&trace(case), &case.expected);
        println!("{}: largest relative error {:.1e}", case.name, comparison.largest);
        failures.extend(comparison.differences.iter().map(|each| format!("{}: {each}", case.name)));
    }
    let shown = failures.iter().take(20).cloned().collect::<Vec<_>>().join("\n");
    assert!(failures.is_empty(), "{} differences, first\n{shown}", failures.len());
}

#[test]
fn rnn_tanh_traces_match_pytorch() {
    assert_traces_match(include_str!("fixtures/trace-rnn-tanh.json"));
}

#[test]
fn rnn_relu_traces_match_pytorch() {
    assert_traces_match(include_str!("fixtures/trace-rnn-relu.json"));
}

#[test]
fn lstm_traces_match_pytorch() {
    assert_traces_match(include_str!("fixtures/trace-lstm.json"));
}

#[test]
fn gru_traces_with_reset_after_the_product_match_pytorch() {
    assert_traces_match(include_str!("fixtures/trace-gru-after.json"));
}

#[test]
fn gru_traces_with_reset_before_the_product_match_pytorch() {
    assert_traces_match(include_str!("fixtures/trace-gru-before.json"));
}

#[test]
fn window_traces_match_pytorch() {
    assert_traces_match(include_str!("fixtures/trace-window.json"));
}
