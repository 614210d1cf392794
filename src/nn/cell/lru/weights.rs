//! The tensors of a linear recurrent unit: how they begin, and what products read in their place.
//!
//! They begin as in the paper: λ uniform on the ring between the radii r_min and r_max, its angle uniform below
//! phase_max; γ = log √(1 − |λ|²), so that a state keeps its size when white noise comes in; Re B and Im B
//! N(0, 1/2I), Re C and Im C N(0, 1/H). D, the paper's vector of N(0, 1), is a matrix here, because a layer may read another
//! number of inputs than it has units: N(0, 1/I).

use crate::data::rng::Rng;
use crate::experiment::Experiment;
use crate::kernel::real::Real;
use crate::kernel::vector;
use crate::nn::layer::{LayerWeights, WeightGradients};
use crate::nn::parameters::{Architecture, Initial, ParameterLayout, Role, TensorSpec};

pub(super) fn tensors(architecture: &Architecture, layer: usize) -> Vec<TensorSpec> {
    let (hidden, inputs) = (architecture.hidden, architecture.layer_inputs(layer));
    let tensor = |name: &str, role, columns, initial| TensorSpec {
        name: format!("{name}_l{layer}"),
        role,
        rows: hidden,
        columns,
        initial,
    };
    let normal = |variance: f64| Initial::Gaussian {
        deviation: variance.sqrt(),
    };
    let (wide, square) = (Some(inputs), Some(hidden));
    let (into, out) = (normal(0.5 / inputs as f64), normal(1.0 / hidden as f64));
    vec![
        tensor("nu_log", Role::Decay, None, Initial::ByCell),
        tensor("theta_log", Role::Phase, None, Initial::ByCell),
        tensor("gamma_log", Role::Scale, None, Initial::ByCell),
        tensor("B_re", Role::DriveRe, wide, into),
        tensor("B_im", Role::DriveIm, wide, into),
        tensor("C_re", Role::ReadRe, square, out),
        tensor("C_im", Role::ReadIm, square, out),
        tensor("D", Role::Direct, wide, normal(1.0 / inputs as f64)),
    ]
}

/// Draws λ on the ring, and sets γ by it.
pub(super) fn initialise(
    layout: &ParameterLayout,
    layer: usize,
    experiment: &Experiment,
    rng: &mut Rng,
    weights: &mut [f64],
) {
    let place = |role| layout.place(layer, role).expect("the cell declares it");
    let [decays, phases, scales] = [Role::Decay, Role::Phase, Role::Scale].map(place);
    let (largest, smallest) = (
        experiment.r_max,
        f64::min(experiment.r_min, experiment.r_max),
    );
    let (outer, inner) = (largest * largest, smallest * smallest);
    for unit in 0..decays.len() {
        // Uniform by area, so the square of the radius is uniform. Never 0, which has no logarithm.
        let square = inner + positive(rng) * (outer - inner);
        weights[decays.start + unit] = libm::log(-0.5 * libm::log(square));
        weights[phases.start + unit] = libm::log(experiment.phase_max * positive(rng));
        weights[scales.start + unit] = 0.5 * libm::log(1.0 - square);
    }
}

/// A uniform number in (0, 1].
fn positive(rng: &mut Rng) -> f64 {
    1.0 - rng.uniform()
}

/// λ: H real parts, then H imaginary ones.
pub(super) fn write_eigenvalues<F: Real>(weights: LayerWeights<F>, out: &mut [F]) {
    let (decays, phases) = (weights.slice(Role::Decay), weights.slice(Role::Phase));
    let hidden = decays.len();
    for (unit, (&decay, &phase)) in decays.iter().zip(phases).enumerate() {
        let [re, im] = eigenvalue(decay.into(), phase.into());
        (out[unit], out[hidden + unit]) = (F::of(re), F::of(im));
    }
}

/// exp(−e^ν + i e^θ).
pub(super) fn eigenvalue(decay: f64, phase: f64) -> [f64; 2] {
    let radius = libm::exp(-libm::exp(decay));
    let angle = libm::exp(phase);
    [radius * libm::cos(angle), radius * libm::sin(angle)]
}

