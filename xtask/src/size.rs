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
    /// The folder, below the root of the repository, and the file in it that a browser is given the address of.
    folder: &'static str,
    entry: &'static str,
    /// How the names of files begin that are mentioned but are no part of this load.
    elsewhere: &'static [&'static str],
    counts: Counts,
    /// Bytes that are aimed at.
    target: usize,
    /// Bytes that fail the check: the target, or what was reached where the target was not.
    limit: usize,
}

/// Which files of a load are counted, and how.
#[derive(Clone, Copy, PartialEq)]
enum Counts {
    /// What gzip -9 leaves of the entry and of all that it leads to before anything is asked of the inspector.
    First,
    /// The same of the WebAssembly modules alone.
    Modules,
    /// The entry's bytes as they are.
    Raw,
}

/// What the playground leads to and does not load: the other pages, and the files that are published beside it for
/// other people's pages.
const OTHERS: &[&str] = &["embed", "scenes", "vanishing-point"];

/// One line for each thing that is loaded.
const LOADS: [Load; 4] = [
    Load {
        what: "core .wasm",
        folder: "dist",
        entry: "index.html",
        elsewhere: OTHERS,
        counts: Counts::Modules,
        target: 75 * KB,
        limit: 75 * KB,
    },
    Load {
        what: "an embed, before it moves",
        folder: "dist-npm",
        entry: "index.js",
        elsewhere: &[],
        counts: Counts::First,
        target: 120 * KB,
        limit: 120 * KB,
    },
    Load {
        what: "the playground",
        folder: "dist",
        entry: "index.html",
        elsewhere: OTHERS,
        counts: Counts::First,
        target: 200 * KB,
        limit: 200 * KB,
    },
    Load {
        what: "the offline file",
        folder: "dist",
        entry: "vanishing-point-offline.html",
        elsewhere: &[],
        counts: Counts::Raw,
        target: 900 * KB,
        limit: 900 * KB,
    },
];

/// How the names of files begin that are fetched only when they are needed, and what needs them.
const LATER: [&str; 21] = [
    // Questions to the inspector.
    "vanishing_point_inspector",
    "vanishing-point-inspector",
    // What a stage has beside its first picture: fetched while that is on view.
    "chunk-extras",
    "chunk-en-more",
    "extras-",
    // Complaints, and the parts of an element that few posts ask for.
    "chunk-explain",
    "chunk-details",
    "chunk-parameter-controls",
    "explain-",
    "details-",
    "parameter-controls-",
    // The other language.
    "chunk-zh",
    "zh-",
    // The analysis, when it is opened.
    "analysis-sections-",
    "flow-matrix-",
    // Sharing and embedding, when their dialogs are opened.
    "dialog-",
    "animation-",
    "figure-",
    "snippets-",
    "english-",
    "chinese-",
];

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

/// Weighs what is built, prints a table, and returns how many limits are passed.
pub fn weigh() -> Result<usize> {
    let mut over = 0;
    println!("{:<44}{:>10}{:>10}", "bytes", "raw", "gzip -9");
    for load in &LOADS {
        over += usize::from(!report(load)?);
    }
    let dist = root().join("dist");
    let (later, _) = apart(reachable(&dist, "index.html", OTHERS)?);
    let (raw, compressed) = weights(&later)?;
    println!("{}", line("loaded later, on demand", raw, compressed));
    print_files(&later)?;
    Ok(over)
}

/// The files that are fetched only when they are needed, and those before.
fn apart(files: Vec<PathBuf>) -> (Vec<PathBuf>, Vec<PathBuf>) {
    files.into_iter().partition(|file| begins(file, &LATER))
}

/// Whether a file's name begins as one of these.
fn begins(file: &Path, beginnings: &[&str]) -> bool {
    let name = file_name(file);
    beginnings
        .iter()
        .any(|beginning| name.starts_with(beginning))
}

/// The files of a load that are counted; none where it is not built.
fn counted(load: &Load) -> Result<Vec<PathBuf>> {
    let folder = root().join(load.folder);
    if !folder.join(load.entry).is_file() {
        return Ok(Vec::new());
    }
    if load.counts == Counts::Raw {
        return Ok(vec![folder.join(load.entry)]);
    }
    let (_, mut files) = apart(reachable(&folder, load.entry, load.elsewhere)?);
    if load.counts == Counts::Modules {
        files.retain(|file| has_extension(file, "wasm"));
    }
    Ok(files)
}

