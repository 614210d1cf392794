//! How weights follow gradients: SGD, momentum, RMSprop and Adam as `torch.optim` defines them, and clipping.
//!
//! A step writes the next weights and optimiser state beside the present ones and only then takes their
//! place, so that a step that becomes non-finite can be dropped.

use serde::{Deserialize, Serialize};

use crate::experiment::{ClipBy, OptimizerKind};
use crate::kernel::real::Real;
use crate::kernel::{Lanes, Matrix, MatrixMut, update, vector};

/// torch.optim's defaults.
const MOMENTUM: f64 = 0.9;
const RMSPROP_ALPHA: f64 = 0.99;
const ADAM_BETAS: (f64, f64) = (0.9, 0.999);
const EPSILON: f64 = 1e-8;

/// An optimiser and its state, laid out like the weights.
#[derive(Clone, Debug)]
pub struct Optimizer<F> {
    kind: OptimizerKind,
    state: State<F>,
    next: State<F>,
}

/// Everything that an optimiser remembers from one update to the next.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct State<F> {
    /// Momentum's velocity, or Adam's mean of gradients; otherwise empty.
    pub first: Vec<F>,
    /// The mean of squared gradients (RMSprop, Adam); otherwise empty.
    pub second: Vec<F>,
    /// β₁ᵗ and β₂ᵗ of Adam after t updates, by repeated multiplication.
    pub powers: (f64, f64),
}

impl<F: Real> Optimizer<F> {
    /// An optimiser of `count` weights that has seen no gradient.
    pub fn new(kind: OptimizerKind, count: usize) -> Self {
        let zeros = |used: bool| {
            if used {
                vec![F::zero(); count]
            } else {
                Vec::new()
            }
        };
        let state = State {
            first: zeros(matches!(
                kind,
                OptimizerKind::Momentum | OptimizerKind::Adam
            )),
            second: zeros(matches!(kind, OptimizerKind::Rmsprop | OptimizerKind::Adam)),
            powers: (1.0, 1.0),
        };
        Optimizer {
            kind,
            next: state.clone(),
            state,
        }
    }

    pub fn kind(&self) -> OptimizerKind {
        self.kind
    }

    pub fn state(&self) -> &State<F> {
        &self.state
    }

    /// Takes over a state of the same shape; false, and nothing is done, if the shape differs.
    pub fn set_state(&mut self, state: State<F>) -> bool {
        let fits = state.first.len() == self.state.first.len()
            && state.second.len() == self.state.second.len();
        if fits {
            self.state = state;
        }
        fits
    }

    /// Writes to `next` the weights that follow `weights` after one step along `gradient` at learning
    /// rate `rate`. The optimiser itself moves on only with [`Optimizer::accept`].
    pub fn propose(&mut self, rate: f64, weights: &[F], gradient: &[F], next: &mut [F]) {
        let (now, then) = (&self.state, &mut self.next);
        let count = weights.len().max(1);
        let (weights, gradient) = (Matrix::new(weights, count), Matrix::new(gradient, count));
        let next = MatrixMut::new(next, count);
        let lanes = |value: f64| F::Lanes::splat(F::of(value));
        match self.kind {
            OptimizerKind::Sgd => {
                let rate = lanes(rate);
                update([next], [weights, gradient], |_, [weight, slope]| {
                    [weight - rate * slope]
                });
            }
            OptimizerKind::Momentum => {
                let (rate, momentum) = (lanes(rate), lanes(MOMENTUM));
                update(
                    [next, MatrixMut::new(&mut then.first, count)],
                    [weights, gradient, Matrix::new(&now.first, count)],
                    |_, [weight, slope, velocity]| {
                        let velocity = (momentum * velocity + slope).flushed_moment();
                        [weight - rate * velocity, velocity]
                    },
                );
            }
            OptimizerKind::Rmsprop => {
                let (rate, epsilon) = (lanes(rate), lanes(EPSILON));
                let square = Mean::new(RMSPROP_ALPHA);
                update(
                    [next, MatrixMut::new(&mut then.second, count)],
                    [weights, gradient, Matrix::new(&now.second, count)],
                    |_, [weight, slope, second]| {
                        let second = square.follow(second, squared(slope));
                        [weight - rate * slope / (second.sqrt() + epsilon), second]
                    },
                );
            }
            OptimizerKind::Adam => {
                let (beta1, beta2) = ADAM_BETAS;
                then.powers = (now.powers.0 * beta1, now.powers.1 * beta2);
                let rate = lanes(rate / (1.0 - then.powers.0));
                let root = lanes(1.0 / (1.0 - then.powers.1).sqrt());
                let (epsilon, mean, square) = (lanes(EPSILON), Mean::new(beta1), Mean::new(beta2));
                update(
                    [
                        next,
                        MatrixMut::new(&mut then.first, count),
                        MatrixMut::new(&mut then.second, count),
                    ],
                    [
                        weights,
                        gradient,
                        Matrix::new(&now.first, count),
                        Matrix::new(&now.second, count),
                    ],
                    |_, [weight, slope, first, second]| {
                        let first = mean.follow(first, slope);
                        let second = square.follow(second, squared(slope));
                        let step = rate * first / (second.sqrt() * root + epsilon);
                        [weight - step, first, second]
                    },
                );
            }
        }
    }

    /// Whether the state behind the last proposal is finite. A square can overflow where the
    /// weight that is divided by it does not.
    pub fn proposal_is_finite(&self) -> bool {
        vector::all_finite(&self.next.first) && vector::all_finite(&self.next.second)
    }

    /// Makes the state behind the last proposal the present one.
    pub fn accept(&mut self) {
        std::mem::swap(&mut self.state, &mut self.next);
    }
}

/// An exponential moving average: β · mean + (1 − β) · new.
struct Mean<V> {
    kept: V,
    new: V,
}

