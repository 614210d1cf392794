//! One backward step of a cell by itself: broadcasting, linearity, gradients of gate activations.

use vanishing_point::Experiment;
use vanishing_point::data::batch::Batch;
use vanishing_point::data::rng::Rng;
use vanishing_point::data::sequence::{Inputs, Sequence, Target};
use vanishing_point::experiment::{CellKind, Reset};
use vanishing_point::nn::cell::{
    BackwardStep, PreviousGradients, StepGradients, write_activation_gradients,
};
use vanishing_point::nn::init::initial_weights;
use vanishing_point::nn::loss::LossKind;
use vanishing_point::nn::model::{Model, ReadOut};
use vanishing_point::nn::parameters::Architecture;
use vanishing_point::nn::tape::Tape;

const HIDDEN: usize = 5;
const STEPS: usize = 4;

/// A model of one layer, its tape of one random sequence, and the batch that the sequence stands in.
fn taped(kind: CellKind, reset: Reset) -> (Model<f64>, Tape<f64>, Batch<f64>) {
    let experiment = Experiment {
        hidden: HIDDEN,
        reset,
        ..Experiment::default()
    };
    let architecture = Architecture::new(kind, &experiment, 3, 2);
    let mut model = Model::new(architecture);
    model
        .parameters_mut()
        .copy_from_slice(&initial_weights(&architecture, &experiment));
    let mut rng = Rng::from_seed(8);
    let sequence = Sequence {
        inputs: Inputs::Dense {
            values: (0..3 * STEPS).map(|_| rng.normal()).collect(),
            size: 3,
        },
        targets: vec![Target::Class(0); STEPS],
    };
    let mut batch = Batch::new(3, 2, LossKind::CrossEntropy);
    batch.fill(&[sequence]).unwrap();
    let mut tape = model.tape();
    model.forward(&batch, &mut tape, ReadOut::Targets);
    (model, tape, batch)
}

/// What one backward step at step `t` makes of rows of ∂L/∂h_t and ∂L/∂c_t: pre-activation
/// gradients, activation gradients, ∂L/∂h_{t−1}, ∂L/∂c_{t−1}.
fn step_back(
    (model, tape, batch): &(Model<f64>, Tape<f64>, Batch<f64>),
    t: usize,
    grad_hidden: &[f64],
    grad_cell: &[f64],
) -> [Vec<f64>; 4] {
    let rows = grad_hidden.len() / HIDDEN;
    let width = model.architecture().blocks() * HIDDEN;
    let cell_size = if model.cell().has_cell_state() {
        rows * HIDDEN
    } else {
        0
    };
    let mut grad_cell = grad_cell[..cell_size].to_vec();
    let mut auxiliary = vec![f64::NAN; rows * HIDDEN];
    let mut preactivations = vec![f64::NAN; rows * width];
    let mut activations = vec![f64::NAN; rows * width];
    let mut previous_hidden = vec![0.0; rows * HIDDEN];
    let mut previous_cell = vec![f64::NAN; cell_size];
    model.cell().backward(
        model.step_weights(0, tape),
        tape.step(batch, 0, t, 0),
        BackwardStep {
            hidden: grad_hidden,
            cell: &mut grad_cell,
            preactivations: &mut preactivations,
            auxiliary: &mut auxiliary,
            previous: Some(PreviousGradients {
                hidden: &mut previous_hidden,
                cell: &mut previous_cell,
            }),
        },
    );
    write_activation_gradients(
        model.architecture(),
        model.step_weights(0, tape),
        tape.step(batch, 0, t, 0),
        StepGradients {
            hidden: grad_hidden,
            cell: &grad_cell,
            preactivations: &preactivations,
            auxiliary: &auxiliary,
        },
        &mut activations,
    );
    [preactivations, activations, previous_hidden, previous_cell]
}

fn variants() -> Vec<(Model<f64>, Tape<f64>, Batch<f64>)> {
    vec![
        taped(CellKind::Rnn, Reset::After),
        taped(CellKind::Lstm, Reset::After),
        taped(CellKind::Gru, Reset::After),
        taped(CellKind::Gru, Reset::Before),
        taped(CellKind::Window, Reset::After),
    ]
}

fn random_rows(rows: usize, seed: u64) -> Vec<f64> {
    let mut rng = Rng::from_seed(seed);
    (0..rows * HIDDEN).map(|_| rng.normal()).collect()
}

#[test]
fn many_gradients_against_one_tape_row_are_each_by_itself() {
    for case in variants() {
        for t in 0..STEPS {
            let (hidden, cell) = (random_rows(7, 1), random_rows(7, 2));
            let together = step_back(&case, t, &hidden, &cell);
            for row in 0..7 {
                let own = row * HIDDEN..(row + 1) * HIDDEN;
                let alone = step_back(&case, t, &hidden[own.clone()], &cell[own]);
                for (together, alone) in together.iter().zip(&alone) {
                    assert_eq!(
                        together[row * alone.len()..(row + 1) * alone.len()],
                        alone[..]
                    );
                }
            }
        }
    }
}

#[test]
fn a_gradient_scaled_by_a_power_of_two_comes_out_scaled_to_the_last_bit() {
    let factor = f64::from_bits((1023 - 200) << 52);
    for case in variants() {
        let (hidden, cell) = (random_rows(3, 1), random_rows(3, 2));
        let scaled = |rows: &[f64]| rows.iter().map(|value| value * factor).collect::<Vec<_>>();
        let plain = step_back(&case, 2, &hidden, &cell);
        let small = step_back(&case, 2, &scaled(&hidden), &scaled(&cell));
        for (plain, small) in plain.iter().zip(&small) {
            assert_eq!(scaled(plain), *small);
        }
    }
}

/// A gate's pre-activation gradient is its activation gradient times the slope of its nonlinearity.
#[test]
fn activation_gradients_lead_to_the_preactivation_gradients() {
    for case in variants() {
        let (model, tape, batch) = &case;
        let blocks = model.cell().blocks();
        for t in 0..STEPS {
            let [preactivations, activations, ..] =
                step_back(&case, t, &random_rows(2, 3), &random_rows(2, 4));
            let gates = tape.gates(batch, 0, t);
            let states = tape.hidden(batch, 0, t);
            for (index, (&inner, &outer)) in preactivations.iter().zip(&activations).enumerate() {
                let place = index % (blocks.len() * HIDDEN);
                let slope = match blocks[place / HIDDEN] {
                    "hidden" => 1.0 - states[[0, place]] * states[[0, place]],
                    "candidate" => 1.0 - gates[[0, place]] * gates[[0, place]],
                    _ => gates[[0, place]] * (1.0 - gates[[0, place]]),
                };
                assert!((inner - outer * slope).abs() < 1e-15, "{blocks:?} at {t}");
            }
        }
    }
}
