//! The table of parameters is the contract, and what it refuses is named in one sentence.

use serde::Deserialize;
use serde_json::{Value as Json, json};
use vanishing_point::data::task::catalogue::has_chosen_lengths;
use vanishing_point::error::{ErrorKind, join};
use vanishing_point::experiment::{
    CellKind, Choice, Experiment, PARAMETERS, Parameter, TaskKind, Value,
};

fn strict(json: Json) -> Result<Experiment, vanishing_point::Error> {
    Experiment::strict(&serde_json::from_value(json).unwrap())
}

/// Key, allowed values and nullability as the contract has them; the cells and tasks are those of their lists.
#[test]
fn the_table_is_the_contract() {
    let rows: Vec<(String, String)> = PARAMETERS
        .iter()
        .map(|each| (each.key.to_string(), each.allowed().to_string()))
        .collect();
    let cells = format!(
        "a list of at least one of {}, each once",
        join(CellKind::WORDS, "and")
    );
    let tasks = join(TaskKind::WORDS, "or");
    let expected = [
        ("cells", cells.as_str()),
        ("task", &tasks),
        ("passage", "english, chinese, sonnets or code"),
        ("heldOut", "a number from 0 to 0.5"),
        (
            "series",
            "sunspots, sunspotsYearly, co2, elNino, airline or sines",
        ),
        ("sentences", "english or chinese"),
        (
            "translation",
            "digitsToEnglish, englishToDigits, digitsToChinese or chineseToDigits",
        ),
        ("length", "a whole number from 2 to 1024"),
        ("shortest", "a whole number from 2 to 1024"),
        ("units", "a whole number from 1 to 256"),
        ("match", "units or weights"),
        ("layers", "a whole number from 1 to 4"),
        ("activation", "tanh or relu"),
        ("resetGate", "after or before"),
        ("newValue", "linear or positive"),
        ("window", "a whole number from 1 to 32"),
        ("init", "pytorch, xavier, orthogonal, identity or normal"),
        ("radius", "null (none) or a number from 0.01 to 10"),
        (
            "forgetBias",
            "null (none), chrono or a number from -5 to 10",
        ),
        (
            "updateBias",
            "null (none), chrono or a number from -5 to 10",
        ),
        ("rMin", "a number from 0 to 0.9999"),
        ("rMax", "a number from 0.01 to 0.9999"),
        ("phaseMax", "a number from 0.001 to 6.283185307179586"),
        ("heads", "a whole number from 1 to 16"),
        ("position", "sinusoidal, learned or none"),
        ("optimizer", "sgd, momentum, rmsprop or adam"),
        ("rate", "a number from 1e-6 to 10"),
        ("clip", "null (none) or a number above 0"),
        ("clipBy", "norm or value"),
        ("truncate", "a whole number from 0 to 4294967295"),
        (
            "hold",
            "null (none) or text like forget:1 or forget:1,input:0.5, each of input, forget, output, reset and update at \
             most once with a number from 0 to 1",
        ),
        ("batch", "a whole number from 1 to 256"),
        ("seed", "a whole number from 0 to 4294967295"),
    ];
    let expected = expected.map(|(key, allowed)| (key.to_string(), allowed.to_string()));
    assert_eq!(rows, expected);
}

/// One line of tests/fixtures/experiments.json, which the page's validator keeps to as well.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Vector {
    /// What arrives.
    given: Value,
    /// What is then in force; keys left out have their default.
    in_force: Value,
    /// What is reported, in the order of the given keys.
    errors: Vec<Json>,
}

fn vectors() -> Vec<Vector> {
    serde_json::from_str(include_str!("fixtures/experiments.json")).unwrap()
}

#[test]
fn the_shared_vectors_hold() {
    assert!(vectors().len() > 40);
    for vector in vectors() {
        let (experiment, errors) = Experiment::lenient(&vector.given);

        let mut expected = Experiment::default();
        let Value::Object(entries) = &vector.in_force else {
            panic!("{vector:?}")
        };
        for (key, in_force) in entries {
            let row = Parameter::named(key).unwrap();
            row.put(&mut expected, in_force).unwrap();
        }
        assert_eq!(experiment, expected, "{vector:?}");

        let reported: Vec<Json> = errors
            .iter()
            .map(|error| json!({ "key": error.key, "kind": error.kind }))
            .collect();
        assert_eq!(reported, vector.errors, "{vector:?}");

        match Experiment::strict(&vector.given) {
            Ok(strict) => {
                assert!(errors.is_empty(), "{vector:?}");
                assert_eq!(strict, experiment);
            }
            Err(error) => assert_eq!(Some(&error), errors.first(), "{vector:?}"),
        }
    }
}

#[test]
fn what_leniency_puts_in_force_is_strictly_valid() {
    for vector in vectors() {
        let (experiment, _) = Experiment::lenient(&vector.given);
        let written = serde_json::to_value(&experiment).unwrap();
        assert_eq!(strict(written).unwrap(), experiment);
    }
}

