//! What the first minute shows, over many seeds: the first backward pass, the milestone, and what comes after.
//! docs/default-scene.md has its tables.
//!
//!     cargo run --release --example first_minute -- first 200
//!     cargo run --release --example first_minute -- later 50
//!     cargo run --release --example first_minute -- later 50 '{"updateBias": 4}'
//!     cargo run --release --example first_minute -- pace 5
//!
//! `first` looks at update 0 of the seeds from 1 on, `later` also at the milestone and at update 1000;
//! `pace` times the updates up to the milestone, of which the looks at the held-out set are a part. An object holds
//! keys that differ from the defaults.

use std::io::Write;

use vanishing_point::Experiment;
use vanishing_point::analysis::trace::Tracer;
use vanishing_point::experiment::{CellKind, Choice, Value};
use vanishing_point::run::trainer::Trainer;

const CELLS: [CellKind; 3] = [CellKind::Rnn, CellKind::Lstm, CellKind::Gru];

/// By when a gated cell should have learned the task, and the last update that `later` looks at.
const LATEST: u64 = 300;
const LAST: u64 = 1000;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let seeds = arguments.get(1).and_then(|count| count.parse().ok());
    let settings = arguments.get(2).map_or("{}", String::as_str);
    let settings = serde_json::from_str(settings).expect("an object of the experiment's keys");
    match (arguments.first().map(String::as_str), seeds) {
        (Some("first"), Some(seeds)) => first(seeds, &settings),
        (Some("later"), Some(seeds)) => later(seeds, &settings),
        (Some("pace"), Some(seeds)) => pace(seeds, &settings),
        _ => eprintln!("Say first, later or pace, and how many seeds."),
    }
}

/// The log10 ratios of one lane, of h and of what carries its memory, and its share of right answers.
#[derive(Clone, Copy)]
struct Look {
    hidden: f64,
    memory: f64,
    accuracy: f64,
}

struct Lane {
    trainer: Trainer,
    tracer: Tracer,
}

impl Lane {
    fn new(experiment: &Experiment, cell: CellKind) -> Lane {
        let trainer = Trainer::new(experiment, cell, None).expect("a lane");
        let loss = trainer.task().loss();
        let tracer = Tracer::new(trainer.model(), loss, experiment.truncate);
        Lane { trainer, tracer }
    }

    fn train_to(&mut self, update: u64) {
        while self.trainer.updates() < update {
            self.trainer.update().expect("finite numbers");
        }
    }

    fn look(&mut self) -> Look {
        self.tracer.load(self.trainer.model());
        self.tracer.run(self.trainer.probe()).expect("the probe");
        Look {
            hidden: self.tracer.log10_ratio(),
            memory: self.tracer.log10_ratio_memory(),
            accuracy: self.trainer.evaluate().accuracy(),
        }
    }
}

fn experiment(settings: &Value, seed: u32) -> Experiment {
    Experiment {
        seed,
        ..Experiment::strict(settings).expect("settings that the table allows")
    }
}

/// Lowest, median and highest.
fn spread(mut values: Vec<f64>) -> String {
    values.sort_by(f64::total_cmp);
    match values.as_slice() {
        [] => "–".to_string(),
        [lowest, ..] => {
            let (median, highest) = (values[values.len() / 2], values[values.len() - 1]);
            format!("{lowest:.1} / {median:.1} / {highest:.1}")
        }
    }
}

fn first(seeds: u32, settings: &Value) {
    println!("log10 of first ÷ last, lowest / median / highest of {seeds} seeds, update 0");
    for cell in CELLS {
        let looks = (1..=seeds).map(|seed| Lane::new(&experiment(settings, seed), cell).look());
        let looks: Vec<Look> = looks.collect();
        println!(
            "| {} | {} | {} |",
            cell.word(),
            spread(looks.iter().map(|look| look.hidden).collect()),
            spread(looks.iter().map(|look| look.memory).collect())
        );
    }
}

