//! What the engine's speed is held to, and how far it is from it.

use serde::Serialize;

use super::measured::Measured;
use super::plan::{CELLS, COMPETITORS, EVEN, ODD, SIZES, STATES};
use super::table::{Row, digits, share};

/// One budget and what was measured of it.
#[derive(Serialize)]
pub struct Budget {
    pub what: String,
    /// None if the run left it out.
    pub measured: Option<f64>,
    pub limit: Limit,
}

/// A ratio, bounded.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Limit {
    AtLeast(f64),
    AtMost(f64),
    Within(f64, f64),
}

impl Budget {
    pub fn is_met(&self) -> Option<bool> {
        let value = self.measured?;
        Some(match self.limit {
            Limit::AtLeast(limit) => value >= limit,
            Limit::AtMost(limit) => value <= limit,
            Limit::Within(low, high) => (low..=high).contains(&value),
        })
    }

    fn verdict(&self) -> String {
        let Some(value) = self.measured else {
            return "not measured in this run".to_string();
        };
        if self.is_met() == Some(true) {
            return "met".to_string();
        }
        let (limit, side) = match self.limit {
            Limit::AtLeast(limit) => (limit, "below"),
            Limit::Within(low, _) if value < low => (low, "below"),
            Limit::AtMost(limit) | Limit::Within(_, limit) => (limit, "above"),
        };
        format!(
            "missed: {:.0} % {side}",
            100.0 * (value / limit - 1.0).abs()
        )
    }

    fn limit(&self) -> String {
        match self.limit {
            Limit::AtLeast(limit) => format!("≥ {}", digits(limit)),
            Limit::AtMost(limit) => format!("≤ {}", digits(limit)),
            Limit::Within(low, high) => format!("{} – {}", digits(low), digits(high)),
        }
    }
}

/// Every budget of speed and memory, in the order of docs/benchmarks.md.
pub fn judge(measured: &Measured, rows: &[Row]) -> Vec<Budget> {
    let mut budgets = shares_of_peak(rows);
    budgets.extend(beside_the_classic(measured));
    budgets.extend(CELLS.map(|cell| odd(measured, cell)));
    budgets.extend(against_peers(rows));
    budgets.extend(
        CELLS
            .iter()
            .flat_map(|cell| straight_growth(measured, cell)),
    );
    budgets.extend(CELLS.iter().flat_map(|cell| states(measured, cell)));
    budgets.extend(CELLS.iter().flat_map(|cell| showing(measured, cell)));
    budgets.extend(memory(measured));
    budgets
}

fn shares_of_peak(rows: &[Row]) -> Vec<Budget> {
    let limits = [0.6, 0.8, 0.9, 1.0];
    let pairs = SIZES.iter().zip(limits);
    pairs
        .flat_map(|(size, limit)| {
            CELLS.map(|cell| Budget {
                what: format!("share of simd128 peak, {} {cell}", size.name),
                measured: find(rows, size.name, cell, "engine").and_then(|row| row.share_of_peak),
                limit: Limit::AtLeast(limit),
            })
        })
        .collect()
}

/// minGRU and LRU as near to the peak as the classic cells; attention at 60 % of it where it is not tiny.
fn beside_the_classic(measured: &Measured) -> Vec<Budget> {
    let mut budgets = Vec::new();
    for size in &SIZES {
        let of = |cell| share(measured, size, cell);
        let least = CELLS.iter().filter_map(|&cell| of(cell)).reduce(f64::min);
        for cell in ["mingru", "lru"] {
            budgets.push(Budget {
                what: format!(
                    "share of {cell} / least share of the classic cells, {}",
                    size.name
                ),
                measured: of(cell).zip(least).map(|(share, least)| share / least),
                limit: Limit::AtLeast(1.0),
            });
        }
        if size.name != "S" {
            budgets.push(Budget {
                what: format!("share of simd128 peak, {} attention", size.name),
                measured: of("attention"),
                limit: Limit::AtLeast(0.6),
            });
        }
    }
    budgets
}

fn odd(measured: &Measured, cell: &str) -> Budget {
    let contest = format!("odd {cell}");
    let entry = |name| measured.entry(&contest, name);
    let work = ODD.operations(cell) / EVEN.operations(cell);
    Budget {
        what: format!("GFLOP/s at H 23, V 27, B 5 of those at 24, 32, 8, {cell}"),
        measured: entry(ODD.name)
            .zip(entry(EVEN.name))
            .map(|(odd, even)| even.times_of(odd) * work),
        limit: Limit::AtLeast(0.8),
    }
}

fn against_peers(rows: &[Row]) -> Vec<Budget> {
    let mut budgets = Vec::new();
    let mut add = |size: &str, cell: &str, peer: &str, limit: f64| {
        let title = COMPETITORS.iter().find(|each| each.name == peer);
        let title = title.map_or(peer, |found| found.title);
        budgets.push(Budget {
            what: format!("× as fast as {title}: {size} {cell}"),
            measured: find(rows, size, cell, peer).map(|row| row.engine_is_times_as_fast),
            limit: Limit::AtLeast(limit),
        });
    };
    for cell in CELLS {
        add("S", cell, "pytorch", 10.0);
        add("M", cell, "pytorch", 1.8);
        add("L", cell, "pytorch", if cell == "lstm" { 0.8 } else { 2.0 });
    }
    add("XL", "lstm", "pytorch", 0.8);
    for (peer, limit) in [
        ("tfjs", 30.0),
        ("brain", 8.0),
        ("plain", 8.0),
        ("blocked", 8.0),
    ] {
        for size in SIZES {
            for cell in CELLS {
                add(size.name, cell, peer, limit);
            }
        }
    }
    budgets
}

