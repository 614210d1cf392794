//! Comparison of a trace, as JSON has it, with what `tests/fixtures/reduce.py` kept of PyTorch's.
//!
//! Errors are relative: in a matrix over time to the largest entry of the same time step, however far it
//! has vanished; in a weight gradient to the tensor's largest entry; of singular values and eigenvalues
//! to the largest of the same matrix. Logarithms are compared absolutely, by the same relative
//! error of the norm.

use serde_json::Value;

use super::draw::fixed_weight;

/// The relative error that is allowed.
pub const TOLERANCE: f64 = 1e-9;
const ROW_OFFSET: usize = 1_000_000;
/// PyTorch's doubles lose digits below this; what has vanished further is compared elsewhere (`magnitude.json`).
const TINY: f64 = 1e-290;

/// Collects the differences of one case.
pub struct Comparison {
    pub differences: Vec<String>,
    /// The largest relative error seen so far, for the record.
    pub largest: f64,
}

impl Comparison {
    pub fn new() -> Self {
        Comparison {
            differences: Vec::new(),
            largest: 0.0,
        }
    }

    /// Compares two numbers relative to `size`.
    pub fn number(&mut self, path: &str, actual: f64, expected: f64, size: f64) {
        let error = (actual - expected).abs() / size.max(f64::MIN_POSITIVE);
        self.largest = self.largest.max(error);
        // NaN is a difference too.
        if error > TOLERANCE || error.is_nan() {
            self.differences.push(format!(
                "{path}: {actual:e}, not {expected:e} (error {error:e})"
            ));
        }
    }

    fn equal<T: PartialEq + std::fmt::Debug>(
        &mut self,
        path: &str,
        actual: T,
        expected: T,
    ) -> bool {
        let equal = actual == expected;
        if !equal {
            self.differences
                .push(format!("{path}: {actual:?}, not {expected:?}"));
        }
        equal
    }

    /// A matrix over time, whole or reduced.
    pub fn matrix(&mut self, path: &str, actual: &Value, expected: &Value) {
        let actual = rows(actual);
        if let Value::Array(_) = expected {
            let expected = rows(expected);
            if self.equal(&format!("{path}.length"), actual.len(), expected.len()) {
                for (t, (a, b)) in actual.iter().zip(&expected).enumerate() {
                    self.row(&format!("{path}[{t}]"), a, b);
                }
            }
            return;
        }
        let shape = vec![actual.len(), actual.first().map_or(0, Vec::len)];
        self.equal(&format!("{path}.shape"), shape, indices(&expected["shape"]));
        let projected: Vec<_> = actual.iter().map(|row| project(row)).collect();
        let mix: f64 = projected
            .iter()
            .enumerate()
            .map(|(i, (p, _))| p * fixed_weight(ROW_OFFSET + i))
            .sum();
        // Each projection is of order one; their weighted sum grows like the root of their count.
        let size = (actual.len() as f64).sqrt();
        self.number(&format!("{path}.mix"), mix, float(&expected["mix"]), size);
        for (index, pair) in expected["rows"].as_object().expect("rows by index") {
            let (projection, largest) = projected[index.parse::<usize>().expect("an index")];
            let wanted = floats(pair);
            let path = format!("{path}[{index}]");
            self.number(&path, projection, wanted[0], 1.0);
            self.number(&path, largest, wanted[1], wanted[1]);
        }
    }

    fn row(&mut self, path: &str, actual: &[f64], expected: &[f64]) {
        let size = expected.iter().fold(0.0_f64, |m, x| m.max(x.abs()));
        if !self.equal(&format!("{path}.length"), actual.len(), expected.len()) {
            return;
        }
        for (a, b) in actual.iter().zip(expected) {
            if size < TINY {
                self.equal(path, a.abs() < 2.0 * TINY, true);
            } else {
                self.number(path, *a, *b, size);
            }
        }
    }

