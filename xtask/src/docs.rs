//! The documentation that is made from the sources: the tables in docs/, rustdoc, and the TypeScript reference.

use std::fs;

use anyhow::{Context, Result};

use crate::tools::{cargo, root, run};
use crate::{node, site};

/// Leaves the tables in docs/, and in target/docs/ the references of the crate and of the package.
pub fn write() -> Result<()> {
    site::prepare()?;
    let mut vitest = node::package("vitest/vitest.mjs")?;
    vitest.args(["run", "--config", "www/vite.config.ts", "--update", "docs/"]);
    run(&mut vitest, "Writing the tables in docs/")?;
    rustdoc()?;
    run(
        &mut node::package("typedoc/bin/typedoc")?,
        "Writing the TypeScript reference",
    )
}

/// The crate's reference, where every warning is an error.
fn rustdoc() -> Result<()> {
    let made = root().join("target/docs/build");
    let mut doc = cargo();
    doc.args(["doc", "--no-deps", "--lib", "--quiet", "--target-dir"])
        .arg(&made)
        .env("RUSTDOCFLAGS", "-D warnings");
    run(&mut doc, "Writing the crate's reference")?;
    let wanted = root().join("target/docs/rust");
    if wanted.exists() {
        fs::remove_dir_all(&wanted).context("target/docs/rust cannot be replaced")?;
    }
    fs::rename(made.join("doc"), &wanted).context("target/docs/rust cannot be written")
}
