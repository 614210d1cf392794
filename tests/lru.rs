//! The linear recurrent unit keeps what its paper promises, whatever its weights are.

use vanishing_point::Experiment;
use vanishing_point::analysis::jacobian::step_singular_values;
use vanishing_point::analysis::trace::Tracer;
use vanishing_point::data::rng::Rng;
use vanishing_point::data::sequence::{Inputs, Sequence, Target};
use vanishing_point::experiment::CellKind;
use vanishing_point::linalg::magnitude::log10_abs;
use vanishing_point::nn::init::initial_weights;
use vanishing_point::nn::layer::InputRows;
use vanishing_point::nn::loss::LossKind;
use vanishing_point::nn::model::Model;
use vanishing_point::nn::parameters::{Architecture, Role};
use vanishing_point::nn::stream::Stream;

const STEPS: usize = 300;

fn model(experiment: &Experiment) -> Model<f64> {
    let architecture = Architecture::new(CellKind::Lru, experiment, 3, 2);
    let mut model = Model::<f64>::new(architecture);
    let weights = initial_weights(&architecture, experiment);
    model.parameters_mut().copy_from_slice(&weights);
    model
}

/// A sequence with one loss, at its end.
fn sequence() -> Sequence {
    let mut rng = Rng::from_seed(2);
    let mut targets = vec![Target::None; STEPS];
    targets[STEPS - 1] = Target::Class(1);
    Sequence {
        inputs: Inputs::Dense {
            values: (0..3 * STEPS).map(|_| rng.normal()).collect(),
            size: 3,
        },
        targets,
    }
}

fn tracer(model: &Model<f64>) -> Tracer {
    let mut tracer = Tracer::new(model, LossKind::CrossEntropy, 0);
    tracer.run(&sequence()).unwrap();
    tracer
}

/// |λ| of every unit of the only layer.
fn radii(model: &Model<f64>) -> Vec<f64> {
    let decays = model.layer_weights(0).slice(Role::Decay);
    let radius = |&decay: &f64| (-decay.exp()).exp();
    decays.iter().map(radius).collect()
}

#[test]
fn with_one_loss_at_the_end_the_log_gradient_of_every_unit_is_a_straight_line() {
    let small = Experiment {
        units: 6,
        r_min: 0.002,
        r_max: 0.004,
        ..Experiment::default()
    };
    for experiment in [
        small.clone(),
        Experiment {
            r_max: 0.999,
            r_min: 0.9,
            ..small
        },
    ] {
        let model = model(&experiment);
        let tracer = tracer(&model);
        let gradients = tracer.gradients(0);
        let of_unit = |t: usize, unit: usize| {
            let modulus = gradients.cell[[t, unit]].hypot(gradients.cell[[t, 6 + unit]]);
            log10_abs(modulus, gradients.exponents[t])
        };
        for (unit, radius) in radii(&model).into_iter().enumerate() {
            let last = of_unit(STEPS - 1, unit);
            for t in (0..STEPS).rev() {
                let expected = last + (STEPS - 1 - t) as f64 * radius.log10();
                let found = of_unit(t, unit);
                assert!(
                    (found - expected).abs() < 1e-9 * (1.0 + expected.abs()),
                    "{found} {expected}"
                );
            }
        }
    }
}

#[test]
fn the_singular_values_of_every_step_are_the_radii_twice() {
    let model = model(&Experiment {
        units: 5,
        ..Experiment::default()
    });
    let mut expected: Vec<f64> = radii(&model)
        .iter()
        .flat_map(|&radius| [radius; 2])
        .collect();
    expected.sort_by(|a, b| b.total_cmp(a));
    for row in step_singular_values(&tracer(&model)).rows() {
        for (found, expected) in row.iter().zip(&expected) {
            assert!((found - expected).abs() < 1e-14, "{found} {expected}");
        }
    }
}

#[test]
fn the_eigenvalues_begin_on_the_ring_and_the_states_keep_their_size() {
    let experiment = Experiment {
        units: 256,
        r_min: 0.4,
        r_max: 0.8,
        phase_max: 1.0,
        ..Experiment::default()
    };
    let model = model(&experiment);
    let weights = model.layer_weights(0);
    let squares: Vec<f64> = radii(&model).iter().map(|radius| radius * radius).collect();
    assert!(squares.iter().all(|square| (0.16..=0.64).contains(square)));
    // Uniform by area: a quarter of the units in each quarter of it, give or take four standard deviations.
    for quarter in 0..4 {
        let from = 0.16 + 0.12 * f64::from(quarter);
        let inside = squares
            .iter()
            .filter(|&&square| (from..from + 0.12).contains(&square));
        assert!((36..=92).contains(&inside.count()));
    }
    let phases = weights.slice(Role::Phase);
    assert!(phases.iter().all(|&phase| phase <= 0.0));
    assert!(phases.iter().any(|&phase| phase > 0.98f64.ln()));
    for (square, &scale) in squares.iter().zip(weights.slice(Role::Scale)) {
        assert!(((2.0 * scale).exp() - (1.0 - square)).abs() < 1e-14);
    }
}

#[test]
fn a_model_that_reads_one_input_after_the_other_answers_the_same() {
    for symbols in [false, true] {
        let model = model(&Experiment {
            units: 7,
            layers: 2,
            ..Experiment::default()
        });
        let ids: Vec<u32> = (0..9).map(|t| t * 5 % 3).collect();
        let rows = ids.iter().map(|&id| match symbols {
            true => [0, 1, 2].map(|symbol| f64::from(u8::from(symbol == id))),
            false => [0.3, -1.0, 0.2].map(|value| value * f64::from(id + 1)),
        });
        let values: Vec<f64> = rows.flatten().collect();
        let targets = vec![Target::Class(0); 9];
        let inputs = match symbols {
            true => Inputs::Symbols {
                ids: ids.clone(),
                size: 3,
            },
            false => Inputs::Dense {
                values: values.clone(),
                size: 3,
            },
        };
        let mut tracer = Tracer::new(&model, LossKind::CrossEntropy, 0);
        tracer.run(&Sequence { inputs, targets }).unwrap();
        let mut stream = Stream::new(&model, symbols);
        for (t, expected) in tracer.outputs().rows().into_iter().enumerate() {
            let row = ndarray::ArrayView2::from_shape((1, 3), &values[3 * t..3 * t + 3]).unwrap();
            let found = match symbols {
                true => stream.read(InputRows::Symbols(&ids[t..=t])),
                false => stream.read(InputRows::Vectors(row)),
            };
            for (found, expected) in found.iter().zip(expected) {
                assert!((found - expected).abs() < 1e-13);
            }
        }
    }
}

#[test]
fn the_tensors_are_those_of_the_paper() {
    let model = model(&Experiment {
        units: 4,
        ..Experiment::default()
    });
    let tensors = model.layout().tensors().iter();
    let names: Vec<_> = tensors
        .map(|tensor| (tensor.name.as_str(), tensor.shape()))
        .collect();
    let expected: [(&str, &[usize]); 10] = [
        ("nu_log_l0", &[4]),
        ("theta_log_l0", &[4]),
        ("gamma_log_l0", &[4]),
        ("B_re_l0", &[4, 3]),
        ("B_im_l0", &[4, 3]),
        ("C_re_l0", &[4, 4]),
        ("C_im_l0", &[4, 4]),
        ("D_l0", &[4, 3]),
        ("readout.weight", &[2, 4]),
        ("readout.bias", &[2]),
    ];
    assert_eq!(names, expected.map(|(name, shape)| (name, shape.to_vec())));
}