    /// A list of numbers, whole or reduced; `logarithms` says whether they are log10 of magnitudes.
    pub fn vector(&mut self, path: &str, actual: &Value, expected: &Value, logarithms: bool) {
        let actual = actual.as_array().expect("a list");
        let size = |x: f64| {
            if logarithms {
                std::f64::consts::LOG10_E
            } else {
                x.abs()
            }
        };
        let mut entry = |path: String, a: &Value, b: &Value| match (a.as_f64(), b) {
            (_, Value::Number(_)) => {
                let (a, b) = (a.as_f64().unwrap_or(f64::NAN), float(b));
                self.number(&path, a, b, size(b));
            }
            (None, Value::Null) => {}
            // Below the doubles of PyTorch: a number far down here, or an exact zero.
            (a, Value::String(_)) if a.is_none_or(|a| a < TINY.log10() + 1.0) => {}
            _ => self.differences.push(format!("{path}: {a}, not {b}")),
        };
        if let Value::Array(expected) = expected {
            for (i, (a, b)) in actual.iter().zip(expected).enumerate() {
                entry(format!("{path}[{i}]"), a, b);
            }
            self.equal(&format!("{path}.length"), actual.len(), expected.len());
            return;
        }
        for (index, wanted) in expected["at"].as_object().expect("entries by index") {
            entry(
                format!("{path}[{index}]"),
                &actual[index.parse::<usize>().expect("an index")],
                wanted,
            );
        }
        self.equal(
            &format!("{path}.length"),
            actual.len(),
            index(&expected["length"]),
        );
        let numbers = actual.iter().enumerate().map(|(i, x)| (i, x.as_f64()));
        self.mixture(path, numbers, expected, logarithms);
    }

    /// The flow matrix, whole or reduced.
    pub fn flow(&mut self, actual: &Value, expected: &Value) {
        let rows = actual.as_array().expect("rows");
        if let Value::Array(expected) = expected {
            for (k, (a, b)) in rows.iter().zip(expected).enumerate() {
                self.vector(&format!("flow[{k}]"), a, b, true);
            }
            self.equal("flow.length", rows.len(), expected.len());
            return;
        }
        self.equal(
            "flow.shape",
            vec![rows.len(), list(&rows[0]).len()],
            indices(&expected["shape"]),
        );
        for (k, wanted) in expected["rows"].as_object().expect("rows by index") {
            let row = &rows[k.parse::<usize>().expect("an index")];
            self.vector(&format!("flow[{k}]"), row, wanted, true);
        }
        let entries = rows.iter().flat_map(list).map(Value::as_f64).enumerate();
        self.mixture("flow", entries, expected, true);
    }

    /// The number in which every finite entry has a part, and how many are null.
    fn mixture(
        &mut self,
        path: &str,
        entries: impl Iterator<Item = (usize, Option<f64>)>,
        expected: &Value,
        logarithms: bool,
    ) {
        // What PyTorch calls tiny is a number or, underflowed, a zero; the rest has to agree.
        let lowest = if index(&expected["tiny"]) > 0 {
            TINY.log10()
        } else {
            f64::NEG_INFINITY
        };
        let (mut mix, mut count, mut present, mut size) = (0.0, 0, 0, 0.0_f64);
        for (index, entry) in entries {
            count += 1;
            if let Some(x) = entry.filter(|x| *x >= lowest) {
                mix += x * fixed_weight(index);
                present += 1;
                size += if logarithms { 1.0 } else { x * x };
            }
        }
        let absent = index(&expected["nulls"]) + index(&expected["tiny"]);
        self.equal(&format!("{path}.nulls"), count - present, absent);
        self.number(
            &format!("{path}.mix"),
            mix,
            float(&expected["mix"]),
            size.sqrt(),
        );
    }

    /// Radius, norm and eigenvalues of each block.
    pub fn spectrum(&mut self, actual: &Value, expected: &Value) {
        self.equal("spectrum.blocks", keys(actual), keys(expected));
        for (name, wanted) in expected.as_object().expect("blocks by name") {
            let found = &actual[name];
            let (radius, norm) = (float(&wanted["radius"]), float(&wanted["norm"]));
            self.number(
                &format!("spectrum.{name}.radius"),
                float(&found["radius"]),
                radius,
                radius,
            );
            self.number(
                &format!("spectrum.{name}.norm"),
                float(&found["norm"]),
                norm,
                norm,
            );
            let mut left = rows(&found["eigenvalues"]);
            for value in rows(&wanted["eigenvalues"]) {
                let distance = |v: &Vec<f64>| (v[0] - value[0]).hypot(v[1] - value[1]);
                let nearest = (0..left.len())
                    .min_by(|&a, &b| distance(&left[a]).total_cmp(&distance(&left[b])));
                match nearest {
                    Some(nearest) => {
                        let error = distance(&left.swap_remove(nearest));
                        self.number(&format!("spectrum.{name}.eigenvalues"), error, 0.0, radius);
                    }
                    None => self
                        .differences
                        .push(format!("spectrum.{name}: too few eigenvalues")),
                }
            }
            self.equal(&format!("spectrum.{name}.left"), left.len(), 0);
        }
    }

