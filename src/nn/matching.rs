//! How many units each cell on stage has where all are to have the same number of weights.
//!
//! Counts go up in steps: one unit more is some per cent more weights. So the first cell's units give way as well, as
//! little as it takes for all counts to lie within one per cent; and so does the width of an MLP, where a cell has one.

use crate::experiment::{CellKind, Experiment, Match};
use crate::nn::cell::definition;
use crate::nn::parameters::{Architecture, ParameterLayout};

/// The units of a layer that are tried.
const MOST_UNITS: usize = 256;
/// How far the most weights may be above the fewest, as a share of these.
const NEAR: f64 = 0.01;
/// How many times as many weights, or as few, the first cell may get for that.
const FAR: f64 = 10.0;

/// A size that a cell may have: how many weights its model has then, H, and F.
#[derive(Clone, Copy, Debug)]
struct Size {
    weights: usize,
    units: usize,
    inner: usize,
}

/// The model that `experiment` trains with cells of this kind.
pub(super) fn architecture(
    kind: CellKind,
    experiment: &Experiment,
    inputs: usize,
    outputs: usize,
) -> Architecture {
    let sized = |kind, units| Architecture::sized(kind, experiment, units, inputs, outputs);
    let asked = sized(kind, experiment.units);
    let place = experiment.cells.iter().position(|&each| each == kind);
    let (Match::Weights, Some(place), 2..) = (experiment.matching, place, experiment.cells.len())
    else {
        return asked;
    };
    let sizes = |&kind: &CellKind| sizes(|units| sized(kind, units), experiment.units);
    let tables: Vec<Vec<Size>> = experiment.cells.iter().map(sizes).collect();
    let wanted = weights(&sized(experiment.cells[0], experiment.units));
    let Size { units, inner, .. } = tables[place][closest(&tables, wanted)[place]];
    Architecture {
        inner,
        ..sized(kind, units)
    }
}

fn weights(architecture: &Architecture) -> usize {
    ParameterLayout::new(architecture).len()
}

/// The sizes of a cell that are tried, by rising number of weights.
///
/// An MLP is about as wide as it should be: with each number of units it goes up from a width somewhat below, by one at a
/// time, until as many units more as there are heads do as much. So there are as many heads as were asked for, too.
fn sizes(sized: impl Fn(usize) -> Architecture, asked: usize) -> Vec<Size> {
    let Architecture { kind, heads, .. } = sized(asked);
    let widens = definition(kind).widens;
    if widens == 0 {
        let size = |units| Size {
            weights: weights(&sized(units)),
            units,
            inner: 0,
        };
        return (1..=MOST_UNITS).map(size).collect();
    }
    let of = |units: usize, more: usize| {
        let inner = (widens - 1) * units + more;
        Size {
            weights: weights(&Architecture {
                inner,
                ..sized(units)
            }),
            units,
            inner,
        }
    };
    let with_units = |units: usize| {
        let (first, second, next) = (of(units, 0), of(units, 1), of(units + heads, 0));
        let counts = (first.weights..next.weights).step_by(second.weights - first.weights);
        counts.enumerate().map(move |(more, weights)| Size {
            weights,
            inner: first.inner + more,
            ..first
        })
    };
    (heads..=MOST_UNITS)
        .step_by(heads)
        .flat_map(with_units)
        .collect()
}

/// The places in these tables, one a cell, of the sizes to take, where the first cell should have `wanted` weights.
///
/// Of any choice, the fewest weights decide the rest: of each cell the next count from there on is the nearest, of the
/// first the one nearest to the wish among those that are near. So all choices worth looking at are those that begin at a
/// count of some cell.
fn closest(tables: &[Vec<Size>], wanted: usize) -> Vec<usize> {
    let choice = |fewest: usize| -> Option<Vec<usize>> {
        let next = |table: &Vec<Size>| table.partition_point(|size| size.weights < fewest);
        let mut places: Vec<usize> = tables.iter().map(next).collect();
        let most = fewest as f64 * (1.0 + NEAR);
        let near = (places[0]..tables[0].len())
            .take_while(|&place| tables[0][place].weights as f64 <= most);
        if let Some(place) =
            near.min_by(|&a, &b| moved(tables, wanted, a).total_cmp(&moved(tables, wanted, b)))
        {
            places[0] = place;
        }
        let there = |(table, &place): (&Vec<Size>, &usize)| place < table.len();
        (tables.iter().zip(&places).all(there)).then_some(places)
    };
    // First by how much further apart, and further from the wish, than they may be; then by how far from the wish.
    let price = |places: &[usize]| -> (f64, f64) {
        let (apart, moved) = outcome(tables, wanted, places);
        ((apart / NEAR).max(1.0) * (moved / FAR).max(1.0), moved)
    };
    (tables.iter().flatten())
        .filter_map(|size| choice(size.weights))
        .map(|places| (price(&places), places))
        .min_by(|(a, _), (b, _)| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)))
        .map(|(_, places)| places)
        .expect("some size can be had")
}

/// How far the most weights of a choice are above the fewest, as a share of these; and how far the first cell is from the
/// wish.
fn outcome(tables: &[Vec<Size>], wanted: usize, places: &[usize]) -> (f64, f64) {
    let counts = || (tables.iter().zip(places)).map(|(table, &place)| table[place].weights as f64);
    let (fewest, most) = counts().fold((f64::MAX, 0.0), |(low, high), count| {
        (f64::min(low, count), f64::max(high, count))
    });
    (most / fewest - 1.0, moved(tables, wanted, places[0]))
}

