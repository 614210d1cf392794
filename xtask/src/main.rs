//! The build of Vanishing Point: `cargo xtask serve`, `build`, `test`, `bench`, `docs`, `size`, `release`. Needs rustup and Node, sets up the rest.

mod bench;
mod core;
mod docs;
mod generated;
mod node;
mod python;
mod release;
mod site;
mod size;
mod test;
mod tools;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Builds, serves and tests Vanishing Point.
#[derive(Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    disable_help_subcommand = true
)]
struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Build the page and serve it on this machine, and open it where there is a browser.
    Serve(site::Serve),
    /// Build the WebAssembly module and what the front end knows of the core, into www/generated/.
    Core,
    /// Build the page into dist/, ready for any static host and any sub-path.
    Build(site::Build),
    /// Run every test: Rust, TypeScript, the WebAssembly build in Node, the page in three browser engines.
    Test(test::Options),
    /// Measure the speed of training beside PyTorch, TensorFlow.js, brain.js and plain JavaScript.
    Bench(bench::Options),
    /// Write the documentation made from the sources: tables in docs/, references in target/docs/.
    Docs,
    /// Weigh what a browser loads, against its limits.
    Size,
    /// Build everything that a release publishes, twice, and verify it.
    Release(release::Options),
}

fn main() -> ExitCode {
    let done = match Arguments::parse().verb {
        Verb::Serve(options) => site::serve(&options),
        Verb::Core => core::build().and_then(|()| generated::write()),
        Verb::Build(options) => site::build(&options).map(|()| println!("The page is in dist/.")),
        Verb::Test(options) => test::run(&options),
        Verb::Bench(options) => bench::run(&options),
        Verb::Docs => docs::write().map(|()| println!("The references are in target/docs/rust/vanishing_point/ and target/docs/typescript/.")),
        Verb::Size => size::run(),
        Verb::Release(options) => release::release(&options),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
