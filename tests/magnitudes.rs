//! Gradients near 1e-300, near 1e-1000 and beyond 1e+308, against PyTorch stepping back one time step
//! at a time with rescaling in between (`tests/fixtures/magnitude.py`).

use crate::support::case::{Case, cases};
use crate::support::compare::Comparison;
use crate::support::draw::SplitMix;
use serde_json::json;
use vanishing_point::Experiment;
use vanishing_point::analysis::flow::flow;
use vanishing_point::analysis::trace::Tracer;
use vanishing_point::data::sequence::{Inputs, Sequence, Target};
use vanishing_point::experiment::{Activation, CellKind};
use vanishing_point::nn::loss::LossKind;
use vanishing_point::nn::model::Model;
use vanishing_point::nn::parameters::Architecture;

fn fixture() -> Vec<Case> {
    cases(include_str!("fixtures/magnitude.json"))
}

fn tracer(case: &Case) -> Tracer {
    let mut draw = SplitMix(case.seed);
    let model = case.model(&mut draw);
    let sequence = case.sequence(&mut draw, case.steps);
    let mut tracer = Tracer::new(&model, case.loss, case.experiment().truncate);
    tracer
        .run(&sequence)
        .expect("a fixture's sequence fits its model");
    tracer
}

#[test]
fn vanished_and_exploded_gradients_have_the_logarithms_of_pytorch() {
    for case in fixture() {
        let tracer = tracer(&case);
        let steps = 0..tracer.steps();
        let mut comparison = Comparison::new();
        let mut compare = |path: &str, logs: Vec<f64>, expected: &serde_json::Value| {
            comparison.vector(path, &json!(logs), expected, true);
        };
        for layer in 0..tracer.model().architecture().layers {
            let gradients = tracer.gradients(layer);
            let hidden = steps.clone().map(|t| gradients.log10_hidden(t)).collect();
            compare(
                &format!("hidden {layer}"),
                hidden,
                &case.expected["hidden"][layer],
            );
            if tracer.model().spec().has_cell_state() {
                let cell = steps.clone().map(|t| gradients.log10_cell(t)).collect();
                compare(
                    &format!("cell {layer}"),
                    cell,
                    &case.expected["cell"][layer],
                );
            }
        }
        let input = steps
            .clone()
            .map(|t| tracer.input_gradients().log10(t))
            .collect();
        compare("input", input, &case.expected["input"]);
        let flow = flow(&tracer);
        for (k, expected) in case.expected["flow"].as_object().expect("rows by step") {
            let k: usize = k.parse().expect("a step");
            compare(
                &format!("flow {k}"),
                flow.row(k).to_vec()[..=k].to_vec(),
                expected,
            );
        }
        assert!(
            comparison.differences.is_empty(),
            "{}: {:#?}",
            case.name,
            comparison.differences
        );
    }
}

#[test]
fn the_fixture_reaches_the_magnitudes_that_it_is_about() {
    let first = |name: &str| {
        let case = fixture()
            .into_iter()
            .find(|case| case.name == name)
            .expect("a case");
        tracer(&case).gradients(0).log10_hidden(0)
    };
    for name in ["rnn", "lstm", "gru"] {
        let (below_doubles, far_below) = (
            first(&format!("{name} near 1e-300")),
            first(&format!("{name} near 1e-1000")),
        );
        assert!(
            (below_doubles + 300.0).abs() < 5.0,
            "{name}: {below_doubles}"
        );
        assert!((far_below + 1000.0).abs() < 5.0, "{name}: {far_below}");
    }
    assert!(first("rnn exploding past 1e308") > 308.0);
}

#[test]
fn a_gradient_that_truncation_cuts_is_exactly_zero_not_small() {
    let mut case = fixture()
        .into_iter()
        .find(|case| case.name == "gru near 1e-1000")
        .expect("a case");
    case.experiment["truncate"] = json!(390);
    let tracer = tracer(&case);
    let gradients = tracer.gradients(0);
    assert_eq!(gradients.log10_hidden(389), f64::NEG_INFINITY);
    assert!(gradients.log10_hidden(390).is_finite());
    let trace = serde_json::to_value(tracer.trace()).expect("a trace is JSON");
    assert!(trace["layers"][0]["log10GradHidden"][389].is_null());
    assert!(trace["flow"][399][389].is_null());
    assert!(trace["flow"][399][390].is_number());
}

#[test]
fn weight_gradients_are_right_where_the_gradient_overflows_and_the_state_is_tiny() {
    // One ReLU unit that multiplies by 10 a step from x = 1e-300 on: h_t = 10^(t − 301), ∂L/∂h_1 ≈ 10^349.
    let steps = 350;
    let experiment = Experiment {
        cells: vec![CellKind::Rnn],
        units: 1,
        activation: Activation::Relu,
        ..Experiment::default()
    };
    let mut model = Model::<f64>::new(Architecture::new(CellKind::Rnn, &experiment, 1, 1));
    // weight_ih, weight_hh, bias_ih, bias_hh, readout.weight, readout.bias
    model
        .parameters_mut()
        .copy_from_slice(&[1.0, 10.0, 0.0, 0.0, 1.0, 0.0]);
    let mut inputs = vec![0.0; steps];
    inputs[0] = 1e-300;
    let mut targets = vec![Target::None; steps];
    targets[steps - 1] = Target::Values(vec![0.0]);
    let mut tracer = Tracer::new(&model, LossKind::SquaredError, 0);
    tracer
        .run(&Sequence {
            inputs: Inputs::Dense {
                values: inputs,
                size: 1,
            },
            targets,
        })
        .expect("it fits");
    // L = h_T², h_T = 1e49: ∂L/∂w_hh = 2 h_T · (T − 1) h_T / w_hh and ∂L/∂w_ih = 2 h_T².
    let gradient = tracer.parameter_gradients();
    let expected = [2e98, 2e98 * 349.0 / 10.0];
    for (found, expected) in gradient.iter().zip(expected) {
        assert!(
            (found / expected - 1.0).abs() < 1e-12,
            "{found:e}, not {expected:e}"
        );
    }
    assert!((tracer.gradients(0).log10_hidden(0) - (2e49_f64.log10() + 349.0)).abs() < 1e-9);
    assert_eq!(
        gradient[2],
        f64::INFINITY,
        "the bias sums the gradients alone"
    );
}
