//! Files of weights that other programs saved (`tests/fixtures/foreign.py`), and sequences for them: each is read as
//! PyTorch meant it, with PyTorch's gradients, or refused in a sentence.

use std::fs;

use safetensors::Dtype;
use safetensors::tensor::TensorView;
use serde_json::Value;
use vanishing_point::Error;
use vanishing_point::data::foreign;
use vanishing_point::data::rng::Rng;
use vanishing_point::experiment::{Activation, CellKind, Choice, Experiment, TaskKind};
use vanishing_point::run::trainer::Trainer;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures");

fn fixtures() -> Vec<Value> {
    let text = fs::read_to_string(format!("{FOLDER}/foreign.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

fn file(name: &str) -> Vec<u8> {
    fs::read(format!("{FOLDER}/foreign/{name}.safetensors")).unwrap()
}

/// A data set of the task: files as bytes, and words about them.
fn bundle(parts: &[(&str, &[u8])], about: &[(&str, &str)]) -> Vec<u8> {
    let views = (parts.iter()).map(|(name, bytes)| {
        let view = TensorView::new(Dtype::U8, vec![bytes.len()], bytes).unwrap();
        (*name, view)
    });
    let about = (about.iter()).map(|(key, word)| (key.to_string(), word.to_string()));
    safetensors::serialize(views, Some(about.collect())).unwrap()
}

fn npy(shape: &[usize], values: &[f64]) -> Vec<u8> {
    let shape: Vec<String> = shape.iter().map(usize::to_string).collect();
    let header = format!(
        "{{'descr': '<f8', 'fortran_order': False, 'shape': ({},), }}",
        shape.join(", ")
    );
    let mut bytes = b"\x93NUMPY\x01\x00".to_vec();
    bytes.extend((header.len() as u16).to_le_bytes());
    bytes.extend(header.bytes());
    bytes.extend(values.iter().flat_map(|value| value.to_le_bytes()));
    bytes
}

fn experiment(description: &foreign::ModuleDescription) -> Experiment {
    Experiment {
        cells: vec![CellKind::from_word(description.cell.word()).unwrap()],
        task: TaskKind::Own,
        units: description.units,
        layers: description.layers,
        activation: match description.activation.as_deref() {
            Some("relu") => Activation::Relu,
            _ => Activation::Tanh,
        },
        batch: 2,
        ..Experiment::default()
    }
}

fn trainer(model: &str, parts: &[(&str, &[u8])], about: &[(&str, &str)]) -> Result<Trainer, Error> {
    let model = file(model);
    let experiment = experiment(&foreign::read(&model)?.description);
    let mut parts = parts.to_vec();
    parts.push(("model", &model));
    Trainer::new(
        &experiment,
        experiment.cells[0],
        Some(&bundle(&parts, about)),
    )
}

fn numbers(value: &Value) -> Vec<f64> {
    match value {
        Value::Array(items) => items.iter().flat_map(numbers).collect(),
        number => vec![number.as_f64().unwrap()],
    }
}

/// The largest difference, relative to the largest number.
fn difference(a: &[f64], b: &[f64]) -> f64 {
    assert_eq!(a.len(), b.len());
    let scale = b
        .iter()
        .fold(1e-300_f64, |largest, each| largest.max(each.abs()));
    a.iter().zip(b).fold(0.0, |largest: f64, (a, b)| {
        largest.max((a - b).abs() / scale)
    })
}

#[test]
fn every_file_is_read_as_it_is_or_refused_by_what_it_holds() {
    let (mut read, mut refused) = (0, 0);
    for fixture in fixtures() {
        let name = fixture["file"].as_str().unwrap();
        let found = foreign::read(&file(name));
        if fixture["cell"].is_null() {
            refused += 1;
            let error = found.expect_err(name);
            let text = serde_json::to_value(&error).unwrap();
            match fixture["fault"].as_str() {
                Some("notFinite") => assert_eq!(text["kind"], "notFinite", "{name}"),
                Some(fault) => {
                    assert_eq!(text["allowed"]["fault"], fault, "{name}: {}", error.message)
                }
                None => assert_eq!(text["kind"], "unreadable", "{name}"),
            }
            if let Some(found) = fixture["found"].as_str() {
                assert!(error.message.contains(found), "{name}: {}", error.message);
            }
            continue;
        }
        read += 1;
        let foreign = found.unwrap_or_else(|error| panic!("{name}: {error}"));
        let description = serde_json::to_value(&foreign.description).unwrap();
        for (key, value) in description.as_object().unwrap() {
            assert_eq!(*value, fixture[key], "{name}: {key}");
        }
        // What is kept of it is read alike again, in single precision and by plain names.
        let again = foreign::read(&foreign::write(&foreign)).unwrap();
        assert_eq!(again.tensors.len(), foreign.tensors.len(), "{name}");
        let (a, b) = (again.description, foreign.description);
        assert_eq!(
            (a.cell, a.units, a.layers, a.activation),
            (b.cell, b.units, b.layers, b.activation)
        );
    }
    assert!(
        read >= 24 && refused >= 24,
        "{read} read, {refused} refused"
    );
}

#[test]
fn the_gradients_of_every_file_are_those_of_autograd() {
    let mut largest: f64 = 0.0;
    for fixture in fixtures()
        .iter()
        .filter(|fixture| !fixture["cell"].is_null())
    {
        let name = fixture["file"].as_str().unwrap();
        let inputs = npy(&[6, 4], &numbers(&fixture["sequence"]));
        let loss = fixture["loss"].as_str().unwrap();
        let made = trainer(
            name,
            &[("inputs", &inputs)],
            &[("source", "table"), ("loss", loss), ("output", "1")],
        );
        let mut trainer = made.unwrap_or_else(|error| panic!("{name}: {error}"));
        let trace = serde_json::to_value(trainer.trace().unwrap()).unwrap();
        let expected = &fixture["expected"];
        let mut pairs = vec![
            (numbers(&trace["loss"]), numbers(&expected["loss"])),
            (
                numbers(&trace["layers"].as_array().unwrap().last().unwrap()["gradHidden"]),
                numbers(&expected["gradHidden"]),
            ),
        ];
        for (weight, gradient) in expected["weights"].as_object().unwrap() {
            pairs.push((numbers(&trace["paramGrads"][weight]), numbers(gradient)));
        }
        for (own, torch) in pairs {
            largest = largest.max(difference(&own, &torch));
        }
        assert!(largest < 1e-9, "{name}: {largest:.1e}");
        // And it trains on from there, again and again alike.
        let before = trainer.train(3).train_loss;
        trainer.reset();
        assert_eq!(
            before.to_bits(),
            trainer.train(3).train_loss.to_bits(),
            "{name}"
        );
    }
    println!("largest difference {largest:.1e}");
}

#[test]
fn sequences_come_from_tables_texts_seeds_and_other_tasks() {
    let rows = [1.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0];
    let rows = &npy(&[3, 4], &rows)[..];
    let classes = &npy(&[3], &[-1.0, 2.0, 0.0])[..];
    let gap = [1.0, 2.0, 3.0, f64::NAN, f64::NAN, f64::NAN, 1.0, 1.0, 1.0];
    let values = &npy(&[3, 3], &gap)[..];
    let read = |parts: &[(&str, &[u8])], about: &[(&str, &str)]| trainer("lstm-1", parts, about);
    let steps = |trainer: Trainer| trainer.probe().steps();
    assert_eq!(
        steps(
            read(
                &[("inputs", rows), ("targets", classes)],
                &[("source", "table")]
            )
            .unwrap()
        ),
        3
    );
    assert_eq!(
        steps(read(&[("inputs", rows), ("targets", values)], &[]).unwrap()),
        3
    );
    for source in ["random", "oneHot"] {
        let about = [("source", source), ("steps", "20"), ("loss", "state")];
        let trainer = read(&[], &about).unwrap();
        // Nothing of them is kept from training.
        assert!(!trainer.describe().held_out);
        assert_eq!(steps(trainer), 20);
    }
    let letters = bundle_of_letters("lstm-embedding", "abcdef?").unwrap();
    assert_eq!(steps(letters), 5);
    // Widths that fit: brackets has other numbers of inputs and outputs than any file, recall of the example fits none.
    let refused = read(&[], &[("source", "task"), ("task", "recall")])
        .err()
        .unwrap();
    assert_eq!(
        refused.message,
        "inputs is 8 numbers a step, but must be 4 numbers a step, as the model has."
    );
    let batch = npy(&[2, 3, 4], &[0.5; 24]);
    let lengths = npy(&[2], &[3.0, 2.0]);
    let targets = npy(&[2, 3], &[-1.0, -1.0, 1.0, -1.0, 2.0, -1.0]);
    let about = [("source", "table"), ("shown", "1")];
    assert_eq!(
        steps(
            read(
                &[
                    ("inputs", &batch),
                    ("lengths", &lengths),
                    ("targets", &targets)
                ],
                &about
            )
            .unwrap()
        ),
        2
    );
}

fn bundle_of_letters(model: &str, letters: &str) -> Result<Trainer, Error> {
    let lines: Vec<String> = letters.chars().map(String::from).collect();
    let vocabulary = lines.join("\n");
    trainer(
        model,
        &[("vocabulary", vocabulary.as_bytes()), ("text", b"abcabc")],
        &[("source", "text")],
    )
}

#[test]
fn what_does_not_fit_the_model_is_said() {
    let narrow = &npy(&[2, 3], &[1.0, 0.0, 0.0, 0.0, 1.0, 0.0])[..];
    let fits = &npy(&[2, 4], &[1.0; 8])[..];
    let beyond = &npy(&[2], &[1.0, 9.0])[..];
    let none = &npy(&[2], &[-1.0, -1.0])[..];
    let gap = &npy(&[2, 4], &[1.0, 2.0, 3.0, 4.0, 1.0, 2.0, f64::NAN, 4.0])[..];
    let short = &npy(&[1, 4], &[1.0, 2.0, 3.0, 4.0])[..];
    let says = |parts: &[(&str, &[u8])], about: &[(&str, &str)], words: &str| {
        let Err(error) = trainer("lstm-1", parts, about) else {
            panic!("{words}");
        };
        assert!(error.message.contains(words), "{}", error.message);
    };
    says(
        &[("inputs", narrow)],
        &[("loss", "state")],
        "inputs is 3 numbers a step",
    );
    says(
        &[("inputs", b"x")],
        &[("loss", "state")],
        "inputs is a file of another kind, but must be a .npy file of numbers",
    );
    says(&[], &[("loss", "state")], "inputs is missing");
    says(&[("inputs", fits)], &[], "targets is missing");
    says(&[("inputs", fits), ("targets", beyond)], &[], "targets");
    says(
        &[("inputs", fits), ("targets", none)],
        &[],
        "empty in sequence 1",
    );
    says(&[("inputs", gap)], &[("loss", "state")], "finite");
    says(
        &[("inputs", short)],
        &[("loss", "state")],
        "2 to 1024 steps",
    );
    says(&[], &[("source", "dreams")], "source is \"dreams\"");
    says(&[], &[("source", "task"), ("task", "own")], "another task");
    says(
        &[],
        &[("source", "random"), ("loss", "output"), ("output", "3")],
        "output is 3",
    );
    assert!(
        bundle_of_letters("lstm-embedding", "abcdefgh")
            .err()
            .unwrap()
            .message
            .contains("7 symbols, as the model knows")
    );
    // Sizes that are another's.
    let model = file("lstm-1");
    let data = bundle(
        &[("model", &model)],
        &[("source", "random"), ("loss", "state")],
    );
    let of = foreign::read(&model).unwrap().description;
    let refuse = |change: fn(&mut Experiment)| {
        let mut experiment = experiment(&of);
        change(&mut experiment);
        Trainer::new(&experiment, CellKind::Lstm, Some(&data))
            .err()
            .unwrap()
            .key
            .unwrap()
    };
    assert_eq!(refuse(|experiment| experiment.units = 6), "units");
    assert_eq!(refuse(|experiment| experiment.layers = 2), "layers");
    // Another cell beside it begins as ever.
    assert!(Trainer::new(&experiment(&of), CellKind::Gru, Some(&data)).is_ok());
}

#[test]
fn damaged_files_are_refused_and_never_stop_the_program() {
    let good = file("gru-2");
    for at in 0..good.len().min(900) {
        for change in [1, 0x20, 0x80] {
            let mut damaged = good.clone();
            damaged[at] ^= change;
            let _ = foreign::read(&damaged);
        }
    }
}

/// Changes a good file in a few places: bytes, cuts, doubled and moved pieces.
fn mutated(good: &[u8], rng: &mut Rng) -> Vec<u8> {
    let mut bytes = good.to_vec();
    for _ in 0..=rng.below(6) {
        let length = bytes.len().max(1);
        let (at, piece) = (rng.below(length), rng.below(24));
        match rng.below(6) {
            _ if bytes.is_empty() => bytes.push(rng.below(256) as u8),
            0 => bytes[at] = rng.below(256) as u8,
            1 => bytes[at] ^= 1 << rng.below(8),
            2 => bytes.truncate(at),
            3 => drop(bytes.drain(at..(at + piece).min(length))),
            4 => bytes.extend_from_within(at..(at + piece).min(length)),
            _ => {
                // Digits and punctuation are what headers hang on.
                bytes[at] = b"0123456789[]{}\",:-.ln"[rng.below(21)];
            }
        }
    }
    bytes
}

/// All that reads bytes or text from outside answers changed files with a value or a sentence: no panic, no hang. `RUNS`
/// sets how many of each are tried; docs/robustness.md has the figures.
#[test]
fn changed_files_of_every_kind_are_answered() {
    let runs: usize = std::env::var("RUNS").map_or(2000, |runs| runs.parse().unwrap());
    let model = file("gru-embedding");
    let table = npy(&[6, 4], &[0.25; 24]);
    let own = |parts: &[(&str, &[u8])], about: &[(&str, &str)]| {
        let model: &[u8] = &model;
        bundle(&[parts, &[("model", model)]].concat(), about)
    };
    let text = own(
        &[
            ("vocabulary", b"a\nb\nc\nd\ne\nf\n\\n"),
            ("text", b"abcdef\nabc"),
        ],
        &[("source", "text")],
    );
    let tables = own(
        &[("inputs", &table), ("targets", &table)],
        &[("source", "table"), ("loss", "output"), ("output", "1")],
    );
    let trainer = Trainer::new(
        &Experiment {
            units: 3,
            batch: 2,
            ..Experiment::default()
        },
        CellKind::Gru,
        None,
    )
    .unwrap();
    let mut restored = Trainer::new(trainer.experiment(), CellKind::Gru, None).unwrap();
    let experiment = serde_json::to_vec(&Experiment::default()).unwrap();
    let digits = fs::read(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/data/series/co2.safetensors"
    ))
    .unwrap();
    let grammar = fs::read(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/data/entities/english.txt"
    ))
    .unwrap();
    let attempt = |name: &str, good: &[u8], read: &mut dyn FnMut(&[u8]) -> bool| {
        if std::env::var("ONLY").is_ok_and(|only| only != name) {
            return;
        }
        assert!(read(good), "{name}");
        // Large files are slow to copy and read.
        let runs = if good.len() > 3000 { runs / 10 } else { runs };
        let mut rng = Rng::from_seed(7);
        let (mut taken, began) = (0, std::time::Instant::now());
        for _ in 0..runs {
            taken += usize::from(read(&mutated(good, &mut rng)));
        }
        let seconds = began.elapsed().as_secs_f64();
        println!(
            "{name}: {runs} runs, {taken} read, {} refused, {seconds:.1} s",
            runs - taken
        );
    };
    let build = |task: TaskKind, bytes: &[u8]| {
        vanishing_point::data::task::build(task, None, Some(bytes), 0.0).is_ok()
    };
    let read = |bytes: &[u8]| vanishing_point::data::npy::read("inputs", bytes).is_ok();
    attempt("foreign", &model, &mut |bytes| foreign::read(bytes).is_ok());
    attempt("npy", &table, &mut |bytes| read(bytes));
    attempt("own text", &text, &mut |bytes| build(TaskKind::Own, bytes));
    attempt("own table", &tables, &mut |bytes| {
        build(TaskKind::Own, bytes)
    });
    attempt("series", &digits, &mut |bytes| {
        build(TaskKind::Series, bytes)
    });
    attempt("grammar", &grammar, &mut |bytes| {
        build(TaskKind::Entities, bytes)
    });
    attempt(
        "text",
        b"a text to learn from, with letters",
        &mut |bytes| build(TaskKind::Text, bytes),
    );
    attempt("experiment", &experiment, &mut |bytes| {
        let value = serde_json::from_slice::<vanishing_point::experiment::Value>(bytes);
        value.is_ok_and(|value| {
            let _ = Experiment::lenient(&value);
            Experiment::strict(&value).is_ok()
        })
    });
    attempt("snapshot", &trainer.snapshot(), &mut |bytes| {
        restored.restore(bytes).is_ok()
    });
}