/// What sixteen times the steps, or sequences, take, divided by sixteen.
fn straight_growth(measured: &Measured, cell: &str) -> [Budget; 2] {
    [("T", "64", "1024"), ("B", "16", "256")].map(|(axis, short, long)| {
        let contest = format!("growth {axis} {cell}");
        let entry = |name| measured.entry(&contest, name);
        Budget {
            what: format!("time at {axis} = {long} / (16 × time at {axis} = {short}), {cell}"),
            measured: entry(long)
                .zip(entry(short))
                .map(|(long, short)| long.times_of(short) / 16.0),
            limit: Limit::Within(0.85, 1.15),
        }
    })
}

fn states(measured: &Measured, cell: &str) -> Vec<Budget> {
    let contest = format!("states {cell}");
    let entry = |name| measured.entry(&contest, name);
    let (healthy, others) = (STATES[0], &STATES[1..]);
    others
        .iter()
        .map(|state| Budget {
            what: format!("time of a run that is {state} / {healthy}, T = 512, {cell}"),
            measured: entry(state)
                .zip(entry(healthy))
                .map(|(state, healthy)| state.times_of(healthy)),
            limit: Limit::AtMost(1.1),
        })
        .collect()
}

fn showing(measured: &Measured, cell: &str) -> Vec<Budget> {
    let contest = format!("showing {cell}");
    let entry = |name| measured.entry(&contest, name);
    let updates = |work| Some(entry(work)?.times_of(entry("update")?));
    vec![
        Budget {
            what: format!(
                "a frame (traced probe, held-out sequences scored), in updates at M, {cell}"
            ),
            measured: updates("frame"),
            limit: Limit::AtMost(2.0),
        },
        Budget {
            what: format!(
                "the whole trace as an object (flow, Jacobians, spectra), in updates at M, {cell}"
            ),
            measured: updates("trace"),
            limit: Limit::AtMost(2.0),
        },
        Budget {
            what: format!(
                "a worker's time that 60 frames a second leave for training at M, {cell}"
            ),
            measured: entry("frame").map(|frame| (1.0 - 60.0 * frame.median()).max(0.0)),
            limit: Limit::AtLeast(0.9),
        },
    ]
}

fn memory(measured: &Measured) -> impl Iterator<Item = Budget> {
    measured.memory.iter().map(|memory| {
        let many = memory.counts.last().copied().unwrap_or(0);
        let (first, last) = (memory.bytes.first(), memory.bytes.last());
        Budget {
            what: format!("{}: bytes after {many} / after 100", memory.name),
            measured: first
                .zip(last)
                .map(|(&first, &last)| last as f64 / first as f64),
            limit: Limit::AtMost(1.0),
        }
    })
}

fn find<'a>(rows: &'a [Row], size: &str, cell: &str, competitor: &str) -> Option<&'a Row> {
    rows.iter()
        .find(|row| row.size == size && row.cell == cell && row.competitor == competitor)
}

/// As Markdown, which a terminal shows as well.
pub fn markdown(budgets: &[Budget]) -> String {
    let mut text = String::from("| budget | limit | measured | |\n| --- | ---: | ---: | --- |\n");
    for budget in budgets {
        let measured = budget.measured.map_or("–".to_string(), digits);
        text.push_str(&format!(
            "| {} | {} | {measured} | {} |\n",
            budget.what,
            budget.limit(),
            budget.verdict(),
        ));
    }
    let count = |met| {
        budgets
            .iter()
            .filter(|budget| budget.is_met() == met)
            .count()
    };
    text.push_str(&format!(
        "\n{} met, {} missed, {} not measured.\n",
        count(Some(true)),
        count(Some(false)),
        count(None)
    ));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn budget(measured: Option<f64>, limit: Limit) -> Budget {
        Budget {
            what: String::new(),
            measured,
            limit,
        }
    }

    #[test]
    fn a_missed_budget_says_by_how_much() {
        assert_eq!(budget(Some(0.9), Limit::AtLeast(0.6)).verdict(), "met");
        assert_eq!(
            budget(Some(0.3), Limit::AtLeast(0.6)).verdict(),
            "missed: 50 % below"
        );
        assert_eq!(
            budget(Some(2.5), Limit::AtMost(2.0)).verdict(),
            "missed: 25 % above"
        );
        assert_eq!(
            budget(Some(0.68), Limit::Within(0.85, 1.15)).verdict(),
            "missed: 20 % below"
        );
        assert_eq!(
            budget(Some(f64::NAN), Limit::AtLeast(1.0)).is_met(),
            Some(false)
        );
        assert_eq!(
            budget(None, Limit::AtLeast(1.0)).verdict(),
            "not measured in this run"
        );
    }
}
