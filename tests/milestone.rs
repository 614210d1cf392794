//! The milestone: the same update by every way of getting there, and what a whole evaluation would have found.

use vanishing_point::Experiment;
use vanishing_point::experiment::{CellKind, TaskKind};
use vanishing_point::run::milestone::{ENOUGH, LOOK_EVERY, UPDATES_ON_END};
use vanishing_point::run::trainer::Trainer;

/// A recall task short enough to be learned in a moment.
fn easy() -> Experiment {
    Experiment {
        length: 10,
        batch: 32,
        rate: 0.01,
        seed: 3,
        ..Experiment::default()
    }
}

fn trainer(experiment: &Experiment, cell: CellKind) -> Trainer {
    Trainer::new(experiment, cell, None).unwrap()
}

/// The milestone by the definition: whole evaluations after every fifth update.
fn by_definition(experiment: &Experiment, cell: CellKind, updates: u64) -> Option<u64> {
    let mut trainer = trainer(experiment, cell);
    let mut since = None;
    for update in 1..=updates {
        trainer.update().unwrap();
        if !update.is_multiple_of(LOOK_EVERY) {
            continue;
        }
        if trainer.evaluate().accuracy() < ENOUGH {
            since = None;
        } else if update >= *since.get_or_insert(update) + UPDATES_ON_END {
            return Some(update);
        }
    }
    None
}

#[test]
fn looking_no_further_than_needed_finds_what_whole_evaluations_find() {
    for cell in [
        CellKind::Rnn,
        CellKind::Lstm,
        CellKind::Gru,
        CellKind::Window,
    ] {
        for task in [TaskKind::Recall, TaskKind::Parity] {
            let experiment = Experiment { task, ..easy() };
            let expected = by_definition(&experiment, cell, 200);
            let mut trainer = trainer(&experiment, cell);
            for _ in 0..200 {
                trainer.update().unwrap();
            }
            assert_eq!(trainer.learned_at(), expected, "{cell:?} {task:?}");
        }
    }
    assert!(by_definition(&easy(), CellKind::Gru, 200).is_some());
    let window = by_definition(&easy(), CellKind::Window, 200);
    assert_eq!(window, None, "what is never read is never learned");
}

#[test]
fn a_lane_that_is_rewound_finds_the_same_milestone_again() {
    let mut lane = Trainer::new(&easy(), CellKind::Gru, None).unwrap();
    let learned = lane.train(200).learned_at.unwrap();
    lane.reset();
    assert_eq!(lane.train(0).learned_at, None);
    // In the middle of the ten updates.
    lane.train(learned as u32 - 3);
    let snapshot = lane.snapshot();
    assert_eq!(lane.train(30).learned_at, Some(learned));
    lane.restore(&snapshot).unwrap();
    assert_eq!(lane.train(0).learned_at, None);
    assert_eq!(lane.train(30).learned_at, Some(learned));
}

#[test]
fn a_lane_that_is_to_stop_there_stops_there_once() {
    let mut lane = Trainer::new(&easy(), CellKind::Gru, None).unwrap();
    lane.stop_when_learned(true);
    let report = lane.train(500);
    assert_eq!(report.learned_at, Some(report.updates));
    assert!(report.updates < 500);
    assert_eq!(lane.train(7).updates, report.updates + 7);
}

#[test]
fn pictures_and_the_size_of_calls_do_not_move_it() {
    let mut at_once = Trainer::new(&easy(), CellKind::Gru, None).unwrap();
    let mut watched = Trainer::new(&easy(), CellKind::Gru, None).unwrap();
    let expected = at_once.train(150).learned_at;
    let mut frame = vec![0.0; watched.frame_length()];
    for _ in 0..50 {
        watched.train(3);
        watched.write_frame(&mut frame).unwrap();
    }
    assert_eq!(watched.train(0).learned_at, expected);
    assert_eq!(watched.snapshot(), at_once.snapshot());
}