/// W, 3·H × I: e^γ ⊙ Re B, e^γ ⊙ Im B and D, below each other.
pub(super) fn write_projection<F: Real>(weights: LayerWeights<F>, out: &mut [F]) {
    let roles = [Role::DriveRe, Role::DriveIm, Role::Direct];
    let scales = weights.slice(Role::Scale);
    let width = out.len() / (3 * scales.len());
    let sources = roles.into_iter().map(|role| (role, weights.slice(role)));
    for ((role, source), out) in sources.zip(out.chunks_exact_mut(scales.len() * width)) {
        let rows = source.chunks_exact(width).zip(out.chunks_exact_mut(width));
        for ((source, out), &scale) in rows.zip(scales) {
            let factor = if role == Role::Direct {
                F::one()
            } else {
                exp(scale)
            };
            for (out, &value) in out.iter_mut().zip(source) {
                *out = factor * value;
            }
        }
    }
}

/// R, H × 2·H: Re C and −Im C, side by side.
pub(super) fn write_reading<F: Real>(weights: LayerWeights<F>, out: &mut [F]) {
    let hidden = weights.slice(Role::Scale).len();
    let (re, im) = (weights.slice(Role::ReadRe), weights.slice(Role::ReadIm));
    let rows = re.chunks_exact(hidden).zip(im.chunks_exact(hidden));
    for (out, (re, im)) in out.chunks_exact_mut(2 * hidden).zip(rows) {
        let (left, right) = out.split_at_mut(hidden);
        left.copy_from_slice(re);
        for (out, &value) in right.iter_mut().zip(im) {
            *out = -value;
        }
    }
}

/// Adds to the tensors' gradients what that of W (3·H × I) says of γ, B and D; `projection` is W itself.
pub(super) fn add_projection<F: Real>(
    weights: LayerWeights<F>,
    projection: &[F],
    slopes: &[F],
    gradient: &mut WeightGradients<F>,
) {
    let scales = weights.slice(Role::Scale);
    let block = slopes.len() / 3;
    let width = block / scales.len();
    for (unit, &scale) in scales.iter().enumerate() {
        let factor = exp(scale);
        let row = unit * width..(unit + 1) * width;
        let mut sum = F::zero();
        for (index, role) in [Role::DriveRe, Role::DriveIm].into_iter().enumerate() {
            let place = index * block + row.start..index * block + row.end;
            let (slopes, values) = (&slopes[place.clone()], &projection[place]);
            let out = &mut gradient.slice_mut(role)[row.clone()];
            for ((out, &slope), &value) in out.iter_mut().zip(slopes).zip(values) {
                *out += factor * slope;
                sum += slope * value;
            }
        }
        gradient.slice_mut(Role::Scale)[unit] += sum;
    }
    vector::add_to(gradient.slice_mut(Role::Direct), &slopes[2 * block..]);
}

/// The same of R (H × 2·H), for C.
pub(super) fn add_reading<F: Real>(slopes: &[F], gradient: &mut WeightGradients<F>) {
    let hidden = gradient.slice_mut(Role::Scale).len();
    for (unit, slopes) in slopes.chunks_exact(2 * hidden).enumerate() {
        let row = unit * hidden..(unit + 1) * hidden;
        let (re, im) = slopes.split_at(hidden);
        vector::add_to(&mut gradient.slice_mut(Role::ReadRe)[row.clone()], re);
        for (out, &slope) in gradient.slice_mut(Role::ReadIm)[row].iter_mut().zip(im) {
            *out -= slope;
        }
    }
}

/// ∂L/∂ν and ∂L/∂θ of a unit, from the gradients of the two parts of its λ.
pub(super) fn of_eigenvalue(decay: f64, phase: f64, [re, im]: [f64; 2]) -> [f64; 2] {
    let [turn, lift] = eigenvalue(decay, phase);
    [
        -libm::exp(decay) * (re * turn + im * lift),
        libm::exp(phase) * (im * turn - re * lift),
    ]
}

fn exp<F: Real>(value: F) -> F {
    F::of(libm::exp(value.into()))
}
