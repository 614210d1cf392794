//! What the best answer that does not look at the input scores on the task of an experiment.
//!
//! `cargo run --release --example baseline -- FILE` (`-` is standard input) reads an experiment and
//! writes `{"loss", "accuracy"}`. A bad experiment gets one line on standard error and exit code 2.

use std::io::Read;
use std::process::ExitCode;

use vanishing_point::experiment::{Experiment, Value};

fn main() -> ExitCode {
    match baseline() {
        Ok(line) => {
            println!("{line}");
            ExitCode::SUCCESS
        }
        Err(message) => {
            eprintln!("{message}");
            ExitCode::from(2)
        }
    }
}

fn baseline() -> Result<String, String> {
    let file = std::env::args()
        .nth(1)
        .ok_or("Name a file with an experiment, or - for standard input.")?;
    let mut text = String::new();
    if file == "-" {
        std::io::stdin()
            .read_to_string(&mut text)
            .map_err(|error| error.to_string())?;
    } else {
        text = std::fs::read_to_string(&file).map_err(|error| format!("{file}: {error}."))?;
    }
    let value: Value = serde_json::from_str(&text).map_err(|error| format!("{file}: {error}."))?;
    let experiment = Experiment::strict(&value).map_err(|error| error.message)?;
    let (task, _) = experiment.build_task(None).map_err(|error| error.message)?;
    let baseline = task.baseline(experiment.length);
    Ok(serde_json::json!({ "loss": baseline.loss, "accuracy": baseline.accuracy }).to_string())
}
