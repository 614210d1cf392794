//! The gates that keep begin as PyTorch would begin them from the same description: tests/fixtures/gate_bias.py.

use serde::Deserialize;
use vanishing_point::Experiment;
use vanishing_point::experiment::{CellKind, GateBias};
use vanishing_point::nn::init::initial_weights;
use vanishing_point::nn::parameters::{Architecture, ParameterLayout, Role};

/// Chrono initialisation at one length, sampled by PyTorch.
#[derive(Deserialize)]
struct Case {
    length: usize,
    /// Of the total bias of a keeping gate.
    deciles: Vec<f64>,
    /// The gate that PyTorch's cell makes of each of them, at rest.
    gates: Vec<f64>,
    /// The smallest and the largest of a million.
    range: [f64; 2],
}

/// b_ih + b_hh of every unit of one block of gates.
fn totals(kind: CellKind, experiment: &Experiment, block: usize) -> Vec<f64> {
    let architecture = Architecture::new(kind, experiment, 5, 3);
    let layout = ParameterLayout::new(&architecture);
    let weights = initial_weights(&architecture, experiment);
    let units = architecture.hidden;
    let of_layer = (0..architecture.layers).flat_map(|layer| {
        let bias = |role| {
            let tensor = &weights[layout.place(layer, role).expect("a bias")];
            &tensor[block * units..(block + 1) * units]
        };
        let both = bias(Role::BiasIh).iter().zip(bias(Role::BiasHh));
        both.map(|(ih, hh)| ih + hh).collect::<Vec<_>>()
    });
    of_layer.collect()
}

#[test]
fn chrono_has_the_deciles_of_pytorchs_samples() {
    let cases: Vec<Case> = serde_json::from_str(include_str!("fixtures/gate_bias.json")).unwrap();
    for case in cases {
        let experiment = Experiment {
            length: case.length,
            units: 256,
            layers: 4,
            forget_bias: GateBias::Chrono,
            update_bias: GateBias::Chrono,
            ..Experiment::default()
        };
        for kind in [CellKind::Lstm, CellKind::Gru] {
            let totals = totals(kind, &experiment, 1);
            let [least, most] = case.range;
            assert!(
                totals
                    .iter()
                    .all(|total| (least - 1e-3..most + 1e-3).contains(total))
            );
            for (index, (decile, gate)) in case.deciles.iter().zip(&case.gates).enumerate() {
                let below = totals.iter().filter(|total| *total < decile).count();
                let share = below as f64 / totals.len() as f64;
                // Kolmogorov's bound for 1024 draws, at one in a hundred.
                let expected = (index + 1) as f64 / 10.0;
                assert!(
                    (share - expected).abs() < 0.051,
                    "{kind:?}, T = {}: {share} of {expected}",
                    case.length
                );
                assert!((1.0 / (1.0 + (-decile).exp()) - gate).abs() < 2e-4);
            }
        }
    }
}

#[test]
fn a_bias_in_total_is_what_was_asked_for_in_every_layer() {
    for asked in [-5.0, 0.0, 1.0, 2.5, 10.0] {
        let experiment = Experiment {
            layers: 3,
            forget_bias: GateBias::Total(asked),
            update_bias: GateBias::Total(asked),
            ..Experiment::default()
        };
        for kind in [CellKind::Lstm, CellKind::Gru] {
            assert!(
                totals(kind, &experiment, 1)
                    .iter()
                    .all(|&total| total == asked)
            );
        }
    }
}
