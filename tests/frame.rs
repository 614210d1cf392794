//! The flat frame: its layout is the contract's, its numbers are the trace's, and writing it allocates nothing.

use ndarray::Axis;
use serde_json::{Value, json};
use vanishing_point::Experiment;
use vanishing_point::analysis::trace::{NestedRows, Trace, Tracer};
use vanishing_point::experiment::{CellKind, TaskKind};
use vanishing_point::nn::cell::{CELLS, CellDefinition};
use vanishing_point::run::frame::{Frame, Progress};
use vanishing_point::run::trainer::Trainer;

const PROGRESS: Progress = Progress {
    updates: 7,
    loss: 0.5,
    accuracy: 0.25,
    train_loss: 2.0,
    grad_norm: 3.0,
    clipped_norm: 1.0,
    clipped_updates: 5,
};

struct Shown {
    run: Value,
    data: Vec<f32>,
    trace: Trace,
}

/// A lane's description, a frame and the trace of the same weights.
fn show(cell: CellKind, task: TaskKind) -> Shown {
    let experiment = Experiment {
        task,
        length: 12,
        units: 5,
        layers: 2,
        window: 3,
        ..Experiment::default()
    };
    let mut trainer = Trainer::new(&experiment, cell, None).expect("a lane");
    let loss = trainer.task().loss();
    trainer.update().expect("an update");
    let mut tracer = Tracer::new(trainer.model(), loss, experiment.truncate);
    tracer.run(trainer.probe()).expect("a probe fits");
    let mut frame = Frame::new(&tracer, loss, trainer.probe().steps());
    let mut data = vec![f32::NAN; frame.length()];
    frame.write(&tracer, &PROGRESS, &mut data).expect("a frame");
    let run = serde_json::to_value(trainer.describe()).expect("JSON");
    Shown {
        run,
        data,
        trace: tracer.trace(),
    }
}

impl Shown {
    /// The numbers of a field.
    fn field(&self, name: &str, layer: Option<usize>) -> &[f32] {
        let fields = self.run["layout"].as_array().expect("a layout");
        let field = fields
            .iter()
            .find(|field| field["name"] == name && field["layer"] == json!(layer))
            .unwrap_or_else(|| panic!("no field {name} of layer {layer:?}"));
        let shape = field["shape"].as_array().expect("a shape");
        let length: u64 = shape
            .iter()
            .map(|size| size.as_u64().expect("a size"))
            .product();
        let offset = field["offset"].as_u64().expect("an offset") as usize;
        &self.data[offset..offset + length as usize]
    }
}

fn assert_close(name: &str, actual: &[f32], expected: impl IntoIterator<Item = f64>) {
    let expected: Vec<f64> = expected.into_iter().collect();
    assert_eq!(actual.len(), expected.len(), "{name}");
    for (index, (&a, &b)) in actual.iter().zip(&expected).enumerate() {
        let near = (f64::from(a) - b).abs() <= 1e-6 * b.abs().max(1.0);
        assert!(near || f64::from(a) == b, "{name}[{index}] is {a}, not {b}");
    }
}

/// All numbers of a matrix, row after row.
fn flat(matrix: &NestedRows) -> Vec<f64> {
    matrix.0.iter().copied().collect()
}

/// The logarithm of the trace, where null stands for exactly zero.
fn log(value: &Option<f64>) -> f64 {
    value.unwrap_or(f64::NEG_INFINITY)
}

