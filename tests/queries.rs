//! What is asked of a lane now and then: traces, gains, weights, text, checks of its gradients.

use ndarray::ArrayView2;
use vanishing_point::Experiment;
use vanishing_point::data::task::text;
use vanishing_point::error::ErrorKind;
use vanishing_point::experiment::{Activation, CellKind, OptimizerKind, Passage, TaskKind};
use vanishing_point::nn::cell::CELLS;
use vanishing_point::nn::recurrent;
use vanishing_point::run::frame::FrameField;
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

#[test]
fn a_trace_says_in_double_precision_what_the_frame_of_the_same_weights_says() {
    for cell in cells() {
        let mut lane = Trainer::new(&small(), cell, None).unwrap();
        for updates in [0, 7] {
            lane.train(updates);
            let mut frame = vec![0.0; lane.frame_length()];
            lane.write_frame(&mut frame).unwrap();
            let trace = lane.trace().unwrap();
            let layout = lane.describe().layout;
            let field = |name: &str| -> &FrameField {
                layout.iter().find(|field| field.name == name).unwrap()
            };
            assert_eq!(frame[field("probeLoss").offset], trace.loss as f32);
            let gradients = field("log10GradHidden");
            for (t, exact) in trace.layers[0].log10_grad_hidden.iter().enumerate() {
                let shown = frame[gradients.offset + t];
                assert_eq!(shown, exact.unwrap_or(f64::NEG_INFINITY) as f32);
            }
        }
    }
}

#[test]
fn looking_at_a_lane_does_not_change_how_it_trains() {
    let mut watched = Trainer::new(&small(), CellKind::Lstm, None).unwrap();
    let mut alone = Trainer::new(&small(), CellKind::Lstm, None).unwrap();
    for _ in 0..10 {
        watched.train(1);
        watched.trace().unwrap();
        watched.path_gains().unwrap();
        watched.weight_gains();
        watched.radii();
        watched.weights();
        watched.verify(0);
    }
    alone.train(10);
    assert_eq!(watched.snapshot(), alone.snapshot());
}

#[test]
fn a_snapshot_of_another_model_is_refused_and_changes_nothing() {
    let mut lane = Trainer::new(&small(), CellKind::Rnn, None).unwrap();
    let before = lane.snapshot();
    let larger = Experiment {
        units: 7,
        ..small()
    };
    for snapshot in [
        Trainer::new(&small(), CellKind::Gru, None)
            .unwrap()
            .snapshot(),
        Trainer::new(&larger, CellKind::Rnn, None)
            .unwrap()
            .snapshot(),
        Vec::new(),
    ] {
        let error = lane.restore(&snapshot).unwrap_err();
        assert_eq!(error.key.as_deref(), Some("snapshot"));
        assert_eq!(lane.snapshot(), before);
    }
}

#[test]
fn a_divergence_is_found_again_from_the_last_finite_snapshot() {
    let experiment = Experiment {
        task: TaskKind::Adding,
        activation: Activation::Relu,
        optimizer: OptimizerKind::Sgd,
        rate: 10.0,
        clip: None,
        ..Experiment::default()
    };
    let mut lane = Trainer::new(&experiment, CellKind::Rnn, None).unwrap();
    let divergence = lane.train(100).divergence;
    assert!(divergence.is_some(), "weights this large explode");
    let mut other = Trainer::new(&experiment, CellKind::Rnn, None).unwrap();
    other.restore(&lane.snapshot()).unwrap();
    assert_eq!(other.train(1).divergence, divergence);
}

#[test]
fn what_memory_would_not_hold_is_refused_with_a_sentence_about_the_batch() {
    let large = Experiment {
        length: 1024,
        units: 256,
        layers: 4,
        batch: 256,
        ..Experiment::default()
    };
    let error = Trainer::new(&large, CellKind::Lstm, None).err().unwrap();
    assert_eq!(error.kind, ErrorKind::OutOfRange);
    assert_eq!(error.key.as_deref(), Some("batch"));
}

#[test]
fn truncation_that_was_changed_shows_in_the_next_trace() {
    let mut lane = Trainer::new(&small(), CellKind::Rnn, None).unwrap();
    assert!(lane.trace().unwrap().layers[0].log10_grad_hidden[0].is_some());
    lane.set(&Experiment {
        truncate: 3,
        ..small()
    });
    assert_eq!(lane.trace().unwrap().layers[0].log10_grad_hidden[0], None);
}

