//! What benches/run.js found.

use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
pub struct Measured {
    pub machine: Value,
    pub versions: Value,
    pub date: String,
    pub seconds: f64,
    contests: Vec<Contest>,
    pub memory: Vec<Memory>,
}

#[derive(Deserialize)]
struct Contest {
    name: String,
    entries: Vec<Entry>,
}

/// One entry of a contest.
#[derive(Deserialize)]
pub struct Entry {
    name: String,
    /// Of one repetition, one a round; a slow entry has fewer than the others.
    pub seconds: Vec<f64>,
    #[serde(default)]
    pub report: Value,
}

#[derive(Deserialize)]
pub struct Memory {
    pub name: String,
    pub counts: Vec<u32>,
    pub bytes: Vec<u64>,
}

impl Measured {
    /// None where a run left it out, or it failed.
    pub fn entry(&self, contest: &str, entry: &str) -> Option<&Entry> {
        let contest = self.contests.iter().find(|each| each.name == contest)?;
        let found = contest.entries.iter().find(|each| each.name == entry)?;
        (!found.seconds.is_empty()).then_some(found)
    }
}

impl Entry {
    /// The median seconds of one repetition.
    pub fn median(&self) -> f64 {
        median(self.seconds.clone())
    }

    /// The median of `self` / `other`, round by round, in seconds: what disturbed a round disturbed both.
    pub fn times_of(&self, other: &Entry) -> f64 {
        let pairs = self.seconds.iter().zip(&other.seconds);
        median(pairs.map(|(a, b)| a / b).collect())
    }

    /// Repetitions a second: median, minimum and maximum.
    pub fn rates(&self) -> [f64; 3] {
        let fastest = self.seconds.iter().copied().fold(f64::INFINITY, f64::min);
        let slowest = self.seconds.iter().copied().fold(0.0, f64::max);
        [self.median(), slowest, fastest].map(f64::recip)
    }
}

/// NaN for no values.
fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() {
        0 => f64::NAN,
        odd if odd % 2 == 1 => values[middle],
        _ => f64::midpoint(values[middle - 1], values[middle]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn medians_are_of_the_middle() {
        assert_eq!(median(vec![3.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(vec![4.0, 1.0, 2.0, 3.0]), 2.5);
        assert!(median(Vec::new()).is_nan());
    }

    #[test]
    fn ratios_are_taken_within_rounds() {
        let entry = |seconds: &[f64]| Entry {
            name: String::new(),
            seconds: seconds.to_vec(),
            report: Value::Null,
        };
        // The second round was disturbed, for both.
        let (a, b) = (entry(&[2.0, 20.0, 2.0]), entry(&[1.0, 10.0, 1.0]));
        assert_eq!(a.times_of(&b), 2.0);
        // The slower one was measured once only.
        assert_eq!(entry(&[5.0]).times_of(&a), 2.5);
    }
}
