//! The headless example as a process: what it answers, and how it refuses a bad request.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use serde_json::{Value, json};

/// The built example. `cargo test` builds examples, `cargo test --test headless` does not: so it is asked for.
fn binary() -> &'static PathBuf {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| {
        let test = std::env::current_exe().expect("a test knows where it is");
        let profile = test.ancestors().nth(2).expect("target/PROFILE/deps/TEST");
        let mut build = Command::new(env!("CARGO"));
        build.args(["build", "--quiet", "--example", "headless", "--target-dir"]);
        build.arg(profile.parent().expect("the target directory"));
        if !cfg!(debug_assertions) {
            build.arg("--release");
        }
        let status = build
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .status()
            .expect("cargo runs");
        assert!(status.success(), "the example does not build");
        profile
            .join("examples")
            .join(format!("headless{}", std::env::consts::EXE_SUFFIX))
    })
}

struct Answer {
    code: Option<i32>,
    out: String,
    err: String,
}

fn perform(verb: &str, file: &str, stdin: &[u8]) -> Answer {
    let mut process = Command::new(binary())
        .args([verb, file])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the example starts");
    let mut input = process.stdin.take().expect("it has an input");
    // A request that is refused early need not be read to its end.
    let _ = input.write_all(stdin);
    drop(input);
    let output = process.wait_with_output().expect("it ends");
    let text = |bytes| String::from_utf8(bytes).expect("the answer is UTF-8");
    Answer {
        code: output.status.code(),
        out: text(output.stdout),
        err: text(output.stderr),
    }
}

fn answer(verb: &str, request: &Value) -> Vec<Value> {
    let answer = perform(verb, "-", request.to_string().as_bytes());
    assert_eq!(answer.code, Some(0), "{}", answer.err);
    assert_eq!(answer.err, "");
    answer
        .out
        .lines()
        .map(|line| serde_json::from_str(line).expect("a line is JSON"))
        .collect()
}

/// Exit code 2, nothing on standard output, and exactly `sentence` on standard error.
fn assert_refused(verb: &str, request: &str, sentence: &str) {
    let answer = perform(verb, "-", request.as_bytes());
    assert_eq!(answer.err, format!("{sentence}\n"), "to {request}");
    assert_eq!(
        (answer.code, answer.out.as_str()),
        (Some(2), ""),
        "to {request}"
    );
}

/// A request of the verb `trace` for an RNN with I = 2, H = 1, V = 3.
fn trace_request() -> Value {
    json!({
        "experiment": {"cells": ["rnn"], "hidden": 1},
        "weights": {
            "weight_ih_l0": [[0.5, -0.25]], "weight_hh_l0": [[0.75]],
            "bias_ih_l0": [0.1], "bias_hh_l0": [-0.2],
            "readout.weight": [[1.0], [-1.0], [0.5]], "readout.bias": [0.0, 0.1, 0.2],
        },
        "sequence": {"inputs": [[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]], "targets": [null, null, 2]},
        "loss": "crossEntropy",
    })
}

fn train_request() -> Value {
    let mut request = trace_request();
    let sequence = request["sequence"].take();
    request
        .as_object_mut()
        .expect("an object")
        .remove("sequence");
    request["batches"] = json!([[sequence.clone()], [sequence.clone(), sequence]]);
    request
}

/// `request` with the value at a JSON pointer replaced.
fn with(mut request: Value, pointer: &str, value: Value) -> String {
    let (parent, key) = pointer.rsplit_once('/').expect("a pointer");
    match request.pointer_mut(parent).expect("the pointer's parent") {
        Value::Object(entries) => drop(entries.insert(key.to_string(), value)),
        Value::Array(items) => items[key.parse::<usize>().expect("an index")] = value,
        other => panic!("{other} has no entries"),
    }
    request.to_string()
}

fn without(mut request: Value, pointer: &str) -> String {
    let (parent, key) = pointer.rsplit_once('/').expect("a pointer");
    let entries = request.pointer_mut(parent).and_then(Value::as_object_mut);
    entries
        .expect("an object")
        .remove(key)
        .expect("the key was there");
    request.to_string()
}

/// A path for a file of this test process.
fn temporary(name: &str) -> PathBuf {
    std::env::temp_dir().join(format!("vanishing-point-{}-{name}", std::process::id()))
}

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
            "hidden is 0, but must be a whole number from 1 to 256.",
        ),
        (
            "hidden",
            json!(2.5),
            "hidden is 2.5, but must be a whole number from 1 to 256.",
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
        (
            "/weights",
            json!("no-such.safetensors"),
            "weights is \"no-such.safetensors\", but must be a readable file (No such file or directory (os error 2)).",
        ),
    ] {
        assert_refused("trace", &with(trace_request(), pointer, value), sentence);
    }
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
        "weight_hh_l0 is 1000000000000000000000000000000000000000, but must be a finite number.",
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
        "VERB is \"jump\", but must be trace, train or run.",
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
