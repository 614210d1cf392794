//! Laws of training: the same bits from the same seed, snapshots, truncation, the window's edge,
//! and that a model learns at all.

use vanishing_point::Experiment;
use vanishing_point::data::batch::Batch;
use vanishing_point::data::dataset::sha256;
use vanishing_point::data::rng::Rng;
use vanishing_point::data::sequence::{Inputs, Sequence, Target};
use vanishing_point::data::task::given::Given;
use vanishing_point::experiment::{CellKind, OptimizerKind, TaskKind};
use vanishing_point::kernel::real::Real;
use vanishing_point::nn::cell::CELLS;
use vanishing_point::nn::init::initial_weights;
use vanishing_point::nn::loss::{LossKind, total_loss};
use vanishing_point::nn::model::{Model, ReadOut};
use vanishing_point::nn::parameters::Architecture;
use vanishing_point::nn::tape::Workspace;
use vanishing_point::nn::weights::save;
use vanishing_point::run::trainer::Trainer;

/// Every cell there is.
fn cells() -> impl Iterator<Item = CellKind> {
    CELLS.iter().map(|cell| cell.spec.kind)
}

pub fn small() -> Experiment {
    Experiment {
        length: 12,
        units: 7,
        layers: 2,
        batch: 5,
        ..Experiment::default()
    }
}

pub fn trainer(experiment: &Experiment, kind: CellKind) -> Trainer {
    Trainer::new(experiment, kind, None).unwrap()
}

pub fn digest(trainer: &Trainer) -> String {
    sha256(&save(trainer.model()))
}

pub fn train(trainer: &mut Trainer, updates: usize) {
    for _ in 0..updates {
        trainer.update().unwrap();
    }
}

fn model<F: Real>(
    kind: CellKind,
    experiment: &Experiment,
    inputs: usize,
    outputs: usize,
) -> Model<F> {
    let architecture = Architecture::new(kind, experiment, inputs, outputs);
    let mut model = Model::new(architecture);
    let weights = initial_weights(&architecture, experiment);
    for (parameter, weight) in model.parameters_mut().iter_mut().zip(weights) {
        *parameter = F::of(weight);
    }
    model
}

/// Symbols 0, 1, 2, … and one class to answer at the end.
pub fn counting(steps: usize) -> Sequence {
    let mut targets = vec![Target::None; steps];
    targets[steps - 1] = Target::Class(1);
    Sequence {
        inputs: Inputs::Symbols {
            ids: (0..steps as u32).collect(),
            size: steps,
        },
        targets,
    }
}

/// The gradient of all weights, and each layer's pre-activation gradients from the top.
fn gradients(
    model: &Model<f64>,
    sequences: &[Sequence],
    truncate: usize,
) -> (Vec<f64>, Vec<Vec<f64>>) {
    let (inputs, outputs) = (model.architecture().inputs, model.architecture().outputs);
    let mut batch = Batch::new(inputs, outputs, LossKind::CrossEntropy);
    batch.fill(sequences).unwrap();
    let (mut tape, mut space) = (model.tape(), Workspace::default());
    model.forward(&batch, &mut tape, ReadOut::Targets);
    let slopes = space.output_gradients(&tape);
    total_loss(tape.outputs(), batch.targets(), slopes);
    let mut gradient = vec![0.0; model.parameters().len()];
    let mut layers = Vec::new();
    model.backward(
        &batch,
        &tape,
        truncate,
        &mut space,
        &mut gradient,
        |_, space| {
            layers.push(space.preactivations.iter().copied().collect());
        },
    );
    (gradient, layers)
}

#[test]
fn the_same_seed_gives_the_same_bits() {
    for kind in cells() {
        let (mut first, mut second) = (trainer(&small(), kind), trainer(&small(), kind));
        train(&mut first, 20);
        train(&mut second, 10);
        second.evaluate();
        train(&mut second, 10);
        assert_eq!(digest(&first), digest(&second));
        let mut other = trainer(&Experiment { seed: 2, ..small() }, kind);
        train(&mut other, 20);
        assert_ne!(digest(&first), digest(&other));
    }
}

