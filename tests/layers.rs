//! Every layer by itself, over whole sequences: its backward pass against finite differences, its two backward passes
//! against each other, and that gradient rows do not disturb one another.

use std::ops::Range;

use crate::support::slope::slope;
use ndarray::{Array2, s};
use proptest::prelude::*;
use vanishing_point::Experiment;
use vanishing_point::analysis::trace::Tracer;
use vanishing_point::data::batch::Batch;
use vanishing_point::data::rng::Rng;
use vanishing_point::data::sequence::{Inputs, Sequence, Target};
use vanishing_point::experiment::{Activation, CellKind, Choice, NewValue, Position, Reset};
use vanishing_point::nn::cell::{CELLS, traced_layer};
use vanishing_point::nn::init::initial_weights;
use vanishing_point::nn::layer::{
    GradientRows, LayerGradients, ParameterSums, RowSpace, ScaledRows, StepGradients, StepVisitor,
    WeightGradients,
};
use vanishing_point::nn::loss::LossKind;
use vanishing_point::nn::model::{Model, ReadOut};
use vanishing_point::nn::parameters::Architecture;
use vanishing_point::nn::tape::{Tape, Workspace};

/// A layer and the sequences that it reads.
#[derive(Clone, Debug)]
struct Case {
    architecture: Architecture,
    lengths: Vec<usize>,
    seed: u64,
}

fn cases() -> impl Strategy<Value = Case> {
    let variant = (
        prop::sample::select(CELLS).prop_map(|cell| cell.spec.kind),
        prop_oneof![Just(Reset::After), Just(Reset::Before)],
    );
    let position = prop_oneof![
        Just(Position::Sinusoidal),
        Just(Position::Learned),
        Just(Position::None)
    ];
    let sizes = (1usize..4, 1usize..5, 1usize..8);
    let lengths = prop::collection::vec(1usize..8, 1..4);
    (variant, sizes, position, lengths, any::<u64>()).prop_map(
        |((kind, reset), (window, inputs, hidden), position, lengths, seed)| Case {
            architecture: Architecture {
                kind,
                activation: Activation::Tanh,
                reset,
                new_value: NewValue::ALL[window % 2],
                window,
                heads: if hidden % 2 == 0 { 2 } else { 1 },
                position,
                positions: 4,
                inputs,
                outputs: 2,
                hidden,
                inner: 4 * hidden - 1,
                layers: 1,
            },
            lengths,
            seed,
        },
    )
}

/// A model of one layer, its batch of vectors, and the numbers they were drawn with.
struct Subject {
    model: Model<f64>,
    sequences: Vec<Sequence>,
    batch: Batch<f64>,
    tape: Tape<f64>,
}

impl Subject {
    fn new(architecture: Architecture, lengths: &[usize], seed: u64) -> Self {
        let mut rng = Rng::from_seed(seed);
        let mut model = Model::new(architecture);
        let scale = 0.8 / (architecture.hidden as f64).sqrt();
        for parameter in model.parameters_mut() {
            *parameter = scale * rng.normal();
        }
        let size = architecture.inputs;
        let draw = |&length: &usize| Sequence {
            inputs: Inputs::Dense {
                values: (0..length * size).map(|_| rng.normal()).collect(),
                size,
            },
            targets: vec![Target::Class(0); length],
        };
        let sequences = lengths.iter().map(draw).collect();
        let mut subject = Subject {
            batch: Batch::new(size, architecture.outputs, LossKind::CrossEntropy),
            tape: model.tape(),
            model,
            sequences,
        };
        subject.forward();
        subject
    }

    fn forward(&mut self) {
        self.batch.fill(&self.sequences).unwrap();
        let (batch, tape) = (&self.batch, &mut self.tape);
        self.model.forward(batch, tape, ReadOut::All);
    }

    /// Σ direction ⊙ output over all rows.
    fn along(&mut self, direction: &Array2<f64>) -> f64 {
        self.forward();
        let output = self.model.layer(0).output(self.tape.layer(0));
        (&output.slice(s![..self.batch.rows(), ..]) * direction).sum()
    }

