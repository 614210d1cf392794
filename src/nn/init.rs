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

use crate::analysis::spectrum::eigenvalues;
use crate::data::rng::{Rng, Stream};
use crate::experiment::{CellKind, Experiment, GateBias, Init};
use crate::nn::parameters::{Architecture, LayerRanges, ParameterLayout};

/// The initial weights of the model that `experiment` trains, laid out as `layout`. The same seed
/// gives the same weights; the tensors other than W_hh do not depend on how W_hh is chosen.
pub fn initial_weights(architecture: &Architecture, experiment: &Experiment) -> Vec<f64> {
    let layout = ParameterLayout::new(architecture);
    let hidden = architecture.hidden;
    let mut rng = Rng::stream(experiment.seed, Stream::Init);
    let mut gate_rng = Rng::stream(experiment.seed, Stream::GateBias);
    let mut weights = vec![0.0; layout.len()];
    for tensor in layout.tensors() {
        let values = &mut weights[tensor.range()];
        if tensor.range() == layout.embedding {
            values.fill_with(|| rng.normal());
            continue;
        }
        let bound = 1.0 / (fan_in(architecture, &tensor.name) as f64).sqrt();
        values.fill_with(|| symmetric(&mut rng, bound));
    }
    for layer in &layout.layers {
        for block in weights[layer.weight_hh.clone()].chunks_exact_mut(hidden * hidden) {
            fill_block(block, hidden, experiment.init, &mut rng);
            if let Some(radius) = experiment.radius {
                rescale(block, hidden, radius);
            }
        }
        let keeping = match architecture.kind {
            CellKind::Lstm => experiment.forget_bias,
            CellKind::Gru => experiment.update_bias,
            CellKind::Rnn | CellKind::Window => GateBias::Initialised,
        };
        let mut totals = vec![0.0; hidden];
        match keeping {
            GateBias::Initialised => continue,
            GateBias::Total(total) => totals.fill(total),
            GateBias::Chrono => totals.fill_with(|| chrono(&mut gate_rng, experiment.length)),
        }
        // The keeping gate is the second block of both cells, the LSTM's input gate the first.
        set_bias(&mut weights, layer, hidden, &totals);
        if keeping == GateBias::Chrono && architecture.kind == CellKind::Lstm {
            totals.iter_mut().for_each(|total| *total = -*total);
            set_bias(&mut weights, layer, 0, &totals);
        }
    }
    weights
}

/// Sets the bias of one gate, whose block of it begins at `start`, in total.
fn set_bias(weights: &mut [f64], layer: &LayerRanges, start: usize, totals: &[f64]) {
    let block = start..start + totals.len();
    weights[layer.bias_ih.clone()][block.clone()].copy_from_slice(totals);
    weights[layer.bias_hh.clone()][block].fill(0.0);
}

/// log U[1, T − 1], the bias of a gate that keeps for about as many steps.
fn chrono(rng: &mut Rng, length: usize) -> f64 {
    libm::log(1.0 + rng.uniform() * (length as f64 - 2.0))
}

/// What PyTorch divides by: H, but for the window's first layer the width of all it sees.
fn fan_in(architecture: &Architecture, name: &str) -> usize {
    let sees_window = !architecture.is_recurrent() && name.ends_with("_l0");
    if sees_window {
        architecture.layer_inputs(0)
    } else {
        architecture.hidden
    }
}

/// Chooses one H × H block of W_hh.
fn fill_block(block: &mut [f64], hidden: usize, init: Init, rng: &mut Rng) {
    let size = hidden as f64;
    match init {
        Init::Pytorch => {}
        Init::Xavier => {
            let bound = (6.0 / (size + size)).sqrt();
            block.fill_with(|| symmetric(rng, bound));
        }
        Init::Orthogonal => fill_orthogonal(block, hidden, rng),
        Init::Identity => {
            for (index, value) in block.iter_mut().enumerate() {
                *value = if index % (hidden + 1) == 0 { 1.0 } else { 0.0 };
            }
        }
        Init::Normal => {
            let deviation = 1.0 / size.sqrt();
            block.fill_with(|| deviation * rng.normal());
        }
    }
}

