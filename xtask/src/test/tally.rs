//! Counting: what the test runners report of the tests that they ran.

use std::fmt;
use std::fs;
use std::ops::Add;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};
use serde::Deserialize;

use super::log::Log;

/// Executed tests. Checks such as clippy count nothing when they pass and one failure when they do not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub passed: u64,
    pub failed: u64,
}

impl Tally {
    /// Something failed that is no single test.
    pub fn failure() -> Self {
        Tally {
            passed: 0,
            failed: 1,
        }
    }

    /// Whatever was counted, a program that ended badly is no success.
    fn with_exit(self, success: bool) -> Self {
        if success || self.failed > 0 {
            self
        } else {
            self + Tally::failure()
        }
    }

    /// Tests of which none was executed are no success either: a misspelt pattern would pass for a green suite.
    fn of_tests(self, success: bool) -> Self {
        if self == Tally::default() {
            Tally::failure()
        } else {
            self.with_exit(success)
        }
    }
}

impl Add for Tally {
    type Output = Tally;

    fn add(self, other: Tally) -> Tally {
        Tally {
            passed: self.passed + other.passed,
            failed: self.failed + other.failed,
        }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let text = match (self.passed, self.failed) {
            (0, 0) => "ok".to_string(),
            (0, 1) => "failed".to_string(),
            (passed, failed) => format!("{passed} passed, {failed} failed"),
        };
        f.pad(&text)
    }
}

/// Runs a check: no tests to count, only its end.
pub fn check(log: &Log, command: &mut Command) -> Result<Tally> {
    let (success, _) = log.run(command)?;
    Ok(Tally::default().with_exit(success))
}

/// Runs `cargo test`. Stable Rust has no other report of it than its closing lines.
pub fn cargo_tests(log: &Log, command: &mut Command) -> Result<Tally> {
    let (success, said) = log.run(command)?;
    let tally = said
        .lines()
        .filter_map(cargo_line)
        .fold(Tally::default(), Tally::add);
    for failure in cargo_failures(&said) {
        log.failed(failure);
    }
    Ok(tally.of_tests(success))
}

/// Runs tests of Node's runner: `command` is `node`, `arguments` are what comes after the reporters.
pub fn node_tests(log: &Log, command: &mut Command, arguments: &[String]) -> Result<Tally> {
    let report = log.report()?;
    command
        .args(["--test-reporter=spec", "--test-reporter-destination=stdout"])
        .arg("--test-reporter=./tests/tally.js")
        .arg(format!("--test-reporter-destination={}", report.display()))
        .args(arguments)
        .env("NO_COLOR", "1");
    let (success, _) = log.run(command)?;
    read(log, &report, success)
}

/// Runs vitest.
pub fn vitest(log: &Log, command: &mut Command) -> Result<Tally> {
    let report = log.report()?;
    command
        .args(["--reporter=default", "--reporter=json"])
        .arg(format!("--outputFile.json={}", report.display()))
        .env("NO_COLOR", "1");
    let (success, _) = log.run(command)?;
    read(log, &report, success)
}

