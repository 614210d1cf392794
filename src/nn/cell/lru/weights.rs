//! The tensors of a linear recurrent unit: how they begin, and what products read in their place.
//!
//! They begin as in the paper: λ uniform on the ring between the radii r_min and r_max, its angle uniform below
//! phase_max; γ = log √(1 − |λ|²), so that a state keeps its size when white noise comes in; Re B and Im B
//! N(0, 1/2I), Re C and Im C N(0, 1/H). D, the paper's vector of N(0, 1), is a matrix here, because a layer may read another
//! number of inputs than it has units: N(0, 1/I).

use ndarray::{Array2, ArrayView2, ArrayViewMut2};

use crate::data::rng::Rng;
use crate::experiment::Experiment;
use crate::kernel::real::Real;
use crate::nn::layer::{LayerWeights, WeightGradients};
use crate::nn::parameters::{Architecture, Initial, ParameterLayout, Role, TensorSpec};
use crate::nn::tape::fit;

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
pub(super) fn write_eigenvalues<F: Real>(weights: LayerWeights<F>, out: &mut Array2<F>) {
    let (decays, phases) = (weights.slice(Role::Decay), weights.slice(Role::Phase));
    let hidden = decays.len();
    let mut out = fit(out, 1, 2 * hidden);
    for (unit, (&decay, &phase)) in decays.iter().zip(phases).enumerate() {
        let [re, im] = eigenvalue(decay.into(), phase.into());
        (out[[0, unit]], out[[0, hidden + unit]]) = (F::of(re), F::of(im));
    }
}

/// exp(−e^ν + i e^θ).
pub(super) fn eigenvalue(decay: f64, phase: f64) -> [f64; 2] {
    let radius = libm::exp(-libm::exp(decay));
    let angle = libm::exp(phase);
    [radius * libm::cos(angle), radius * libm::sin(angle)]
}

/// W, 3·H × I: e^γ ⊙ Re B, e^γ ⊙ Im B and D, below each other.
pub(super) fn write_projection<F: Real>(weights: LayerWeights<F>, mut out: ArrayViewMut2<F>) {
    let (scales, direct) = (weights.slice(Role::Scale), weights.view(Role::Direct));
    let hidden = direct.nrows();
    for (unit, &scale) in scales.iter().enumerate() {
        let scale = exp(scale);
        for (block, role) in [Role::DriveRe, Role::DriveIm].into_iter().enumerate() {
            let source = weights.view(role);
            let mut row = out.row_mut(block * hidden + unit);
            row.zip_mut_with(&source.row(unit), |out, &value| *out = scale * value);
        }
        out.row_mut(2 * hidden + unit).assign(&direct.row(unit));
    }
}

/// R, H × 2·H: Re C and −Im C, side by side.
pub(super) fn write_reading<F: Real>(weights: LayerWeights<F>, out: &mut Array2<F>) {
    let (re, im) = (weights.view(Role::ReadRe), weights.view(Role::ReadIm));
    let hidden = re.nrows();
    let out = fit(out, hidden, 2 * hidden);
    let (mut left, mut right) = out.split_at(ndarray::Axis(1), hidden);
    left.assign(&re);
    right.zip_mut_with(&im, |out, &value| *out = -value);
}

/// Adds to the tensors' gradients what that of W (3·H × I) says of γ, B and D; `projection` is W itself.
pub(super) fn add_projection<F: Real>(
    weights: LayerWeights<F>,
    projection: ArrayView2<F>,
    slopes: ArrayView2<F>,
    gradient: &mut WeightGradients<F>,
) {
    let hidden = projection.nrows() / 3;
    for (unit, &scale) in weights.slice(Role::Scale).iter().enumerate() {
        let factor = exp(scale);
        let mut sum = F::zero();
        for (block, role) in [Role::DriveRe, Role::DriveIm].into_iter().enumerate() {
            let row = block * hidden + unit;
            let mut out = gradient.view_mut(role);
            for ((out, &slope), &value) in (out.row_mut(unit).iter_mut())
                .zip(slopes.row(row))
                .zip(projection.row(row))
            {
                *out += factor * slope;
                sum += slope * value;
            }
        }
        gradient.slice_mut(Role::Scale)[unit] += sum;
        let mut direct = gradient.view_mut(Role::Direct);
        let mut direct = direct.row_mut(unit);
        direct += &slopes.row(2 * hidden + unit);
    }
}

/// The same of R (H × 2·H), for C.
pub(super) fn add_reading<F: Real>(slopes: ArrayView2<F>, gradient: &mut WeightGradients<F>) {
    let (left, right) = slopes.split_at(ndarray::Axis(1), slopes.nrows());
    let mut re = gradient.view_mut(Role::ReadRe);
    re += &left;
    let mut im = gradient.view_mut(Role::ReadIm);
    im -= &right;
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
