//! Virtual environments of Python, and what pip installs into them.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::tools::{command, run};

/// The Python of a virtual environment.
pub fn program(environment: &Path) -> PathBuf {
    environment.join(if cfg!(windows) {
        "Scripts/python.exe"
    } else {
        "bin/python3"
    })
}

/// Makes an empty virtual environment in place of what is there.
pub fn make(environment: &Path) -> Result<()> {
    run(
        command("python3")
            .args(["-m", "venv", "--clear"])
            .arg(environment),
        "Making a virtual environment (Python 3 with venv)",
    )
}

/// Has pip install into a virtual environment; `what` names the work in the sentence for a failure.
pub fn install<A: AsRef<OsStr>>(environment: &Path, arguments: &[A], what: &str) -> Result<()> {
    let mut pip = command(program(environment));
    pip.args(["-m", "pip", "install"]);
    pip.args(["--quiet", "--disable-pip-version-check", "--no-compile"]);
    run(pip.args(arguments), what)
}
