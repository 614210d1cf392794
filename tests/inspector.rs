//! The inspector beside a lane: it sees what the lane is, from snapshots alone.

use vanishing_point::Experiment;
use vanishing_point::data::task::text;
use vanishing_point::error::ErrorKind;
use vanishing_point::experiment::{Activation, CellKind, Init, OptimizerKind, Passage, TaskKind};
use vanishing_point::nn::weights;
use vanishing_point::run::frame::FrameField;
use vanishing_point::run::inspector::Inspector;
use vanishing_point::run::lane::Lane;

const CELLS: [CellKind; 4] = [
    CellKind::Rnn,
    CellKind::Lstm,
    CellKind::Gru,
    CellKind::Window,
];

fn small() -> Experiment {
    Experiment {
        length: 10,
        hidden: 6,
        batch: 4,
        ..Experiment::default()
    }
}

/// The f32 numbers of a safetensors file, tensor by tensor.
fn numbers(file: &[u8]) -> Vec<f32> {
    let tensors = weights::read(file).unwrap().into_iter();
    tensors
        .flat_map(|(_, _, values)| values)
        .map(|value| value as f32)
        .collect()
}

#[test]
fn a_trace_says_in_double_precision_what_the_frame_of_the_same_weights_says() {
    for cell in CELLS {
        let mut lane = Lane::new(&small(), cell, None).unwrap();
        let mut inspector = Inspector::new(&small(), cell, None).unwrap();
        for updates in [0, 7] {
            lane.train(updates);
            let mut frame = vec![0.0; lane.frame_length()];
            lane.write_frame(&mut frame).unwrap();
            inspector.load(&lane.snapshot()).unwrap();
            let trace = inspector.trace().unwrap();
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
    let mut watched = Lane::new(&small(), CellKind::Lstm, None).unwrap();
    let mut inspector = Inspector::new(&small(), CellKind::Lstm, None).unwrap();
    let mut alone = Lane::new(&small(), CellKind::Lstm, None).unwrap();
    for _ in 0..10 {
        watched.train(1);
        inspector.load(&watched.snapshot()).unwrap();
        inspector.trace().unwrap();
    }
    alone.train(10);
    assert_eq!(watched.snapshot(), alone.snapshot());
}

#[test]
fn a_lane_that_is_given_the_inspectors_weights_is_the_lane_that_makes_its_own() {
    for cell in CELLS {
        let experiment = Experiment {
            radius: Some(0.8),
            init: Init::Orthogonal,
            ..small()
        };
        let weights = Inspector::new(&experiment, cell, None)
            .unwrap()
            .initial_weights();
        let mut own = Lane::new(&experiment, cell, None).unwrap();
        let mut given = Lane::with_weights(&experiment, cell, None, weights).unwrap();
        let first = own.snapshot();
        assert_eq!(given.snapshot(), first);
        own.train(5);
        given.train(5);
        assert_eq!(given.snapshot(), own.snapshot());
        given.reset();
        assert_eq!(given.snapshot(), first);
    }
}

#[test]
fn a_lane_begins_with_any_weights_of_the_right_number_and_with_no_others() {
    let mut inspector = Inspector::new(&small(), CellKind::Gru, None).unwrap();
    let mut weights = inspector.initial_weights();
    weights.iter_mut().for_each(|weight| *weight *= 0.5);
    let lane = Lane::with_weights(&small(), CellKind::Gru, None, weights.clone()).unwrap();
    inspector.load(&lane.snapshot()).unwrap();
    let (mut found, mut expected) = (numbers(&inspector.weights()), weights.clone());
    found.sort_by(f32::total_cmp);
    expected.sort_by(f32::total_cmp);
    assert_eq!(found, expected);

    weights.pop();
    let error = Lane::with_weights(&small(), CellKind::Gru, None, weights).err();
    let error = error.expect("one weight is missing");
    assert_eq!(error.kind, ErrorKind::WrongShape);
    assert_eq!(error.key.as_deref(), Some("weights"));
}

#[test]
fn a_snapshot_of_another_model_is_refused_and_changes_nothing() {
    let mut inspector = Inspector::new(&small(), CellKind::Rnn, None).unwrap();
    let before = inspector.weights();
    let larger = Experiment {
        hidden: 7,
        ..small()
    };
    for snapshot in [
        Lane::new(&small(), CellKind::Gru, None).unwrap().snapshot(),
        Lane::new(&larger, CellKind::Rnn, None).unwrap().snapshot(),
        Vec::new(),
    ] {
        let error = inspector.load(&snapshot).unwrap_err();
        assert_eq!(error.key.as_deref(), Some("snapshot"));
        assert_eq!(inspector.weights(), before);
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
    let mut lane = Lane::new(&experiment, CellKind::Rnn, None).unwrap();
    let inspector = Inspector::new(&experiment, CellKind::Rnn, None).unwrap();
    assert_eq!(inspector.locate(&lane.snapshot()), Ok(None));
    let divergence = lane.train(100).divergence;
    assert!(divergence.is_some(), "weights this large explode");
    assert_eq!(inspector.locate(&lane.snapshot()), Ok(divergence));
}

#[test]
fn what_a_lane_refuses_an_inspector_refuses_with_the_same_sentence() {
    let text = Experiment {
        task: TaskKind::Text,
        ..small()
    };
    let large = Experiment {
        length: 1024,
        hidden: 256,
        layers: 4,
        batch: 256,
        ..Experiment::default()
    };
    for (experiment, given) in [(text.clone(), Some("")), (text, Some("aaa")), (large, None)] {
        let lane = Lane::new(&experiment, CellKind::Lstm, given).err();
        assert!(lane.is_some(), "{experiment:?}");
        let inspector = Inspector::new(&experiment, CellKind::Lstm, given).err();
        assert_eq!(inspector, lane);
    }
}

#[test]
fn truncation_that_was_changed_shows_in_the_next_trace() {
    let mut inspector = Inspector::new(&small(), CellKind::Rnn, None).unwrap();
    assert!(inspector.trace().unwrap().layers[0].log10_grad_hidden[0].is_some());
    inspector.set(&Experiment {
        truncate: 3,
        ..small()
    });
    assert_eq!(
        inspector.trace().unwrap().layers[0].log10_grad_hidden[0],
        None
    );
}

#[test]
fn only_a_model_that_learns_text_writes() {
    let inspector = Inspector::new(&small(), CellKind::Rnn, None).unwrap();
    let error = inspector.generate("a", 10, 1.0).unwrap_err();
    assert_eq!(
        (error.kind, error.key.as_deref()),
        (ErrorKind::WrongValue, Some("task"))
    );

    let experiment = Experiment {
        task: TaskKind::Text,
        ..small()
    };
    let inspector = Inspector::new(&experiment, CellKind::Rnn, Some("to be or not to be")).unwrap();
    assert_eq!(
        inspector.generate("to ", 10, 1.0).unwrap().chars().count(),
        10
    );
}

#[test]
fn a_lane_without_a_text_reads_the_passage() {
    let experiment = Experiment {
        task: TaskKind::Text,
        passage: Passage::Chinese,
        ..small()
    };
    let passage = text::passage(Passage::Chinese);
    let without = Lane::new(&experiment, CellKind::Rnn, None).unwrap();
    let with = Lane::new(&experiment, CellKind::Rnn, Some(passage)).unwrap();
    assert_eq!(without.describe(), with.describe());
    assert_eq!(without.snapshot(), with.snapshot());
}

#[test]
fn the_gains_of_the_weights_are_those_of_the_trace() {
    for cell in CELLS {
        let mut lane = Lane::new(&small(), cell, None).unwrap();
        lane.train(3);
        let mut inspector = Inspector::new(&small(), cell, None).unwrap();
        inspector.load(&lane.snapshot()).unwrap();
        let gains = inspector.weight_gains();
        assert_eq!(gains.updates, 3);
        let trace = inspector.trace().unwrap();
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

#[test]
fn a_lane_rescaled_by_its_inspector_has_the_radius_that_was_asked_for_and_trains_on() {
    for cell in [CellKind::Rnn, CellKind::Lstm, CellKind::Gru] {
        let mut lane = Lane::new(&small(), cell, None).unwrap();
        let mut inspector = Inspector::new(&small(), cell, None).unwrap();
        lane.train(5);
        inspector.load(&lane.snapshot()).unwrap();
        lane.scale_recurrent(&inspector.rescaling(0.3).unwrap())
            .unwrap();
        inspector.load(&lane.snapshot()).unwrap();
        for radius in inspector.radii() {
            assert!((radius - 0.3).abs() < 1e-6, "{cell:?}: {radius}");
        }
        assert_eq!(lane.train(3).updates, 8);
        inspector.load(&lane.snapshot()).unwrap();
        assert!(inspector.radii().iter().all(|&radius| radius != 0.3));
    }
}

#[test]
fn the_gradients_of_a_model_in_training_agree_with_differences_of_its_loss() {
    for cell in CELLS {
        let mut lane = Lane::new(&small(), cell, None).unwrap();
        let mut inspector = Inspector::new(&small(), cell, None).unwrap();
        lane.train(20);
        inspector.load(&lane.snapshot()).unwrap();
        let checks: Vec<_> = (0..).map_while(|tensor| inspector.verify(tensor)).collect();
        let names: Vec<_> = checks.iter().map(|check| check.tensor.as_str()).collect();
        assert_eq!(names.last(), Some(&"readout.bias"));
        for check in &checks {
            assert!(check.worst_relative_error < 1e-5, "{cell:?} {check:?}");
        }
        assert!(checks.iter().map(|check| check.compared).sum::<usize>() > checks.len());
    }
}
