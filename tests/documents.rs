//! The documents name only what is there, and the description of the house stays short.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Component, Path, PathBuf};

/// Made by the build, or by tests; not there in a fresh clone.
const MADE: [&str; 7] = [
    "dist",
    "dist-npm",
    "dist-python",
    "node_modules",
    "target",
    "tests/browser/output",
    "www/generated",
];
/// Files in www/generated/, by which a document may call them without their folder.
const MADE_FILES: [&str; 5] = [
    "cells.json",
    "parameters.json",
    "tasks.json",
    "types.ts",
    "version.ts",
];
/// Guides for those who use the page speak of their own files and of built ones: only links and whole paths are ours.
const GUIDES: [&str; 4] = [
    "docs/benchmarks",
    "docs/embedding",
    "docs/teaching",
    "www/package",
];
/// A word with one of these at its end is the name of a file.
const EXTENSIONS: [&str; 12] = [
    "rs", "ts", "js", "mjs", "css", "html", "json", "md", "py", "toml", "txt", "wat",
];
const MOST_LINES: usize = 150;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file and folder of the repository, by its path from the root, without what is made.
fn everything() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut folders = vec![root().to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path
                .strip_prefix(root())
                .unwrap()
                .to_string_lossy()
                .replace('\\', "/");
            if name == ".git" || MADE.contains(&name.as_str()) {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
            }
            found.insert(name);
        }
    }
    found
}

fn documents() -> Vec<String> {
    let all = everything();
    let written = all.into_iter().filter(|name| {
        name.ends_with(".md")
            && (!name.contains('/')
                || name.starts_with("docs/")
                || name.starts_with("www/package/"))
    });
    written.collect()
}

/// The lines of a document outside its blocks of code.
fn prose(text: &str) -> String {
    let mut in_code = false;
    let mut kept = String::new();
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            in_code = !in_code;
        } else if !in_code {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept
}

/// What stands between two signs, each time that it does, within a line.
fn between<'a>(text: &'a str, open: &'a str, close: char) -> impl Iterator<Item = &'a str> {
    text.lines().flat_map(move |line| {
        let mut rest = line;
        std::iter::from_fn(move || {
            let (_, after) = rest.split_once(open)?;
            let (inner, beyond) = after.split_once(close)?;
            rest = beyond;
            Some(inner)
        })
    })
}

/// A link's target as a path from the root; None where it leads out of the repository or stays in the document.
fn target(document: &str, link: &str) -> Option<String> {
    let path = link.split(['#', ' ']).next()?;
    if path.is_empty() || path.contains("://") || path.starts_with("mailto:") {
        return None;
    }
    let mut parts: Vec<String> = Vec::new();
    let from = Path::new(document).parent()?.join(path);
    for part in from.components() {
        match part {
            Component::ParentDir => drop(parts.pop()),
            Component::Normal(name) => parts.push(name.to_string_lossy().into_owned()),
            _ => {}
        }
    }
    Some(parts.join("/"))
}

/// Whether a word is written as a path of this repository or, in a document that is no guide, as the end of one.
fn is_path(word: &str, is_guide: bool, all: &BTreeSet<String>) -> bool {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "/._-*".contains(letter);
    if !word.chars().all(plain) || word.starts_with(['/', '.', '-']) || word.contains("//") {
        return false;
    }
    let extension = word
        .rsplit_once('.')
        .map(|(stem, extension)| (!stem.is_empty(), extension));
    let is_file = matches!(extension, Some((true, extension)) if EXTENSIONS.contains(&extension));
    let from_root = word.contains('/') && all.contains(word.split('/').next().unwrap_or_default());
    from_root || (!is_guide && !MADE_FILES.contains(&word) && (is_file || word.ends_with('/')))
}

/// Whether a path from the root, or the end of one, is there; `*` stands for any letters within a name.
fn is_there(path: &str, all: &BTreeSet<String>) -> bool {
    let path = path.trim_end_matches('/');
    if MADE
        .iter()
        .any(|made| path == *made || path.starts_with(&format!("{made}/")))
    {
        return true;
    }
    let matches = |name: &str| match path.split_once('*') {
        Some((head, tail)) => name.starts_with(head) && name.ends_with(tail),
        None => name == path,
    };
    let first = path.split('/').next().unwrap_or_default();
    let from_root = path.contains('/') && all.contains(first);
    all.iter().any(|name| {
        matches(name)
            || (!from_root
                && name
                    .match_indices('/')
                    .any(|(at, _)| matches(&name[at + 1..])))
    })
}

