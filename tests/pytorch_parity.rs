//! Every quantity of a trace against PyTorch's autograd in float64 (`tests/fixtures/generate.py`).

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use crate::support::case::{Case, cases};
use crate::support::compare::Comparison;
use crate::support::draw::SplitMix;
use vanishing_point::analysis::trace::Tracer;
use vanishing_point::experiment::Choice;
use vanishing_point::nn::cell::CELLS;

/// The trace of a case, as JSON has it.
fn trace(case: &Case) -> serde_json::Value {
    let mut draw = SplitMix(case.seed);
    let model = case.model(&mut draw);
    let sequence = case.sequence(&mut draw, case.steps);
    let mut tracer = Tracer::new(&model, case.loss, case.experiment().truncate);
    tracer
        .run(&sequence)
        .expect("a fixture's sequence fits its model");
    serde_json::to_value(tracer.trace()).expect("a trace is JSON")
}

fn assert_traces_match(fixture: &str) {
    let cases = cases(fixture);
    assert!(cases.len() >= 15, "only {} cases", cases.len());
    let mut failures = Vec::new();
    for case in &cases {
        let mut comparison = Comparison::new();
        comparison.trace(&trace(case), &case.expected);
        println!(
            "{}: largest relative error {:.1e}",
            case.name, comparison.largest
        );
        failures.extend(
            comparison
                .differences
                .iter()
                .map(|each| format!("{}: {each}", case.name)),
        );
    }
    let shown = failures
        .iter()
        .take(20)
        .cloned()
        .collect::<Vec<_>>()
        .join("\n");
    assert!(
        failures.is_empty(),
        "{} differences, first\n{shown}",
        failures.len()
    );
}

/// Every fixture of traces is compared, and every cell has one.
#[test]
fn traces_of_every_cell_match_pytorch() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures");
    let mut compared = BTreeSet::new();
    for file in fs::read_dir(folder).unwrap() {
        let file = file.unwrap().path();
        let name = file.file_stem().unwrap().to_str().unwrap();
        if let Some(variant) = name.strip_prefix("trace-") {
            assert_traces_match(&fs::read_to_string(&file).unwrap());
            compared.insert(variant.to_string());
        }
    }
    for cell in CELLS.iter().map(|cell| cell.spec.kind.word()) {
        let has = |variant: &String| variant.split('-').next() == Some(cell);
        assert!(compared.iter().any(has), "{cell} has no trace of PyTorch's");
    }
    // Of what may be chosen within a cell as well.
    for variant in ["rnn-tanh", "rnn-relu", "gru-after", "gru-before"] {
        assert!(compared.contains(variant), "{variant}");
    }
}

/// The places of all numbers in a trace, by their path with the indices taken out.
fn places(
    value: &serde_json::Value,
    path: &str,
    pattern: &str,
    out: &mut BTreeMap<String, Vec<String>>,
) {
    match value {
        serde_json::Value::Number(_) => {
            out.entry(pattern.to_string())
                .or_default()
                .push(path.to_string());
        }
        serde_json::Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                places(
                    item,
                    &format!("{path}/{index}"),
                    &format!("{pattern}/·"),
                    out,
                );
            }
        }
        serde_json::Value::Object(entries) => {
            for (key, entry) in entries {
                places(
                    entry,
                    &format!("{path}/{key}"),
                    &format!("{pattern}/{key}"),
                    out,
                );
            }
        }
        _ => {}
    }
}

#[test]
fn an_error_of_a_millionth_in_any_quantity_is_noticed() {
    let all = cases(include_str!("fixtures/trace-lstm.json"));
    let case = all
        .iter()
        .find(|case| case.name == "lstm largest-deep")
        .expect("a case");
    let right = trace(case);
    let mut by_quantity = BTreeMap::new();
    places(&right, "", "", &mut by_quantity);
    assert!(by_quantity.len() == 50, "{:?}", by_quantity.keys());
    let mut draw = SplitMix(1);
    for (quantity, places) in by_quantity {
        for _ in 0..3 {
            let place = &places[(draw.integer() % places.len() as u64) as usize];
            let mut wrong = right.clone();
            let value = right
                .pointer(place)
                .and_then(serde_json::Value::as_f64)
                .expect("a number");
            // What the error is measured against: the largest number beside this one.
            let (row, _) = place.rsplit_once('/').expect("a path");
            let beside = right.pointer(row).and_then(serde_json::Value::as_array);
            let size = beside.map_or(value.abs(), |row| {
                row.iter()
                    .filter_map(serde_json::Value::as_f64)
                    .fold(0.0, |m, x| x.abs().max(m))
            });
            let size = if size == 0.0 { 1.0 } else { size };
            *wrong.pointer_mut(place).expect("a place") = (value + 1e-6 * size).into();
            let mut comparison = Comparison::new();
            comparison.trace(&wrong, &case.expected);
            assert!(
                !comparison.differences.is_empty(),
                "{quantity}: unnoticed at {place}"
            );
        }
    }
}
