//! `cargo xtask bench`: the shipped WebAssembly module beside its peers, in one run in which all take turns.
//!
//! This side knows sizes, budgets and tables; benches/run.js drives Chromium, Node and PyTorch.

mod budgets;
mod curves;
mod measured;
mod peers;
mod plan;
mod record;
mod table;

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use clap::Args;
use serde_json::json;

use self::measured::Measured;
use self::plan::Plan;
use crate::tools::{command, root, run as run_to_end};
use crate::{core, node};

#[derive(Args)]
pub struct Options {
    /// Be done in two minutes: short samples, fewer of them, no growth curves, and no slow peers at XL.
    #[arg(long)]
    quick: bool,
    /// Keep this run in the repository: the trend file's table of this version, and docs/benchmarks/.
    #[arg(long, conflicts_with = "quick")]
    record: bool,
    /// Make tables, plots and verdicts from the last run anew, and measure nothing.
    #[arg(long, conflicts_with = "quick")]
    again: bool,
    /// Hold only the contests whose names begin so: `cells`, `peers M`, `growth T`, …
    #[arg(long, conflicts_with_all = ["record", "again"])]
    only: Option<String>,
}

/// Measures, prints the tables and leaves them as JSON in target/bench/.
pub fn run(options: &Options) -> Result<()> {
    let folder = root().join("target/bench");
    fs::create_dir_all(&folder).context("target/bench/ cannot be made")?;
    let name = match (&options.only, options.quick) {
        (Some(_), _) => "part",
        (None, true) => "quick",
        (None, false) => "full",
    };
    let raw = folder.join(format!("{name}-raw.json"));
    if !options.again {
        measure(options, &folder, &raw)?;
    }
    let text = fs::read(&raw).with_context(|| format!("{} cannot be read", raw.display()))?;
    let measured: Measured = serde_json::from_slice(&text)
        .with_context(|| format!("{} is of another kind", raw.display()))?;

    let rows = table::rows(&measured);
    let budgets = budgets::judge(&measured, &rows);
    println!("{}", record::head(env!("CARGO_PKG_VERSION"), &measured));
    println!("{}", table::markdown(&rows));
    println!("{}", table::cells(&measured));
    println!("{}", record::states(&measured));
    println!("{}", budgets::markdown(&budgets));
    let result = json!({
        "version": env!("CARGO_PKG_VERSION"),
        "quick": options.quick,
        "date": measured.date,
        "machine": measured.machine,
        "versions": measured.versions,
        "peaks": table::peaks(&measured),
        "table": rows,
        "budgets": budgets,
    });
    let file = folder.join(format!("{name}.json"));
    fs::write(&file, serde_json::to_string_pretty(&result)? + "\n")
        .with_context(|| format!("{} cannot be written", file.display()))?;
    println!(
        "Measured in {:.0} s. The tables are in {}, every sample in {}.",
        measured.seconds,
        file.display(),
        raw.display()
    );
    if options.record {
        record::keep(&measured, &rows, &budgets)?;
    }
    Ok(())
}

/// Builds what ships, installs what the contests set beside it, and holds them.
fn measure(options: &Options, folder: &Path, raw: &Path) -> Result<()> {
    core::build()?;
    node::ensure_packages()?;
    let mut contests = Plan::new(options.quick, options.only.as_deref());
    // They take long to come, and some contests are the engine's alone.
    if contests.has(&["tfjs", "brain"]) {
        peers::install()?;
    }
    if contests.has(&["pytorch"]) {
        contests.python = peers::pytorch()?;
    }
    let mut assemble = node::package("binaryen/bin/wasm-as")?;
    assemble
        .args(["benches/runners/peak.wat", "--enable-simd", "-o"])
        .arg(folder.join("peak.wasm"));
    run_to_end(&mut assemble, "Assembling the measure of the machine")?;

    let plan = folder.join("plan.json");
    let content = serde_json::to_vec_pretty(&contests)?;
    fs::write(&plan, content).context("target/bench/plan.json cannot be written")?;
    run_to_end(
        command("node").arg("benches/run.js").arg(&plan).arg(raw),
        "Measuring",
    )
}