impl<V: Lanes> Mean<V> {
    fn new(beta: f64) -> Self {
        let lanes = |value: f64| V::splat(V::Float::of(value));
        Mean {
            kept: lanes(beta),
            new: lanes(1.0 - beta),
        }
    }

    #[inline(always)]
    fn follow(&self, mean: V, new: V) -> V {
        (self.kept * mean + self.new * new).flushed_moment()
    }
}

/// g², 0 where it would be next to nothing.
#[inline(always)]
fn squared<V: Lanes>(slope: V) -> V {
    let slope = slope.flushed_below(V::splat(V::Float::TINY_ROOT));
    slope * slope
}

/// The norm of all gradients together before and after clipping.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Norms {
    pub before: f64,
    pub after: f64,
}

/// Clips `gradient` in place, as `torch.nn.utils.clip_grad_norm_` and `clip_grad_value_` do.
pub fn clip<F: Real>(gradient: &mut [F], limit: Option<f64>, by: ClipBy) -> Norms {
    let before = vector::sum_of_squares(gradient).sqrt();
    let Some(limit) = limit else {
        return Norms {
            before,
            after: before,
        };
    };
    match by {
        ClipBy::Norm => {
            let factor = limit / (before + 1e-6);
            if factor < 1.0 {
                let factor_in_type = F::of(factor);
                for value in gradient {
                    *value *= factor_in_type;
                }
                return Norms {
                    before,
                    after: before * factor,
                };
            }
            Norms {
                before,
                after: before,
            }
        }
        ClipBy::Value => {
            let limit = F::of(limit);
            for value in gradient.iter_mut() {
                // Comparisons that are false for NaN leave it to be found.
                *value = if *value > limit { limit } else { *value };
                *value = if *value < -limit { -limit } else { *value };
            }
            Norms {
                before,
                after: vector::sum_of_squares(gradient).sqrt(),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The weight 1 after three updates with the gradients 0.5, −0.2 and 0.1 at rate 0.1.
    fn weight_after_three_updates(kind: OptimizerKind) -> f64 {
        let mut optimizer = Optimizer::new(kind, 1);
        let (mut weight, mut next) = ([1.0f64], [0.0]);
        for slope in [0.5, -0.2, 0.1] {
            optimizer.propose(0.1, &weight, &[slope], &mut next);
            optimizer.accept();
            weight = next;
        }
        weight[0]
    }

    /// torch 2: `p = torch.ones(1, dtype=torch.float64, requires_grad=True)`, then for each gradient
    /// `p.grad = torch.tensor([g], dtype=torch.float64); optimizer.step()`.
    #[test]
    fn optimisers_match_torch_optim() {
        for (kind, expected) in [
            (OptimizerKind::Sgd, 0.96),
            (OptimizerKind::Momentum, 0.8925),
            (OptimizerKind::Rmsprop, 0.18877003020938057),
            (OptimizerKind::Adam, 0.8275002408356956),
        ] {
            let ours = weight_after_three_updates(kind);
            assert!(
                (ours - expected).abs() < 1e-14,
                "{kind:?}: {ours} is not {expected}"
            );
        }
    }

    #[test]
    fn a_proposal_that_is_not_accepted_changes_nothing() {
        let mut optimizer = Optimizer::new(OptimizerKind::Adam, 2);
        let (weights, mut once, mut twice) = ([1.0f32, 2.0], [0.0; 2], [0.0; 2]);
        optimizer.propose(0.1, &weights, &[f32::NAN, 1.0], &mut once);
        optimizer.propose(0.1, &weights, &[0.5, 1.0], &mut once);
        optimizer.propose(0.1, &weights, &[0.5, 1.0], &mut twice);
        assert_eq!(once, twice);
        assert_eq!(optimizer.state().first, [0.0; 2]);
    }

    #[test]
    fn clipping_by_norm_bounds_all_gradients_together() {
        let mut gradient = [3.0f64, -4.0];
        let norms = clip(&mut gradient, Some(1.0), ClipBy::Norm);
        assert_eq!(norms.before, 5.0);
        assert!((norms.after - 1.0).abs() < 1e-6);
        assert!((gradient[0] - 0.6).abs() < 1e-6 && (gradient[1] + 0.8).abs() < 1e-6);
        let mut small = [0.3, 0.4];
        assert_eq!(clip(&mut small, Some(1.0), ClipBy::Norm).after, 0.5);
        assert_eq!(small, [0.3, 0.4]);
    }

    #[test]
    fn clipping_by_value_bounds_each_gradient_by_itself() {
        let mut gradient = [3.0f64, -4.0, 0.5];
        let norms = clip(&mut gradient, Some(1.0), ClipBy::Value);
        assert_eq!(gradient, [1.0, -1.0, 0.5]);
        assert_eq!(norms.after, 1.5);
        let mut gradient = [3.0f64, -4.0];
        clip(&mut gradient, None, ClipBy::Value);
        assert_eq!(gradient, [3.0, -4.0]);
    }

    #[test]
    fn the_state_after_a_gradient_that_stopped_never_becomes_subnormal() {
        let mut optimizer = Optimizer::new(OptimizerKind::Adam, 1);
        let (weight, mut next) = ([1.0f32], [0.0]);
        optimizer.propose(0.01, &weight, &[1e-3], &mut next);
        optimizer.accept();
        for _ in 0..100_000 {
            optimizer.propose(0.01, &weight, &[0.0], &mut next);
            optimizer.accept();
            let state = optimizer.state();
            assert!(!state.first[0].is_subnormal() && !state.second[0].is_subnormal());
        }
        assert_eq!(
            (optimizer.state().first[0], optimizer.state().second[0]),
            (0.0, 0.0)
        );
    }
}
