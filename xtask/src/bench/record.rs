//! What is kept of a run in the repository: the table of each release, and the page with the last one.

use std::fs;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::budgets::{self, Budget};
use super::curves;
use super::measured::Measured;
use super::table::{self, Row, digits};
use crate::tools::root;

const TREND: &str = "benches/trend.json";
const PAGE: &str = "docs/benchmarks";

/// Writes the trend file's table of this version, and docs/benchmarks/.
pub fn keep(measured: &Measured, rows: &[Row], budgets: &[Budget]) -> Result<()> {
    let version = env!("CARGO_PKG_VERSION");
    trend(version, measured, rows, budgets)?;
    let folder = root().join(PAGE);
    fs::create_dir_all(&folder).with_context(|| format!("{PAGE}/ cannot be made"))?;
    let put = |name: &str, text: String| {
        fs::write(folder.join(name), text)
            .with_context(|| format!("{PAGE}/{name} cannot be written"))
    };
    if let Some(svg) = curves::svg(measured) {
        put("growth.svg", svg)?;
    }
    put("results.md", page(version, measured, rows, budgets))?;
    println!("Kept in {TREND} and {PAGE}/.");
    Ok(())
}

/// Replaces the table of the version, or adds it at the end.
fn trend(version: &str, measured: &Measured, rows: &[Row], budgets: &[Budget]) -> Result<()> {
    let file = root().join(TREND);
    let mut releases: Vec<Value> = match fs::read_to_string(&file) {
        Ok(text) => {
            serde_json::from_str(&text).with_context(|| format!("{TREND} cannot be read"))?
        }
        Err(_) => Vec::new(),
    };
    releases.retain(|release| release["version"] != version);
    let missed: Vec<_> = budgets
        .iter()
        .filter(|budget| budget.is_met() == Some(false))
        .map(|budget| &budget.what)
        .collect();
    releases.push(json!({
        "version": version,
        "date": measured.date,
        "machine": measured.machine,
        "versions": measured.versions,
        "missed": missed,
        "table": rows,
    }));
    let text = serde_json::to_string_pretty(&releases)?;
    fs::write(file, text + "\n").with_context(|| format!("{TREND} cannot be written"))
}

fn page(version: &str, measured: &Measured, rows: &[Row], budgets: &[Budget]) -> String {
    format!(
        "# Results of the benchmark\n\n\
         Written by `cargo xtask bench --record`; nothing in it is typed by hand. [What is measured and how](../benchmarks.md).\n\n\
         {}\n\
         ## Beside the peers\n\n{}\n\
         ## Cell beside cell\n\n{}\n\
         ## Growth\n\n![Updates per second against time steps, batch, hidden units and layers](growth.svg)\n\n\
         ## Vanished, healthy, exploding\n\n{}\n\
         ## Budgets\n\n{}",
        head(version, measured),
        table::markdown(rows),
        table::cells(measured),
        states(measured),
        budgets::markdown(budgets),
    )
}

/// Where and when, and what the machine can do.
pub fn head(version: &str, measured: &Measured) -> String {
    let text = |value: &Value| value.as_str().map_or(value.to_string(), str::to_string);
    let mut head = format!(
        "Version {version}, {}: {} with {} cores, Chromium {}, Node {}, PyTorch {}.\n",
        measured.date.split('T').next().unwrap_or_default(),
        text(&measured.machine["processor"]),
        text(&measured.machine["cores"]),
        text(&measured.versions["chromium"]),
        text(&measured.versions["node"]),
        text(&measured.versions["pytorch"]),
    );
    for (title, [low, median, high]) in table::peaks(measured) {
        head.push_str(&format!(
            "{title}: {} GFLOP/s ({} to {} over the contests).\n",
            digits(median),
            digits(low),
            digits(high)
        ));
    }
    head
}

/// How far the gradient got in each of the runs whose times are compared.
pub fn states(measured: &Measured) -> String {
    let mut text = String::from(
        "| cell | run | log10 of ‖∂L/∂h_1‖ / ‖∂L/∂h_T‖ | milliseconds an update |\n| --- | --- | ---: | ---: |\n",
    );
    for cell in super::plan::CELLS {
        for state in super::plan::STATES {
            let Some(entry) = measured.entry(&format!("states {cell}"), state) else {
                continue;
            };
            let ratio = entry.report["log10Ratio"].as_str().unwrap_or("–");
            let ratio = ratio
                .parse::<f64>()
                .map_or(ratio.to_string(), |ratio| format!("{ratio:.1}"));
            text.push_str(&format!(
                "| {cell} | {state} | {ratio} | {:.3} |\n",
                1000.0 * entry.median()
            ));
        }
    }
    text
}