#[test]
fn a_refusal_names_the_key_the_given_and_the_allowed() {
    let message = |json| strict(json).unwrap_err().message;
    assert_eq!(
        message(json!({ "length": 1 })),
        "length is 1, but must be a whole number from 2 to 1024."
    );
    assert_eq!(
        message(json!({ "task": "chess" })),
        format!(
            "task is \"chess\", but must be {}.",
            join(TaskKind::WORDS, "or")
        )
    );
    assert_eq!(
        message(json!({ "length": 40, "shortest": 41 })),
        "shortest is 41, but must be a whole number from 2 to 40."
    );
    assert_eq!(
        message(json!({ "clip": 0 })),
        "clip is 0, but must be null (none) or a number above 0."
    );
    assert!(message(json!({ "lenght": 1 })).starts_with("There is no key lenght; the keys are "));
    assert_eq!(
        message(json!(7)),
        "experiment is 7, but must be an object with the experiment's keys."
    );
}

/// JSON has no NaN, but JavaScript's objects do.
#[test]
fn nan_and_infinity_are_refused() {
    for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        for key in ["rate", "length", "clip", "radius"] {
            let given = Value::Object(vec![(key.to_string(), Value::Number(number))]);
            let (experiment, errors) = Experiment::lenient(&given);
            assert_eq!(experiment, Experiment::default());
            assert_eq!(errors.len(), 1);
            assert_eq!(errors[0].kind, ErrorKind::NotFinite);
            assert_eq!(errors[0].key.as_deref(), Some(key));
        }
    }
}

#[test]
fn of_a_repeated_key_the_last_one_holds() {
    let given: Value = serde_json::from_str(r#"{"hidden": 999, "hidden": 8}"#).unwrap();
    let (experiment, errors) = Experiment::lenient(&given);
    assert_eq!((experiment.units, errors.len()), (8, 0));
}

/// The shape of www/generated/parameters.json.
#[test]
fn the_table_serialises_to_what_the_page_reads() {
    let table = serde_json::to_value(PARAMETERS).unwrap();
    let row = |key: &str| {
        table
            .as_array()
            .unwrap()
            .iter()
            .find(|row| row["key"] == key)
            .unwrap()
            .clone()
    };
    let defaults = Experiment::default();
    let tasks = TaskKind::ALL.iter().copied();
    let chosen_lengths: Vec<TaskKind> = tasks.filter(|&task| has_chosen_lengths(task)).collect();
    assert!(chosen_lengths.len() < TaskKind::ALL.len());
    assert_eq!(
        row("cells"),
        json!({
            "key": "cells", "aliases": [], "kind": "list", "choices": CellKind::WORDS,
            "nullable": false, "default": ["rnn", "lstm", "gru"], "restart": true,
            "cells": null, "tasks": null,
        })
    );
    assert_eq!(
        row("length"),
        json!({
            "key": "length", "aliases": [], "kind": "integer", "min": 2, "max": 1024, "scale": "log",
            "nullable": false, "default": defaults.length, "restart": true,
            "cells": null, "tasks": chosen_lengths,
        })
    );
    assert_eq!(
        row("clip"),
        json!({
            "key": "clip", "aliases": [], "kind": "number", "min": 0, "exclusiveMin": true, "scale": "log",
            "nullable": true, "default": 1, "restart": false,
            "cells": null, "tasks": null,
        })
    );
    assert_eq!(row("units")["aliases"], json!(["hidden"]));
    assert_eq!(row("resetGate")["aliases"], json!(["reset"]));
    assert_eq!(row("passage")["tasks"], json!(["text"]));
    assert_eq!(row("forgetBias")["cells"], json!(["lstm"]));
    assert_eq!(row("rate")["min"], json!(1e-6));
    assert_eq!(
        row("updateBias"),
        json!({
            "key": "updateBias", "aliases": [], "kind": "number", "min": -5, "max": 10, "scale": "linear",
            "words": ["chrono"], "nullable": true, "default": 3, "restart": true,
            "cells": ["gru", "mingru"], "tasks": null,
        })
    );
}

#[test]
fn a_keeping_gates_bias_is_a_number_a_word_or_none() {
    for key in ["forgetBias", "updateBias"] {
        for given in [json!(null), json!("chrono"), json!(-5), json!(2.5)] {
            let read = strict(json!({ key: given })).unwrap();
            assert_eq!(
                serde_json::to_value(&read).unwrap()[key]
                    .to_string()
                    .trim_end_matches(".0"),
                given.to_string()
            );
        }
        assert_eq!(
            strict(json!({ key: "open" })).unwrap_err().message,
            format!(
                "{key} is \"open\", but must be null (none), chrono or a number from -5 to 10."
            )
        );
        let (lenient, errors) =
            Experiment::lenient(&serde_json::from_value(json!({ key: 11 })).unwrap());
        assert_eq!(serde_json::to_value(&lenient).unwrap()[key], json!(10));
        assert_eq!(errors[0].kind, ErrorKind::OutOfRange);
    }
}

#[test]
fn every_default_is_allowed_by_its_own_row() {
    let all: Vec<(String, Value)> = PARAMETERS
        .iter()
        .map(|row| (row.key.to_string(), row.default()))
        .collect();
    assert_eq!(
        Experiment::strict(&Value::Object(all)).unwrap(),
        Experiment::default()
    );
}