    /// A weight gradient: nested lists or, reduced, one row of all its numbers.
    pub fn tensor(&mut self, path: &str, actual: &Value, expected: &Value) {
        let mut shape = vec![list(actual).len()];
        if let Value::Array(inner) = &list(actual)[0] {
            shape.push(inner.len());
        }
        let flat = |value: &Value| -> Vec<f64> {
            list(value)
                .iter()
                .flat_map(|x| x.as_array().map_or(vec![float(x)], |_| floats(x)))
                .collect()
        };
        if expected.is_array() {
            self.row(path, &flat(actual), &flat(expected));
        } else {
            self.equal(
                &format!("{path}.tensor"),
                shape,
                indices(&expected["tensor"]),
            );
            self.matrix(path, &serde_json::json!([flat(actual)]), expected);
        }
    }

    /// A whole trace.
    pub fn trace(&mut self, actual: &Value, expected: &Value) {
        self.equal("trace", keys(actual), keys(expected));
        let loss = float(&expected["loss"]);
        self.number("loss", float(&actual["loss"]), loss, loss);
        self.vector("losses", &actual["losses"], &expected["losses"], false);
        self.matrix("outputs", &actual["outputs"], &expected["outputs"]);
        self.vector(
            "log10GradInput",
            &actual["log10GradInput"],
            &expected["log10GradInput"],
            true,
        );
        self.flow(&actual["flow"], &expected["flow"]);
        let key = "jacobianSingularValues";
        self.matrix(key, &actual[key], &expected[key]);
        self.spectrum(&actual["spectrum"], &expected["spectrum"]);
        self.equal(
            "paramGrads",
            keys(&actual["paramGrads"]),
            keys(&expected["paramGrads"]),
        );
        for (name, wanted) in expected["paramGrads"]
            .as_object()
            .expect("gradients by name")
        {
            self.tensor(
                &format!("paramGrads.{name}"),
                &actual["paramGrads"][name],
                wanted,
            );
        }
        let (layers, wanted) = (list(&actual["layers"]), list(&expected["layers"]));
        self.equal("layers", layers.len(), wanted.len());
        for (index, (layer, wanted)) in layers.iter().zip(wanted).enumerate() {
            self.equal(&format!("layers[{index}]"), keys(layer), keys(wanted));
            for (field, wanted) in wanted.as_object().expect("fields by name") {
                let (path, found) = (format!("layers[{index}].{field}"), &layer[field]);
                match wanted {
                    _ if field.starts_with("log10") => self.vector(&path, found, wanted, true),
                    Value::Object(gates) if !gates.contains_key("mix") => {
                        self.equal(&path, keys(found), keys(wanted));
                        for (gate, wanted) in gates {
                            self.matrix(&format!("{path}.{gate}"), &found[gate], wanted);
                        }
                    }
                    _ => self.matrix(&path, found, wanted),
                }
            }
        }
    }
}

/// The random projection of a row over its largest entry, and that entry; zeros where it has vanished.
fn project(row: &[f64]) -> (f64, f64) {
    let largest = row.iter().fold(0.0_f64, |m, x| m.max(x.abs()));
    if largest < TINY {
        return (0.0, 0.0);
    }
    (
        row.iter()
            .enumerate()
            .map(|(j, x)| x / largest * fixed_weight(j))
            .sum(),
        largest,
    )
}

fn list(value: &Value) -> &Vec<Value> {
    value.as_array().expect("a list")
}

fn float(value: &Value) -> f64 {
    value.as_f64().unwrap_or(f64::NAN)
}

fn floats(value: &Value) -> Vec<f64> {
    list(value).iter().map(float).collect()
}

fn rows(value: &Value) -> Vec<Vec<f64>> {
    list(value).iter().map(floats).collect()
}

fn index(value: &Value) -> usize {
    value.as_u64().expect("a whole number") as usize
}

fn indices(value: &Value) -> Vec<usize> {
    list(value).iter().map(index).collect()
}

fn keys(value: &Value) -> Vec<&String> {
    value.as_object().expect("an object").keys().collect()
}
