//! The tensors of an attention block, by PyTorch's names, and the positions.
//!
//! They begin as `nn.TransformerEncoderLayer`'s do: the projection to queries, keys and values U(±√(6 / 4H)) (Glorot),
//! the other matrices U(±1/√fan_in) with their biases, but for the attention's two biases, which are 0; the norms with
//! the scale 1 and the shift 0. Embedding and learned positions begin as `nn.Embedding`, N(0, 1).

use ndarray::{Array2, ArrayView2};

use super::super::embedding;
use crate::experiment::Position;
use crate::kernel::real::Real;
use crate::nn::parameters::{Architecture, Initial, Role, TensorSpec};

/// F / H, where nothing asks for another number of weights: how much wider the inside of the MLP is than the residual
/// stream.
pub(super) const WIDER: usize = 4;

/// The norms of a block, and the one after the last block.
pub(super) const BEFORE_ATTENTION: u8 = 1;
pub(super) const BEFORE_MLP: u8 = 2;
pub(super) const FINAL: u8 = 3;

pub(super) fn tensors(architecture: &Architecture, layer: usize) -> Vec<TensorSpec> {
    let hidden = architecture.hidden;
    let inner = architecture.inner;
    let tensor = |name: String, role, rows, columns, initial| TensorSpec {
        name,
        role,
        rows,
        columns,
        initial,
    };
    let mut tensors = Vec::new();
    if layer == 0 {
        tensors.push(embedding::tensor(architecture));
        if architecture.position == Position::Learned {
            let (name, rows) = ("position.weight".into(), architecture.positions);
            tensors.push(tensor(
                name,
                Role::Position,
                rows,
                Some(hidden),
                Initial::Normal,
            ));
        }
    }
    let glorot = Initial::Within {
        bound: (6.0 / (4 * hidden) as f64).sqrt(),
    };
    let (zero, one) = (Initial::Constant(0.0), Initial::Constant(1.0));
    let by = |fan_in| Initial::Uniform { fan_in };
    let (narrow, wide) = (Some(hidden), Some(inner));
    for (name, role, rows, columns, initial) in [
        (
            "self_attn.in_proj_weight",
            Role::Project,
            3 * hidden,
            narrow,
            glorot,
        ),
        (
            "self_attn.in_proj_bias",
            Role::ProjectBias,
            3 * hidden,
            None,
            zero,
        ),
        (
            "self_attn.out_proj.weight",
            Role::Merge,
            hidden,
            narrow,
            by(hidden),
        ),
        (
            "self_attn.out_proj.bias",
            Role::MergeBias,
            hidden,
            None,
            zero,
        ),
        ("linear1.weight", Role::Widen, inner, narrow, by(hidden)),
        ("linear1.bias", Role::WidenBias, inner, None, by(hidden)),
        ("linear2.weight", Role::Narrow, hidden, wide, by(inner)),
        ("linear2.bias", Role::NarrowBias, hidden, None, by(inner)),
        (
            "norm1.weight",
            Role::NormScale(BEFORE_ATTENTION),
            hidden,
            None,
            one,
        ),
        (
            "norm1.bias",
            Role::NormShift(BEFORE_ATTENTION),
            hidden,
            None,
            zero,
        ),
        (
            "norm2.weight",
            Role::NormScale(BEFORE_MLP),
            hidden,
            None,
            one,
        ),
        (
            "norm2.bias",
            Role::NormShift(BEFORE_MLP),
            hidden,
            None,
            zero,
        ),
    ] {
        tensors.push(tensor(
            format!("layers.{layer}.{name}"),
            role,
            rows,
            columns,
            initial,
        ));
    }
    if layer + 1 == architecture.layers {
        for (name, role, initial) in [
            ("norm.weight", Role::NormScale(FINAL), one),
            ("norm.bias", Role::NormShift(FINAL), zero),
        ] {
            tensors.push(tensor(name.into(), role, hidden, None, initial));
        }
    }
    tensors
}

/// Makes the sinusoids of Vaswani et al. 2017 for the first `steps` steps: sin(t / 10000^(2i/H)) and the cosine beside
/// it. They are made once for all steps so far.
pub(super) fn fit_sinusoids<F: Real>(table: &mut Array2<F>, steps: usize, hidden: usize) {
    if table.nrows() >= steps && table.ncols() == hidden {
        return;
    }
    // A stream asks for one step more each time.
    *table = Array2::from_shape_fn((steps.next_power_of_two(), hidden), |(t, unit)| {
        let pair = (unit / 2 * 2) as f64;
        let angle = t as f64 * libm::pow(1e4, -pair / hidden as f64);
        F::of(if unit % 2 == 0 {
            libm::sin(angle)
        } else {
            libm::cos(angle)
        })
    });
}

/// The row of a table of positions for step `t`: steps beyond the last learned position share it.
pub(super) fn position<F: Real>(table: ArrayView2<F>, t: usize) -> usize {
    t.min(table.nrows() - 1)
}
