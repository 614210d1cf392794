//! What drawing and scoring the data of each task costs: the time of an update of each task at the sizes that the page
//! proposes, over that of an update of the same shape whose sequences are only copied, as the copy task's nearly are.
//! `cargo run --release --example task_speed`, half a minute; both take turns, so that other work disturbs both alike.

use std::time::{Duration, Instant};

use vanishing_point::Experiment;
use vanishing_point::data::rng::Rng;
use vanishing_point::data::task::catalogue::proposed;
use vanishing_point::data::task::given::Given;
use vanishing_point::data::task::{Lengths, Split};
use vanishing_point::experiment::{CellKind, Choice, PARAMETERS, TaskKind, Value};
use vanishing_point::run::trainer::Trainer;

/// Updates in one measurement, and measurements of each.
const UPDATES: u32 = 4;
const ROUNDS: usize = 25;
/// How many sequences are drawn to copy from.
const DRAWN: usize = 512;

fn main() {
    println!("| task | update, ms | of the same shape, ms | ratio |\n| --- | ---: | ---: | ---: |");
    for &task in TaskKind::ALL {
        let mut experiment = Experiment {
            task,
            ..Experiment::default()
        };
        for &(key, value) in proposed(task) {
            let row = PARAMETERS.iter().find(|row| row.key == key);
            let put = row.map(|row| row.put(&mut experiment, &Value::Number(value)));
            put.expect("a parameter").expect("a value that it allows");
        }
        let (drawn, _) = experiment.build_task(None).expect("data that ship");
        let mut rng = Rng::from_seed(1);
        let sequences = (0..DRAWN).map(|_| {
            let length = match drawn.lengths() {
                Lengths::Chosen => rng.between(experiment.shortest, experiment.length),
                Lengths::Natural { longest } => longest,
            };
            drawn.sample(Split::Train, length, &mut rng)
        });
        let same = Given::new(sequences.collect(), drawn.outputs(), drawn.loss());
        let same = Box::new(same.expect("sequences of one task fit each other"));
        let mut trainers = [
            Trainer::new(&experiment, CellKind::Gru, None).expect("a run"),
            Trainer::with_task(&experiment, CellKind::Gru, same).expect("a run"),
        ];
        let mut times = [Vec::new(), Vec::new()];
        for round in 0..=ROUNDS {
            for (trainer, times) in trainers.iter_mut().zip(&mut times) {
                let began = Instant::now();
                trainer.train(UPDATES);
                // The first round warms up.
                if round > 0 {
                    times.push(began.elapsed() / UPDATES);
                }
            }
        }
        let [own, same] = times.map(median);
        println!(
            "| `{}` | {:.2} | {:.2} | {:.2} |",
            task.word(),
            own * 1e3,
            same * 1e3,
            own / same
        );
    }
}

/// In seconds.
fn median(mut times: Vec<Duration>) -> f64 {
    times.sort_unstable();
    times[times.len() / 2].as_secs_f64()
}
