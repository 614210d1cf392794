//! What the headless example answers, as a process.

use crate::support::process::{answer, perform, temporary, trace_request, train_request};
use serde_json::{Value, json};

#[test]
fn a_trace_has_the_fields_of_the_contract_in_full_precision() {
    let trace = &answer("trace", &trace_request())[0];
    let keys: Vec<_> = trace
        .as_object()
        .expect("an object")
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(
        keys,
        [
            "flow",
            "jacobianSingularValues",
            "layers",
            "log10GradInput",
            "loss",
            "losses",
            "outputs",
            "paramGrads",
            "spectrum",
        ]
    );
    // One unit can be followed by hand.
    let hidden = [0.4_f64.tanh()];
    let hidden = [hidden[0], (-0.35 + 0.75 * hidden[0]).tanh()];
    let last = (0.15 + 0.75 * hidden[1]).tanh();
    let layer = &trace["layers"][0];
    let found = layer["hidden"][2][0].as_f64().expect("a number");
    assert!(
        (found - last).abs() <= 4.0 * f64::EPSILON,
        "{found}, not {last}"
    );
    assert_eq!(layer["gates"], json!({}));
    assert!(trace["losses"][0].is_null() && trace["losses"][2].is_f64());
    assert_eq!(trace["loss"], trace["losses"][2]);
    assert_eq!(
        trace["spectrum"]["hidden"]["eigenvalues"],
        json!([[0.75, 0.0]])
    );
    assert!(trace["flow"][2][0].is_f64() && trace["flow"][0][0].is_null());
    assert_eq!(
        trace["jacobianSingularValues"].as_array().map(Vec::len),
        Some(2)
    );
}

#[test]
fn a_sequence_may_have_one_step() {
    let mut request = trace_request();
    request["sequence"] = json!({"inputs": [[1.0, 2.0]], "targets": [0]});
    let trace = &answer("trace", &request)[0];
    assert_eq!(trace["jacobianSingularValues"], json!([]));
    assert_eq!(trace["flow"].as_array().map(Vec::len), Some(1));
}

#[test]
fn a_file_and_standard_input_are_the_same_and_so_are_nested_lists_and_safetensors() {
    let mut request = trace_request();
    let (file, weights) = (temporary("request.json"), temporary("weights.safetensors"));
    std::fs::write(&file, request.to_string()).expect("a temporary file");
    let from_file = perform("trace", file.to_str().expect("a path"), b"");
    let direct = perform("trace", "-", request.to_string().as_bytes());
    assert_eq!((from_file.code, &from_file.out), (Some(0), &direct.out));

    // Weights that f32 holds exactly survive the file, which is written by hand here: a length, a header, numbers.
    for value in ["bias_ih_l0", "bias_hh_l0"] {
        request["weights"][value] = json!([0.125]);
    }
    request["weights"]["readout.bias"] = json!([0.0, 0.25, 0.5]);
    let (mut header, mut data) = (serde_json::Map::new(), Vec::new());
    for (name, tensor) in request["weights"].as_object().expect("weights by name") {
        let rows = tensor.as_array().expect("a list");
        let columns = rows[0].as_array().map(Vec::len);
        let start = data.len();
        for row in rows {
            let numbers = row.as_array().cloned().unwrap_or_else(|| vec![row.clone()]);
            let numbers = numbers
                .iter()
                .map(|number| number.as_f64().expect("a number") as f32);
            data.extend(numbers.flat_map(f32::to_le_bytes));
        }
        let shape: Vec<usize> = std::iter::once(rows.len()).chain(columns).collect();
        let entry = json!({"dtype": "F32", "shape": shape, "data_offsets": [start, data.len()]});
        header.insert(name.clone(), entry);
    }
    let header = Value::Object(header).to_string();
    let bytes = [
        &(header.len() as u64).to_le_bytes()[..],
        header.as_bytes(),
        &data,
    ]
    .concat();
    std::fs::write(&weights, bytes).expect("a temporary file");
    let nested = answer("trace", &request);
    request["weights"] = json!(weights.to_str().expect("a path"));
    assert_eq!(answer("trace", &request), nested);
    for path in [file, weights] {
        std::fs::remove_file(path).expect("the temporary file is there");
    }
}

