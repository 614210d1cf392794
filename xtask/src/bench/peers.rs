//! The programs that the engine is measured beside: pinned in benches/peers/, installed there and nowhere else.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::node;
use crate::tools::{command, output, root, run};

/// The npm packages.
pub fn install() -> Result<()> {
    let folder = root().join("benches/peers");
    let lock = fs::read(folder.join("package-lock.json"))
        .context("benches/peers/package-lock.json cannot be read")?;
    let stamp = folder.join("node_modules/.installed-lock.json");
    if !fs::read(&stamp).is_ok_and(|content| content == lock) {
        let mut npm = command(if cfg!(windows) { "npm.cmd" } else { "npm" });
        // brain.js depends on a native OpenGL that its browser bundle does not need: no scripts, nothing is compiled.
        npm.args([
            "ci",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--loglevel=error",
            "--prefix",
        ])
        .arg(&folder);
        run(&mut npm, "Installing the peers from npm")?;
        fs::write(&stamp, lock).context("benches/peers/node_modules/ cannot be written")?;
    }
    Ok(())
}

/// The Python that has PyTorch: its program and the script that it runs.
pub fn pytorch() -> Result<Vec<String>> {
    Ok(vec![
        python(&root().join("benches/peers"))?,
        "benches/peers/pytorch.py".to_string(),
    ])
}

/// A Python with the pinned PyTorch: the system's if it has it, else one in a virtual environment.
fn python(folder: &Path) -> Result<String> {
    let requirements = folder.join("requirements.txt");
    let pinned = fs::read_to_string(&requirements)
        .context("benches/peers/requirements.txt cannot be read")?;
    let Some(version) = pinned.trim().strip_prefix("torch==").map(str::to_string) else {
        bail!("benches/peers/requirements.txt must pin torch, and nothing else.");
    };
    let own = folder.join(if cfg!(windows) {
        ".venv/Scripts/python.exe"
    } else {
        ".venv/bin/python3"
    });
    let own = own.to_string_lossy().into_owned();
    for python in ["python3", &own] {
        if torch_version(python).is_some_and(|found| found == version) {
            return Ok(python.to_string());
        }
    }
    run(
        command("python3")
            .args(["-m", "venv"])
            .arg(folder.join(".venv")),
        "Making a virtual environment for PyTorch",
    )?;
    println!(
        "PyTorch comes with several gigabytes of libraries for graphics cards, none of which is used."
    );
    let mut pip = Command::new(&own);
    pip.args([
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "-r",
    ])
    .arg(&requirements);
    run(&mut pip, "Installing PyTorch")?;
    Ok(own)
}

/// The version without what it was built for, as in `2.15.0+cpu`.
fn torch_version(python: &str) -> Option<String> {
    let script = "import torch; print(torch.__version__)";
    let version = output(command(python).args(["-W", "ignore", "-c", script]))?;
    Some(version.split('+').next()?.to_string())
}