#[test]
fn the_layout_of_an_lstm_is_that_of_the_contract() {
    let shown = show(CellKind::Lstm, TaskKind::Recall);
    let scalars = [
        "update",
        "loss",
        "accuracy",
        "probeLoss",
        "trainLoss",
        "gradNorm",
        "clippedNorm",
        "clippedUpdates",
        "log10Ratio",
        "log10RatioMemory",
    ];
    let layer = [
        "hidden",
        "cell",
        "gates.input",
        "gates.forget",
        "gates.candidate",
        "gates.output",
        "log10AbsGradHidden",
        "log10GradHidden",
        "log10AbsGradCell",
        "log10GradCell",
    ];
    let expected: Vec<&str> =
        [&scalars[..], &layer, &layer, &["log10GradInput", "outputs"]].concat();
    let fields = shown.run["layout"].as_array().expect("a layout");
    let names: Vec<_> = fields
        .iter()
        .map(|field| field["name"].as_str().expect("a name"))
        .collect();
    assert_eq!(names, expected);
    let mut offset = 0;
    for field in fields {
        assert_eq!(field["offset"], offset, "{field}");
        let shape = field["shape"].as_array().expect("a shape");
        offset += shape
            .iter()
            .map(|size| size.as_u64().expect("a size"))
            .product::<u64>();
    }
    assert_eq!(shown.run["frameLength"], offset);
    assert_eq!(shown.data.len() as u64, offset);
    assert!(
        shown.data.iter().all(|value| !value.is_nan()),
        "every number has been written"
    );
    assert_eq!(
        shown.run["gates"],
        json!(["input", "forget", "candidate", "output"])
    );
    assert_eq!(shown.run["layers"], 2);
    assert_eq!(
        shown.run["parameterCount"]
            .as_u64()
            .map(|count| count > 500),
        Some(true)
    );
}

/// Of every step what `of` makes of the real and the imaginary part of each unit.
fn parts(rows: &NestedRows, of: fn(f64, f64) -> f64) -> Vec<f64> {
    let (re, im) = rows.0.view().split_at(Axis(1), rows.0.ncols() / 2);
    re.iter().zip(im).map(|(&re, &im)| of(re, im)).collect()
}

#[test]
fn every_number_of_a_frame_is_that_of_the_trace() {
    for CellDefinition { spec, .. } in CELLS.iter().copied() {
        let shown = show(spec.kind, TaskKind::Recall);
        let trace = &shown.trace;
        for (index, layer) in trace.layers.iter().enumerate() {
            let field = |name: &str| shown.field(name, Some(index));
            assert_close("hidden", field("hidden"), flat(&layer.hidden));
            let logs = flat(&layer.grad_hidden)
                .into_iter()
                .map(|x| x.abs().log10());
            assert_close("log10AbsGradHidden", field("log10AbsGradHidden"), logs);
            let logs = layer.log10_grad_hidden.iter().map(log);
            assert_close("log10GradHidden", field("log10GradHidden"), logs);
            for (gate, values) in layer.gates.iter() {
                assert_close(gate, field(&format!("gates.{gate}")), flat(values));
            }
            if let (Some(cell), Some(gradient), Some(logs)) =
                (&layer.cell, &layer.grad_cell, &layer.log10_grad_cell)
            {
                let abs = if spec.has_complex_state() {
                    assert_close("modulus", field("modulus"), parts(cell, f64::hypot));
                    let angle = parts(cell, |re, im| im.atan2(re));
                    assert_close("phase", field("phase"), angle);
                    parts(gradient, f64::hypot)
                } else {
                    assert_close("cell", field("cell"), flat(cell));
                    flat(gradient)
                };
                let abs = abs.into_iter().map(|x| x.abs().log10());
                assert_close("log10AbsGradCell", field("log10AbsGradCell"), abs);
                assert_close(
                    "log10GradCell",
                    field("log10GradCell"),
                    logs.iter().map(log),
                );
            }
        }
        let top = &trace.layers[1].log10_grad_hidden;
        let ratio = log(&top[0]) - log(&top[11]);
        assert_close("log10Ratio", shown.field("log10Ratio", None), [ratio]);
        let memory = trace.layers[1].log10_grad_cell.as_ref().unwrap_or(top);
        let ratio = log(&memory[0]) - log(&memory[11]);
        let shown_ratio = shown.field("log10RatioMemory", None);
        assert_close("log10RatioMemory", shown_ratio, [ratio]);
        let input = trace.log10_grad_input.iter().map(log);
        assert_close("log10GradInput", shown.field("log10GradInput", None), input);
        assert_close("probeLoss", shown.field("probeLoss", None), [trace.loss]);
        let scalars = [
            "update",
            "loss",
            "accuracy",
            "trainLoss",
            "gradNorm",
            "clippedNorm",
            "clippedUpdates",
        ];
        let scalars = scalars.map(|name| shown.field(name, None)[0]);
        assert_eq!(scalars, [7.0, 0.5, 0.25, 2.0, 3.0, 1.0, 5.0]);
    }
}

