//! Gates that stand at a fixed value: what follows exactly, whatever the weights.

use proptest::prelude::*;
use vanishing_point::Experiment;
use vanishing_point::analysis::jacobian::step_jacobian;
use vanishing_point::analysis::trace::Tracer;
use vanishing_point::data::rng::Rng;
use vanishing_point::data::sequence::{Inputs, Sequence, Target};
use vanishing_point::experiment::{CellKind, Value};
use vanishing_point::nn::cell::CELLS;
use vanishing_point::nn::init::initial_weights;
use vanishing_point::nn::loss::LossKind;
use vanishing_point::nn::model::Model;
use vanishing_point::nn::parameters::{Architecture, Role};
use vanishing_point::run::trainer::Trainer;

fn held(hold: &str, experiment: &Experiment) -> Experiment {
    let given = Value::Object(vec![("hold".into(), Value::Text(hold.into()))]);
    let hold = Experiment::strict(&given).unwrap().hold;
    Experiment {
        hold,
        ..experiment.clone()
    }
}

/// A tracer over random inputs with one loss at the end; without recurrent weights if `direct`.
fn tracer(experiment: &Experiment, kind: CellKind, steps: usize, direct: bool) -> Tracer {
    let architecture = Architecture::new(kind, experiment, 3, 2);
    let mut model = Model::<f64>::new(architecture);
    let weights = initial_weights(&architecture, experiment);
    model.parameters_mut().copy_from_slice(&weights);
    model.hold(experiment.hold);
    if direct && let Some(recurrent) = model.layout().place(0, Role::WeightHh) {
        model.parameters_mut()[recurrent].fill(0.0);
    }
    let mut rng = Rng::from_seed(u64::from(experiment.seed));
    let mut targets = vec![Target::None; steps];
    targets[steps - 1] = Target::Class(1);
    let sequence = Sequence {
        inputs: Inputs::Dense {
            values: (0..3 * steps).map(|_| rng.normal()).collect(),
            size: 3,
        },
        targets,
    };
    let mut tracer = Tracer::new(&model, LossKind::CrossEntropy, 0);
    tracer.run(&sequence).unwrap();
    tracer
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// Where the gate that keeps is the only path, one step multiplies by its value: the gradient of what carries the
    /// memory is f^(T − 1) of what it was, for values that are powers of two to the last bit.
    #[test]
    fn the_gradient_falls_by_the_value_of_the_gate_at_every_step(
        f in (50..=1000).prop_map(|part| f64::from(part) / 1000.0),
        halvings in 0u32..3,
        exact in any::<bool>(),
        steps in 2usize..60,
        seed in any::<u32>(),
    ) {
        let f = if exact { 0.5f64.powi(halvings as i32) } else { f };
        let experiment = Experiment { units: 5, seed, ..Experiment::default() };
        let replaces = (1000.0 * (1.0 - f)).round() / 1000.0;
        for (kind, hold) in [
            (CellKind::Lstm, format!("forget:{f}")),
            (CellKind::Gru, format!("update:{f}")),
            (CellKind::Mingru, format!("update:{replaces}")),
        ] {
            let trace = tracer(&held(&hold, &experiment), kind, steps, true).trace();
            let layer = serde_json::to_value(&trace.layers[0]).unwrap();
            let memory = if kind == CellKind::Lstm { "gradCell" } else { "gradHidden" };
            let at = |t: usize, unit: usize| layer[memory][t][unit].as_f64().unwrap();
            let keeps = if kind == CellKind::Mingru { 1.0 - replaces } else { f };
            for unit in 0..5 {
                let (first, last) = (at(0, unit), at(steps - 1, unit));
                let expected = last * keeps.powi(steps as i32 - 1);
                let off = if exact { 0.0 } else { 1e-13 * steps as f64 * expected.abs() };
                prop_assert!((first - expected).abs() <= off, "{kind:?} {hold}: {first} is not {expected}");
            }
        }
    }

    /// A gate that is held has that value everywhere, no gradient, and leaves those of its weights at zero.
    #[test]
    fn a_held_gate_is_constant_and_has_no_gradient(value in (0..=1000).prop_map(|part| f64::from(part) / 1000.0), seed in any::<u32>(), layers in 1usize..3) {
        let experiment = Experiment { units: 4, layers, seed, ..Experiment::default() };
        for (kind, gate) in [
            (CellKind::Lstm, "input"),
            (CellKind::Lstm, "forget"),
            (CellKind::Lstm, "output"),
            (CellKind::Gru, "reset"),
            (CellKind::Gru, "update"),
            (CellKind::Mingru, "update"),
        ] {
            let tracer = tracer(&held(&format!("{gate}:{value}"), &experiment), kind, 9, false);
            let trace = serde_json::to_value(tracer.trace()).unwrap();
            let numbers = |value: &serde_json::Value| -> Vec<f64> {
                let rows = value.as_array().unwrap().iter();
                rows.flat_map(|row| row.as_array().unwrap()).map(|each| each.as_f64().unwrap()).collect()
            };
            for layer in trace["layers"].as_array().unwrap() {
                prop_assert!(numbers(&layer["gates"][gate]).iter().all(|&each| each == value));
                for gradients in ["gradGates", "gradPreactivations"] {
                    prop_assert!(numbers(&layer[gradients][gate]).iter().all(|&each| each == 0.0));
                }
            }
            let block = tracer.model().spec().blocks.iter().position(|each| *each == gate).unwrap();
            for layer in 0..layers {
                let gradients = numbers(&trace["paramGrads"][format!("weight_ih_l{layer}")]);
                let share = gradients.len() / tracer.model().spec().blocks.len();
                let own = &gradients[block * share..][..share];
                prop_assert!(own.iter().all(|&each| each == 0.0));
                // Wide open or shut it may leave the others nothing to learn from.
                let learns = gradients.iter().any(|&each| each != 0.0);
                prop_assert!(learns || value == 0.0 || value == 1.0);
            }
        }
    }
}