/// What one seed shows at update 0, at the milestone and at the last update, lane by lane.
struct Run {
    learned: [Option<u64>; 3],
    looks: [[Option<Look>; 3]; 3],
}

fn run(experiment: &Experiment) -> Run {
    let mut lanes = CELLS.map(|cell| Lane::new(experiment, cell));
    let start = lanes.each_mut().map(|lane| Some(lane.look()));
    for lane in &mut lanes[1..] {
        while lane.trainer.learned_at().is_none() && lane.trainer.updates() < LATEST {
            lane.train_to(lane.trainer.updates() + 1);
        }
    }
    let learned = [1, 2].map(|index| lanes[index].trainer.learned_at());
    let milestone = learned[0]
        .max(learned[1])
        .filter(|_| learned.iter().all(Option::is_some));
    let middle = lanes.each_mut().map(|lane| {
        lane.train_to(milestone?);
        Some(lane.look())
    });
    let end = lanes.each_mut().map(|lane| {
        lane.train_to(LAST);
        Some(lane.look())
    });
    Run {
        learned: [milestone, learned[0], learned[1]],
        looks: [start, middle, end],
    }
}

fn later(seeds: u32, settings: &Value) {
    println!(
        "| seed | lstm, gru learned | RNN h, right | LSTM h, c, right | GRU h, right | at the end: RNN, LSTM h, c, GRU |"
    );
    let mut runs = Vec::new();
    for seed in 1..=seeds {
        let run = run(&experiment(settings, seed));
        let look = |place: usize, lane: usize| match run.looks[place][lane] {
            Some(Look {
                hidden,
                memory,
                accuracy,
            }) => {
                format!("{hidden:.1} {memory:.1} {:.0} %", 100.0 * accuracy)
            }
            None => "–".to_string(),
        };
        let learned =
            |lane: usize| run.learned[lane].map_or("–".to_string(), |at| at.to_string());
        println!(
            "| {seed} | {} {} | {} | {} | {} | {} · {} · {} |",
            learned(1),
            learned(2),
            look(1, 0),
            look(1, 1),
            look(1, 2),
            look(2, 0),
            look(2, 1),
            look(2, 2)
        );
        std::io::stdout().flush().expect("standard output");
        runs.push(run);
    }
    let count = runs.iter().filter(|run| run.learned[0].is_some()).count();
    println!("both learned by update {LATEST}: {count} of {seeds}");
    for (index, what) in ["milestone", "LSTM", "GRU"].iter().enumerate() {
        let updates = runs.iter().filter_map(|run| run.learned[index]);
        println!("{what}: {}", spread(updates.map(|at| at as f64).collect()));
    }
    for (place, when) in ["update 0", "milestone", "update 1000"].iter().enumerate() {
        for (lane, cell) in CELLS.iter().enumerate() {
            let looks = || runs.iter().filter_map(|run| run.looks[place][lane]);
            println!(
                "| {when} | {} | {} | {} | {} |",
                cell.word(),
                spread(looks().map(|look| look.hidden).collect()),
                spread(looks().map(|look| look.memory).collect()),
                spread(looks().map(|look| 100.0 * look.accuracy).collect())
            );
        }
    }
}

/// How long the updates of the first 130 take, lane by lane: the fastest of each seed's three runs, added up.
fn pace(seeds: u32, settings: &Value) {
    for cell in CELLS {
        let mut seconds = 0.0;
        for seed in 1..=seeds {
            let mut lane = Lane::new(&experiment(settings, seed), cell);
            let mut best = f64::INFINITY;
            for _ in 0..3 {
                lane.trainer.reset();
                let start = std::time::Instant::now();
                lane.train_to(130);
                best = best.min(start.elapsed().as_secs_f64());
            }
            seconds += best;
        }
        let updates = 130.0 * f64::from(seeds);
        println!(
            "| {} | {:.3} ms an update |",
            cell.word(),
            1000.0 * seconds / updates
        );
    }
}