#[test]
fn reset_brings_back_the_same_initial_weights_and_the_same_run() {
    let mut trainer = trainer(&small(), CellKind::Gru);
    let initial = digest(&trainer);
    train(&mut trainer, 8);
    let trained = digest(&trainer);
    assert_ne!(initial, trained);
    trainer.reset();
    assert_eq!((digest(&trainer), trainer.updates()), (initial, 0));
    train(&mut trainer, 8);
    assert_eq!(digest(&trainer), trained);
}

#[test]
fn a_restored_lane_goes_on_as_if_it_had_never_stopped() {
    for kind in cells() {
        for optimizer in [
            OptimizerKind::Sgd,
            OptimizerKind::Momentum,
            OptimizerKind::Rmsprop,
            OptimizerKind::Adam,
        ] {
            let experiment = Experiment {
                optimizer,
                ..small()
            };
            let mut through = trainer(&experiment, kind);
            train(&mut through, 6);
            let snapshot = through.snapshot();
            train(&mut through, 6);
            let mut restored = trainer(&experiment, kind);
            restored.restore(&snapshot).unwrap();
            assert_eq!(restored.updates(), 6);
            train(&mut restored, 6);
            assert_eq!(
                digest(&through),
                digest(&restored),
                "{kind:?} {optimizer:?}"
            );
        }
    }
}

#[test]
fn a_snapshot_of_another_model_is_refused() {
    let snapshot = trainer(&small(), CellKind::Gru).snapshot();
    for (experiment, kind) in [
        (small(), CellKind::Lstm),
        (
            Experiment {
                units: 8,
                ..small()
            },
            CellKind::Gru,
        ),
        (
            Experiment {
                optimizer: OptimizerKind::Sgd,
                ..small()
            },
            CellKind::Gru,
        ),
    ] {
        let mut other = trainer(&experiment, kind);
        let before = digest(&other);
        assert!(other.restore(&snapshot).is_err());
        assert_eq!(digest(&other), before);
    }
}

#[test]
fn all_lanes_of_a_race_see_the_same_data() {
    let probes: Vec<Sequence> = cells()
        .map(|kind| trainer(&small(), kind).probe().clone())
        .collect();
    assert!(probes.iter().all(|probe| *probe == probes[0]));
    let mut lanes: Vec<Trainer> = cells().map(|kind| trainer(&small(), kind)).collect();
    for _ in 0..5 {
        let draw = |lane: &mut Trainer| {
            lane.update().unwrap();
            format!("{:?}", lane.batch())
        };
        let batches: Vec<String> = lanes.iter_mut().map(draw).collect();
        assert!(batches.iter().all(|batch| *batch == batches[0]));
    }
}

#[test]
fn a_live_parameter_acts_from_the_next_update_on() {
    let mut slow = trainer(&small(), CellKind::Rnn);
    let mut fast = trainer(&small(), CellKind::Rnn);
    fast.set(&Experiment {
        rate: 0.1,
        seed: 99,
        units: 30,
        ..small()
    });
    assert_eq!(
        fast.experiment(),
        &Experiment {
            rate: 0.1,
            ..small()
        }
    );
    train(&mut slow, 1);
    train(&mut fast, 1);
    assert_ne!(digest(&slow), digest(&fast));
}

#[test]
fn a_packed_batch_has_the_gradient_of_its_sequences_one_by_one() {
    let mut rng = Rng::from_seed(5);
    let sequences: Vec<Sequence> = [3, 9, 1, 9, 6]
        .iter()
        .map(|&steps| Sequence {
            inputs: Inputs::Symbols {
                ids: (0..steps).map(|_| rng.below(4) as u32).collect(),
                size: 4,
            },
            targets: (0..steps)
                .map(|_| Target::Class(rng.below(3) as u32))
                .collect(),
        })
        .collect();
    let steps: usize = sequences.iter().map(Sequence::steps).sum();
    for kind in cells() {
        let model = model(
            kind,
            &Experiment {
                units: 5,
                layers: 2,
                ..small()
            },
            4,
            3,
        );
        let (together, _) = gradients(&model, &sequences, 0);
        let mut alone = vec![0.0; together.len()];
        for sequence in &sequences {
            let share = sequence.steps() as f64 / steps as f64;
            let (gradient, _) = gradients(&model, std::slice::from_ref(sequence), 0);
            for (sum, value) in alone.iter_mut().zip(gradient) {
                *sum += share * value;
            }
        }
        for (a, b) in together.iter().zip(&alone) {
            assert!((a - b).abs() < 1e-14, "{kind:?}: {a} is not {b}");
        }
    }
}