    /// The gradients of [`Subject::along`]: of the weights, and of the input (N × I).
    fn train_backward(&self, direction: &Array2<f64>) -> (Vec<f64>, Array2<f64>) {
        let mut space = Workspace::<f64>::default();
        space.hidden = direction.clone();
        let mut values = vec![0.0; self.model.parameters().len()];
        let gradients = WeightGradients {
            tensors: self.model.layout().layer(0),
            values: &mut values,
        };
        let pass = self.model.pass(&self.batch, &self.tape, 0);
        let (layer, tape) = (self.model.layer(0), self.tape.layer(0));
        // The first layer of a cell that embeds its input ends at the embedding.
        let reach_below = !self.model.spec().embeds_input;
        layer.backward(pass, tape, 0, reach_below, &mut space, gradients);
        let below = match reach_below {
            true => space.below.slice(s![..self.batch.rows(), ..]).to_owned(),
            false => Array2::zeros((0, 0)),
        };
        (values, below)
    }

    /// The same by the passes that traces use; one sequence only.
    fn traced_backward(&self, direction: &Array2<f64>) -> (Vec<f64>, Array2<f64>) {
        let mut recorder = Recorder {
            direction,
            gradients: LayerGradients::default(),
        };
        recorder.gradients.exponents = vec![0; self.batch.steps()];
        let layer = traced_layer(self.model.architecture(), 0);
        let pass = self.model.pass(&self.batch, &self.tape, 0);
        let (tape, mut space) = (self.tape.layer(0), RowSpace::default());
        let steps = 0..self.batch.steps();
        layer.backward_rows(pass, tape, steps, 0, &mut recorder, &mut space);
        let mut inputs = ScaledRows::default();
        layer.input_gradients(pass, &recorder.gradients, &mut space, &mut inputs);
        let layout = self.model.layout();
        let tensors = layout.tensors().iter().map(|tensor| tensor.range());
        let mut sums = ParameterSums::new(layout.len(), tensors);
        layer.add_parameter_gradients(pass, tape, &recorder.gradients, &mut sums);
        for (mut row, exponent) in inputs.values.rows_mut().into_iter().zip(inputs.exponents) {
            row *= 2f64.powi(exponent as i32);
        }
        (sums.into_values(), inputs.values)
    }

    fn direction(&self, seed: u64) -> Array2<f64> {
        let mut rng = Rng::from_seed(seed);
        let shape = (self.batch.rows(), self.model.architecture().hidden);
        Array2::from_shape_fn(shape, |_| rng.normal())
    }
}

/// Sends a gradient of every step's output back.
struct Recorder<'a> {
    direction: &'a Array2<f64>,
    gradients: LayerGradients,
}

