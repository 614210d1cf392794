//! The same engine without a browser.
//!
//! ```text
//! cargo run --release --example headless -- VERB FILE
//! ```
//!
//! FILE holds a JSON request; `-` is standard input. The answer is JSON on standard output.
//!
//! - `trace`: `{"experiment": {one cell}, "weights": {name: nested lists} | "file.safetensors",
//!   "sequence": {"inputs": [T][I], "targets": [T] of class | [V] | null},
//!   "loss": "crossEntropy" | "squaredError"}` → the Trace of that sequence, in f64.
//! - `train`: the same with `"batches": [[sequence, …], …]` in place of the sequence →
//!   `{"losses", "weights"}`; one update a batch, in f32, by the code that trains on the page.
//! - `run`: `{"experiment", "updates": N, "every": M}` → a line every M updates for each cell, then a line for each cell
//!   with the SHA-256 of its weights. In place of the data set that ships may stand `"text"`, for the task `text`, or
//!   `"data"`, the path of a file.
//!
//! A request that cannot be met, or a run that becomes non-finite, gets one line on standard
//! error that says what was given and what is allowed, and exit code 2.

#[path = "headless/mod.rs"]
mod headless;

use std::io::Read;
use std::process::ExitCode;

use clap::Parser;
use clap::error::ErrorKind;
use headless::{Failure, Verb};
use vanishing_point::Error;

/// Trains and traces tiny recurrent networks without a browser: JSON in, JSON out.
#[derive(Parser)]
#[command(name = "headless")]
struct Arguments {
    /// What to do.
    verb: Verb,
    /// A JSON request, or - for standard input.
    file: String,
}

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) if error.kind() == ErrorKind::DisplayHelp => error.exit(),
        Err(error) => {
            // What is wrong, in one line; clap's usage follows after an empty one.
            let message = error.to_string();
            let wrong = message.split("\n\n").next().unwrap_or_default();
            let words: Vec<&str> = wrong.split_whitespace().collect();
            eprintln!("{}", words.join(" "));
            return ExitCode::from(2);
        }
    };
    match perform(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure(message)) => {
            // One line, whatever a file or a key may hold.
            eprintln!("{}", message.replace(['\n', '\r'], " "));
            ExitCode::from(2)
        }
    }
}

fn perform(Arguments { verb, file }: &Arguments) -> Result<(), Failure> {
    headless::perform(*verb, &read(file)?, &mut std::io::stdout().lock())
}

/// The text of `file`, or of standard input.
fn read(file: &str) -> Result<String, Error> {
    let text = if file == "-" {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text).map(|_| text)
    } else {
        std::fs::read_to_string(file)
    };
    text.map_err(|error| {
        Error::unreadable(
            "FILE",
            format!("\"{file}\""),
            format!("a readable file or - ({error})"),
        )
    })
}
