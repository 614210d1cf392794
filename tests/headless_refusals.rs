//! How the headless example refuses a bad request: one line on standard error, exit code 2.

use std::process::Command;

use crate::support::process::{
    assert_refused, binary, perform, trace_request, train_request, with, without,
};
use serde_json::json;

#[test]
fn unknown_keys_are_refused_wherever_they_stand() {
    let keys = "the keys are experiment, weights, sequence and loss.";
    assert_refused(
        "trace",
        &with(trace_request(), "/lss", json!(1)),
        &format!("There is no key lss; {keys}"),
    );
    assert_refused(
        "trace",
        &with(trace_request(), "/sequence/mask", json!([])),
        "There is no key mask; the keys are inputs and targets.",
    );
    let refused = perform(
        "trace",
        "-",
        with(trace_request(), "/experiment/hiden", json!(3)).as_bytes(),
    );
    assert_eq!(refused.code, Some(2));
    assert!(
        refused
            .err
            .starts_with("There is no key hiden; the keys are cells, task")
    );
    assert_refused(
        "run",
        r#"{"experiment": {}, "updates": 1, "every": 1, "seed": 3}"#,
        "There is no key seed; the keys are experiment, text, updates and every.",
    );
}

#[test]
fn wrong_values_of_an_experiment_are_refused_by_their_key() {
    for (key, value, sentence) in [
        ("cells", json!(["rn"]), "cells is [\"rn\"], but must be"),
        (
            "hidden",
            json!(0),
            "units is 0, but must be a whole number from 1 to 256.",
        ),
        (
            "hidden",
            json!(2.5),
            "units is 2.5, but must be a whole number from 1 to 256.",
        ),
        (
            "layers",
            json!("two"),
            "layers is \"two\", but must be a whole number from 1 to 4.",
        ),
        ("rate", json!(11), "rate is 11, but must be a number from"),
        (
            "clip",
            json!(-1),
            "clip is -1, but must be null (none) or a number above 0.",
        ),
        ("task", json!(null), "task is null, but must be"),
    ] {
        let pointer = format!("/experiment/{key}");
        let refused = perform(
            "trace",
            "-",
            with(trace_request(), &pointer, value).as_bytes(),
        );
        assert_eq!(refused.code, Some(2), "{key}");
        assert!(refused.err.starts_with(sentence), "{}", refused.err);
        assert_eq!(refused.err.lines().count(), 1);
    }
    assert_refused(
        "trace",
        &with(trace_request(), "/experiment/cells", json!(["rnn", "gru"])),
        "cells is a list of 2, but must be a list of one cell, as this verb takes one.",
    );
    assert_refused(
        "trace",
        &with(trace_request(), "/loss", json!("hinge")),
        "loss is \"hinge\", but must be \"crossEntropy\" or \"squaredError\".",
    );
}

#[test]
fn missing_keys_are_named() {
    for key in ["experiment", "weights", "sequence", "loss"] {
        let refused = perform(
            "trace",
            "-",
            without(trace_request(), &format!("/{key}")).as_bytes(),
        );
        assert_eq!(refused.code, Some(2));
        assert!(
            refused
                .err
                .starts_with(&format!("{key} is missing, but must be")),
            "{key}"
        );
    }
    assert_refused(
        "run",
        r#"{"experiment": {}, "updates": 1}"#,
        "every is missing, but must be a whole number from 1.",
    );
}

