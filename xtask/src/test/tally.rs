//! Counting: what cargo, Node's test runner and vitest say of the tests that they ran.

use std::fmt;
use std::io::{BufRead, BufReader};
use std::ops::Add;
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use crate::tools::absent;

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
pub fn check(command: &mut Command) -> Result<Tally> {
    let status = command
        .status()
        .with_context(|| absent(command, "This check"))?;
    Ok(Tally::default().with_exit(status.success()))
}

/// Runs tests, passes their output on, and adds up what `count` reads in each line of it.
pub fn tests(command: &mut Command, count: fn(&str) -> Option<Tally>) -> Result<Tally> {
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| absent(command, "This test"))?;
    let stdout = child.stdout.take().context("a pipe was asked for")?;
    let mut tally = Tally::default();
    for line in BufReader::new(stdout).split(b'\n') {
        let line = String::from_utf8_lossy(&line?).into_owned();
        println!("{line}");
        tally = tally + count(&line).unwrap_or_default();
    }
    Ok(tally.with_exit(child.wait()?.success()))
}

/// `test result: ok. 12 passed; 0 failed; 1 ignored; …`, once for each test binary.
pub fn cargo_line(line: &str) -> Option<Tally> {
    let counts = line.strip_prefix("test result: ")?;
    Some(Tally {
        passed: number_before(counts, " passed")?,
        failed: number_before(counts, " failed")?,
    })
}

/// `ℹ pass 12`, `ℹ fail 0` and `ℹ cancelled 0`, once each at the end.
pub fn node_line(line: &str) -> Option<Tally> {
    let (what, number) = line.strip_prefix("ℹ ")?.split_once(' ')?;
    let number = number.trim().parse().ok()?;
    match what {
        "pass" => Some(Tally {
            passed: number,
            failed: 0,
        }),
        "fail" | "cancelled" => Some(Tally {
            passed: 0,
            failed: number,
        }),
        _ => None,
    }
}

/// `Tests  1 failed | 12 passed (13)`, once at the end.
pub fn vitest_line(line: &str) -> Option<Tally> {
    let counts = line.trim_start().strip_prefix("Tests  ")?;
    let read = |suffix| number_before(counts, suffix).unwrap_or(0);
    Some(Tally {
        passed: read(" passed"),
        failed: read(" failed"),
    })
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

    #[test]
    fn what_cargo_says_is_counted() {
        let line = "test result: FAILED. 12 passed; 3 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s";
        assert_eq!(
            cargo_line(line),
            Some(Tally {
                passed: 12,
                failed: 3
            })
        );
        assert_eq!(cargo_line("test loss::tests::result ... ok"), None);
    }

    #[test]
    fn what_node_says_is_counted() {
        assert_eq!(
            node_line("ℹ pass 12"),
            Some(Tally {
                passed: 12,
                failed: 0
            })
        );
        assert_eq!(
            node_line("ℹ cancelled 2"),
            Some(Tally {
                passed: 0,
                failed: 2
            })
        );
        assert_eq!(node_line("ℹ skipped 5"), None);
        assert_eq!(node_line("✔ the lanes pass 12 updates (3 ms)"), None);
    }

    #[test]
    fn what_vitest_says_is_counted() {
        assert_eq!(
            vitest_line("      Tests  1 failed | 12 passed (13)"),
            Some(Tally {
                passed: 12,
                failed: 1
            })
        );
        assert_eq!(
            vitest_line("      Tests  7 passed (7)"),
            Some(Tally {
                passed: 7,
                failed: 0
            })
        );
        assert_eq!(vitest_line(" Test Files  2 passed (2)"), None);
    }

    #[test]
    fn a_program_that_ends_badly_without_a_failed_test_is_a_failure() {
        assert_eq!(
            Tally {
                passed: 3,
                failed: 0
            }
            .with_exit(false),
            Tally {
                passed: 3,
                failed: 1
            }
        );
        assert_eq!(
            Tally {
                passed: 3,
                failed: 2
            }
            .with_exit(false),
            Tally {
                passed: 3,
                failed: 2
            }
        );
    }
}