/// A uniform number in [−bound, bound).
fn symmetric(rng: &mut Rng, bound: f64) -> f64 {
    bound * (2.0 * rng.uniform() - 1.0)
}

/// The Q with positive diag R of a Gaussian matrix is unique, so Gram–Schmidt finds it; a second pass
/// over each vector brings it to full precision.
fn fill_orthogonal(block: &mut [f64], size: usize, rng: &mut Rng) {
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

/// Rescales a block to a spectral radius. A block of radius 0 cannot be rescaled and is left.
fn rescale(block: &mut [f64], size: usize, radius: f64) {
    let present = match eigenvalues(block, size).first() {
        Some(&[re, im]) => libm::hypot(re, im),
        None => 0.0,
    };
    if present > 0.0 && present.is_finite() {
        let factor = radius / present;
        block.iter_mut().for_each(|value| *value *= factor);
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::Experiment;

    fn weights(kind: CellKind, experiment: &Experiment) -> (ParameterLayout, Vec<f64>) {
        let architecture = Architecture::new(kind, experiment, 5, 3);
        (
            ParameterLayout::new(&architecture),
            initial_weights(&architecture, experiment),
        )
    }

    fn blocks(kind: CellKind, experiment: &Experiment) -> Vec<Vec<f64>> {
        let (layout, weights) = weights(kind, experiment);
        let size = experiment.hidden * experiment.hidden;
        let all = layout
            .layers
            .iter()
            .map(|layer| &weights[layer.weight_hh.clone()]);
        all.flat_map(|layer| layer.chunks_exact(size))
            .map(<[f64]>::to_vec)
            .collect()
    }

    #[test]
    fn every_orthogonal_block_is_orthogonal() {
        let experiment = Experiment {
            init: Init::Orthogonal,
            hidden: 23,
            layers: 2,
            ..Experiment::default()
        };
        let blocks = blocks(CellKind::Gru, &experiment);
        assert_eq!(blocks.len(), 6);
        for block in blocks {
            for (i, a) in block.chunks_exact(23).enumerate() {
                for (j, b) in block.chunks_exact(23).enumerate() {
                    let expected = if i == j { 1.0 } else { 0.0 };
                    assert!((dot(a, b) - expected).abs() < 1e-14);
                }
            }
        }
    }

    #[test]
    fn every_block_reaches_the_radius() {
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
                hidden: 17,
                ..Experiment::default()
            };
            for block in blocks(CellKind::Lstm, &experiment) {
                let [re, im] = eigenvalues(&block, 17)[0];
                assert!((re.hypot(im) - 1.25).abs() < 1e-10, "{init:?}");
            }
        }
    }

    /// b_ih + b_hh of one gate, of every unit of every layer.
    fn totals(kind: CellKind, experiment: &Experiment, gate: usize) -> Vec<f64> {
        let (layout, weights) = weights(kind, experiment);
        let block = gate * experiment.hidden..(gate + 1) * experiment.hidden;
        let of_layer = |layer: &LayerRanges| {
            let ih = &weights[layer.bias_ih.clone()][block.clone()];
            let hh = &weights[layer.bias_hh.clone()][block.clone()];
            ih.iter()
                .zip(hh)
                .map(|(ih, hh)| ih + hh)
                .collect::<Vec<_>>()
        };
        layout.layers.iter().flat_map(of_layer).collect()
    }

    fn both(bias: GateBias) -> Experiment {
        Experiment {
            forget_bias: bias,
            update_bias: bias,
            hidden: 200,
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
        let bound = 1.0 / (experiment.hidden as f64).sqrt();
        for kind in [CellKind::Lstm, CellKind::Gru] {
            let (layout, weights) = weights(kind, &experiment);
            let biases = &weights[layout.layers[0].bias_ih.clone()];
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
            hidden: 25,
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
