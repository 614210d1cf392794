//! The programs that the engine is measured beside: pinned in benches/peers/, installed there and nowhere else.

use std::ffi::OsStr;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::tools::{command, output, root};
use crate::{node, python};

const FOLDER: &str = "benches/peers";

/// The npm packages.
pub fn install() -> Result<()> {
    // brain.js depends on a native OpenGL that its browser bundle does not need: no scripts, nothing is compiled.
    node::ensure_packages_in(FOLDER, &["--ignore-scripts"])
}

/// The Python that has PyTorch: its program and the script that it runs.
pub fn pytorch() -> Result<Vec<String>> {
    Ok(vec![
        python(&root().join(FOLDER))?,
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
    let environment = folder.join(".venv");
    let own = python::program(&environment).to_string_lossy().into_owned();
    for python in ["python3", &own] {
        if torch_version(python).is_some_and(|found| found == version) {
            return Ok(python.to_string());
        }
    }
    python::make(&environment)?;
    println!(
        "PyTorch comes with several gigabytes of libraries for graphics cards, none of which is used."
    );
    let arguments = [OsStr::new("--requirement"), requirements.as_os_str()];
    python::install(&environment, &arguments, "Installing PyTorch")?;
    Ok(own)
}

/// The version without what it was built for, as in `2.15.0+cpu`.
fn torch_version(python: &str) -> Option<String> {
    let script = "import torch; print(torch.__version__)";
    let version = output(command(python).args(["-W", "ignore", "-c", script]))?;
    Some(version.split('+').next()?.to_string())
}
