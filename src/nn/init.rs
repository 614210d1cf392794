//! How weights begin.
//!
//! Everything starts as in PyTorch: U(−1/√H, 1/√H) for the cells (`nn.RNN`, `nn.LSTM`, `nn.GRU`) and the
//! readout (`nn.Linear` of H inputs); for the window N(0, 1) in the embedding (`nn.Embedding`) and
//! U(±1/√fan_in) in its layers (`nn.Linear`). [`Init`] then chooses W_hh, each gate's H × H block by itself:
//!
//! * `pytorch` – as above.
//! * `xavier` – U(±√(6 / (H + H))) (Glorot & Bengio 2010).
//! * `orthogonal` – the Q of the QR decomposition of a Gaussian matrix, R with a positive diagonal
//!   (Saxe et al. 2013; uniformly distributed: Mezzadri 2007).
//! * `identity` – with relu the IRNN (Le, Jaitly & Hinton 2015).
//! * `normal` – N(0, 1/H).
//!
//! `radius` rescales each block to that spectral radius. The bias of the gate that keeps the memory, the LSTM's
//! forget and the GRU's update gate, is set in total: b_ih holds it, b_hh is 0 there, because the two add. `chrono`
//! draws it from log U[1, T − 1] for each unit, and gives the LSTM's input gate the opposite (Tallec & Ollivier 2018).
//! These numbers come from a stream of their own, so that no other weight depends on how a gate begins.

use ndarray::{ArrayViewMut2, Axis};

use crate::data::rng::{Rng, Stream};
use crate::experiment::{Experiment, GateBias, Init};
use crate::linalg::spectrum::spectral_radius;
use crate::nn::cell::definition;
use crate::nn::parameters::{Architecture, Initial, ParameterLayout, Role};

/// The initial weights of the model that `experiment` trains, laid out as [`ParameterLayout`]. The same seed
/// gives the same weights; the tensors other than W_hh do not depend on how W_hh is chosen.
pub fn initial_weights(architecture: &Architecture, experiment: &Experiment) -> Vec<f64> {
    let layout = ParameterLayout::new(architecture);
    let hidden = architecture.hidden;
    let mut rng = Rng::stream(experiment.seed, Stream::Init);
    let mut gate_rng = Rng::stream(experiment.seed, Stream::GateBias);
    let mut weights = vec![0.0; layout.len()];
    for tensor in layout.tensors() {
        let values = &mut weights[tensor.range()];
        match tensor.initial {
            Initial::Normal => values.fill_with(|| rng.normal()),
            Initial::Gaussian { deviation } => values.fill_with(|| deviation * rng.normal()),
            Initial::Within { bound } => values.fill_with(|| symmetric(&mut rng, bound)),
            Initial::Constant(value) => values.fill(value),
            Initial::ByCell => {}
            Initial::Uniform { fan_in } => {
                let bound = 1.0 / (fan_in as f64).sqrt();
                values.fill_with(|| symmetric(&mut rng, bound));
            }
        }
    }
    for layer in 0..architecture.layers {
        for tensor in layout.layer(layer) {
            if tensor.role == Role::WeightHh {
                let mut weight = tensor.view_mut(&mut weights);
                for block in weight.axis_chunks_iter_mut(Axis(0), hidden) {
                    fill_block(block, experiment, &mut rng);
                }
            }
        }
        if let Some(initialise) = definition(architecture.kind).initialise {
            initialise(&layout, layer, experiment, &mut rng, &mut weights);
        }
        let place = (&layout, layer);
        fill_keeping_bias(place, architecture, experiment, &mut gate_rng, &mut weights);
    }
    weights
}

