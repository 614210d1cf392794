//! The wheel where it is used: in a JupyterLab and a marimo of their own, driven in Chromium.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::engines::Engine;
use super::log::Log;
use super::steps::in_one_process;
use super::tally::Tally;
use crate::tools::{command, output, root};
use crate::{node, python};

/// Stages in notebooks, and what is kept of them in exported pages.
pub fn notebooks(log: &Log) -> Result<Tally> {
    prepare()?;
    drive(log, &["notebook", "saved"], None)
}

/// `inspect` on modules that the PyTorch of python3 makes and differentiates in the notebook itself.
pub fn inspect(log: &Log) -> Result<Tally> {
    prepare()?;
    let place = output(command("python3").args([
        "-W",
        "ignore",
        "-c",
        "import pathlib, torch; print(pathlib.Path(torch.__file__).parent.parent)",
    ]))
    .context("python3 cannot import torch")?;
    drive(log, &["torch"], Some(Path::new(&place)))
}

fn drive(log: &Log, names: &[&str], torch: Option<&Path>) -> Result<Tally> {
    let mut node = command("node");
    node.env("VANISHING_POINT_ENGINES", Engine::Chromium.name());
    if let Some(place) = torch {
        node.env("VANISHING_POINT_TORCH", place);
    }
    let files: Vec<_> = names
        .iter()
        .map(|name| format!("../notebook/{name}.test.js"))
        .collect();
    in_one_process(log, &mut node, &files)
}

/// JupyterLab and marimo in a virtual environment with the wheel, and what exported pages ask the network for.
fn prepare() -> Result<()> {
    let environment = root().join("target/notebook/venv");
    let requirements = "tests/notebook/requirements.txt";
    let wanted = std::fs::read(root().join(requirements))?;
    let installed = environment.join("installed.txt");
    if !std::fs::read(&installed).is_ok_and(|content| content == wanted) {
        python::make(&environment)?;
        let arguments = ["--requirement", requirements];
        python::install(&environment, &arguments, "Installing JupyterLab and marimo")?;
        std::fs::write(&installed, wanted)?;
    }
    for wheel in wheels()? {
        let arguments = ["--no-deps".into(), "--force-reinstall".into(), wheel];
        python::install(&environment, &arguments, "Installing the wheel")?;
    }
    node::ensure_packages_in("tests/notebook", &["--ignore-scripts"])
}

fn wheels() -> Result<Vec<PathBuf>> {
    let found = std::fs::read_dir(root().join("dist-python")).context("dist-python/ is absent")?;
    found.map(|entry| Ok(entry?.path())).collect()
}
