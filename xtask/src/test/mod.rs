//! `cargo xtask test`: every test there is, in one table and one closing line.

mod engines;
mod steps;
mod tally;

use std::time::Instant;

use anyhow::{Result, bail};
use clap::{Args, ValueEnum};

use tally::Tally;

#[derive(Args)]
pub struct Options {
    /// Run only these groups (repeat or separate by commas); all of them by default.
    #[arg(long, value_delimiter = ',')]
    only: Vec<Group>,
    /// Also compare with a live PyTorch, which must be importable by python3.
    #[arg(long)]
    torch: bool,
    /// Drive only these browser engines.
    #[arg(long, value_delimiter = ',')]
    engines: Vec<engines::Engine>,
}

/// Tests that need the same tools.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Group {
    /// rustfmt, clippy, rustdoc, and the Rust tests.
    Rust,
    /// TypeScript's checker, ESLint, the front end's units, the WebAssembly build in Node, and what a browser loads.
    Web,
    /// The engine and the page in Chromium, Firefox and WebKit.
    Browsers,
    /// The packed npm package in projects built with Vite, webpack, esbuild and nothing, and in Node.
    Packaging,
}

/// One line of the table.
struct Line {
    name: String,
    tally: Tally,
    seconds: f64,
}

/// Runs the groups asked for and ends with "N passed, N failed": executed tests, and each failed check as one failure.
pub fn run(options: &Options) -> Result<()> {
    let wants = |group| options.only.is_empty() || options.only.contains(&group);
    let mut lines = Vec::new();
    let mut step = |name: &str, work: &dyn Fn() -> Result<Tally>| {
        println!("\n── {name}");
        let began = Instant::now();
        let tally = work().unwrap_or_else(|error| {
            eprintln!("error: {error:#}");
            Tally::failure()
        });
        lines.push(Line {
            name: name.to_string(),
            tally,
            seconds: began.elapsed().as_secs_f64(),
        });
        tally.failed == 0
    };

    if wants(Group::Rust) {
        step("rustfmt", &steps::rustfmt);
        step("clippy", &steps::clippy);
        step("clippy, WebAssembly", &steps::clippy_wasm);
        step("rustdoc", &steps::rustdoc);
        step("Rust tests of the core", &steps::rust_core);
        step("Rust tests of the build", &steps::rust_build);
    }
    if options.torch {
        step("PyTorch, live", &steps::torch);
    }
    let built = (wants(Group::Web) || wants(Group::Browsers) || wants(Group::Packaging))
        && step("the build", &steps::build);
    if built && wants(Group::Web) {
        step("tsc", &steps::tsc);
        step("ESLint", &steps::eslint);
        step("the TypeScript reference", &steps::reference);
        step("front-end units", &steps::units);
        step("the WebAssembly build in Node", &steps::wasm_in_node);
        step("sizes", &steps::sizes);
    }
    let mut left_out = Vec::new();
    if built && wants(Group::Browsers) {
        let (ready, missing) = engines::prepare(&options.engines)?;
        left_out = missing;
        if !ready.is_empty() {
            step("browsers", &|| steps::browsers(&ready));
        }
    }
    if built && wants(Group::Packaging) {
        step("the package in projects", &steps::packaging);
    }
    report(&lines, &left_out)
}

fn report(lines: &[Line], left_out: &[engines::Engine]) -> Result<()> {
    println!();
    let mut total = Tally::default();
    for Line {
        name,
        tally,
        seconds,
    } in lines
    {
        println!("{name:<32}{tally:<28}{seconds:>6.1} s");
        total = total + *tally;
    }
    for engine in left_out {
        println!("{engine:<32}left out: it is not installed");
        // Where nobody watches, an engine that silently stays away would pass for one that works.
        if engines::in_ci() {
            total = total + Tally::failure();
        }
    }
    println!("\n{} passed, {} failed", total.passed, total.failed);
    if total.failed > 0 {
        bail!("the tests did not pass.");
    }
    Ok(())
}