/// Sets the biases of the keeping gate to what they are to add up to, where the experiment says so.
fn fill_keeping_bias(
    (layout, layer): (&ParameterLayout, usize),
    architecture: &Architecture,
    experiment: &Experiment,
    rng: &mut Rng,
    weights: &mut [f64],
) {
    let &Architecture { kind, hidden, .. } = architecture;
    let cell = definition(kind);
    let bias = (cell.keeping_bias)(experiment);
    let mut totals = vec![0.0; hidden];
    match bias {
        GateBias::Initialised => return,
        GateBias::Total(total) => totals.fill(total),
        GateBias::Chrono => totals.fill_with(|| chrono(rng, experiment.length)),
    }
    // The experiment counts towards keeping, whichever way the gate turns.
    if cell.spec.keeps_at == 0 {
        totals.iter_mut().for_each(|total| *total = -*total);
    }
    let mut set = |gate: Option<&str>, totals: &[f64]| {
        let block = (cell.spec.blocks.iter()).position(|&block| Some(block) == gate);
        let Some(block) = block else { return };
        let rows = block * totals.len()..(block + 1) * totals.len();
        if let Some(place) = layout.place(layer, Role::BiasIh) {
            weights[place][rows.clone()].copy_from_slice(totals);
        }
        if let Some(place) = layout.place(layer, Role::BiasHh) {
            weights[place][rows].fill(0.0);
        }
    };
    set(cell.spec.keeping_gate, &totals);
    if bias == GateBias::Chrono {
        totals.iter_mut().for_each(|total| *total = -*total);
        set(cell.writing_gate, &totals);
    }
}

/// log U[1, T − 1], the bias of a gate that keeps for about as many steps.
fn chrono(rng: &mut Rng, length: usize) -> f64 {
    libm::log(1.0 + rng.uniform() * (length as f64 - 2.0))
}

/// Chooses one H × H block of W_hh.
fn fill_block(mut block: ArrayViewMut2<f64>, experiment: &Experiment, rng: &mut Rng) {
    let size = block.nrows() as f64;
    match experiment.init {
        Init::Pytorch => {}
        Init::Xavier => {
            let bound = (6.0 / (size + size)).sqrt();
            block.map_inplace(|value| *value = symmetric(rng, bound));
        }
        Init::Orthogonal => fill_orthogonal(block.view_mut(), rng),
        Init::Identity => {
            block.fill(0.0);
            block.diag_mut().fill(1.0);
        }
        Init::Normal => {
            let deviation = 1.0 / size.sqrt();
            block.map_inplace(|value| *value = deviation * rng.normal());
        }
    }
    if let Some(radius) = experiment.radius {
        // A block of radius 0 cannot be rescaled and is left.
        let present = spectral_radius(block.view());
        if present > 0.0 && present.is_finite() {
            let factor = radius / present;
            block.map_inplace(|value| *value *= factor);
        }
    }
}

/// A uniform number in [−bound, bound).
fn symmetric(rng: &mut Rng, bound: f64) -> f64 {
    bound * (2.0 * rng.uniform() - 1.0)
}

