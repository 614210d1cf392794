//! Every claim of every beat of the course, held against the model that trains.

use std::collections::{HashMap, HashSet};

use crate::support::scene::{Claim, Lane, told_of};
use serde::Deserialize;
use vanishing_point::Experiment;
use vanishing_point::experiment::{CellKind, Choice, Value};

#[derive(Debug, Deserialize)]
struct Lesson {
    beats: Vec<Beat>,
}

/// What of a beat is about the models; the rest is the page's.
#[derive(Debug, Deserialize)]
struct Beat {
    id: String,
    experiment: Value,
    /// The update on view when it begins.
    at: u64,
    /// Where training stops.
    until: Option<u64>,
    claims: Vec<Claim>,
}

/// All lessons, by the name of their file.
fn lessons() -> HashMap<String, Lesson> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/www/lessons");
    let files = std::fs::read_dir(folder).expect("the lessons are beside the sources");
    let paths = files.map(|file| file.unwrap().path());
    let states = paths.filter(|path| {
        path.extension()
            .is_some_and(|extension| extension == "json")
    });
    states
        .map(|path| {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            let text = std::fs::read_to_string(&path).unwrap();
            let lesson =
                serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
            (name, lesson)
        })
        .collect()
}

impl Beat {
    fn experiment(&self) -> Experiment {
        Experiment::strict(&self.experiment)
            .unwrap_or_else(|error| panic!("{}: {}", self.id, error.message))
    }

    fn end(&self) -> u64 {
        self.until.unwrap_or(self.at)
    }
}

/// What is not as a beat claims, one sentence each; beats of one experiment share its training.
fn broken(name: &str, lesson: &Lesson) -> Vec<String> {
    let mut broken = Vec::new();
    let mut done = HashSet::new();
    for beat in &lesson.beats {
        let experiment = beat.experiment();
        for &cell in &experiment.cells {
            if !done.insert((format!("{:?}", beat.experiment()), cell)) {
                continue;
            }
            let alike = (lesson.beats.iter()).filter(|other| other.experiment() == experiment);
            let claims =
                alike.flat_map(|other| other.claims.iter().map(|claim| (other.id.as_str(), claim)));
            let (found, _) = told_of(&experiment, cell, claims, None);
            broken.extend(found.into_iter().map(|each| format!("{name}, {each}")));
        }
    }
    broken
}

#[test]
fn every_beat_is_what_it_says() {
    let broken: Vec<_> = lessons()
        .iter()
        .flat_map(|(name, lesson)| broken(name, lesson))
        .collect();
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn every_beat_claims_something_of_each_model_on_stage_where_its_stage_stops() {
    for (name, lesson) in lessons() {
        let ids: HashSet<_> = lesson.beats.iter().map(|beat| &beat.id).collect();
        assert_eq!(
            ids.len(),
            lesson.beats.len(),
            "{name}: two beats of one name"
        );
        for beat in &lesson.beats {
            let place = format!("{name}, {}", beat.id);
            assert!(beat.at <= beat.end(), "{place}");
            let cells: HashSet<_> = beat
                .experiment()
                .cells
                .into_iter()
                .map(CellKind::word)
                .collect();
            let of: HashSet<_> = beat
                .claims
                .iter()
                .map(|claim| claim.cell.as_str())
                .collect();
            assert_eq!(of, cells, "{place}: claims are of the models on stage");
            assert!(
                beat.claims.iter().any(|claim| claim.covers(beat.end())),
                "{place}: nothing is claimed where it stops"
            );
            for claim in &beat.claims {
                assert!(
                    claim.from <= claim.to && claim.to <= beat.end(),
                    "{place}: {claim:?}"
                );
            }
        }
    }
}

/// What the beat says beyond its own run.
#[test]
fn with_four_other_seeds_the_gru_copies_better_too() {
    let lessons = lessons();
    let beat = (lessons["gates"]
        .beats
        .iter()
        .find(|beat| beat.id == "copying"))
    .expect("the beat");
    for seed in 1..=4 {
        let experiment = Experiment {
            seed,
            ..beat.experiment()
        };
        assert_ne!(seed, beat.experiment().seed);
        let [lstm, gru] = [CellKind::Lstm, CellKind::Gru].map(|cell| {
            let mut lane = Lane::new(&experiment, cell);
            (0..beat.end()).for_each(|_| lane.update());
            lane.quantity("accuracy")
        });
        assert!(gru > lstm, "seed {seed}: GRU {gru}, LSTM {lstm}");
    }
}
