//! `cargo xtask size`: what a browser loads, raw and compressed, against its limits.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::site;
use crate::tools::root;
use anyhow::{Context, Result, bail};
use flate2::Compression;
use flate2::write::GzEncoder;

/// Kilobytes are of 1000 bytes, as networks count them.
const KB: usize = 1000;

/// Files that a browser loads together.
struct Load {
    what: &'static str,
    files: Vec<PathBuf>,
    limit: usize,
    /// Whether the limit is for the bytes as they are, or for what gzip -9 leaves of them.
    raw: bool,
}

/// Builds the page and weighs it.
///
/// # Errors
/// If a limit is passed or something cannot be built.
pub fn run() -> Result<()> {
    site::build()?;
    let over = weigh()?;
    if over > 0 {
        bail!("{over} of the limits are passed.");
    }
    Ok(())
}

/// Weighs dist/ as it is, prints a table, and returns how many limits are passed.
pub fn weigh() -> Result<usize> {
    // The element has no build of its own yet: this is its entry, bundled as the page is.
    site::bundle("benches/embed.vite.config.ts")?;
    let (dist, embed) = (root().join("dist"), root().join("target/embed"));
    let page = reachable(&dist, "index.html")?;
    let core = |files: &[PathBuf]| -> Vec<PathBuf> {
        files
            .iter()
            .filter(|file| has_extension(file, "wasm"))
            .cloned()
            .collect()
    };
    let offline = dist.join("vanishing-point-offline.html");
    let loads = [
        Load {
            what: "core .wasm",
            files: core(&page),
            limit: 75 * KB,
            raw: false,
        },
        Load {
            what: "an embed, before it moves",
            files: reachable(&embed, "embed.js")?,
            limit: 120 * KB,
            raw: false,
        },
        Load {
            what: "the playground",
            files: page,
            limit: 200 * KB,
            raw: false,
        },
        Load {
            what: "the offline file",
            files: offline.is_file().then_some(offline).into_iter().collect(),
            limit: 900 * KB,
            raw: true,
        },
    ];
    let mut over = 0;
    println!("{:<44}{:>10}{:>10}", "bytes", "raw", "gzip -9");
    for load in &loads {
        over += usize::from(!report(load)?);
    }
    Ok(over)
}

/// Prints one load and its files; whether it is within its limit.
fn report(load: &Load) -> Result<bool> {
    if load.files.is_empty() {
        println!("{:<44}not built yet", load.what);
        return Ok(true);
    }
    let mut lines = Vec::new();
    let (mut raw, mut compressed) = (0, 0);
    for file in &load.files {
        let content =
            fs::read(file).with_context(|| format!("{} cannot be read", file.display()))?;
        let small = gzip(&content)?;
        raw += content.len();
        compressed += small;
        lines.push(line(
            &format!("  {}", file_name(file)),
            content.len(),
            small,
        ));
    }
    let weight = if load.raw { raw } else { compressed };
    let verdict = match weight.checked_sub(load.limit + 1) {
        None => format!("within {} KB", load.limit / KB),
        Some(more) => format!(
            "OVER {} KB by {:.1} KB, {:.0} %",
            load.limit / KB,
            (more + 1) as f64 / KB as f64,
            100.0 * (weight as f64 / load.limit as f64 - 1.0)
        ),
    };
    println!("{}  {verdict}", line(load.what, raw, compressed));
    if lines.len() > 1 {
        println!("{}", lines.join("\n"));
    }
    Ok(weight <= load.limit)
}

fn line(what: &str, raw: usize, compressed: usize) -> String {
    format!("{what:<44}{raw:>10}{compressed:>10}")
}

/// What gzip -9 makes of it, as hosts send it.
fn gzip(content: &[u8]) -> Result<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content)?;
    Ok(encoder.finish()?.len())
}

/// `entry` and every file of the folder whose name it mentions, or a file does that it mentions. Names carry a digest,
/// so that a mention is a reference.
fn reachable(folder: &Path, entry: &str) -> Result<Vec<PathBuf>> {
    let mut others = files(folder)?;
    let mut found = Vec::new();
    let mut next = vec![folder.join(entry)];
    while let Some(file) = next.pop() {
        others.retain(|other| *other != file);
        let content =
            fs::read(&file).with_context(|| format!("{} cannot be read", file.display()))?;
        if !has_extension(&file, "wasm") {
            let text = String::from_utf8_lossy(&content);
            let (mentioned, rest) = others.into_iter().partition(|other| {
                !has_extension(other, "map") && text.contains(&file_name(other))
            });
            others = rest;
            next.extend::<Vec<_>>(mentioned);
        }
        found.push(file);
    }
    found.sort();
    Ok(found)
}

/// All files of a folder and its folders.
fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut all = Vec::new();
    let listing =
        fs::read_dir(folder).with_context(|| format!("{} cannot be listed", folder.display()))?;
    for entry in listing {
        let path = entry?.path();
        if path.is_dir() {
            all.extend(files(&path)?);
        } else {
            all.push(path);
        }
    }
    Ok(all)
}

fn file_name(file: &Path) -> String {
    file.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

fn has_extension(file: &Path, extension: &str) -> bool {
    file.extension().is_some_and(|found| found == extension)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_mentioned_is_loaded_and_never_a_source_map() {
        let folder = std::env::temp_dir().join(format!("vanishing-point-{}", std::process::id()));
        fs::create_dir_all(folder.join("assets")).unwrap();
        for (name, content) in [
            ("index.html", "<script src=./assets/a-1.js>"),
            (
                "assets/a-1.js",
                "new Worker('b-2.js') //# sourceMappingURL=a-1.js.map",
            ),
            ("assets/a-1.js.map", "{}"),
            ("assets/b-2.js", "fetch('c-3.wasm')"),
            ("assets/c-3.wasm", "d-4.js"),
            ("assets/d-4.js", ""),
        ] {
            fs::write(folder.join(name), content).unwrap();
        }
        let found = reachable(&folder, "index.html").unwrap();
        let names: Vec<_> = found.iter().map(|file| file_name(file)).collect();
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(names, ["a-1.js", "b-2.js", "c-3.wasm", "index.html"]);
    }

    #[test]
    fn gzip_is_counted_with_its_frame() {
        // Ten bytes of header, two of an empty block, eight of check and length.
        assert_eq!(gzip(b"").unwrap(), 20);
    }
}