/// What a document names and is not there.
fn missing(document: &str, text: &str, all: &BTreeSet<String>) -> Vec<String> {
    let is_guide = GUIDES.iter().any(|guide| document.starts_with(guide));
    let prose = prose(text);
    let links = between(&prose, "](", ')').filter_map(|link| target(document, link));
    let words = between(&prose, "`", '`').flat_map(str::split_whitespace);
    let named = words
        .filter(|word| is_path(word, is_guide, all))
        .map(str::to_string);
    let absent = links.chain(named).filter(|path| !is_there(path, all));
    absent.map(|path| format!("{document}: {path}")).collect()
}

#[test]
fn every_path_that_a_document_names_is_there() {
    let all = everything();
    let documents = documents();
    assert!(documents.len() >= 10, "{documents:?}");
    let missing: Vec<_> = documents
        .iter()
        .flat_map(|name| missing(name, &fs::read_to_string(root().join(name)).unwrap(), &all))
        .collect();
    assert!(missing.is_empty(), "not there:\n{}", missing.join("\n"));
}

#[test]
fn a_path_that_is_not_there_is_found() {
    let all = BTreeSet::from(["src", "src/lib.rs", "docs", "docs/size.md"].map(String::from));
    let text = "`src/lib.rs` and `lib.rs`, `src/no.rs`, `no.rs`, [x](../src/lib.rs#a), [y](no.md), `src/*.rs`,\n\
                `node src/no.js --fast`, `dist/a.js`, `a/b`, `Vec<u8>`, [z](https://example.org/no.md)\n```\n`src/none.rs`\n```";
    let wanted = ["docs/no.md", "src/no.rs", "no.rs", "src/no.js"];
    assert_eq!(
        missing("docs/size.md", text, &all),
        wanted.map(|path| format!("docs/size.md: {path}"))
    );
}

#[test]
fn the_description_of_the_house_is_read_in_one_sitting() {
    let path: PathBuf = root().join("ARCHITECTURE.md");
    let lines = fs::read_to_string(path).unwrap().lines().count();
    assert!(
        lines <= MOST_LINES,
        "ARCHITECTURE.md has {lines} lines, and at most {MOST_LINES} are allowed"
    );
}

fn readme(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap()
}

/// The name that a file has in English; a translation stands beside it, with its language before the last dot.
fn in_english(name: &str) -> String {
    name.replace(".zh.", ".")
}

#[test]
fn both_languages_of_the_readme_have_the_same_commands_and_links() {
    let blocks = |text: &str| -> Vec<String> {
        let parts = text.split("```").skip(1).step_by(2);
        parts.map(str::to_string).collect()
    };
    let commands = |text: &str| -> BTreeSet<String> {
        let prose = prose(text);
        let quoted = between(&prose, "`", '`')
            .filter(|word| word.starts_with("cargo ") || word.starts_with("node "));
        quoted.map(str::to_string).collect()
    };
    let links = |text: &str| -> BTreeSet<String> {
        let prose = prose(text);
        let pictures = between(&prose, "src=\"", '"');
        between(&prose, "](", ')')
            .chain(pictures)
            .map(in_english)
            .collect()
    };
    let (english, chinese) = (readme("README.md"), readme("README.zh.md"));
    assert!(
        blocks(&english).len() >= 4 && commands(&english).len() >= 5 && links(&english).len() >= 15
    );
    assert_eq!(blocks(&chinese), blocks(&english));
    assert_eq!(commands(&chinese), commands(&english));
    assert_eq!(links(&chinese), links(&english));
    // Each leads to the other.
    assert!(english.contains("](README.zh.md)") && chinese.contains("](README.md)"));
}

#[test]
fn the_readme_opens_with_an_animation_that_is_light() {
    for (name, file) in [
        ("README.md", "docs/first-pass.gif"),
        ("README.zh.md", "docs/first-pass.zh.gif"),
    ] {
        let text = readme(name);
        let first = text
            .split("![")
            .nth(1)
            .and_then(|picture| between(picture, "](", ')').next());
        assert_eq!(first, Some(file), "{name}");
        let bytes = fs::read(root().join(file)).unwrap();
        assert!(
            bytes.starts_with(b"GIF89a") && bytes.len() <= 1_500_000,
            "{file}: {} bytes",
            bytes.len()
        );
        // Each image begins after a block that says how long it is shown.
        let images = bytes
            .windows(4)
            .filter(|window| *window == [0x21, 0xf9, 4, 5] || *window == [0x21, 0xf9, 4, 4])
            .count();
        assert!(images > 40, "{file} has {images} pictures");
    }
}
