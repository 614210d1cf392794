//! What is measured: sizes, cells, and the contests that benches/run.js holds.

use serde::Serialize;
use serde_json::{Value, json};

/// The cells that are measured beside peers.
pub const CELLS: [&str; 3] = ["rnn", "lstm", "gru"];

/// Those that are measured beside the classic ones.
pub const YOUNGER: [&str; 3] = ["mingru", "lru", "attention"];

/// One size of the work: see docs/benchmarks.md.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    pub name: &'static str,
    /// H
    pub hidden: u32,
    /// V, one-hot inputs as well as outputs.
    pub symbols: u32,
    /// T
    pub steps: u32,
    /// B
    pub batch: u32,
}

pub const SIZES: [Size; 4] = [
    size("S", 16, 8, 32, 8),
    size("M", 32, 16, 64, 16),
    size("L", 64, 32, 128, 32),
    size("XL", 128, 64, 256, 32),
];

/// The size that growth, traces and frames are measured at.
pub const MIDDLE: Size = SIZES[1];

/// Sizes that fill no register tile, and the next multiples of 8.
pub const ODD: Size = size("odd", 23, 27, 64, 5);
pub const EVEN: Size = size("even", 24, 32, 64, 8);

const fn size(name: &'static str, hidden: u32, symbols: u32, steps: u32, batch: u32) -> Size {
    Size {
        name,
        hidden,
        symbols,
        steps,
        batch,
    }
}

impl Size {
    /// Floating-point operations of one update: 2·T·B·(products of the cell + 3·H·V), counted as dense also where
    /// one-hot inputs, or steps that see no later ones, let work be left out. A product with what the model computed is
    /// made three times, forward, backward and for the weights; one with an input twice.
    pub fn operations(&self, cell: &str) -> f64 {
        let [h, v, t, b] = [self.hidden, self.symbols, self.steps, self.batch].map(f64::from);
        let classic = |blocks: f64| blocks * h * (2.0 * v + 3.0 * h);
        let products = match cell {
            "rnn" => classic(1.0),
            "gru" => classic(3.0),
            "lstm" => classic(4.0),
            // z and h̃; the real and the imaginary part of B and D, and of C; the embedding, four projections and the two
            // layers of the MLP, four times as wide, and what queries, keys and values do with T steps.
            "mingru" => 2.0 * h * 2.0 * v,
            "lru" => 3.0 * h * 2.0 * v + 2.0 * h * 3.0 * h,
            _ => h * 2.0 * v + (4.0 + 8.0) * h * 3.0 * h + 2.0 * t * 3.0 * h,
        };
        2.0 * t * b * (products + 3.0 * h * v)
    }
}

/// Operations of one repetition of benches/runners/peak.js: twelve vectors of four, multiplied and added, 1000 times.
pub const PEAK_OPERATIONS: f64 = 12.0 * 4.0 * 2.0 * 1000.0;

/// Another way to train the same model, and the engine itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Competitor {
    pub name: &'static str,
    pub title: &'static str,
    place: &'static str,
    runner: &'static str,
}

/// Every one is in the contest of every size and cell. The engine in Chromium comes first: the others are compared with it.
pub const COMPETITORS: [Competitor; 7] = [
    competitor("engine", "Vanishing Point, Chromium", "chromium", "engine"),
    competitor("node", "Vanishing Point, Node", "node", "engine"),
    competitor(
        "pytorch",
        "PyTorch, one thread, native",
        "pytorch",
        "pytorch",
    ),
    competitor("tfjs", "TensorFlow.js, wasm, Chromium", "chromium", "tfjs"),
    competitor("brain", "brain.js, Chromium", "chromium", "brain"),
    competitor("plain", "JavaScript, plain, Chromium", "chromium", "plain"),
    competitor(
        "blocked",
        "JavaScript, 4×4 tiles, Chromium",
        "chromium",
        "blocked",
    ),
];

/// The measure of the machine, in the contests where shares of it are asked for.
pub const PEAK: Competitor = competitor("peak", "simd128 peak, Chromium", "chromium", "peak");
const NODE_PEAK: Competitor = competitor("node peak", "simd128 peak, Node", "node", "peak");

const fn competitor(
    name: &'static str,
    title: &'static str,
    place: &'static str,
    runner: &'static str,
) -> Competitor {
    Competitor {
        name,
        title,
        place,
        runner,
    }
}

/// How a vanished, an exploding and a healthy run are made: the task `recall`, whose loss is at the last step only.
pub const VANISHING_STEPS: u32 = 512;
pub const STATES: [&str; 3] = ["healthy", "vanished", "exploding"];

