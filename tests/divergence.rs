//! Where a run becomes non-finite: found where it starts, and the lane stays at its last finite weights.

use vanishing_point::Experiment;
use vanishing_point::data::task::given::Given;
use vanishing_point::experiment::{Activation, CellKind, ClipBy, Init, OptimizerKind, TaskKind};
use vanishing_point::nn::loss::LossKind;
use vanishing_point::run::trainer::Trainer;

use crate::training::{counting, digest, small, train, trainer};

#[test]
fn a_learning_rate_of_ten_diverges_and_says_where_and_the_lane_stays_finite() {
    // The squared error's gradient grows with the error, so whatever the seed there is no way back.
    let experiment = Experiment {
        task: TaskKind::Adding,
        rate: 10.0,
        clip: None,
        optimizer: OptimizerKind::Sgd,
        activation: Activation::Relu,
        init: Init::Identity,
        ..small()
    };
    let mut lane = trainer(&experiment, CellKind::Rnn);
    let divergence = (0..200)
        .find_map(|_| lane.update().err())
        .expect("nothing can learn at this rate");
    assert_eq!(divergence.update, lane.updates() + 1);
    assert!(
        lane.model()
            .parameters()
            .iter()
            .all(|weight| weight.is_finite())
    );
    let (weights, snapshot) = (digest(&lane), lane.snapshot());
    assert_eq!(
        lane.update().unwrap_err(),
        divergence,
        "the same update fails at the same place"
    );
    assert_eq!(
        (digest(&lane), lane.snapshot()),
        (weights.clone(), snapshot.clone())
    );
    assert_eq!(lane.evaluate().targets, 64);
    let mut rewound = trainer(&experiment, CellKind::Rnn);
    rewound.restore(&snapshot).unwrap();
    assert_eq!(digest(&rewound), weights);
}

/// The divergence of the first update after one weight has been replaced.
fn poisoned(kind: CellKind, name: &str, value: f32) -> (String, Option<usize>) {
    let mut lane = trainer(
        &Experiment {
            clip_by: ClipBy::Value,
            ..small()
        },
        kind,
    );
    let range = lane.model().layout().find(name).unwrap().range();
    lane.model_mut().parameters_mut()[range.start] = value;
    let divergence = lane.update().unwrap_err();
    assert_eq!(divergence.update, 1);
    assert!(divergence.message.contains(&divergence.tensor));
    (divergence.tensor, divergence.step)
}

#[test]
fn divergence_is_found_where_it_starts() {
    assert_eq!(
        poisoned(CellKind::Rnn, "bias_ih_l0", f32::NAN),
        ("hidden l0".into(), Some(1))
    );
    assert_eq!(
        poisoned(CellKind::Rnn, "weight_hh_l1", f32::NAN),
        ("hidden l1".into(), Some(2))
    );
    assert_eq!(
        poisoned(CellKind::Lstm, "bias_hh_l1", f32::NAN),
        ("input gate l1".into(), Some(1))
    );
    assert_eq!(
        poisoned(CellKind::Window, "bias_ih_l1", f32::NAN),
        ("hidden l1".into(), Some(1))
    );
    let (tensor, step) = poisoned(CellKind::Gru, "readout.bias", f32::NAN);
    assert_eq!(tensor, "outputs");
    assert!(
        step >= Some(4),
        "recall asks at the last step alone, step 4 at the earliest: {step:?}"
    );
}

#[test]
fn a_gradient_that_overflows_on_its_way_back_is_found_at_its_time_step() {
    let experiment = Experiment {
        activation: Activation::Relu,
        units: 1,
        layers: 1,
        ..small()
    };
    let task = Given::new(vec![counting(5)], 2, LossKind::CrossEntropy).unwrap();
    let mut lane = Trainer::with_task(&experiment, CellKind::Rnn, Box::new(task)).unwrap();
    let model = lane.model_mut();
    model.parameters_mut().fill(0.0);
    // States near 1e-30 that grow a hundredfold a step, read out 1e38-fold: all finite forward, while
    // backward 1e38 has to grow a hundredfold.
    for (name, value) in [("weight_ih_l0", 1e-30), ("weight_hh_l0", 100.0)] {
        let range = model.layout().find(name).unwrap().range();
        model.parameters_mut()[range].fill(value);
    }
    let range = model.layout().find("readout.weight").unwrap().range();
    model.parameters_mut()[range].copy_from_slice(&[1e38, -1e38]);
    let divergence = lane.update().unwrap_err();
    assert_eq!(
        (divergence.tensor.as_str(), divergence.step),
        ("gradient of hidden l0", Some(4))
    );
}

#[test]
fn a_step_that_leaves_the_finite_numbers_names_the_weight_and_is_dropped() {
    let mut lane = trainer(
        &Experiment {
            optimizer: OptimizerKind::Sgd,
            ..small()
        },
        CellKind::Gru,
    );
    let before = digest(&lane);
    // No experiment has such a rate; it stands for any step that is too long for an f32.
    lane.set(&Experiment {
        rate: 1e39,
        ..small()
    });
    let divergence = lane.update().unwrap_err();
    assert_eq!(
        (divergence.tensor.as_str(), divergence.step),
        ("weight_ih_l0", None)
    );
    assert_eq!(digest(&lane), before);
    assert_eq!(lane.updates(), 0);
    lane.set(&small());
    train(&mut lane, 1);
}