#[test]
fn outputs_are_probabilities_for_classes_and_values_for_squared_error() {
    let classes = show(CellKind::Gru, TaskKind::Recall);
    let width = classes.run["outputs"].as_u64().expect("V") as usize;
    let logits = &classes.trace.outputs;
    for (row, logits) in classes
        .field("outputs", None)
        .chunks(width)
        .zip(logits.0.rows())
    {
        let sum: f64 = logits.iter().map(|logit| logit.exp()).sum();
        assert_close("outputs", row, logits.iter().map(|logit| logit.exp() / sum));
    }
    assert_eq!(classes.run["loss"], "crossEntropy");
    let values = show(CellKind::Gru, TaskKind::Adding);
    assert_close(
        "outputs",
        values.field("outputs", None),
        flat(&values.trace.outputs),
    );
    assert_eq!(values.run["loss"], "squaredError");
}

#[test]
fn the_description_holds_the_probe_as_it_is_fed() {
    let symbols = show(CellKind::Rnn, TaskKind::Recall).run;
    assert_eq!(
        symbols["probe"]["symbols"].as_array().map(Vec::len),
        Some(12)
    );
    assert!(symbols["probe"]["values"].is_null());
    assert_eq!(
        symbols["probe"]["marks"],
        json!([0]),
        "the first symbol is to be recalled"
    );
    let targets = symbols["probe"]["targets"].as_array().expect("targets");
    assert!(targets[0].is_null() && targets[11].is_u64());
    assert_eq!(
        symbols["inputLabels"].as_array().map(Vec::len),
        symbols["inputs"].as_u64().map(|i| i as usize)
    );
    assert_eq!(symbols["gates"], json!([]));
    assert!(
        symbols["baseline"]["loss"]
            .as_f64()
            .is_some_and(|loss| loss > 1.0)
    );
    let values = show(CellKind::Rnn, TaskKind::Adding).run;
    assert_eq!(
        values["probe"]["values"][11].as_array().map(Vec::len),
        Some(2)
    );
    assert!(values["probe"]["symbols"].is_null() && values["inputLabels"].is_null());
    assert!(values["probe"]["targets"][11].is_array());
}

#[test]
fn tracing_and_writing_a_frame_allocate_nothing_once_the_first_is_written() {
    for cell in CELLS.iter().map(|cell| cell.spec.kind) {
        let experiment = Experiment {
            length: 30,
            units: 7,
            layers: 2,
            ..Experiment::default()
        };
        let trainer = Trainer::new(&experiment, cell, None).expect("a lane");
        let loss = trainer.task().loss();
        let mut tracer = Tracer::new(trainer.model(), loss, experiment.truncate);
        let mut frame = Frame::new(&tracer, loss, 30);
        let mut data = vec![0.0; frame.length()];
        let mut show = || {
            tracer.load(trainer.model());
            tracer.run(trainer.probe()).expect("a probe fits");
            frame.write(&tracer, &PROGRESS, &mut data).expect("a frame");
        };
        show();
        let counted = allocation_counter::measure(show);
        assert_eq!(counted.count_total, 0, "{cell:?}");
    }
}

#[test]
fn a_frame_of_another_length_is_refused() {
    let experiment = Experiment::default();
    let trainer = Trainer::new(&experiment, CellKind::Rnn, None).expect("a lane");
    let loss = trainer.task().loss();
    let mut tracer = Tracer::new(trainer.model(), loss, 0);
    tracer.run(trainer.probe()).expect("a probe fits");
    let mut frame = Frame::new(&tracer, loss, 40);
    let mut short = vec![0.0; frame.length() - 1];
    let error = frame
        .write(&tracer, &PROGRESS, &mut short)
        .expect_err("too short");
    let (given, allowed) = (short.len(), frame.length());
    assert_eq!(
        error.message,
        format!("frame length is {given}, but must be {allowed}.")
    );
}
