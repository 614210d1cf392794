//! How many units each cell on stage has where all are to have the same number of weights.
//!
//! Counts go up in steps: one unit more is some per cent more weights. So the first cell's units give way as well, as
//! little as it takes for all cells to come within half a per cent of its weights.

use crate::experiment::{CellKind, Experiment, Match};
use crate::nn::parameters::{Architecture, ParameterLayout};

/// The units of a layer that are tried.
const MOST_UNITS: usize = 256;
/// How far from the first cell's another's weights may be, so that no two are further than one per cent apart.
const NEAR: f64 = 0.005;

/// H of the cells of this kind.
pub(super) fn units(
    kind: CellKind,
    experiment: &Experiment,
    inputs: usize,
    outputs: usize,
) -> usize {
    let alike = experiment.matching == Match::Units || experiment.cells.len() < 2;
    if alike || !experiment.cells.contains(&kind) {
        return experiment.units;
    }
    let counts = |&kind: &CellKind| -> Vec<f64> {
        let count = |units: usize| {
            let architecture = Architecture::sized(kind, experiment, units, inputs, outputs);
            ParameterLayout::new(&architecture).len() as f64
        };
        (1..=MOST_UNITS).map(count).collect()
    };
    let tables: Vec<Vec<f64>> = experiment.cells.iter().map(counts).collect();
    let wanted = tables[0][experiment.units - 1];
    // First by whether all come near, then by how far the first cell has to give way; or by how near they come.
    let price = |&weights: &f64| {
        let spread = (tables.iter().map(|table| nearest(table, weights).1)).fold(0.0, f64::max);
        let moved = (weights / wanted).max(wanted / weights);
        if spread > NEAR {
            10.0 + spread * moved
        } else {
            moved
        }
    };
    let prices = tables[0].iter().map(|weights| (price(weights), *weights));
    let (_, weights) = prices
        .min_by(|a, b| a.0.total_cmp(&b.0))
        .expect("one unit can be had");
    let place = experiment.cells.iter().position(|&each| each == kind);
    nearest(&tables[place.unwrap_or(0)], weights).0
}

/// The units whose weights come nearest to `weights`, and how far they are from it, as a share of it.
fn nearest(table: &[f64], weights: f64) -> (usize, f64) {
    let above = table
        .partition_point(|&count| count < weights)
        .min(table.len() - 1);
    let near = |place: usize| (place + 1, (table[place] - weights).abs() / weights);
    let (high, low) = (near(above), near(above.saturating_sub(1)));
    if low.1 < high.1 { low } else { high }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::Choice;

    fn weights(kind: CellKind, experiment: &Experiment) -> usize {
        ParameterLayout::new(&Architecture::new(kind, experiment, 8, 4)).len()
    }

    #[test]
    fn any_two_cells_come_within_one_per_cent() {
        for &first in CellKind::ALL {
            for &second in CellKind::ALL.iter().filter(|&&kind| kind != first) {
                for units in [24, 64] {
                    let experiment = Experiment {
                        cells: vec![first, second],
                        matching: Match::Weights,
                        units,
                        ..Experiment::default()
                    };
                    let [a, b] = [first, second].map(|kind| weights(kind, &experiment) as f64);
                    assert!((a - b).abs() < 0.01 * a, "{first:?} {a} {second:?} {b}");
                }
            }
        }
    }

    #[test]
    fn the_three_classic_cells_and_attention_come_within_one_per_cent() {
        let cells = vec![
            CellKind::Lstm,
            CellKind::Rnn,
            CellKind::Gru,
            CellKind::Attention,
        ];
        let experiment = Experiment {
            cells: cells.clone(),
            matching: Match::Weights,
            units: 48,
            ..Experiment::default()
        };
        let counts: Vec<usize> = cells
            .iter()
            .map(|&kind| weights(kind, &experiment))
            .collect();
        let (least, most) = (counts.iter().min().unwrap(), counts.iter().max().unwrap());
        assert!(most - least <= most / 100, "{counts:?}");
    }

    #[test]
    fn with_equal_units_and_for_one_cell_nothing_changes() {
        let plain = Experiment::default();
        let alone = Experiment {
            cells: vec![CellKind::Gru],
            matching: Match::Weights,
            ..Experiment::default()
        };
        for experiment in [plain, alone] {
            let architecture = Architecture::new(CellKind::Gru, &experiment, 8, 4);
            assert_eq!(architecture.hidden, experiment.units);
        }
    }
}
