//! Running other programs: where, and what to say when one is missing or fails.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// The root of the repository.
pub fn root() -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest.parent().unwrap_or(manifest).to_path_buf()
}

/// A command that runs at the root of the repository.
pub fn command(program: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root());
    command
}

/// The cargo that runs this program, free of what it set up for this program alone.
pub fn cargo() -> Command {
    let mut cargo = command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        // RUSTUP_TOOLCHAIN stays: it names the toolchain that rust-toolchain.toml asks for.
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
            cargo.env_remove(&name);
        }
    }
    cargo
}

/// Runs to the end with its output on the terminal; `what` names the work in the sentence for a failure.
pub fn run(command: &mut Command, what: &str) -> Result<()> {
    let status = command.status().with_context(|| absent(command, what))?;
    if !status.success() {
        bail!("{what} failed ({status}); what it said is above.");
    }
    Ok(())
}

/// Runs quietly and returns what it wrote to standard output, or nothing if it is not there or fails.
pub fn output(command: &mut Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).output().ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).trim().to_string())
}

/// Whether a program of this name is in the PATH.
pub fn have(program: &str) -> bool {
    std::env::var_os("PATH").is_some_and(|paths| {
        std::env::split_paths(&paths).any(|directory| {
            let file = directory.join(program);
            file.is_file() || file.with_extension("exe").is_file()
        })
    })
}

/// The sentence for a program that could not be started.
pub fn absent(command: &Command, what: &str) -> String {
    format!(
        "{what} needs {}, which could not be started",
        command.get_program().to_string_lossy()
    )
}
