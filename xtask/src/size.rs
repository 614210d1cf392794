//! `cargo xtask size`: what a browser loads, against its limits.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde::Deserialize;

use crate::site;
use crate::tools::{command, output, root};

/// Kilobytes are of 1000 bytes, as networks count them.
const KB: u64 = 1000;

/// How something is weighed.
#[derive(Clone, Copy)]
enum Weighs {
    /// The core's module, as gzip -9 leaves it.
    Core,
    /// What went over the wire to a real browser, each file as gzip -9 leaves it: a load of tests/browser/wire.js.
    Wire(&'static str),
    /// A built file's bytes as they are.
    Raw(&'static str),
}

/// One line for each thing that is loaded.
struct Load {
    what: &'static str,
    weighs: Weighs,
    /// What it shall weigh at most.
    target: u64,
    /// The target, or where it is not reached, what the load may not grow beyond.
    limit: u64,
}

const LOADS: [Load; 6] = [
    Load {
        what: "core .wasm",
        weighs: Weighs::Core,
        target: 200 * KB,
        limit: 360 * KB,
    },
    Load {
        what: "an embed far below, with its still picture",
        weighs: Weighs::Wire("far"),
        target: 15 * KB,
        limit: 25 * KB,
    },
    Load {
        what: "an embed, before it moves",
        weighs: Weighs::Wire("embed"),
        target: 270 * KB,
        limit: 488 * KB,
    },
    Load {
        what: "the playground, 10 s after opening",
        weighs: Weighs::Wire("playground"),
        target: 360 * KB,
        limit: 536 * KB,
    },
    Load {
        what: "the same visit, with what is kept of it",
        weighs: Weighs::Wire("visit"),
        target: 1200 * KB,
        limit: 1200 * KB,
    },
    Load {
        what: "the offline file, raw",
        weighs: Weighs::Raw("dist/vanishing-point-offline.html"),
        target: 3000 * KB,
        limit: 3000 * KB,
    },
];

/// A file of a load.
#[derive(Clone, Debug, PartialEq, Deserialize)]
struct Part {
    path: String,
    bytes: u64,
}

/// Builds the page and weighs it.
///
/// # Errors
/// If a limit is passed or something cannot be built or weighed.
pub fn run() -> Result<()> {
    site::build(&site::Build::default())?;
    let (text, over) = weigh()?;
    println!("{text}");
    if over > 0 {
        bail!("{over} of the limits are passed.");
    }
    Ok(())
}

/// Weighs what is built: a table, and how many limits are passed.
pub fn weigh() -> Result<(String, u64)> {
    let wire = output(command("node").arg("tests/browser/wire.js")).context(
        "what a browser loads could not be weighed: that takes Chromium and a finished build",
    )?;
    let wire: BTreeMap<String, Vec<Part>> = serde_json::from_str(&wire)
        .context("tests/browser/wire.js does not say what was loaded")?;
    let mut text = String::new();
    let mut over = 0;
    for load in &LOADS {
        let parts = match load.weighs {
            Weighs::Core => vec![core()?],
            Weighs::Wire(name) => wire
                .get(name)
                .with_context(|| format!("tests/browser/wire.js does not weigh {name}"))?
                .clone(),
            Weighs::Raw(path) => vec![Part {
                path: path.to_string(),
                bytes: read(path)?.len() as u64,
            }],
        };
        over += u64::from(!report(&mut text, load, &parts)?);
    }
    Ok((text, over))
}

/// Writes down one load and its files; whether it is within its limit.
fn report(text: &mut String, load: &Load, parts: &[Part]) -> Result<bool> {
    let bytes: u64 = parts.iter().map(|part| part.bytes).sum();
    if bytes == 0 {
        bail!("nothing of {} was loaded.", load.what);
    }
    let within = bytes <= load.limit;
    writeln!(
        text,
        "{:<46}{bytes:>9}  {} {} KB{}",
        load.what,
        if within { "within" } else { "OVER" },
        load.limit / KB,
        if bytes > load.target {
            format!(", target {} KB", load.target / KB)
        } else {
            String::new()
        }
    )?;
    if parts.len() > 1 {
        for part in parts {
            writeln!(text, "{:<46}{:>9}", format!("  {}", part.path), part.bytes)?;
        }
    }
    Ok(within)
}

/// The one WebAssembly module of the page.
fn core() -> Result<Part> {
    let mut modules: Vec<PathBuf> = fs::read_dir(root().join("dist/assets"))
        .context("dist/ is not built")?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<_>>()?;
    modules.retain(|file| {
        file.extension()
            .is_some_and(|extension| extension == "wasm")
    });
    let [module] = modules.as_slice() else {
        bail!(
            "dist/assets/ has {} WebAssembly modules instead of one.",
            modules.len()
        );
    };
    let content = fs::read(module)?;
    Ok(Part {
        path: module.display().to_string(),
        bytes: gzip(&content)?,
    })
}

fn read(path: &str) -> Result<Vec<u8>> {
    fs::read(root().join(path)).with_context(|| format!("{path} cannot be read"))
}

/// The bytes that gzip -9 leaves, as hosts send it.
fn gzip(content: &[u8]) -> Result<u64> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content)?;
    Ok(encoder.finish()?.len() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(bytes: u64) -> Part {
        Part {
            path: "a.js".to_string(),
            bytes,
        }
    }

    #[test]
    fn a_load_is_the_sum_of_its_files_and_held_against_its_limit() {
        let load = Load {
            what: "an embed",
            weighs: Weighs::Wire("embed"),
            target: 75 * KB,
            limit: 75 * KB,
        };
        let mut text = String::new();
        assert!(report(&mut text, &load, &[part(70 * KB), part(5 * KB)]).unwrap());
        assert!(!report(&mut text, &load, &[part(70 * KB), part(5 * KB + 1)]).unwrap());
        assert!(
            text.contains("75000  within 75 KB") && text.contains("75001  OVER 75 KB"),
            "{text}"
        );
    }

    #[test]
    fn a_load_of_nothing_is_an_error_and_within_no_limit() {
        assert!(report(&mut String::new(), &LOADS[0], &[]).is_err());
    }

    #[test]
    fn gzip_is_counted_with_its_frame() {
        // Ten bytes of header, two of an empty block, eight of check and length.
        assert_eq!(gzip(b"").unwrap(), 20);
    }
}
