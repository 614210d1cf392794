//! `cargo xtask release --dry-run`: everything that a release publishes, built twice and verified. Publishing itself is
//! the work of .github/workflows/release.yml, which runs this first.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use clap::Args;
use serde_json::Value;
use vanishing_point::data::dataset::sha256;

use crate::tools::{cargo, command, output, root, run};
use crate::{core, site};

#[derive(Args)]
pub struct Options {
    /// Build and verify, publish nothing.
    #[arg(long)]
    dry_run: bool,
    /// The version to be released, as the tag says it: v1.2.3. By default the one that Cargo.toml names.
    #[arg(long)]
    tag: Option<String>,
}

/// The folders that are published or given away, apart from the crate.
const PUBLISHED: [&str; 4] = ["dist", "dist-npm", "dist-python", "dist-scorm"];

/// Builds, verifies and lists what would be published.
pub fn release(options: &Options) -> Result<()> {
    if !options.dry_run {
        bail!(
            "Given: no --dry-run. A release is published by pushing a tag such as v1.2.3, which starts .github/workflows/release.yml; here it can only be tried: cargo xtask release --dry-run."
        );
    }
    let version = version()?;
    agree(options.tag.as_deref(), &version)?;

    let first = built()?;
    fs::remove_dir_all(root().join("target/wasm")).context("target/wasm cannot be removed")?;
    for folder in PUBLISHED {
        fs::remove_dir_all(root().join(folder))
            .with_context(|| format!("{folder}/ cannot be removed"))?;
    }
    fs::remove_file(core::out_dir().join("vanishing_point_bg.wasm"))
        .context("the module in www/generated/ cannot be removed")?;
    let second = built()?;
    same(&first, &second)?;

    run(
        command("npm").args(["publish", "./dist-npm", "--dry-run", "--loglevel=error"]),
        "Packing the npm package",
    )?;
    run(
        cargo().args(["package", "--package", "vanishing-point", "--allow-dirty"]),
        "Packing the crate and building it from what was packed",
    )?;
    println!(
        "Version {version}: {} files, the same bytes in two builds.",
        first.len()
    );
    Ok(())
}

/// The version that Cargo.toml names.
fn version() -> Result<String> {
    let metadata = output(cargo().args(["metadata", "--no-deps", "--format-version=1"]))
        .context("cargo metadata said nothing")?;
    let metadata: Value = serde_json::from_str(&metadata)?;
    let packages = metadata["packages"].as_array().into_iter().flatten();
    packages
        .filter(|package| package["name"] == "vanishing-point")
        .find_map(|package| package["version"].as_str().map(String::from))
        .context("cargo metadata names no package vanishing-point")
}

/// Sees to it that the tag, the changelog and the crate speak of one version.
fn agree(tag: Option<&str>, version: &str) -> Result<()> {
    if let Some(tag) = tag
        && tag.strip_prefix('v') != Some(version)
    {
        bail!("The tag is {tag}, but Cargo.toml says {version}: the tag must be v{version}.");
    }
    let changelog = fs::read_to_string(root().join("CHANGELOG.md"))?;
    let wanted = match tag {
        // A trial between two releases is one of what is not released yet.
        None if headings(&changelog).any(|heading| heading == "Unreleased") => return Ok(()),
        _ => version,
    };
    if !headings(&changelog).any(|heading| heading.split_whitespace().next() == Some(wanted)) {
        bail!("CHANGELOG.md has no heading “## {wanted}”.");
    }
    Ok(())
}

/// The headings of versions in a changelog.
fn headings(changelog: &str) -> impl Iterator<Item = &str> {
    changelog
        .lines()
        .filter_map(|line| line.strip_prefix("## "))
        .map(str::trim)
}

/// Builds everything and takes the SHA-256 of each published file; the npm package must carry the crate's version.
fn built() -> Result<BTreeMap<String, String>> {
    site::build(&site::Build::default())?;
    let manifest = fs::read_to_string(root().join("dist-npm/package.json"))?;
    let manifest: Value = serde_json::from_str(&manifest)?;
    if manifest["version"].as_str() != Some(version()?.as_str()) {
        bail!(
            "The npm package has version {}, Cargo.toml {}.",
            manifest["version"],
            version()?
        );
    }
    let wheel = format!(
        "dist-python/vanishing_point-{}-py3-none-any.whl",
        version()?
    );
    if !root().join(&wheel).is_file() {
        bail!("{wheel} is absent: the wheel carries another version than Cargo.toml.");
    }
    let mut sums = BTreeMap::new();
    for folder in PUBLISHED {
        add_sums(&root().join(folder), &mut sums)?;
    }
    Ok(sums)
}

fn add_sums(folder: &Path, sums: &mut BTreeMap<String, String>) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| format!("{} is absent", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            add_sums(&path, sums)?;
        } else {
            let name = path.strip_prefix(root())?.display().to_string();
            sums.insert(name, sha256(&fs::read(&path)?));
        }
    }
    Ok(())
}

/// Two builds of the same sources have the same files with the same bytes.
fn same(first: &BTreeMap<String, String>, second: &BTreeMap<String, String>) -> Result<()> {
    let names: BTreeSet<_> = first.keys().chain(second.keys()).collect();
    let differ: Vec<_> = names
        .into_iter()
        .filter(|name| first.get(*name) != second.get(*name))
        .map(String::as_str)
        .collect();
    if !differ.is_empty() {
        bail!("Two builds differ in {}.", differ.join(", "));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_and_the_changelog_must_speak_of_the_version_in_cargo_toml() {
        let version = version().unwrap();
        let refused = agree(Some("v99.0.0"), &version).unwrap_err().to_string();
        assert!(
            refused.contains("v99.0.0") && refused.contains(&version),
            "{refused}"
        );
        assert!(agree(Some(&version), &version).is_err(), "a tag without v");
        let found: Vec<_> = headings("# Changelog\n\n## 1.2.3 – 2026-11-27\n\n- a\n").collect();
        assert_eq!(found, ["1.2.3 – 2026-11-27"]);
    }

    #[test]
    fn two_builds_that_differ_are_told_by_the_names_of_their_files() {
        let of = |files: &[(&str, &str)]| -> BTreeMap<String, String> {
            files
                .iter()
                .map(|(name, sum)| (name.to_string(), sum.to_string()))
                .collect()
        };
        let first = of(&[("dist/a", "1"), ("dist/b", "2")]);
        assert!(same(&first, &first).is_ok());
        let error = same(
            &first,
            &of(&[("dist/a", "1"), ("dist/b", "3"), ("dist/c", "4")]),
        );
        assert_eq!(
            error.unwrap_err().to_string(),
            "Two builds differ in dist/b, dist/c."
        );
    }
}