/// Prints one load and its files; whether it is within its limit.
fn report(load: &Load) -> Result<bool> {
    let files = counted(load)?;
    if files.is_empty() {
        println!("{:<44}not built", load.what);
        return Ok(true);
    }
    let (raw, compressed) = weights(&files)?;
    let weight = if load.counts == Counts::Raw {
        raw
    } else {
        compressed
    };
    println!(
        "{}  {}",
        line(load.what, raw, compressed),
        verdict(weight, load)
    );
    if files.len() > 1 {
        print_files(&files)?;
    }
    Ok(weight <= load.limit)
}

/// Whether a weight is within the target and, if not, within the limit.
fn verdict(weight: usize, load: &Load) -> String {
    let kilobytes = |bytes: usize| bytes as f64 / KB as f64;
    let target = kilobytes(load.target);
    if weight <= load.target {
        return format!("within {target} KB");
    }
    let over = format!(
        "over the target of {target} KB by {:.1} KB",
        kilobytes(weight - load.target)
    );
    if weight <= load.limit {
        format!("{over}, within the limit of {} KB", kilobytes(load.limit))
    } else {
        format!(
            "{}, and OVER the limit of {} KB",
            over,
            kilobytes(load.limit)
        )
    }
}

/// The bytes of files, and those that gzip -9 leaves of each.
fn weights(files: &[PathBuf]) -> Result<(usize, usize)> {
    files.iter().try_fold((0, 0), |(raw, compressed), file| {
        let content = read(file)?;
        Ok((raw + content.len(), compressed + gzip(&content)?))
    })
}

fn print_files(files: &[PathBuf]) -> Result<()> {
    for file in files {
        let (raw, compressed) = weights(std::slice::from_ref(file))?;
        println!(
            "{}",
            line(&format!("  {}", file_name(file)), raw, compressed)
        );
    }
    Ok(())
}

fn read(file: &Path) -> Result<Vec<u8>> {
    fs::read(file).with_context(|| format!("{} cannot be read", file.display()))
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
/// so that a mention is a reference. Files whose names begin as `elsewhere` says are left out; what a service worker
/// lists is fetched when the page stands.
fn reachable(folder: &Path, entry: &str, elsewhere: &[&str]) -> Result<Vec<PathBuf>> {
    let mut others = files(folder)?;
    others.retain(|other| !begins(other, elsewhere));
    let mut found = Vec::new();
    let mut next = vec![folder.join(entry)];
    while let Some(file) = next.pop() {
        others.retain(|other| *other != file);
        let content = read(&file)?;
        if !has_extension(&file, "wasm") && file_name(&file) != "service-worker.js" {
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
                "new Worker('b-2.js'); 'other-5.html' //# sourceMappingURL=a-1.js.map",
            ),
            ("assets/a-1.js.map", "{}"),
            ("assets/b-2.js", "fetch('c-3.wasm')"),
            ("assets/c-3.wasm", "d-4.js"),
            ("assets/d-4.js", ""),
            ("assets/other-5.html", ""),
        ] {
            fs::write(folder.join(name), content).unwrap();
        }
        let found = reachable(&folder, "index.html", &["other"]).unwrap();
        let names: Vec<_> = found.iter().map(|file| file_name(file)).collect();
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(names, ["a-1.js", "b-2.js", "c-3.wasm", "index.html"]);
    }

    #[test]
    fn what_is_fetched_on_demand_is_counted_apart() {
        let files = ["worker-1.js", "vanishing_point_inspector_bg-2.wasm"].map(PathBuf::from);
        let (later, first) = apart(files.to_vec());
        assert_eq!((later, first), (files[1..].to_vec(), files[..1].to_vec()));
    }

    #[test]
    fn what_is_over_its_target_says_by_how_much_and_whether_the_limit_holds() {
        let load = Load {
            target: 75 * KB,
            limit: 90 * KB,
            ..LOADS[0]
        };
        assert_eq!(verdict(75 * KB, &load), "within 75 KB");
        let over = "over the target of 75 KB by 5.5 KB, within the limit of 90 KB";
        assert_eq!(verdict(80_500, &load), over);
        assert!(verdict(90 * KB + 1, &load).ends_with("OVER the limit of 90 KB"));
    }

    #[test]
    fn gzip_is_counted_with_its_frame() {
        // Ten bytes of header, two of an empty block, eight of check and length.
        assert_eq!(gzip(b"").unwrap(), 20);
    }
}