#[test]
fn the_cell_of_1997_has_an_identity_on_the_straight_path() {
    let experiment = held(
        "forget:1",
        &Experiment {
            units: 4,
            ..Experiment::default()
        },
    );
    let tracer = tracer(&experiment, CellKind::Lstm, 12, true);
    for t in 1..12 {
        let jacobian = step_jacobian(&tracer, t);
        for ((row, column), &value) in jacobian.indexed_iter() {
            // Of the state (h, c): c in the later rows and columns.
            if row >= 4 {
                let expected = f64::from(u8::from(row == column));
                assert_eq!(value, expected, "t = {t}, row {row}, column {column}");
            }
        }
    }
}

#[test]
fn holding_takes_effect_at_once_and_letting_go_gives_the_run_back() {
    let free = Experiment {
        length: 12,
        units: 5,
        batch: 4,
        ..Experiment::default()
    };
    for cell in CELLS {
        let kind = cell.spec.kind;
        let mut trainer = Trainer::new(&free, kind, None).unwrap();
        trainer.train(5);
        let (mut before, mut during, mut after) = (frame(&mut trainer), Vec::new(), Vec::new());
        let snapshot = trainer.snapshot();
        trainer.set(&held("forget:0.5,update:0.5", &free));
        during.extend(frame(&mut trainer));
        trainer.train(3);
        trainer.set(&free);
        trainer.restore(&snapshot).unwrap();
        after.extend(frame(&mut trainer));
        let has_gate = !cell.spec.gates.is_empty();
        assert_eq!(before != during, has_gate, "{kind:?}");
        // NaN stands for what the restored trainer no longer knows of its last update; it is equal to nothing.
        before.retain(|each| !each.is_nan());
        after.retain(|each| !each.is_nan());
        assert_eq!(before, after, "{kind:?}");
    }
}

fn frame(trainer: &mut Trainer) -> Vec<f32> {
    let mut out = vec![0.0; trainer.frame_length()];
    trainer.write_frame(&mut out).unwrap();
    out
}

#[test]
fn adam_leaves_the_weights_of_a_gate_alone_that_is_held_from_the_start() {
    let experiment = Experiment {
        length: 12,
        units: 5,
        batch: 4,
        ..Experiment::default()
    };
    let mut trainer = Trainer::new(&held("forget:1", &experiment), CellKind::Lstm, None).unwrap();
    let weights = |trainer: &Trainer| trainer.model().tensor("weight_hh_l0").unwrap().to_owned();
    let before = weights(&trainer);
    trainer.train(20);
    let after = weights(&trainer);
    for row in 0..20 {
        let same = before.row(row) == after.row(row);
        assert_eq!(same, (5..10).contains(&row), "row {row}");
    }
}