#[test]
fn training_answers_one_loss_an_update_and_weights_that_train_on() {
    let mut request = train_request();
    let first = answer("train", &request).remove(0);
    assert_eq!(first["losses"].as_array().map(Vec::len), Some(2));
    request["weights"] = first["weights"].clone();
    let second = answer("train", &request).remove(0);
    assert!(second["losses"][1].as_f64() < first["losses"][0].as_f64());
}

/// The updates that tests/browser/engine.browser-test.js holds each browser engine to.
#[test]
fn a_run_of_the_default_scene_says_when_it_was_learned_as_every_browser_does() {
    let request = json!({"experiment": {"cells": ["lstm", "gru"]}, "updates": 131, "every": 131});
    let lines = answer("run", &request);
    let learned: Vec<_> = lines.iter().map(|line| &line["learnedAt"]).collect();
    assert_eq!(json!(learned[learned.len() - 2..]), json!([40, 130]));
}

#[test]
fn a_run_prints_each_cell_at_each_stop_and_then_the_digests() {
    let request = json!({
        "experiment": {"cells": ["rnn", "window"], "hidden": 4, "length": 8, "batch": 2},
        "updates": 5, "every": 2,
    });
    let lines = answer("run", &request);
    let stops: Vec<_> = lines[..6]
        .iter()
        .map(|line| (&line["update"], &line["cell"]))
        .collect();
    let expected = [0, 2, 4]
        .map(|update| [(update, "rnn"), (update, "window")])
        .concat();
    assert_eq!(json!(stops), json!(expected));
    assert!(lines[0]["log10Ratio"].is_f64() && lines[0]["accuracy"].is_f64());
    assert!(lines[0]["log10RatioMemory"].is_f64());
    // Beyond its window the gradient is exactly zero, which has no logarithm.
    assert!(lines[1]["log10Ratio"].is_null() && lines[1]["loss"].is_f64());
    assert_eq!(lines.len(), 8);
    for (line, cell) in lines[6..].iter().zip(["rnn", "window"]) {
        assert_eq!(line["cell"], cell);
        assert_eq!(line["weightsSha256"].as_str().map(str::len), Some(64));
    }
    assert_eq!(
        answer("run", &request),
        lines,
        "the same seed gives the same run"
    );
}

#[test]
fn a_lane_that_diverges_says_where_and_the_others_go_on() {
    let request = json!({
        "experiment": {
            "cells": ["rnn", "gru"], "activation": "relu", "task": "adding", "length": 20,
            "optimizer": "sgd", "rate": 10, "clip": null, "init": "normal",
        },
        "updates": 6, "every": 3,
    });
    let answer = perform("run", "-", request.to_string().as_bytes());
    assert_eq!(answer.code, Some(2));
    assert!(
        answer.err.starts_with("The cell \"rnn\" diverged. Update "),
        "{}",
        answer.err
    );
    assert_eq!(answer.err.lines().count(), 1);
    let lines: Vec<Value> = answer
        .out
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    let last = &lines[lines.len() - 2..];
    assert_eq!(
        (&last[0]["cell"], &last[1]["cell"]),
        (&json!("rnn"), &json!("gru"))
    );
    assert!(last[0]["diverged"]["update"].is_u64());
    assert_eq!(last[0]["weightsSha256"].as_str().map(str::len), Some(64));
    let stops: Vec<_> = lines.iter().filter(|line| line["cell"] == "gru").collect();
    assert_eq!(stops.len(), 4, "updates 0, 3 and 6, and the digest");

    let mut request = train_request();
    request["experiment"] = json!({
        "cells": ["rnn"], "hidden": 1, "activation": "relu", "optimizer": "sgd", "rate": 10, "clip": null,
    });
    request["loss"] = json!("squaredError");
    let sequence = json!({"inputs": [[1e30, 0.0]], "targets": [[0.0, 0.0, 0.0]]});
    request["batches"] = json!([[sequence]]);
    let answer = perform("train", "-", request.to_string().as_bytes());
    assert_eq!((answer.code, answer.out.as_str()), (Some(2), ""));
    assert!(
        answer
            .err
            .starts_with("The cell \"rnn\" diverged. Update 1 "),
        "{}",
        answer.err
    );
}