#[test]
fn sequences_that_do_not_fit_are_refused_at_their_place() {
    let inputs = "a list of one list of numbers a time step";
    for (pointer, value, sentence) in [
        (
            "/sequence/inputs/1",
            json!([1.0]),
            "sequence.inputs[1] is a list of 1, but must be a list of 2, as the others are.",
        ),
        (
            "/sequence/inputs",
            json!([]),
            &format!("sequence.inputs is empty, but must be {inputs}."),
        ),
        (
            "/sequence/inputs",
            json!([[], [], []]),
            "sequence.inputs[0] is empty, but must be a list of one number or more.",
        ),
        (
            "/sequence/inputs/2/1",
            json!("x"),
            "sequence.inputs[2][1] is \"x\", but must be a number.",
        ),
        (
            "/sequence/targets",
            json!([1]),
            "sequence.targets is a list of 1, but must be a list of 3, one a time step of inputs.",
        ),
        (
            "/sequence/targets/2",
            json!(3),
            "sequence.targets[2] is 3, but must be a whole number from 0 to 2.",
        ),
        (
            "/sequence/targets/0",
            json!(-1),
            "sequence.targets[0] is -1, but must be a whole number from 0 to 2.",
        ),
        (
            "/sequence/targets/0",
            json!(0.5),
            "sequence.targets[0] is 0.5, but must be a whole number from 0 to 2.",
        ),
        (
            "/sequence/targets/1",
            json!([0.5]),
            "sequence.targets[1] is [0.5], but must be a class from 0 to 2 or null.",
        ),
        (
            "/sequence/targets/2",
            json!(null),
            "targets is null at every step, but must be given for one step at least.",
        ),
        (
            "/sequence",
            json!([1]),
            "sequence is [1], but must be an object with the keys inputs, targets.",
        ),
    ] {
        assert_refused("trace", &with(trace_request(), pointer, value), sentence);
    }
    let mut squared = trace_request();
    squared["loss"] = json!("squaredError");
    assert_refused(
        "trace",
        &squared.to_string(),
        "sequence.targets[2] is 2, but must be a list of 3 or null.",
    );
    assert_refused(
        "trace",
        &with(squared, "/sequence/targets/2", json!([0.5])),
        "sequence.targets[2] is a list of 1, but must be a list of 3, one an output.",
    );
}

#[test]
fn batches_that_cannot_be_learned_from_are_refused() {
    let sequence = train_request()["batches"][0][0].clone();
    let mut masked = sequence.clone();
    masked["targets"][2] = json!(null);
    let mut wide = sequence.clone();
    wide["inputs"] = json!([[1.0, 2.0, 3.0], [1.0, 2.0, 3.0], [1.0, 2.0, 3.0]]);
    for (batches, sentence) in [
        (
            json!(3),
            "batches is 3, but must be a list of batches, one an update.",
        ),
        (
            json!([]),
            "batches is empty, but must be a list of batches, one an update.",
        ),
        (
            json!([[]]),
            "batches[0] is empty, but must be a list of one sequence or more.",
        ),
        (
            json!([[masked]]),
            "batches[0].targets is null at every step, but must be a target at one step at least.",
        ),
        (
            json!([[sequence, wide]]),
            "batches[0][1].inputs[0] is a list of 3, but must be a list of 2, as the others are.",
        ),
    ] {
        assert_refused(
            "train",
            &with(train_request(), "/batches", batches),
            sentence,
        );
    }
}

#[test]
fn wrong_weights_are_refused_by_their_name() {
    for (pointer, value, sentence) in [
        (
            "/weights/weight_hh_l0",
            json!([[0.5, 0.5]]),
            "weight_hh_l0 is 1 × 2, but must be 1 × 1.",
        ),
        (
            "/weights/bias_ih_l0",
            json!(0.5),
            "bias_ih_l0 is a single number, but must be 1 long.",
        ),
        (
            "/weights/readout.weight/1",
            json!([1.0, 2.0]),
            "weights.readout.weight[1] is a list of 2, but must be a list of 1 as weights.readout.weight[0] is.",
        ),
        (
            "/weights/weight_ih_l0/0/1",
            json!("NaN"),
            "weights.weight_ih_l0[0][1] is NaN, but must be a finite number.",
        ),
        (
            "/weights/weight_ih_l0/0/1",
            json!(null),
            "weights.weight_ih_l0[0][1] is null, but must be a number.",
        ),
        (
            "/weights/readout.bias",
            json!([]),
            "readout.bias is a list of 0, but must be a list of one number an output.",
        ),
        (
            "/weights",
            json!(7),
            "weights is 7, but must be an object of nested lists by name, or the path of a safetensors file.",
        ),
    ] {
        assert_refused("trace", &with(trace_request(), pointer, value), sentence);
    }
    let missing = with(trace_request(), "/weights", json!("no-such.safetensors"));
    let refused = perform("trace", "-", missing.as_bytes());
    let start = "weights is \"no-such.safetensors\", but must be a readable file (";
    assert!(refused.err.starts_with(start), "{}", refused.err);
    assert_refused(
        "trace",
        &without(trace_request(), "/weights/bias_hh_l0"),
        "bias_hh_l0 is missing, but must be given, 1 long.",
    );
    assert_refused(
        "trace",
        &without(trace_request(), "/weights/readout.bias"),
        "readout.bias is missing, but must be given, one number an output.",
    );
    let refused = perform(
        "trace",
        "-",
        with(trace_request(), "/weights/weight_hh_l1", json!([[1]])).as_bytes(),
    );
    assert!(
        refused
            .err
            .starts_with("weight_hh_l1 is not a weight of this model, but must be one of")
    );
    assert_eq!(refused.code, Some(2));
    // What f64 holds may be too much for the f32 of training.
    assert_refused(
        "train",
        &with(train_request(), "/weights/weight_hh_l0", json!([[1e39]])),
        "weight_hh_l0 is 1e39, but must be a finite number.",
    );
}

