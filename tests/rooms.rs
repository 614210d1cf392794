//! A room of the crate (a folder or file directly under src/) uses only rooms that stand before it in one order, so there
//! is no cycle between rooms. Tests within a file may use any room.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// From the ground up: each room may use those before it.
const ORDER: [&str; 12] = [
    "value",
    "choice",
    "kernel",
    "linalg",
    "error",
    "data",
    "experiment",
    "nn",
    "analysis",
    "run",
    "wasm",
    "lib",
];

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The rooms that a file's code names, comments and unit tests left out.
fn used(source: &str) -> BTreeSet<String> {
    let code = source.split("\n#[cfg(test)]\nmod tests").next().unwrap();
    let lines = code.lines().map(|line| line.split("//").next().unwrap());
    let mut rooms = BTreeSet::new();
    for line in lines {
        for (_, rest) in line
            .match_indices("crate::")
            .map(|(at, word)| line.split_at(at + word.len()))
        {
            let name: String = rest
                .chars()
                .take_while(|letter| letter.is_alphanumeric() || *letter == '_')
                .collect();
            match name.as_str() {
                // What the crate's root hands on under a shorter name.
                "Error" => rooms.insert("error".to_string()),
                "Experiment" => rooms.insert("experiment".to_string()),
                // A constant of the root.
                "ENGINE" => false,
                _ => rooms.insert(name),
            };
        }
    }
    rooms
}

#[test]
fn every_room_uses_only_rooms_before_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut all = Vec::new();
    files(&root, &mut all);
    assert!(all.len() > 50, "{} files", all.len());
    let place = |room: &str| ORDER.iter().position(|each| *each == room);
    let (mut wrong, mut seen) = (Vec::new(), BTreeSet::new());
    for file in all {
        let name = file.strip_prefix(&root).unwrap().with_extension("");
        let room = name.iter().next().unwrap().to_str().unwrap();
        seen.insert(room.to_string());
        for used in used(&fs::read_to_string(&file).unwrap()) {
            let fits =
                used == room || matches!((place(&used), place(room)), (Some(a), Some(b)) if a < b);
            if !fits {
                wrong.push(format!("{} uses {used}", name.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(
        seen,
        ORDER.map(String::from).into(),
        "every room has its place"
    );
}

#[test]
fn a_use_is_found_and_a_comment_or_a_test_is_none() {
    let source = "// crate::run\nuse crate::nn::{a, b};\nfn f() -> crate::Error {}\n\
                  #[cfg(test)]\nmod tests {\n use crate::run::trainer; }";
    assert_eq!(used(source), ["nn", "error"].map(String::from).into());
}

/// A file that no program has as a module would never run.
#[test]
fn every_file_of_tests_runs() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests");
    let main = fs::read_to_string(format!("{folder}/main.rs")).unwrap();
    let manifest = include_str!("../Cargo.toml");
    let files = fs::read_dir(folder).unwrap();
    let names = files.filter_map(|file| {
        let name = file.unwrap().file_name().into_string().unwrap();
        name.strip_suffix(".rs").map(str::to_string)
    });
    let forgotten: Vec<_> = names
        .filter(|name| name != "main" && !main.contains(&format!("\nmod {name};")))
        .filter(|name| !manifest.contains(&format!("[[test]]\nname = \"{name}\"")))
        .collect();
    assert_eq!(forgotten, Vec::<String>::new());
}
