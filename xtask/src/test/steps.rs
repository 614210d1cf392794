//! What is run, one function a line of the table.

use std::process::Command;

use anyhow::{Result, anyhow};

use super::engines::Engine;
use super::log::Log;
use super::tally::{Tally, cargo_tests, check, node_tests, vitest};
use crate::tools::{cargo, command, have, output, root, run};
use crate::{core, node, site, size};

/// cargo with one of its tools, added where it is missing.
fn cargo_with(component: &str, tool: &str) -> Result<Command> {
    if output(cargo().args([tool, "--version"])).is_none() {
        if !have("rustup") {
            return Err(anyhow!(
                "{component} is missing, and there is no rustup to add it."
            ));
        }
        run(
            command("rustup").args(["component", "add", component]),
            &format!("Adding {component}"),
        )?;
    }
    let mut cargo = cargo();
    cargo.arg(tool);
    Ok(cargo)
}

pub fn rustfmt(log: &Log) -> Result<Tally> {
    check(
        log,
        cargo_with("rustfmt", "fmt")?.args(["--all", "--check"]),
    )
}

pub fn clippy(log: &Log) -> Result<Tally> {
    check(
        log,
        cargo_with("clippy", "clippy")?.args([
            "--workspace",
            "--all-targets",
            "--quiet",
            "--",
            "-D",
            "warnings",
        ]),
    )
}

/// The boundary is compiled for the browser alone, so no other check sees it.
pub fn clippy_wasm(log: &Log) -> Result<Tally> {
    core::ensure_target()?;
    let mut clippy = cargo_with("clippy", "clippy")?;
    core::for_browser(&mut clippy);
    check(
        log,
        clippy.args(["--lib", "--quiet", "--", "-D", "warnings"]),
    )
}

pub fn rustdoc(log: &Log) -> Result<Tally> {
    let mut doc = cargo();
    doc.args(["doc", "--no-deps", "--document-private-items", "--quiet"])
        .env("RUSTDOCFLAGS", "-D warnings");
    check(log, &mut doc)
}

pub fn rust_core(log: &Log) -> Result<Tally> {
    // Without examples: clippy has compiled them all, and a test that needs one builds it.
    let tests = cargo_tests(log, cargo().args(["test", "--no-fail-fast", "--tests"]))?;
    Ok(tests + check(log, cargo().args(["test", "--quiet", "--doc"]))?)
}

pub fn rust_build(log: &Log) -> Result<Tally> {
    cargo_tests(
        log,
        cargo().args(["test", "--package", "xtask", "--profile", "xtask"]),
    )
}

/// The committed numbers made anew, then random experiments against PyTorch at once.
pub fn torch(log: &Log) -> Result<Tally> {
    if output(command("python3").args(["-c", "import torch"])).is_none() {
        return Err(anyhow!(
            "python3 cannot import torch: install it with pip install -r tests/fixtures/requirements.txt."
        ));
    }
    let fixtures = check(
        log,
        command("python3").args(["tests/fixtures/generate.py", "--check"]),
    )?;
    let example = check(log, cargo().args(["build", "--example", "headless"]))?;
    let live = check(
        log,
        command("python3")
            .arg("tests/fixtures/live.py")
            .arg(root().join("target/debug/examples/headless")),
    )?;
    // The page's script for PyTorch, on lanes of the WebAssembly build.
    site::prepare()?;
    let mut scripts = node::package("vitest/vitest.mjs")?;
    scripts.args(["run", "--config", "www/share/torch.config.ts"]);
    Ok(fixtures + example + live + vitest(log, &mut scripts)?)
}

/// The page, and the pages that the browser tests drive beside it.
pub fn build(_: &Log) -> Result<Tally> {
    site::build(&site::Build::default())?;
    site::bundle("tests/browser/harness/vite.config.ts")?;
    Ok(Tally::default())
}

pub fn tsc(log: &Log) -> Result<Tally> {
    let mut tally = Tally::default();
    for project in ["tsconfig.json", "tsconfig.node.json"] {
        let mut tsc = node::package("typescript/bin/tsc")?;
        tally = tally + check(log, tsc.args(["--project", project]))?;
    }
    Ok(tally)
}

pub fn eslint(log: &Log) -> Result<Tally> {
    let mut eslint = node::package("eslint/bin/eslint.js")?;
    check(log, eslint.args(["--max-warnings", "0", "."]))
}

/// What the TypeScript reference is made of, every warning an error; nothing is written.
pub fn reference(log: &Log) -> Result<Tally> {
    let mut typedoc = node::package("typedoc/bin/typedoc")?;
    check(log, typedoc.args(["--emit", "none", "--logLevel", "Warn"]))
}

pub fn units(log: &Log) -> Result<Tally> {
    let mut units = node::package("vitest/vitest.mjs")?;
    vitest(log, units.args(["run", "--config", "www/vite.config.ts"]))
}

/// Test files by the end of their names, without their folder, in order.
fn files(suffix: &str) -> Result<Vec<String>> {
    let mut files: Vec<_> = std::fs::read_dir(root().join("tests/browser"))?
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.ends_with(suffix))
        .collect();
    files.sort();
    Ok(files)
}

pub fn wasm_in_node(log: &Log) -> Result<Tally> {
    in_one_process(log, &mut command("node"), &files(".node-test.js")?)
}

/// Node's own test runner over some files of tests/browser/, in one process.
pub fn in_one_process(log: &Log, node: &mut Command, files: &[String]) -> Result<Tally> {
    node::ensure_packages()?;
    let mut arguments = vec!["tests/browser/every.js".to_string()];
    arguments.extend_from_slice(files);
    node_tests(log, node, &arguments)
}

/// What a browser loads, each limit that is passed as one failure.
pub fn sizes(log: &Log) -> Result<Tally> {
    let (table, over) = size::weigh()?;
    log.say(&table)?;
    for line in table.lines().filter(|line| line.contains("OVER")) {
        log.failed(line.to_string());
    }
    Ok(Tally {
        passed: 0,
        failed: over,
    })
}

/// The views take as long as everything else that a browser shows, and run beside it.
const VIEWS: &str = "views.browser-test.js";

/// All that an engine is driven through, but the views.
pub fn browser(log: &Log, engine: Engine) -> Result<Tally> {
    let mut files = files(".browser-test.js")?;
    files.retain(|file| file != VIEWS);
    let mut node = command("node");
    node.env("VANISHING_POINT_ENGINES", engine.name());
    in_one_process(log, &mut node, &files)
}

/// Every view, in Chromium.
pub fn views(log: &Log) -> Result<Tally> {
    let mut node = command("node");
    node.env("VANISHING_POINT_ENGINES", Engine::Chromium.name());
    in_one_process(log, &mut node, &[VIEWS.to_string()])
}

/// The packed package, installed and opened as people do.
pub fn packaging(log: &Log) -> Result<Tally> {
    let files =
        ["packaging", "frameworks", "recipes"].map(|name| format!("../packaging/{name}.test.js"));
    in_one_process(log, &mut command("node"), &files)
}