#[test]
fn truncation_cuts_the_gradient_at_every_kth_step_and_nothing_else() {
    for kind in [CellKind::Rnn, CellKind::Lstm, CellKind::Gru] {
        let experiment = Experiment {
            units: 3,
            layers: 2,
            ..small()
        };
        let model = model(kind, &experiment, 8, 2);
        let width = model.architecture().blocks() * 3;
        let (full, _) = gradients(&model, &[counting(8)], 0);
        let (whole, _) = gradients(&model, &[counting(8)], 8);
        assert_eq!(full, whole, "a cut beyond the last step cuts nothing");
        // The only loss is at the last of 8 steps: cuts before steps 3 and 6 (from 0) leave 6 and 7.
        let (_, layers) = gradients(&model, &[counting(8)], 3);
        for layer in layers {
            for (t, row) in layer.chunks_exact(width).enumerate() {
                assert_eq!(
                    row.iter().any(|&value| value != 0.0),
                    t >= 6,
                    "{kind:?} at {t}"
                );
            }
        }
    }
}

#[test]
fn beyond_the_window_the_gradient_is_exactly_zero_at_any_depth() {
    for layers in 1..=3 {
        let experiment = Experiment {
            units: 4,
            layers,
            window: 3,
            ..small()
        };
        let model = model(CellKind::Window, &experiment, 10, 2);
        let (gradient, _) = gradients(&model, &[counting(10)], 0);
        let embedding = model.layout().view(&gradient, "embedding.weight").unwrap();
        for (symbol, row) in embedding.rows().into_iter().enumerate() {
            assert_eq!(
                row.iter().all(|&value| value == 0.0),
                symbol < 7,
                "symbol {symbol}"
            );
        }
    }
}

#[test]
fn an_lstm_learns_a_tiny_batch_by_heart() {
    let experiment = Experiment {
        units: 16,
        optimizer: OptimizerKind::Adam,
        rate: 0.02,
        ..small()
    };
    let mut rng = Rng::from_seed(2);
    let sequences: Vec<Sequence> = (0..4)
        .map(|_| Sequence {
            inputs: Inputs::Symbols {
                ids: (0..8).map(|_| rng.below(6) as u32).collect(),
                size: 6,
            },
            targets: (0..8).map(|_| Target::Class(rng.below(3) as u32)).collect(),
        })
        .collect();
    let mut batch = Batch::new(6, 3, LossKind::CrossEntropy);
    batch.fill(&sequences).unwrap();
    let task = Given::new(sequences, 3, LossKind::CrossEntropy).unwrap();
    let mut lane = Trainer::with_task(&experiment, CellKind::Lstm, Box::new(task)).unwrap();
    let first = lane.update_from(&batch).unwrap().loss;
    for _ in 0..250 {
        lane.update_from(&batch).unwrap();
    }
    let score = lane.score(&batch);
    assert!(
        first > 0.9 && score.loss() < 0.01,
        "{first} → {}",
        score.loss()
    );
    assert_eq!(score.accuracy(), 1.0);
}

#[test]
fn an_experiment_that_would_not_fit_into_memory_is_refused() {
    let experiment = Experiment {
        length: 1024,
        units: 256,
        layers: 4,
        batch: 256,
        ..Experiment::default()
    };
    let error = Trainer::new(&experiment, CellKind::Lstm, None).unwrap_err();
    assert_eq!(
        (error.key.as_deref(), error.given.as_str()),
        (Some("batch"), "256")
    );
}

#[test]
fn fewer_held_out_sequences_are_scored_where_they_are_long_and_ask_often() {
    let asked = |task, length| {
        let experiment = Experiment {
            task,
            length,
            ..small()
        };
        trainer(&experiment, CellKind::Rnn).evaluate().targets
    };
    assert_eq!(asked(TaskKind::Recall, 40), 64);
    assert_eq!(asked(TaskKind::Recall, 300), 64);
    assert_eq!(asked(TaskKind::Text, 40), 64 * 40);
    assert_eq!(asked(TaskKind::Text, 64), 40 * 64);
    assert_eq!(asked(TaskKind::Text, 300), 16 * 300);
}