impl StepVisitor for Recorder<'_> {
    fn enter(&mut self, t: usize, rows: &mut GradientRows) {
        let entering = self.direction.row(t).to_vec();
        if rows.is_empty() {
            return rows.push(&entering, 0);
        }
        let (hidden, cell, exponent) = rows.row_mut(0);
        vanishing_point::linalg::magnitude::add(hidden, cell, exponent, &entering, 0);
    }

    fn arrive(&mut self, t: usize, rows: &mut GradientRows) -> bool {
        rows.normalise();
        self.gradients.exponents[t] = rows.exponents()[0];
        true
    }

    fn leave(&mut self, t: usize, left: StepGradients<f64>, _: &[i64]) {
        let widths = [left.hidden, left.cell, left.preactivations, left.auxiliary];
        let steps = self.gradients.exponents.len();
        self.gradients.fit(steps, widths.map(|part| part.columns()));
        for (array, part) in [
            (&mut self.gradients.hidden, left.hidden),
            (&mut self.gradients.cell, left.cell),
            (&mut self.gradients.preactivations, left.preactivations),
            (&mut self.gradients.auxiliary, left.auxiliary),
        ] {
            let row = ndarray::ArrayView1::from(part.row(0));
            array.row_mut(t).assign(&row);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn the_gradient_of_every_weight_and_input_of_a_layer_is_a_slope(case in cases()) {
        let mut subject = Subject::new(case.architecture, &case.lengths, case.seed);
        let direction = subject.direction(case.seed ^ 1);
        let (weights, inputs) = subject.train_backward(&direction);
        for (index, &exact) in weights.iter().enumerate().take(subject.model.layout().readout_weight.start) {
            let value = subject.model.parameters()[index];
            let measured = slope(|by| {
                subject.model.parameters_mut()[index] = value + by;
                subject.along(&direction)
            });
            subject.model.parameters_mut()[index] = value;
            let name = &subject.model.layout().tensor_at(index).unwrap().name;
            prop_assert!((exact - measured).abs() < 1e-7 * (1.0 + exact.abs()), "{name}: {exact}, not {measured}");
        }
        let order = subject.batch.order().to_vec();
        for (row, exact) in inputs.rows().into_iter().enumerate() {
            let t = subject.batch.step_of(row);
            let sequence = order[row - subject.batch.step(t).start];
            for (column, &exact) in exact.iter().enumerate() {
                let place = t * case.architecture.inputs + column;
                let measured = slope(|by| {
                    let Inputs::Dense { values, .. } = &mut subject.sequences[sequence].inputs else {
                        unreachable!("vectors were drawn")
                    };
                    let value = values[place];
                    values[place] += by;
                    let found = subject.along(&direction);
                    let Inputs::Dense { values, .. } = &mut subject.sequences[sequence].inputs else {
                        unreachable!("vectors were drawn")
                    };
                    values[place] = value;
                    found
                });
                prop_assert!((exact - measured).abs() < 1e-7 * (1.0 + exact.abs()), "input: {exact}, not {measured}");
            }
        }
    }

    #[test]
    fn training_and_traces_have_the_same_gradients(case in cases()) {
        let subject = Subject::new(case.architecture, &case.lengths[..1], case.seed);
        let direction = subject.direction(case.seed ^ 1);
        let (trained, below) = subject.train_backward(&direction);
        let (traced, inputs) = subject.traced_backward(&direction);
        for (index, (a, b)) in trained.iter().zip(&traced).enumerate() {
            let name = &subject.model.layout().tensor_at(index).unwrap().name;
            prop_assert!((a - b).abs() < 1e-12 * (1.0 + a.abs()), "{name}: {a}, not {b}");
        }
        for (a, b) in below.iter().zip(&inputs) {
            prop_assert!((a - b).abs() < 1e-12 * (1.0 + a.abs()), "input: {a}, not {b}");
        }
    }

    #[test]
    fn the_input_gradient_of_an_embedding_cell_is_a_slope_too(case in cases()) {
        let mut subject = Subject::new(case.architecture, &case.lengths[..1], case.seed);
        let direction = subject.direction(case.seed ^ 1);
        let (_, inputs) = subject.traced_backward(&direction);
        for (place, &exact) in inputs.iter().enumerate() {
            let mut shift = |by: f64| {
                if let Inputs::Dense { values, .. } = &mut subject.sequences[0].inputs {
                    values[place] += by;
                }
                let found = subject.along(&direction);
                if let Inputs::Dense { values, .. } = &mut subject.sequences[0].inputs {
                    values[place] -= by;
                }
                found
            };
            let measured = slope(&mut shift);
            prop_assert!((exact - measured).abs() < 1e-7 * (1.0 + exact.abs()), "{exact}, not {measured}");
        }
    }
}

const HIDDEN: usize = 5;
const STEPS: usize = 4;

/// Every cell, the GRU in both forms.
fn variants() -> Vec<Subject> {
    let kinds = CELLS.iter().map(|cell| (cell.spec.kind, Reset::After));
    kinds
        .chain([(CellKind::Gru, Reset::Before)])
        .map(|(kind, reset)| {
            let experiment = Experiment {
                units: HIDDEN,
                reset_gate: reset,
                ..Experiment::default()
            };
            let architecture = Architecture::new(kind, &experiment, 3, 2);
            let mut subject = Subject::new(architecture, &[STEPS], 8);
            let weights = initial_weights(&architecture, &experiment);
            subject.model.parameters_mut().copy_from_slice(&weights);
            subject.forward();
            subject
        })
        .collect()
}

/// Sends rows of states back over some steps.
struct Sender<'a> {
    rows: &'a [Vec<f64>],
    steps: Range<usize>,
    preactivations: Vec<Vec<f64>>,
    states: Vec<Vec<f64>>,
}

