//! The headless example as a process, and requests to it.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use serde_json::{Value, json};

/// The built example. `cargo test` builds examples, `cargo test --test core` does not: so it is asked for.
pub fn binary() -> &'static PathBuf {
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

pub struct Answer {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

pub fn perform(verb: &str, file: &str, stdin: &[u8]) -> Answer {
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

pub fn answer(verb: &str, request: &Value) -> Vec<Value> {
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
pub fn assert_refused(verb: &str, request: &str, sentence: &str) {
    let answer = perform(verb, "-", request.as_bytes());
    assert_eq!(answer.err, format!("{sentence}\n"), "to {request}");
    assert_eq!(
        (answer.code, answer.out.as_str()),
        (Some(2), ""),
        "to {request}"
    );
}

/// A request of the verb `trace` for an RNN with I = 2, H = 1, V = 3.
pub fn trace_request() -> Value {
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

pub fn train_request() -> Value {
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
pub fn with(mut request: Value, pointer: &str, value: Value) -> String {
    let (parent, key) = pointer.rsplit_once('/').expect("a pointer");
    match request.pointer_mut(parent).expect("the pointer's parent") {
        Value::Object(entries) => drop(entries.insert(key.to_string(), value)),
        Value::Array(items) => items[key.parse::<usize>().expect("an index")] = value,
        other => panic!("{other} has no entries"),
    }
    request.to_string()
}

pub fn without(mut request: Value, pointer: &str) -> String {
    let (parent, key) = pointer.rsplit_once('/').expect("a pointer");
    let entries = request.pointer_mut(parent).and_then(Value::as_object_mut);
    entries
        .expect("an object")
        .remove(key)
        .expect("the key was there");
    request.to_string()
}

/// A path for a file of this test process.
pub fn temporary(name: &str) -> PathBuf {
    std::env::temp_dir().join(format!("vanishing-point-{}-{name}", std::process::id()))
}
