//! What is run, one function a line of the table.

use std::process::Command;

use anyhow::{Result, anyhow};

use super::engines::Engine;
use super::tally::{Tally, cargo_line, check, node_line, tests, vitest_line};
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

pub fn rustfmt() -> Result<Tally> {
    check(cargo_with("rustfmt", "fmt")?.args(["--all", "--check"]))
}

pub fn clippy() -> Result<Tally> {
    check(cargo_with("clippy", "clippy")?.args([
        "--workspace",
        "--all-targets",
        "--quiet",
        "--",
        "-D",
        "warnings",
    ]))
}

/// The boundary is compiled for the browser alone, so no other check sees it.
pub fn clippy_wasm() -> Result<Tally> {
    core::ensure_target()?;
    let mut clippy = cargo_with("clippy", "clippy")?;
    core::for_browser(&mut clippy);
    check(clippy.args(["--lib", "--quiet", "--", "-D", "warnings"]))
}

pub fn rustdoc() -> Result<Tally> {
    let mut doc = cargo();
    doc.args(["doc", "--no-deps", "--document-private-items", "--quiet"])
        .env("RUSTDOCFLAGS", "-D warnings");
    check(&mut doc)
}

pub fn rust_core() -> Result<Tally> {
    tests(cargo().args(["test", "--no-fail-fast"]), cargo_line)
}

pub fn rust_build() -> Result<Tally> {
    tests(
        cargo().args(["test", "--package", "xtask", "--profile", "xtask"]),
        cargo_line,
    )
}

/// The committed numbers made anew, then random experiments against PyTorch at once.
pub fn torch() -> Result<Tally> {
    if output(command("python3").args(["-c", "import torch"])).is_none() {
        return Err(anyhow!(
            "python3 cannot import torch: install it with pip install -r tests/fixtures/requirements.txt."
        ));
    }
    let fixtures = check(command("python3").args(["tests/fixtures/generate.py", "--check"]))?;
    run(
        cargo().args(["build", "--example", "headless"]),
        "Compiling the headless example",
    )?;
    let example = root().join("target/debug/examples/headless");
    let live = check(
        command("python3")
            .arg("tests/fixtures/live.py")
            .arg(example),
    )?;
    // The page's script for PyTorch, on lanes of the WebAssembly build.
    site::prepare()?;
    let mut scripts = node::package("vitest/vitest.mjs")?;
    scripts
        .args(["run", "--config", "www/share/torch.config.ts"])
        .env("NO_COLOR", "1");
    Ok(fixtures + live + tests(&mut scripts, vitest_line)?)
}

/// The page, and the pages that the browser tests drive beside it.
pub fn build() -> Result<Tally> {
    site::build()?;
    site::bundle("tests/browser/harness/vite.config.ts")?;
    Ok(Tally::default())
}

pub fn tsc() -> Result<Tally> {
    let mut tally = Tally::default();
    for project in ["tsconfig.json", "tsconfig.node.json"] {
        tally = tally + check(node::package("typescript/bin/tsc")?.args(["--project", project]))?;
    }
    Ok(tally)
}

pub fn eslint() -> Result<Tally> {
    check(node::package("eslint/bin/eslint.js")?.args(["--max-warnings", "0", "."]))
}

/// What the TypeScript reference is made of, every warning an error; nothing is written.
pub fn reference() -> Result<Tally> {
    check(node::package("typedoc/bin/typedoc")?.args(["--emit", "none", "--logLevel", "Warn"]))
}

pub fn units() -> Result<Tally> {
    let mut vitest = node::package("vitest/vitest.mjs")?;
    vitest
        .args(["run", "--config", "www/vite.config.ts"])
        .env("NO_COLOR", "1");
    tests(&mut vitest, vitest_line)
}

/// Node's own test runner; one file after the other, because browsers and trainings share the processors.
fn node_tests(pattern: &str) -> Result<Command> {
    node::ensure_packages()?;
    let mut files: Vec<_> = std::fs::read_dir(root().join("tests/browser"))?
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.ends_with(pattern))
        .map(|name| format!("tests/browser/{name}"))
        .collect();
    files.sort();
    let mut node = command("node");
    node.args(["--test", "--test-reporter=spec", "--test-concurrency=1"])
        .args(files)
        .env("NO_COLOR", "1");
    Ok(node)
}

pub fn wasm_in_node() -> Result<Tally> {
    tests(&mut node_tests(".node-test.js")?, node_line)
}

/// What a browser loads, each limit that is passed as one failure.
pub fn sizes() -> Result<Tally> {
    let over = size::weigh()?;
    Ok(Tally {
        passed: 0,
        failed: over as u64,
    })
}

pub fn browsers(engines: &[Engine]) -> Result<Tally> {
    let names: Vec<_> = engines.iter().map(Engine::name).collect();
    let mut node = node_tests(".browser-test.js")?;
    tests(
        node.env("VANISHING_POINT_ENGINES", names.join(",")),
        node_line,
    )
}

/// The packed package, installed and opened as people do.
pub fn packaging() -> Result<Tally> {
    let mut node = command("node");
    node.args([
        "--test",
        "--test-reporter=spec",
        "tests/packaging/packaging.test.js",
    ])
    .env("NO_COLOR", "1");
    tests(&mut node, node_line)
}