/// The axes of the growth curves with their points; all else is as in [`MIDDLE`].
pub const AXES: [(&str, &[u32]); 4] = [
    ("T", &[64, 128, 256, 512, 1024]),
    ("B", &[16, 32, 64, 128, 256]),
    ("H", &[8, 16, 32, 64, 128, 256]),
    ("L", &[1, 2, 3, 4]),
];

/// What benches/run.js reads.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Plan {
    rounds: u32,
    warm_up_seconds: f64,
    slice_seconds: f64,
    longest_seconds: f64,
    /// The program that has PyTorch, with its arguments; empty where nothing is measured beside it.
    pub python: Vec<String>,
    contests: Vec<Contest>,
    memory: Vec<Growth>,
}

#[derive(Serialize)]
struct Contest {
    name: String,
    entries: Vec<Entry>,
}

#[derive(Serialize)]
struct Entry {
    name: String,
    place: &'static str,
    runner: &'static str,
    workload: Value,
}

/// The memory of the engine after so many repetitions.
#[derive(Serialize)]
struct Growth {
    name: String,
    workload: Value,
    counts: Vec<u32>,
}

impl Plan {
    /// Of the contests only those whose names begin with `only`, if it is given.
    pub fn new(quick: bool, only: Option<&str>) -> Plan {
        let mut contests = Vec::new();
        for size in SIZES {
            contests.extend(CELLS.map(|cell| peers(&size, cell, quick)));
        }
        contests.extend(SIZES.iter().map(beside));
        contests.extend(CELLS.map(odd));
        contests.extend(CELLS.map(states));
        contests.extend(CELLS.map(showing));
        for (axis, points) in AXES {
            let ends = [points[0], points[points.len() - 1]];
            match (quick, axis) {
                (false, _) => contests.extend(CELLS.map(|cell| growth(axis, points, cell))),
                (true, "T" | "B") => contests.extend(CELLS.map(|cell| growth(axis, &ends, cell))),
                // Curves alone, which a quick run does not draw.
                (true, _) => {}
            }
        }
        let many = if quick { 10_000 } else { 100_000 };
        let mut memory: Vec<Growth> = (["update", "frame"].iter())
            .flat_map(|work| CELLS.map(|cell| memory(cell, work, many)))
            .collect();
        if let Some(only) = only {
            contests.retain(|contest| contest.name.starts_with(only));
            memory.retain(|growth| growth.name.starts_with(only));
        }
        Plan {
            rounds: if quick { 3 } else { 9 },
            warm_up_seconds: if quick { 0.12 } else { 0.6 },
            slice_seconds: if quick { 0.06 } else { 0.2 },
            longest_seconds: if quick { 1.0 } else { 5.0 },
            python: Vec::new(),
            contests,
            memory,
        }
    }

    /// Whether any entry is run by one of these.
    pub fn has(&self, runners: &[&str]) -> bool {
        (self.contests.iter())
            .flat_map(|contest| &contest.entries)
            .any(|entry| runners.contains(&entry.runner))
    }
}

/// The engine and its peers at one size.
fn peers(size: &Size, cell: &'static str, quick: bool) -> Contest {
    // One update takes these seconds at XL.
    let slow =
        |name: &str| quick && size.name == "XL" && ["tfjs", "brain", "plain"].contains(&name);
    let workload = workload(cell, size, "update");
    let entries = [PEAK, NODE_PEAK]
        .iter()
        .chain(&COMPETITORS)
        .filter(|competitor| !slow(competitor.name))
        .map(|competitor| entry(competitor, workload.clone()))
        .collect();
    Contest {
        name: format!("peers {} {cell}", size.name),
        entries,
    }
}

/// Every cell that the engine has a budget for, at one size.
fn beside(size: &Size) -> Contest {
    let cells = CELLS.iter().chain(&YOUNGER);
    let engines = cells.map(|&cell| engine(cell, workload(cell, size, "update")));
    let peak = entry(&PEAK, workload(CELLS[0], size, "update"));
    Contest {
        name: format!("cells {}", size.name),
        entries: std::iter::once(peak).chain(engines).collect(),
    }
}

fn odd(cell: &'static str) -> Contest {
    let entries = [ODD, EVEN]
        .iter()
        .map(|size| engine(size.name, workload(cell, size, "update")))
        .collect();
    Contest {
        name: format!("odd {cell}"),
        entries,
    }
}