/// What both reports have, under the names of tests/tally.js or of vitest.
#[derive(Deserialize)]
struct Report {
    #[serde(alias = "numPassedTests")]
    passed: u64,
    #[serde(alias = "numFailedTests")]
    failed: u64,
    /// Of tests/tally.js: name and reason.
    #[serde(default)]
    failures: Vec<String>,
    /// Of vitest.
    #[serde(default, rename = "testResults")]
    files: Vec<TestFile>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct TestFile {
    /// Why a file could not be loaded.
    #[serde(default)]
    message: String,
    #[serde(default)]
    assertion_results: Vec<Assertion>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Assertion {
    full_name: String,
    #[serde(default)]
    failure_messages: Vec<String>,
}

impl Report {
    /// Every failure as one text.
    fn into_failures(self) -> impl Iterator<Item = String> {
        let of_vitest = self.files.into_iter().flat_map(|file| {
            let tests = file.assertion_results.into_iter().filter_map(|test| {
                let messages = test.failure_messages.join("\n");
                (!messages.is_empty()).then(|| format!("{}: {messages}", test.full_name))
            });
            let unloaded = (!file.message.is_empty()).then_some(file.message);
            unloaded.into_iter().chain(tests.collect::<Vec<_>>())
        });
        self.failures.into_iter().chain(of_vitest)
    }
}

/// What a report says; a program that left none has counted no test.
fn read(log: &Log, report: &Path, success: bool) -> Result<Tally> {
    let tally = if report.exists() {
        let text = fs::read_to_string(report).context("a report cannot be read")?;
        let report: Report =
            serde_json::from_str(&text).context("a report is not as it is expected")?;
        let Report { passed, failed, .. } = report;
        for failure in report.into_failures() {
            log.failed(failure);
        }
        Tally { passed, failed }
    } else {
        Tally::default()
    };
    Ok(tally.of_tests(success))
}

/// `test result: ok. 12 passed; 0 failed; 1 ignored; …`, once for each test binary.
fn cargo_line(line: &str) -> Option<Tally> {
    let counts = line.strip_prefix("test result: ")?;
    Some(Tally {
        passed: number_before(counts, " passed")?,
        failed: number_before(counts, " failed")?,
    })
}

/// Each failed test with what it said, of the sections `---- name stdout ----`; those that could not be compiled have none.
fn cargo_failures(said: &str) -> Vec<String> {
    said.split("\n---- ")
        .skip(1)
        .map(|section| {
            section
                .split("\nfailures:\n")
                .next()
                .unwrap_or(section)
                .trim_end()
                .to_string()
        })
        .collect()
}

/// The number that stands right before `suffix`.
fn number_before(text: &str, suffix: &str) -> Option<u64> {
    let before = &text[..text.find(suffix)?];
    before
        .rsplit(|character: char| !character.is_ascii_digit())
        .next()?
        .parse()
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(passed: u64, failed: u64) -> Tally {
        Tally { passed, failed }
    }

    /// What is read of a report with this text.
    fn reported(name: &str, text: &str, success: bool) -> Result<(Tally, Vec<String>)> {
        let log = Log::new(&format!("report of {name}"))?;
        let file = std::env::temp_dir().join(format!("{name}-{}.json", std::process::id()));
        fs::write(&file, text)?;
        let read = read(&log, &file, success);
        fs::remove_file(&file)?;
        Ok((read?, log.failures()))
    }

    #[test]
    fn what_cargo_says_is_counted() {
        let line = "test result: FAILED. 12 passed; 3 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s";
        assert_eq!(cargo_line(line), Some(tally(12, 3)));
        assert_eq!(cargo_line("test loss::tests::result ... ok"), None);
    }

    #[test]
    fn what_failed_tests_of_cargo_said_is_kept() {
        let said = "test a ... FAILED\n\nfailures:\n\n---- a stdout ----\npanicked: 1 is not 2\n\n---- b stdout ----\npanicked\n\n\nfailures:\n    a\n    b\n\ntest result: FAILED. 0 passed; 2 failed;";
        assert_eq!(
            cargo_failures(said),
            [
                "a stdout ----\npanicked: 1 is not 2",
                "b stdout ----\npanicked"
            ]
        );
        assert!(cargo_failures("test a ... ok\n").is_empty());
    }

    #[test]
    fn what_node_and_vitest_report_is_counted() {
        let node = r#"{"passed":12,"failed":1,"skipped":5,"failures":["it runs: it fell"]}"#;
        let failures = vec!["it runs: it fell".to_string()];
        assert_eq!(
            reported("node", node, false).unwrap(),
            (tally(12, 1), failures)
        );
        let vitest = r#"{"numTotalTests":13,"numPassedTests":12,"numFailedTests":1,"numPendingTests":0,"testResults":[
            {"message":"","assertionResults":[
                {"fullName":"it stands","status":"passed","failureMessages":[]},
                {"fullName":"it runs","status":"failed","failureMessages":["it fell"]}]},
            {"message":"no such file","assertionResults":[]}]}"#;
        let failures = vec!["it runs: it fell".to_string(), "no such file".to_string()];
        assert_eq!(
            reported("vitest", vitest, false).unwrap(),
            (tally(12, 1), failures)
        );
        assert!(reported("strange", r#"{"tests":12}"#, true).is_err());
    }

    #[test]
    fn a_run_without_a_test_or_without_a_report_is_a_failure() {
        assert_eq!(
            reported("none", r#"{"passed":0,"failed":0}"#, true)
                .unwrap()
                .0,
            tally(0, 1)
        );
        assert_eq!(
            read(
                &Log::new("no report").unwrap(),
                Path::new("no-such-report.json"),
                true
            )
            .unwrap(),
            tally(0, 1)
        );
        assert_eq!(tally(0, 0).of_tests(false), tally(0, 1));
        assert_eq!(
            tally(0, 0).with_exit(true),
            tally(0, 0),
            "a check has no tests"
        );
    }

    #[test]
    fn node_leaves_a_report_of_every_test_and_of_files_that_cannot_be_loaded() {
        let file = std::env::temp_dir().join(format!("node-{}.mjs", std::process::id()));
        let tests = "import { describe, test } from 'node:test';
            describe('two', () => { test('passes', () => {}); test('fails', () => { throw new Error('no'); }); });";
        fs::write(&file, tests).unwrap();
        let run = |files: &[String]| {
            let log = Log::new("tally of node").unwrap();
            let arguments = [&["tests/browser/every.js".to_string()], files].concat();
            node_tests(&log, &mut crate::tools::command("node"), &arguments).unwrap()
        };
        let name = file.display().to_string();
        let counted = run(&[name.clone(), "no-such-test.js".to_string()]);
        fs::remove_file(&file).unwrap();
        assert_eq!(counted, tally(1, 2));
        assert_eq!(run(&[]), tally(0, 1), "a run of no test is a failure");
    }

    #[test]
    fn a_program_that_ends_badly_without_a_failed_test_is_a_failure() {
        assert_eq!(tally(3, 0).of_tests(false), tally(3, 1));
        assert_eq!(tally(3, 2).of_tests(false), tally(3, 2));
        assert_eq!(tally(3, 0).of_tests(true), tally(3, 0));
    }
}