#[test]
fn only_a_model_that_learns_text_writes() {
    let lane = Trainer::new(&small(), CellKind::Rnn, None).unwrap();
    let error = lane.generate("a", 10, 1.0).unwrap_err();
    assert_eq!(
        (error.kind, error.key.as_deref()),
        (ErrorKind::WrongValue, Some("task"))
    );

    let experiment = Experiment {
        task: TaskKind::Text,
        ..small()
    };
    let lane = Trainer::new(
        &experiment,
        CellKind::Rnn,
        Some(b"to be or not to be".as_slice()),
    )
    .unwrap();
    assert_eq!(lane.generate("to ", 10, 1.0).unwrap().chars().count(), 10);
}

#[test]
fn a_lane_without_a_text_reads_the_passage() {
    let experiment = Experiment {
        task: TaskKind::Text,
        passage: Passage::Chinese,
        ..small()
    };
    let passage = text::FILES.shipped(Some("chinese"));
    let without = Trainer::new(&experiment, CellKind::Rnn, None).unwrap();
    let with = Trainer::new(&experiment, CellKind::Rnn, passage).unwrap();
    assert_eq!(without.describe(), with.describe());
    assert_eq!(without.snapshot(), with.snapshot());
}

#[test]
fn the_gains_of_the_weights_are_those_of_the_trace() {
    for cell in cells() {
        let mut lane = Trainer::new(&small(), cell, None).unwrap();
        lane.train(3);
        let gains = lane.weight_gains();
        assert_eq!(gains.updates, 3);
        let trace = lane.trace().unwrap();
        let expected: Vec<_> = trace
            .spectrum
            .iter()
            .map(|(name, spectrum)| (name, spectrum.radius, spectrum.norm))
            .collect();
        let found: Vec<_> = gains
            .blocks
            .iter()
            .map(|(name, gain)| (name, gain.radius, gain.norm))
            .collect();
        assert_eq!(found, expected);
    }
}

/// The spectral radius by Gelfand's formula, ‖A^k‖^(1/k) for k = 2^40 by repeated squaring: no eigenvalue is computed.
fn radius_by_powers(block: ArrayView2<f32>) -> f64 {
    const SQUARINGS: i32 = 40;
    let (mut power, mut log2) = (block.mapv(f64::from), 0.0);
    for squaring in 0..=SQUARINGS {
        let norm = power.iter().map(|value| value * value).sum::<f64>().sqrt();
        power /= norm;
        log2 += norm.log2() / 2f64.powi(squaring);
        power = power.dot(&power);
    }
    log2.exp2()
}

/// What the lane says of its recurrent blocks, and what an independent computation finds.
fn compare_radii(lane: &Trainer) -> Vec<f64> {
    let found = lane.radii();
    let model = lane.model();
    let blocks: Vec<_> = (0..model.architecture().layers)
        .flat_map(|layer| recurrent::blocks(model, layer))
        .collect();
    assert_eq!(found.len(), blocks.len());
    for (found, block) in found.iter().zip(blocks) {
        let expected = radius_by_powers(block);
        assert!(
            (found - expected).abs() < 1e-9 * expected,
            "{found}, not {expected}"
        );
    }
    found
}

#[test]
fn a_rescaled_lane_has_the_radius_that_was_set_and_trains_on() {
    for cell in CELLS.iter().filter(|cell| cell.spec.recurrent_matrix) {
        let kind = cell.spec.kind;
        let mut lane = Trainer::new(&small(), kind, None).unwrap();
        lane.train(5);
        compare_radii(&lane);
        lane.rescale(0.3).unwrap();
        for radius in compare_radii(&lane) {
            // The weights are f32.
            assert!((radius - 0.3).abs() < 1e-6, "{kind:?}: {radius}");
        }
        assert_eq!(lane.train(3).updates, 8);
        // Three updates of Adam at rate 0.01 move every weight by about 0.01 to 0.03: far more than rounding.
        for radius in compare_radii(&lane) {
            let moved = (radius - 0.3).abs();
            assert!((1e-4..0.3).contains(&moved), "{kind:?}: moved by {moved}");
        }
    }
}

#[test]
fn the_gradients_of_a_model_in_training_agree_with_differences_of_its_loss() {
    for cell in cells() {
        let mut lane = Trainer::new(&small(), cell, None).unwrap();
        lane.train(20);
        let checks: Vec<_> = (0..).map_while(|tensor| lane.verify(tensor)).collect();
        let names: Vec<_> = checks.iter().map(|check| check.tensor.as_str()).collect();
        assert_eq!(names.last(), Some(&"readout.bias"));
        for check in &checks {
            assert!(check.worst_relative_error < 1e-5, "{cell:?} {check:?}");
        }
        assert!(checks.iter().map(|check| check.compared).sum::<usize>() > checks.len());
    }
}