/// How many times as many weights as wanted, or as few, the first cell has with the size at this place.
fn moved(tables: &[Vec<Size>], wanted: usize, place: usize) -> f64 {
    let moved = tables[0][place].weights as f64 / wanted as f64;
    moved.max(1.0 / moved)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::Choice;

    /// The numbers of weights that are wanted of these cells, and their tables.
    fn tables(
        experiment: &Experiment,
        (inputs, outputs): (usize, usize),
    ) -> (usize, Vec<Vec<Size>>) {
        let sized = |kind, units| Architecture::sized(kind, experiment, units, inputs, outputs);
        let table = |&kind: &CellKind| sizes(|units| sized(kind, units), experiment.units);
        let wanted = weights(&sized(experiment.cells[0], experiment.units));
        (wanted, experiment.cells.iter().map(table).collect())
    }

    #[test]
    fn a_size_has_the_weights_that_it_says_and_tables_go_up() {
        for &kind in CellKind::ALL {
            for heads in [1, 4] {
                let experiment = Experiment {
                    cells: vec![kind],
                    heads,
                    layers: 2,
                    ..Experiment::default()
                };
                let (_, tables) = tables(&experiment, (8, 4));
                assert!(tables[0].is_sorted_by(|a, b| a.weights < b.weights));
                for &Size {
                    weights: count,
                    units,
                    inner,
                } in tables[0].iter().step_by(97)
                {
                    let sized = Architecture::sized(kind, &experiment, units, 8, 4);
                    assert!(!sized.spec().attends || sized.heads == heads);
                    assert_eq!(weights(&Architecture { inner, ..sized }), count);
                }
            }
        }
    }

    /// All combinations of so many cells on `recall`, each with any of them first: the furthest that they are apart.
    fn furthest_apart(count: u32, units: usize) -> f64 {
        let cells = CellKind::ALL;
        let experiment = Experiment {
            cells: cells.to_vec(),
            units,
            ..Experiment::default()
        };
        let (_, all) = tables(&experiment, (8, 4));
        let asked = |kind| weights(&Architecture::sized(kind, &experiment, units, 8, 4));
        let mut worst = 0f64;
        for set in (0u32..1 << cells.len()).filter(|set| set.count_ones() == count) {
            let chosen: Vec<usize> = (0..cells.len())
                .filter(|cell| set >> cell & 1 == 1)
                .collect();
            for turn in 0..chosen.len() {
                let mut order = chosen.clone();
                order.rotate_left(turn);
                let tables: Vec<Vec<Size>> = order.iter().map(|&cell| all[cell].clone()).collect();
                let wanted = asked(cells[order[0]]);
                worst = worst.max(outcome(&tables, wanted, &closest(&tables, wanted)).0);
            }
        }
        worst
    }

    #[test]
    fn any_cells_come_within_one_per_cent_and_where_arithmetic_forbids_it_within_two() {
        for units in [16, 24, 32, 64] {
            let worst = [2, 3, 4, 7].map(|count| furthest_apart(count, units));
            let most = [0.01, 0.017, 0.019, 0.02];
            for (worst, most) in worst.iter().zip(most) {
                assert!(*worst <= most, "{units} units: {worst:?}");
            }
        }
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(96))]

        /// Over cells, tasks and sizes: what is chosen is within one per cent wherever any choice of sizes near the wish
        /// is, and no other choice is nearer to the wish then; where none is, none is closer together but within one per cent.
        #[test]
        fn no_choice_of_sizes_is_better(
            chosen in proptest::sample::subsequence(CellKind::ALL.to_vec(), 2..=4),
            turn in 0usize..4,
            task in proptest::sample::select(vec![(8, 4), (2, 2), (2, 1), (10, 9), (28, 28)]),
            units in proptest::sample::select(vec![4, 8, 16, 24, 33, 64]),
            layers in 1usize..3,
            others in proptest::collection::vec(proptest::collection::vec(0f64..1.0, 4), 64),
        ) {
            let mut cells = chosen;
            let by = turn % cells.len();
            cells.rotate_left(by);
            let experiment = Experiment { cells, matching: Match::Weights, units, layers, ..Experiment::default() };
            let (wanted, tables) = tables(&experiment, task);
            let found = closest(&tables, wanted);
            for (&kind, (table, &place)) in experiment.cells.iter().zip(tables.iter().zip(&found)) {
                let model = architecture(kind, &experiment, task.0, task.1);
                proptest::prop_assert_eq!(weights(&model), table[place].weights);
            }
            let (apart, moved) = outcome(&tables, wanted, &found);
            // Every neighbour of what was found, random choices, and those that are nearest to a random count.
            let neighbours = (0..found.len()).flat_map(|cell| [0, 2].map(|step| {
                let mut other = found.clone();
                other[cell] = (other[cell] + step).saturating_sub(1).min(tables[cell].len() - 1);
                other
            }));
            let random: Vec<Vec<usize>> = (others.iter())
                .map(|other| tables.iter().zip(other).map(|(table, share)| (share * table.len() as f64) as usize).collect())
                .collect();
            let near = random.iter().map(|other: &Vec<usize>| {
                let count = tables[0][other[0]].weights;
                let nearest = |table: &Vec<Size>| (0..table.len()).min_by_key(|&place| table[place].weights.abs_diff(count));
                tables.iter().map(|table| nearest(table).unwrap()).collect()
            });
            for other in neighbours.chain(near).chain(random.clone()) {
                let (also_apart, also_moved) = outcome(&tables, wanted, &other);
                let good = |apart: f64, moved: f64| apart <= NEAR && moved <= FAR;
                if good(apart, moved) {
                    proptest::prop_assert!(!good(also_apart, also_moved) || also_moved >= moved);
                } else {
                    proptest::prop_assert!(!good(also_apart, also_moved));
                    proptest::prop_assert!(also_moved > moved.max(FAR) || also_apart.max(NEAR) >= apart, "{other:?} {found:?}");
                }
            }
        }
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