/// The Q with positive diag R of a Gaussian matrix is unique, so Gram–Schmidt finds it; a second pass
/// over each vector brings it to full precision.
fn fill_orthogonal(mut block: ArrayViewMut2<f64>, rng: &mut Rng) {
    let size = block.nrows();
    let block = (block.as_slice_mut()).expect("a block of rows of a row-major matrix");
    for row in 0..size {
        let (done, rest) = block.split_at_mut(row * size);
        let vector = &mut rest[..size];
        loop {
            vector.fill_with(|| rng.normal());
            for other in done.chunks_exact(size).chain(done.chunks_exact(size)) {
                let along = dot(vector, other);
                for (value, &other) in vector.iter_mut().zip(other) {
                    *value -= along * other;
                }
            }
            let norm = dot(vector, vector).sqrt();
            // A Gaussian vector inside the span of the others has probability zero, but floats are finite.
            if norm > 1e-6 {
                vector.iter_mut().for_each(|value| *value /= norm);
                break;
            }
        }
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use ndarray::Array2;

    use super::*;
    use crate::experiment::CellKind;
    use crate::nn::cell::CELLS;

    fn weights(kind: CellKind, experiment: &Experiment) -> (ParameterLayout, Vec<f64>) {
        let architecture = Architecture::new(kind, experiment, 5, 3);
        (
            ParameterLayout::new(&architecture),
            initial_weights(&architecture, experiment),
        )
    }

    fn blocks(kind: CellKind, experiment: &Experiment) -> Vec<Array2<f64>> {
        let (layout, weights) = weights(kind, experiment);
        let tensors = (0..experiment.layers).flat_map(|layer| layout.layer(layer));
        let recurrent = tensors.filter(|tensor| tensor.role == Role::WeightHh);
        let all = recurrent.map(|tensor| tensor.view(&weights));
        all.flat_map(|weight| {
            let blocks = weight.axis_chunks_iter(Axis(0), experiment.units);
            blocks.map(|block| block.to_owned()).collect::<Vec<_>>()
        })
        .collect()
    }

    /// The spectral radius by Gelfand's formula, ‖A^k‖^(1/k) for k = 2^40 by repeated squaring: no eigenvalue is
    /// computed. The norm of A^k differs from ρ^k by a factor that the root takes away.
    fn radius_by_powers(block: &Array2<f64>) -> f64 {
        const SQUARINGS: i32 = 40;
        let (mut power, mut log2) = (block.clone(), 0.0);
        for squaring in 0..=SQUARINGS {
            let norm = power.iter().map(|value| value * value).sum::<f64>().sqrt();
            power /= norm;
            log2 += norm.log2() / 2f64.powi(squaring);
            power = power.dot(&power);
        }
        log2.exp2()
    }

    #[test]
    fn every_orthogonal_block_is_orthogonal() {
        let experiment = Experiment {
            init: Init::Orthogonal,
            units: 23,
            layers: 2,
            ..Experiment::default()
        };
        let blocks = blocks(CellKind::Gru, &experiment);
        assert_eq!(blocks.len(), 6);
        for block in blocks {
            let error = block.dot(&block.t()) - Array2::<f64>::eye(23);
            assert!(error.iter().all(|error| error.abs() < 1e-14));
        }
    }

    #[test]
    fn the_radius_by_powers_is_that_of_known_matrices() {
        let jordan = ndarray::array![[0.9, 10.0], [0.0, 0.9]];
        assert!((radius_by_powers(&jordan) - 0.9).abs() < 1e-9);
        let rotation = ndarray::array![[0.6, -0.8], [0.8, 0.6]];
        assert!((radius_by_powers(&(rotation * 1.5)) - 1.5).abs() < 1e-12);
    }

    #[test]
    fn every_block_of_every_cell_has_the_radius_that_was_set() {
        for init in [
            Init::Pytorch,
            Init::Xavier,
            Init::Orthogonal,
            Init::Identity,
            Init::Normal,
        ] {
            let experiment = Experiment {
                init,
                radius: Some(1.25),
                units: 17,
                ..Experiment::default()
            };
            for cell in CELLS {
                let blocks = blocks(cell.spec.kind, &experiment);
                let expected = usize::from(cell.spec.recurrent_matrix) * cell.spec.blocks.len();
                assert_eq!(blocks.len(), expected);
                for block in blocks {
                    let found = radius_by_powers(&block);
                    assert!((found - 1.25).abs() < 1e-10, "{init:?}: {found}");
                }
            }
        }
    }

    /// b_ih + b_hh of one gate, of every unit of every layer.
    fn totals(kind: CellKind, experiment: &Experiment, gate: usize) -> Vec<f64> {
        let (layout, weights) = weights(kind, experiment);
        let block = gate * experiment.units..(gate + 1) * experiment.units;
        let of_layer = |layer| {
            let bias = |role| &weights[layout.place(layer, role).unwrap()][block.clone()];
            let both = bias(Role::BiasIh).iter().zip(bias(Role::BiasHh));
            both.map(|(ih, hh)| ih + hh).collect::<Vec<_>>()
        };
        (0..experiment.layers).flat_map(of_layer).collect()
    }

    fn both(bias: GateBias) -> Experiment {
        Experiment {
            forget_bias: bias,
            update_bias: bias,
            units: 200,
            layers: 2,
            ..Experiment::default()
        }
    }

    /// The block of the gate that keeps: i, *f*, g, o and r, *z*, n.
    const KEEPING: usize = 1;

    #[test]
    fn the_keeping_gates_bias_is_reached_in_total() {
        for kind in [CellKind::Lstm, CellKind::Gru] {
            let totals = totals(kind, &both(GateBias::Total(3.0)), KEEPING);
            assert_eq!(totals, vec![3.0; 400], "{kind:?}");
        }
    }

    /// Tallec & Ollivier 2018: b_f ~ log U[1, T − 1], b_i = −b_f; e^b is then uniform from 1 to T − 1.
    #[test]
    fn chrono_spreads_the_times_that_units_keep_for_over_the_sequence() {
        let experiment = both(GateBias::Chrono);
        for kind in [CellKind::Lstm, CellKind::Gru] {
            let totals = totals(kind, &experiment, KEEPING);
            let times: Vec<f64> = totals.iter().map(|total| total.exp()).collect();
            let last = experiment.length as f64 - 1.0;
            assert!(
                times
                    .iter()
                    .all(|time| (0.999_999..last + 1e-6).contains(time))
            );
            for quarter in 0..4 {
                let width = (last - 1.0) / 4.0;
                let from = 1.0 + width * f64::from(quarter);
                let inside = times
                    .iter()
                    .filter(|&&time| (from..from + width).contains(&time));
                // Of 400 a quarter, give or take four standard deviations.
                assert!((65..=135).contains(&inside.count()), "{kind:?} {quarter}");
            }
        }
        let forget = totals(CellKind::Lstm, &experiment, KEEPING);
        let input = totals(CellKind::Lstm, &experiment, 0);
        assert!(
            forget
                .iter()
                .zip(input)
                .all(|(forget, input)| *forget == -input)
        );
    }

    #[test]
    fn chrono_on_two_steps_is_a_bias_of_zero() {
        let experiment = Experiment {
            length: 2,
            ..both(GateBias::Chrono)
        };
        assert_eq!(totals(CellKind::Gru, &experiment, KEEPING), vec![0.0; 400]);
    }

    #[test]
    fn without_a_bias_of_its_own_a_keeping_gate_begins_as_pytorch_begins_it() {
        let experiment = both(GateBias::Initialised);
        let bound = 1.0 / (experiment.units as f64).sqrt();
        for kind in [CellKind::Lstm, CellKind::Gru] {
            let (layout, weights) = weights(kind, &experiment);
            let biases = &weights[layout.place(0, Role::BiasIh).unwrap()];
            let largest = biases[200..400]
                .iter()
                .fold(0.0f64, |largest, bias| largest.max(bias.abs()));
            assert!(
                (0.9 * bound..=bound).contains(&largest),
                "{kind:?} {largest}"
            );
        }
    }

    #[test]
    fn no_other_weight_depends_on_how_the_keeping_gate_begins() {
        for kind in [CellKind::Lstm, CellKind::Gru] {
            let (layout, plain) = weights(kind, &both(GateBias::Initialised));
            for bias in [GateBias::Total(3.0), GateBias::Chrono] {
                let (_, other) = weights(kind, &both(bias));
                for tensor in layout.tensors() {
                    let same = plain[tensor.range()] == other[tensor.range()];
                    let is_bias = tensor.name.starts_with("bias_");
                    assert_eq!(same, !is_bias, "{kind:?} {bias:?} {}", tensor.name);
                }
            }
        }
    }

    #[test]
    fn pytorch_bounds_hold_and_are_reached() {
        let experiment = Experiment {
            units: 25,
            update_bias: GateBias::Initialised,
            ..Experiment::default()
        };
        for kind in [CellKind::Rnn, CellKind::Gru] {
            let (_, weights) = weights(kind, &experiment);
            let largest = weights
                .iter()
                .fold(0.0f64, |largest, w| largest.max(w.abs()));
            assert!((0.199..=0.2).contains(&largest), "{kind:?} {largest}");
        }
    }

    #[test]
    fn only_the_recurrent_weights_depend_on_how_they_are_chosen() {
        let pytorch = Experiment::default();
        let identity = Experiment {
            init: Init::Identity,
            ..Experiment::default()
        };
        let (layout, first) = weights(CellKind::Rnn, &pytorch);
        let (_, second) = weights(CellKind::Rnn, &identity);
        for tensor in layout.tensors() {
            let same = first[tensor.range()] == second[tensor.range()];
            assert_eq!(same, tensor.name != "weight_hh_l0", "{}", tensor.name);
        }
    }
}
