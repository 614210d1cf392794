//! What one step back does to a gradient, and what many do together: against plain products, and at T = 400.

use crate::support::draw::SplitMix;
use ndarray::Array2;
use vanishing_point::Experiment;
use vanishing_point::analysis::jacobian::{
    PathGains, path_gains, step_jacobian, step_singular_values,
};
use vanishing_point::analysis::trace::Tracer;
use vanishing_point::data::sequence::{Inputs, Sequence, Target};
use vanishing_point::experiment::{CellKind, Reset};
use vanishing_point::linalg::spectrum::singular_values;
use vanishing_point::nn::init::initial_weights;
use vanishing_point::nn::loss::LossKind;
use vanishing_point::nn::model::Model;
use vanishing_point::nn::parameters::Architecture;

/// A tracer that has run a random sequence; `scale` multiplies every weight.
fn tracer(experiment: &Experiment, kind: CellKind, steps: usize, scale: f64) -> Tracer {
    let architecture = Architecture::new(kind, experiment, 3, 2);
    let mut model = Model::<f64>::new(architecture);
    let weights = initial_weights(&architecture, experiment);
    for (parameter, weight) in model.parameters_mut().iter_mut().zip(weights) {
        *parameter = weight * scale;
    }
    let mut draw = SplitMix(7);
    run(
        &model,
        (0..3 * steps).map(|_| draw.uniform()).collect(),
        steps,
    )
}

fn run(model: &Model<f64>, values: Vec<f64>, steps: usize) -> Tracer {
    let mut targets = vec![Target::None; steps];
    targets[steps - 1] = Target::Class(0);
    let sequence = Sequence {
        inputs: Inputs::Dense { values, size: 3 },
        targets,
    };
    let mut tracer = Tracer::new(model, LossKind::CrossEntropy, 0);
    tracer.run(&sequence).expect("a sequence that fits");
    tracer
}

/// Compares the logarithms of every product with a plain product of the steps, each multiplied by `factor`
/// so that it stays within the floats.
fn compare(tracer: &Tracer, gains: &PathGains, factor: f64) {
    let steps = tracer.steps();
    let size = gains.log10_product_singular_values[0].len();
    let mut product = Array2::eye(size);
    for t in (1..steps).rev() {
        product = product.dot(&(step_jacobian(tracer, t) * factor));
        let expected = singular_values(product.view());
        let found = &gains.log10_product_singular_values[t - 1];
        assert_eq!(found.len(), size);
        let together = (steps - t) as f64;
        for (log10, value) in found.iter().zip(&expected) {
            let Some(log10) = log10 else { continue };
            let expected_log10 = value.log10() - together * factor.log10();
            // Small ones are known to some digits of the largest.
            let tolerance = 1e-12 * expected[0] / value + 1e-12 * expected_log10.abs() + 1e-11;
            assert!(
                (log10 - expected_log10).abs() < tolerance,
                "t = {t}: {log10}, not {expected_log10}"
            );
        }
    }
}

#[test]
fn products_of_steps_have_the_singular_values_of_plain_products() {
    for (kind, reset) in [
        (CellKind::Rnn, Reset::After),
        (CellKind::Lstm, Reset::After),
        (CellKind::Gru, Reset::After),
        (CellKind::Gru, Reset::Before),
    ] {
        let experiment = Experiment {
            units: 6,
            reset_gate: reset,
            ..Experiment::default()
        };
        let tracer = tracer(&experiment, kind, 12, 1.0);
        let gains = path_gains(&tracer);
        assert_eq!(
            (
                step_singular_values(&tracer).nrows(),
                gains.log10_product_singular_values.len(),
                gains.direction_overlaps.len()
            ),
            (11, 11, 10)
        );
        assert!(gains.log10_product_singular_values[0][0].is_some());
        compare(&tracer, &gains, 1.0);
    }
}

#[test]
fn four_hundred_steps_far_below_the_floats_keep_their_digits() {
    let experiment = Experiment {
        units: 5,
        ..Experiment::default()
    };
    let tracer = tracer(&experiment, CellKind::Rnn, 400, 0.004);
    let gains = path_gains(&tracer);
    let together = gains.log10_product_singular_values[0][0].expect("no gradient is exactly zero");
    assert!(together < -900.0, "10^{together}");
    compare(&tracer, &gains, 2f64.powi(9));
    // The gradient of the loss is one direction of all, so it keeps no more than the best one does.
    let kept = tracer.log10_ratio();
    assert!(
        kept <= together + 1e-9 && kept > together - 3.0,
        "{kept}, {together}"
    );
}

#[test]
fn steps_that_stretch_by_two_together_keep_the_length_when_their_directions_do_not_meet() {
    let experiment = Experiment {
        units: 2,
        ..Experiment::default()
    };
    let architecture = Architecture::new(CellKind::Rnn, &experiment, 3, 2);
    let mut model = Model::<f64>::new(architecture);
    let recurrent = model.layout().find("weight_hh_l0").unwrap().range();
    model.parameters_mut()[recurrent].copy_from_slice(&[0.0, 0.5, 2.0, 0.0]);
    // With neither inputs nor biases the state stays 0, where tanh has slope 1.
    let tracer = run(&model, vec![0.0; 3 * 9], 9);
    let gains = path_gains(&tracer);
    for (step, overlap) in step_singular_values(&tracer)
        .rows()
        .into_iter()
        .zip(&gains.direction_overlaps)
    {
        assert!((step[0] - 2.0).abs() < 1e-12 && (step[1] - 0.5).abs() < 1e-12);
        assert!(overlap.expect("every step lets something through") < 1e-12);
    }
    let together: Vec<f64> = gains
        .log10_product_singular_values
        .iter()
        .map(|values| values[0].expect("not zero"))
        .collect();
    for (back, log10) in together.iter().rev().enumerate() {
        let expected = if back % 2 == 0 { 2f64.log10() } else { 0.0 };
        assert!((log10 - expected).abs() < 1e-12, "{together:?}");
    }
}

#[test]
fn what_lets_nothing_through_has_neither_product_nor_direction() {
    let experiment = Experiment {
        units: 4,
        ..Experiment::default()
    };
    let tracer = tracer(&experiment, CellKind::Window, 6, 1.0);
    let gains = path_gains(&tracer);
    assert_eq!(step_singular_values(&tracer), Array2::<f64>::zeros((5, 4)));
    assert_eq!(gains.log10_product_singular_values, vec![vec![None; 4]; 5]);
    assert_eq!(gains.direction_overlaps, vec![None; 4]);
}
