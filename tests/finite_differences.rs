//! The gradients of random experiments against central differences, in f64.

use crate::support::slope::slope;
use proptest::prelude::*;
use vanishing_point::Experiment;
use vanishing_point::data::batch::Batch;
use vanishing_point::data::rng::Rng;
use vanishing_point::data::sequence::{Inputs, Sequence, Target};
use vanishing_point::experiment::{Activation, Choice, Hold, NewValue, Position, Reset, Value};
use vanishing_point::nn::cell::CELLS;
use vanishing_point::nn::loss::{LossKind, total_loss};
use vanishing_point::nn::model::{Model, ReadOut};
use vanishing_point::nn::parameters::Architecture;
use vanishing_point::nn::tape::Workspace;

/// What is drawn: a model, the shape of its data, and a seed for everything else.
#[derive(Clone, Debug)]
struct Case {
    architecture: Architecture,
    loss: LossKind,
    lengths: Vec<usize>,
    symbols: bool,
    masked: bool,
    hold: Hold,
    seed: u64,
}

fn cases() -> impl Strategy<Value = Case> {
    let architecture = (
        prop::sample::select(CELLS).prop_map(|cell| cell.spec.kind),
        prop_oneof![Just(Activation::Tanh), Just(Activation::Relu)],
        prop_oneof![Just(Reset::After), Just(Reset::Before)],
        1usize..5,
        1usize..6,
        1usize..5,
        1usize..10,
        1usize..4,
    )
        .prop_map(
            |(kind, activation, reset, window, inputs, outputs, hidden, layers)| Architecture {
                kind,
                activation,
                reset,
                new_value: NewValue::ALL[window % 2],
                window,
                heads: if hidden % 3 == 0 { 3 } else { 1 },
                position: Position::ALL[window % 3],
                positions: 5,
                inputs,
                outputs,
                hidden,
                inner: 3 * hidden + 1,
                layers,
            },
        );
    (
        architecture,
        prop_oneof![Just(LossKind::CrossEntropy), Just(LossKind::SquaredError)],
        prop::collection::vec(1usize..9, 1..6),
        any::<bool>(),
        any::<bool>(),
        holds(),
        any::<u64>(),
    )
        .prop_map(
            |(architecture, loss, lengths, symbols, masked, hold, seed)| Case {
                architecture,
                loss,
                lengths,
                symbols,
                masked,
                hold,
                seed,
            },
        )
}

/// In every other case some gates, of whichever cell has them, stand at a fixed value.
fn holds() -> impl Strategy<Value = Hold> {
    let value = || prop::option::of((0..=1000).prop_map(|part| f64::from(part) / 1000.0));
    let values = (value(), value(), value(), value(), value());
    (any::<bool>(), values).prop_map(|(held, (a, b, c, d, e))| {
        let pairs: Vec<String> = (Hold::GATES.iter().zip([a, b, c, d, e]))
            .filter_map(|(gate, value): (_, Option<f64>)| {
                value.map(|each| format!("{gate}:{each}"))
            })
            .collect();
        if !held || pairs.is_empty() {
            return Hold::default();
        }
        let given = Value::Object(vec![("hold".into(), Value::Text(pairs.join(",")))]);
        Experiment::strict(&given).unwrap().hold
    })
}

fn draw_sequence(case: &Case, length: usize, asked: bool, rng: &mut Rng) -> Sequence {
    let Architecture {
        inputs: size,
        outputs,
        ..
    } = case.architecture;
    let inputs = if case.symbols {
        Inputs::Symbols {
            ids: (0..length).map(|_| rng.below(size) as u32).collect(),
            size,
        }
    } else {
        Inputs::Dense {
            values: (0..length * size).map(|_| rng.normal()).collect(),
            size,
        }
    };
    let targets = (0..length)
        .map(|t| {
            let last = asked && t + 1 == length;
            if case.masked && !last && rng.below(3) > 0 {
                return Target::None;
            }
            match case.loss {
                LossKind::CrossEntropy => Target::Class(rng.below(outputs) as u32),
                LossKind::SquaredError => {
                    Target::Values((0..outputs).map(|_| rng.normal()).collect())
                }
            }
        })
        .collect();
    Sequence { inputs, targets }
}

/// The model, its batch and its gradient.
fn differentiate(case: &Case) -> (Model<f64>, Batch<f64>, Vec<f64>) {
    let mut rng = Rng::from_seed(case.seed);
    let mut model = Model::new(case.architecture);
    model.hold(case.hold);
    // Of a size at which states neither die out nor, with relu, grow so large that the loss has no digits left.
    let scale = 0.8 / (case.architecture.hidden as f64).sqrt();
    for parameter in model.parameters_mut() {
        *parameter = scale * rng.normal();
    }
    let sequences: Vec<Sequence> = (case.lengths.iter().enumerate())
        .map(|(index, &length)| draw_sequence(case, length, index == 0, &mut rng))
        .collect();
    let Architecture {
        inputs, outputs, ..
    } = case.architecture;
    let mut batch = Batch::new(inputs, outputs, case.loss);
    batch.fill(&sequences).unwrap();
    let mut tape = model.tape();
    let mut space = Workspace::default();
    model.forward(&batch, &mut tape, ReadOut::Targets);
    let slopes = space.output_gradients(&tape);
    total_loss(tape.outputs(), batch.targets(), slopes);
    let mut gradient = vec![f64::NAN; model.parameters().len()];
    model.backward(&batch, &tape, 0, &mut space, &mut gradient, |_, _| ());
    (model, batch, gradient)
}

fn loss(model: &Model<f64>, batch: &Batch<f64>) -> f64 {
    let mut tape = model.tape();
    model.forward(batch, &mut tape, ReadOut::Targets);
    let mut space = Workspace::default();
    let slopes = space.output_gradients(&tape);
    let total = total_loss(tape.outputs(), batch.targets(), slopes);
    total / batch.target_rows().len() as f64
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn every_gradient_is_the_slope_of_the_loss(case in cases()) {
        let (mut model, batch, gradient) = differentiate(&case);
        for (index, &exact) in gradient.iter().enumerate() {
            let value = model.parameters()[index];
            let measured = slope(|by| {
                model.parameters_mut()[index] = value + by;
                loss(&model, &batch)
            });
            model.parameters_mut()[index] = value;
            prop_assert!(
                (exact - measured).abs() <= 2e-7 * (1.0 + exact.abs()),
                "{}: {exact} is not {measured}",
                model.layout().tensor_at(index).unwrap().name
            );
        }
    }
}