/// Healthy: the gradient of step 1 is of the order of the last step's. Which spectral radius of W_hh, and for the lstm
/// which forget bias, make a run so was found by trying; what they made of it is measured beside the time, and stays so
/// because the learning rate is the smallest that there is.
fn states(cell: &'static str) -> Contest {
    let entries = STATES.iter().map(|&state| {
        let mut settings = match (cell, state) {
            (_, "vanished") => json!({ "radius": 0.05 }),
            ("rnn", "healthy") => json!({ "radius": 1.25 }),
            ("rnn", _) => json!({ "radius": 1.5 }),
            ("lstm", "healthy") => json!({ "radius": 2, "forgetBias": 5 }),
            ("lstm", _) => json!({ "radius": 4 }),
            (_, "healthy") => json!({ "radius": 3.2, "updateBias": null }),
            (_, _) => json!({ "radius": 4.5, "updateBias": null }),
        };
        settings["task"] = json!("recall");
        settings["rate"] = json!(1e-6);
        let size = Size {
            steps: VANISHING_STEPS,
            ..MIDDLE
        };
        let mut workload = workload(cell, &size, "update");
        workload["settings"] = settings;
        engine(state, workload)
    });
    Contest {
        name: format!("states {cell}"),
        entries: entries.collect(),
    }
}

/// What showing costs beside what training costs.
fn showing(cell: &'static str) -> Contest {
    let entries = ["update", "frame", "trace"]
        .iter()
        .map(|work| engine(work, workload(cell, &MIDDLE, work)))
        .collect();
    Contest {
        name: format!("showing {cell}"),
        entries,
    }
}

fn growth(axis: &str, points: &[u32], cell: &'static str) -> Contest {
    let entries = points.iter().map(|&point| {
        let mut workload = workload(cell, &MIDDLE, "update");
        let key = match axis {
            "T" => "steps",
            "B" => "batch",
            "H" => "hidden",
            _ => "layers",
        };
        workload[key] = json!(point);
        engine(&point.to_string(), workload)
    });
    Contest {
        name: format!("growth {axis} {cell}"),
        entries: entries.collect(),
    }
}

fn memory(cell: &'static str, work: &str, many: u32) -> Growth {
    let small = size("small", 8, 4, 8, 2);
    Growth {
        name: format!("memory {work}s {cell}"),
        workload: workload(cell, &small, work),
        counts: vec![100, many],
    }
}

fn entry(competitor: &Competitor, workload: Value) -> Entry {
    Entry {
        name: competitor.name.to_string(),
        place: competitor.place,
        runner: competitor.runner,
        workload,
    }
}

fn engine(name: &str, workload: Value) -> Entry {
    Entry {
        name: name.to_string(),
        ..entry(&COMPETITORS[0], workload)
    }
}

fn workload(cell: &str, size: &Size, work: &str) -> Value {
    json!({
        "cell": cell, "hidden": size.hidden, "symbols": size.symbols, "steps": size.steps, "batch": size.batch,
        "layers": 1, "work": work, "settings": { "task": "text", "rate": 0.001 },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_are_counted_as_the_budgets_say() {
        // 2·32·8·(4·16·(16 + 48) + 3·16·8)
        assert_eq!(SIZES[0].operations("lstm"), 512.0 * (4096.0 + 384.0));
        assert_eq!(SIZES[0].operations("rnn"), 512.0 * (1024.0 + 384.0));
        assert_eq!(SIZES[0].operations("gru"), 512.0 * (3072.0 + 384.0));
        assert_eq!(SIZES[0].operations("mingru"), 512.0 * (512.0 + 384.0));
        // 3·16·16 + 6·16·16
        assert_eq!(SIZES[0].operations("lru"), 512.0 * (2304.0 + 384.0));
        // 16·16 + 36·16·16 + 6·32·16
        assert_eq!(SIZES[0].operations("attention"), 512.0 * (12544.0 + 384.0));
    }

    #[test]
    fn contests_of_the_engine_alone_ask_for_no_peer() {
        let peers = ["pytorch", "tfjs", "brain"];
        assert!(Plan::new(false, Some("cells")).has(&["engine"]));
        assert!(!Plan::new(false, Some("cells")).has(&peers));
        assert!(peers.iter().all(|peer| Plan::new(false, None).has(&[peer])));
    }

    #[test]
    fn every_contest_has_a_name_of_its_own() {
        for quick in [false, true] {
            let plan = Plan::new(quick, None);
            let mut names: Vec<_> = plan.contests.iter().map(|contest| &contest.name).collect();
            let count = names.len();
            names.sort();
            names.dedup();
            assert_eq!(names.len(), count);
        }
    }
}
