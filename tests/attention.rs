//! Attention does what the definition says, whatever its weights are.

use vanishing_point::Experiment;
use vanishing_point::analysis::flow::flow;
use vanishing_point::analysis::trace::Tracer;
use vanishing_point::data::rng::Rng;
use vanishing_point::data::sequence::{Inputs, Sequence, Target};
use vanishing_point::experiment::{CellKind, Position};
use vanishing_point::nn::init::initial_weights;
use vanishing_point::nn::layer::InputRows;
use vanishing_point::nn::loss::LossKind;
use vanishing_point::nn::model::Model;
use vanishing_point::nn::parameters::Architecture;
use vanishing_point::nn::stream::Stream;

const STEPS: usize = 9;

fn model(position: Position, layers: usize) -> Model<f64> {
    let experiment = Experiment {
        units: 6,
        heads: 3,
        layers,
        position,
        length: 5,
        ..Experiment::default()
    };
    let architecture = Architecture::new(CellKind::Attention, &experiment, 4, 2);
    let mut model = Model::<f64>::new(architecture);
    let weights = initial_weights(&architecture, &experiment);
    model.parameters_mut().copy_from_slice(&weights);
    model
}

fn vectors() -> Vec<f64> {
    let mut rng = Rng::from_seed(3);
    (0..4 * STEPS).map(|_| rng.normal()).collect()
}

fn tracer(model: &Model<f64>, values: Vec<f64>) -> Tracer {
    let mut targets = vec![Target::None; STEPS];
    targets[STEPS - 1] = Target::Class(1);
    let inputs = Inputs::Dense { values, size: 4 };
    let mut tracer = Tracer::new(model, LossKind::CrossEntropy, 0);
    tracer.run(&Sequence { inputs, targets }).unwrap();
    tracer
}

#[test]
fn a_step_reads_itself_and_the_steps_before_it_and_all_it_reads_adds_up_to_one() {
    let model = model(Position::Sinusoidal, 2);
    let tracer = tracer(&model, vectors());
    for layer in 0..2 {
        for head in 0..3 {
            for t in 0..STEPS {
                let read = tracer.attention(layer, head, t);
                assert!((read.iter().sum::<f64>() - 1.0).abs() < 1e-14);
                assert!(read[..=t].iter().all(|&p| p > 0.0));
                assert!(read[t + 1..].iter().all(|&p| p == 0.0));
            }
        }
    }
}

#[test]
fn without_positions_one_block_does_not_see_in_which_order_the_earlier_steps_came() {
    let values = vectors();
    let mut turned = values.clone();
    turned[..4 * (STEPS - 1)].rotate_left(4 * 3);
    for (position, blind) in [
        (Position::None, true),
        (Position::Sinusoidal, false),
        (Position::Learned, false),
    ] {
        let model = model(position, 1);
        let last = |values: &[f64]| {
            tracer(&model, values.to_vec())
                .outputs()
                .row(STEPS - 1)
                .to_owned()
        };
        let difference = (last(&values) - last(&turned)).mapv(f64::abs).sum();
        assert_eq!(difference < 1e-13, blind, "{position:?}: {difference}");
    }
}

#[test]
fn the_last_loss_reaches_every_step_and_its_direct_path_has_one_step() {
    let model = model(Position::Sinusoidal, 1);
    let flow = flow(&tracer(&model, vectors()));
    let last = flow.row(STEPS - 1);
    assert!(last.iter().all(|log10| log10.is_finite()));
    // Far and near steps are as near: nothing falls with the distance by itself.
    let spread = last
        .iter()
        .take(STEPS - 1)
        .fold((f64::MAX, f64::MIN), |(low, high), &log10| {
            (low.min(log10), high.max(log10))
        });
    assert!(spread.1 - spread.0 < 1.5, "{last}");
}

#[test]
fn a_model_that_reads_one_input_after_the_other_answers_the_same() {
    for position in [Position::Sinusoidal, Position::Learned, Position::None] {
        let (model, values) = (model(position, 2), vectors());
        let tracer = tracer(&model, values.clone());
        let mut stream = Stream::new(&model, false);
        for (t, expected) in tracer.outputs().rows().into_iter().enumerate() {
            let row = ndarray::ArrayView2::from_shape((1, 4), &values[4 * t..4 * t + 4]).unwrap();
            let found = stream.read(InputRows::Vectors(row));
            for (found, expected) in found.iter().zip(expected) {
                assert!((found - expected).abs() < 1e-13);
            }
        }
    }
}

#[test]
fn the_tensors_are_pytorchs_and_begin_as_there() {
    let model = model(Position::Learned, 1);
    let tensors = model.layout().tensors().iter();
    let names: Vec<_> = tensors
        .map(|tensor| (tensor.name.as_str(), tensor.shape()))
        .collect();
    let expected: [(&str, &[usize]); 18] = [
        ("embedding.weight", &[4, 6]),
        ("position.weight", &[5, 6]),
        ("layers.0.self_attn.in_proj_weight", &[18, 6]),
        ("layers.0.self_attn.in_proj_bias", &[18]),
        ("layers.0.self_attn.out_proj.weight", &[6, 6]),
        ("layers.0.self_attn.out_proj.bias", &[6]),
        ("layers.0.linear1.weight", &[24, 6]),
        ("layers.0.linear1.bias", &[24]),
        ("layers.0.linear2.weight", &[6, 24]),
        ("layers.0.linear2.bias", &[6]),
        ("layers.0.norm1.weight", &[6]),
        ("layers.0.norm1.bias", &[6]),
        ("layers.0.norm2.weight", &[6]),
        ("layers.0.norm2.bias", &[6]),
        ("norm.weight", &[6]),
        ("norm.bias", &[6]),
        ("readout.weight", &[2, 6]),
        ("readout.bias", &[2]),
    ];
    assert_eq!(names, expected.map(|(name, shape)| (name, shape.to_vec())));
    let largest = |name: &str| {
        let tensor = model.tensor(name).unwrap();
        tensor
            .iter()
            .fold(0.0_f64, |most, value| most.max(value.abs()))
    };
    for (name, bound) in [
        ("layers.0.self_attn.in_proj_weight", 0.5),
        ("layers.0.self_attn.out_proj.weight", 1.0 / 6f64.sqrt()),
        ("layers.0.linear1.weight", 1.0 / 6f64.sqrt()),
        ("layers.0.linear2.weight", 1.0 / 24f64.sqrt()),
    ] {
        let largest = largest(name);
        assert!(
            (0.85 * bound..=bound).contains(&largest),
            "{name}: {largest}"
        );
    }
    assert_eq!(largest("layers.0.self_attn.in_proj_bias"), 0.0);
    assert_eq!(largest("norm.weight"), 1.0);
}
