//! Node and the npm packages: the front end's half of the tools.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::tools::{command, output, root, run};

/// A program from the npm packages, run by Node.
///
/// # Errors
/// If Node is absent or too old, or the packages cannot be installed.
pub fn package(script: &str) -> Result<Command> {
    ensure_packages()?;
    let mut node = command("node");
    node.arg(root().join("node_modules").join(script));
    Ok(node)
}

/// Sees to it that node_modules/ holds what package-lock.json names.
pub fn ensure_packages() -> Result<()> {
    ensure_packages_in(".", &[])
}

/// The same for a folder with a package-lock.json of its own, below the root; `more` are further arguments of npm.
pub fn ensure_packages_in(folder: &str, more: &[&str]) -> Result<()> {
    ensure_node()?;
    let place = root().join(folder);
    let lock = fs::read(place.join("package-lock.json"))
        .with_context(|| format!("package-lock.json in {folder}/ cannot be read"))?;
    let installed = place.join("node_modules/.installed-lock.json");
    if fs::read(&installed).is_ok_and(|content| content == lock) {
        return Ok(());
    }
    let mut npm = command(if cfg!(windows) { "npm.cmd" } else { "npm" });
    npm.args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
    run(
        npm.args(more).arg("--prefix").arg(&place),
        "Installing the npm packages",
    )?;
    fs::write(installed, lock).context("node_modules/ cannot be written")
}

fn ensure_node() -> Result<()> {
    let Some(version) = output(command("node").arg("--version")) else {
        bail!(
            "Node is not installed: get version 22.12 or newer from https://nodejs.org or your system's packages."
        );
    };
    if !new_enough(&version) {
        bail!("Node is {version}, but must be 20.19 or newer of the 20 line, or 22.12 or newer.");
    }
    Ok(())
}

/// Whether Vite runs on it: ^20.19 or ≥ 22.12.
fn new_enough(version: &str) -> bool {
    let mut numbers = version
        .trim_start_matches('v')
        .split('.')
        .map(|part| part.parse().unwrap_or(0));
    let (major, minor): (u32, u32) = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
    match major {
        20 => minor >= 19,
        22 => minor >= 12,
        _ => major > 22,
    }
}

#[cfg(test)]
mod tests {
    use super::new_enough;

    #[test]
    fn node_versions_that_vite_refuses_are_refused() {
        for version in ["v18.20.4", "v20.18.9", "v21.7.3", "v22.11.0", "nonsense"] {
            assert!(!new_enough(version), "{version}");
        }
        for version in ["v20.19.0", "v22.12.0", "v23.0.0", "v24.1.2"] {
            assert!(new_enough(version), "{version}");
        }
    }
}