impl StepVisitor for Sender<'_> {
    fn enter(&mut self, t: usize, rows: &mut GradientRows) {
        if t + 1 == self.steps.end {
            self.rows.iter().for_each(|row| rows.push_state(row));
        }
    }

    fn arrive(&mut self, _: usize, rows: &mut GradientRows) -> bool {
        let states = rows.hidden().into_iter().chain(rows.cell()).copied();
        self.states.push(states.collect());
        true
    }

    fn leave(&mut self, _: usize, left: StepGradients<f64>, exponents: &[i64]) {
        for (row, &exponent) in exponents.iter().enumerate() {
            let mut numbers = left.preactivations.row(row).to_vec();
            vanishing_point::linalg::magnitude::scale(&mut numbers, exponent);
            self.preactivations.push(numbers);
        }
    }
}

/// What becomes of gradient rows of the last step on their way to the first: for each row, the pre-activation gradients
/// of all steps.
fn send(subject: &Subject, rows: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let mut sender = Sender {
        rows,
        steps: 0..STEPS,
        preactivations: Vec::new(),
        states: Vec::new(),
    };
    let layer = traced_layer(subject.model.architecture(), 0);
    let pass = subject.model.pass(&subject.batch, &subject.tape, 0);
    let (tape, mut space) = (subject.tape.layer(0), RowSpace::default());
    layer.backward_rows(pass, tape, 0..STEPS, 0, &mut sender, &mut space);
    (0..rows.len())
        .map(|row| {
            let steps = sender.preactivations.iter().skip(row).step_by(rows.len());
            steps.flatten().copied().collect()
        })
        .collect()
}

fn random_states(subject: &Subject, count: usize) -> Vec<Vec<f64>> {
    let mut rng = Rng::from_seed(5);
    let states = subject.model.spec().states.iter();
    let size = states.map(|state| state.width(HIDDEN)).sum::<usize>();
    (0..count)
        .map(|_| (0..size).map(|_| rng.normal()).collect())
        .collect()
}

#[test]
fn many_gradients_against_one_tape_are_each_by_itself() {
    for subject in variants() {
        let rows = random_states(&subject, 7);
        let together = send(&subject, &rows);
        for (row, together) in rows.iter().zip(&together) {
            assert_eq!(
                send(&subject, std::slice::from_ref(row)),
                std::slice::from_ref(together)
            );
        }
    }
}

#[test]
fn a_gradient_scaled_by_a_power_of_two_comes_out_scaled_to_the_last_bit() {
    let factor = 2f64.powi(-200);
    let scaled = |row: &Vec<f64>| row.iter().map(|value| value * factor).collect::<Vec<_>>();
    for subject in variants() {
        let rows = random_states(&subject, 3);
        let small: Vec<_> = rows.iter().map(scaled).collect();
        let expected: Vec<_> = send(&subject, &rows).iter().map(scaled).collect();
        assert_eq!(send(&subject, &small), expected);
    }
}

/// A gate's pre-activation gradient is its activation gradient times the slope of its nonlinearity.
#[test]
fn activation_gradients_lead_to_the_preactivation_gradients() {
    for subject in variants() {
        let (model, spec) = (&subject.model, subject.model.spec());
        let mut tracer = Tracer::new(model, LossKind::CrossEntropy, 0);
        tracer.run(&subject.sequences[0]).unwrap();
        let trace = tracer.trace();
        let layer = &trace.layers[0];
        let gates = layer.gates.iter().zip(layer.grad_gates.iter());
        let gates = gates.zip(layer.grad_preactivations.iter());
        let mut seen = 0;
        for (((name, gate), (_, outer)), (_, inner)) in gates {
            seen += 1;
            for ((&gate, &outer), &inner) in gate.0.iter().zip(&outer.0).zip(&inner.0) {
                let slope = match name {
                    // minGRU's candidate is linear.
                    "candidate" if spec.kind == CellKind::Mingru => 1.0,
                    "candidate" => 1.0 - gate * gate,
                    _ => gate * (1.0 - gate),
                };
                assert!((inner - outer * slope).abs() < 1e-15, "{name}");
            }
        }
        assert_eq!(seen, spec.gates.len());
    }
}