#[test]
fn numbers_that_json_lacks_are_named_by_their_place() {
    for (word, sentence) in [("NaN", "NaN"), ("Infinity", "inf"), ("-Infinity", "-inf")] {
        let request = with(trace_request(), "/weights/weight_hh_l0", json!([["here"]]));
        assert_refused(
            "trace",
            &request.replace("\"here\"", word),
            &format!("weights.weight_hh_l0[0][0] is {sentence}, but must be a finite number."),
        );
    }
}

#[test]
fn what_is_not_a_request_is_refused_in_one_line() {
    let deep = "[".repeat(100_000);
    for text in ["", "{", "not json", "[1, 2", r#"{"a": 1e999}"#, &deep] {
        let refused = perform("run", "-", text.as_bytes());
        assert_eq!(refused.code, Some(2), "{text:.20}");
        assert!(
            refused
                .err
                .starts_with("request is not JSON, but must be a JSON object ("),
            "{}",
            refused.err
        );
        assert_eq!(refused.err.lines().count(), 1);
    }
    let keys = "experiment, text, updates, every";
    assert_refused(
        "run",
        "[]",
        &format!("request is [], but must be an object with the keys {keys}."),
    );
    let refused = perform("run", "-", b"\xff\xfe");
    assert_eq!(refused.code, Some(2));
    assert!(
        refused
            .err
            .starts_with("FILE is \"-\", but must be a readable file or - ("),
        "{}",
        refused.err
    );
}

#[test]
fn a_wrong_verb_and_a_missing_file_are_refused() {
    assert_refused(
        "jump",
        "{}",
        "error: invalid value 'jump' for '<VERB>' [possible values: trace, train, run]",
    );
    let refused = perform("run", "no-such.json", b"");
    assert_eq!(refused.code, Some(2));
    assert!(
        refused
            .err
            .starts_with("FILE is \"no-such.json\", but must be a readable file or - ("),
        "{}",
        refused.err
    );
    let refused = Command::new(binary()).output().expect("the example starts");
    assert_eq!(refused.status.code(), Some(2));
    let message = String::from_utf8(refused.stderr).unwrap();
    assert_eq!(
        message,
        "error: the following required arguments were not provided: <VERB> <FILE>\n"
    );
}

#[test]
fn counts_and_texts_of_a_run_are_checked() {
    let run = |updates: &str, every: &str, rest: &str| {
        format!(
            r#"{{"experiment": {{"cells": ["rnn"], "task": "text"}}, "updates": {updates}, "every": {every}{rest}}}"#
        )
    };
    let refused = |request: String, start: &str| {
        let refused = perform("run", "-", request.as_bytes());
        assert_eq!(
            (refused.code, refused.out.as_str()),
            (Some(2), ""),
            "{start}"
        );
        assert!(refused.err.starts_with(start), "{}", refused.err);
        assert_eq!(refused.err.lines().count(), 1);
    };
    refused(
        run("-1", "1", ""),
        "updates is -1, but must be a whole number from 0",
    );
    refused(
        run("1.5", "1", ""),
        "updates is 1.5, but must be a whole number from 0",
    );
    refused(
        run("1", "0", ""),
        "every is 0, but must be a whole number from 1",
    );
    refused(
        run("1", "1", r#", "text": 7"#),
        "text is 7, but must be a text or null.",
    );
    refused(run("1", "1", r#", "text": """#), "text is ");
    refused(run("1", "1", r#", "text": "a""#), "text is ");
}
