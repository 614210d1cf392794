//! One lane as the page uses it: training, frames, snapshots, and what it refuses.

use vanishing_point::Experiment;
use vanishing_point::error::ErrorKind;
use vanishing_point::experiment::{Activation, CellKind, OptimizerKind, TaskKind};
use vanishing_point::nn::cell::CELLS;
use vanishing_point::run::trainer::Trainer;

/// Every cell there is.
fn cells() -> impl Iterator<Item = CellKind> {
    CELLS.iter().map(|cell| cell.spec.kind)
}

fn small() -> Experiment {
    Experiment {
        length: 10,
        units: 6,
        batch: 4,
        ..Experiment::default()
    }
}

fn frame(lane: &mut Trainer) -> Vec<f32> {
    let mut frame = vec![f32::NAN; lane.frame_length()];
    lane.write_frame(&mut frame).unwrap();
    frame
}

/// Frames bit by bit, so that NaN equals itself.
fn bits(frame: &[f32]) -> Vec<u32> {
    frame.iter().map(|value| value.to_bits()).collect()
}

#[test]
fn a_lane_restored_from_a_snapshot_goes_on_to_the_same_bits() {
    for cell in cells() {
        let mut lane = Trainer::new(&small(), cell, None).unwrap();
        lane.train(10);
        let snapshot = lane.snapshot();
        let seen = bits(&frame(&mut lane));
        lane.train(10);
        let mut other = Trainer::new(&small(), cell, None).unwrap();
        other.restore(&snapshot).unwrap();
        // What the last update saw belongs to it.
        assert_eq!(bits(&frame(&mut other)), seen);
        other.train(10);
        assert_eq!(other.snapshot(), lane.snapshot());
        assert_eq!(bits(&frame(&mut other)), bits(&frame(&mut lane)));
    }
}

#[test]
fn a_reset_lane_shows_its_first_frame_again() {
    for cell in cells() {
        let mut lane = Trainer::new(&small(), cell, None).unwrap();
        let first = frame(&mut lane);
        lane.train(5);
        assert_ne!(bits(&frame(&mut lane)), bits(&first));
        lane.reset();
        assert_eq!(bits(&frame(&mut lane)), bits(&first));
    }
}

#[test]
fn looking_at_a_lane_does_not_change_how_it_trains() {
    let mut watched = Trainer::new(&small(), CellKind::Lstm, None).unwrap();
    let mut alone = Trainer::new(&small(), CellKind::Lstm, None).unwrap();
    for _ in 0..10 {
        watched.train(1);
        frame(&mut watched);
    }
    alone.train(10);
    assert_eq!(watched.snapshot(), alone.snapshot());
}

#[test]
fn a_lane_of_every_task_describes_itself_and_fills_its_frame() {
    use TaskKind::*;
    for task in [Recall, Adding, Copy, Order, Parity, Brackets, Text] {
        let experiment = Experiment { task, ..small() };
        let mut lane = Trainer::new(&experiment, CellKind::Gru, None).unwrap();
        let run = lane.describe();
        assert_eq!(run.frame_length, lane.frame_length());
        assert_eq!(run.probe.targets.len(), run.steps);
        let report = lane.train(3);
        assert_eq!((report.updates, report.divergence), (3, None));
        assert!(
            !frame(&mut lane).iter().any(|value| value.is_nan()),
            "{task:?}"
        );
    }
}

#[test]
fn a_lane_that_diverges_stands_at_its_last_finite_weights_and_says_where() {
    // The squared error's gradient grows with the error, so whatever the seed there is no way back.
    let experiment = Experiment {
        task: TaskKind::Adding,
        activation: Activation::Relu,
        optimizer: OptimizerKind::Sgd,
        rate: 10.0,
        clip: None,
        ..Experiment::default()
    };
    let mut lane = Trainer::new(&experiment, CellKind::Rnn, None).unwrap();
    let report = lane.train(100);
    let divergence = report
        .divergence
        .clone()
        .expect("weights this large explode");
    assert_eq!(divergence.update, report.updates + 1);
    let snapshot = lane.snapshot();
    assert_eq!(lane.train(5), report);
    assert_eq!(lane.snapshot(), snapshot);
}

#[test]
fn a_rate_that_is_changed_takes_effect_and_a_size_does_not() {
    let mut lane = Trainer::new(&small(), CellKind::Rnn, None).unwrap();
    let mut other = Trainer::new(&small(), CellKind::Rnn, None).unwrap();
    let changed = Experiment {
        rate: 0.5,
        units: 50,
        ..small()
    };
    other.set(&changed);
    lane.train(3);
    other.train(3);
    assert_eq!(other.describe().units, 6);
    assert_ne!(lane.snapshot(), other.snapshot());
}

#[test]
fn texts_too_short_to_learn_and_frames_of_the_wrong_length_are_refused() {
    let text = Experiment {
        task: TaskKind::Text,
        ..small()
    };
    for given in ["", "a"] {
        let error = Trainer::new(&text, CellKind::Rnn, Some(given.as_bytes()))
            .err()
            .unwrap();
        assert_eq!(error.kind, ErrorKind::Text, "{given:?}");
    }
    let mut lane = Trainer::new(&small(), CellKind::Rnn, None).unwrap();
    let error = lane.write_frame(&mut [0.0; 3]).unwrap_err();
    assert_eq!(error.kind, ErrorKind::WrongShape);
}

#[test]
fn clipped_updates_are_counted_exactly_and_belong_to_the_snapshot() {
    let scalar = |lane: &mut Trainer, name: &str| {
        let fields = lane.describe().layout;
        let field = fields.iter().find(|field| field.name == name).unwrap();
        frame(lane)[field.offset]
    };
    let experiment = Experiment {
        clip: Some(0.35),
        ..small()
    };
    let mut lane = Trainer::new(&experiment, CellKind::Lstm, None).unwrap();
    assert!(scalar(&mut lane, "clippedNorm").is_nan());
    let mut expected = 0;
    for _ in 0..60 {
        lane.train(1);
        let (before, after) = (
            scalar(&mut lane, "gradNorm"),
            scalar(&mut lane, "clippedNorm"),
        );
        assert_eq!(after < before, before > 0.35);
        assert!(after <= 0.35 + 1e-6);
        expected += u32::from(before > 0.35);
        assert_eq!(scalar(&mut lane, "clippedUpdates"), expected as f32);
    }
    assert!(
        (1..60).contains(&expected),
        "some are clipped, others not: {expected}"
    );
    let mut other = Trainer::new(&experiment, CellKind::Lstm, None).unwrap();
    other.restore(&lane.snapshot()).unwrap();
    assert_eq!(scalar(&mut other, "clippedUpdates"), expected as f32);
    other.reset();
    assert_eq!(scalar(&mut other, "clippedUpdates"), 0.0);
}
