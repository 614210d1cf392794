//! The two losses: softmax cross-entropy and squared error.

use serde::{Deserialize, Serialize};

use crate::batch::PackedTargets;
use crate::kernel::{scale_flushed, shifted_exponentials};
use crate::real::Real;

/// How an answer is scored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum LossKind {
    /// −ln of the softmax probability of the right class.
    CrossEntropy,
    /// The mean over the V outputs of the squared difference.
    SquaredError,
}

/// How well the asked steps of a batch were answered.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Score {
    /// The sum of the losses of all asked steps.
    pub total: f64,
    /// How many steps were answered right.
    pub right: usize,
    /// How many steps were asked.
    pub asked: usize,
}

impl Score {
    /// The mean over the asked steps.
    pub fn loss(&self) -> f64 {
        self.total / self.asked as f64
    }

    /// The share of asked steps that were answered right.
    pub fn accuracy(&self) -> f64 {
        self.right as f64 / self.asked as f64
    }

    /// Counts other answers in.
    pub fn add(&mut self, other: Score) {
        self.total += other.total;
        self.right += other.right;
        self.asked += other.asked;
    }
}

/// Scores rows of V `outputs` (logits or values) against their targets, and writes the gradient of the
/// *mean* loss with respect to each output. An answer in numbers counts as right when none is further
/// than `tolerance` from its target; of classes the largest output decides, the first of equal ones.
pub fn score<F: Real>(
    outputs: &[F],
    width: usize,
    targets: &PackedTargets<F>,
    tolerance: f64,
    gradient: &mut [F],
) -> Score {
    let asked = outputs.len() / width;
    let scale = F::of(1.0 / asked as f64);
    let rows = outputs
        .chunks_exact(width)
        .zip(gradient.chunks_exact_mut(width));
    let mut score = Score {
        total: 0.0,
        right: 0,
        asked,
    };
    match targets {
        PackedTargets::Classes(classes) => {
            let mut sums = Logarithms::default();
            for ((outputs, gradient), &class) in rows.zip(classes) {
                let class = class as usize;
                let (largest, sum) = shifted_exponentials(outputs, gradient);
                sums.add(sum.into());
                score.total += (largest - outputs[class]).into();
                scale_flushed(gradient, scale / sum);
                gradient[class] -= scale;
                score.right += usize::from(is_first_largest(outputs, class));
            }
            score.total += sums.total();
        }
        PackedTargets::Values(values) => {
            for ((outputs, gradient), wanted) in rows.zip(values.chunks_exact(width)) {
                let loss: f64 = squared_error(outputs, wanted, gradient).into();
                score.total += loss;
                let mut pairs = outputs.iter().zip(wanted);
                let near =
                    pairs.all(|(&given, &wanted)| (given - wanted).abs().into() <= tolerance);
                score.right += usize::from(near);
                scale_flushed(gradient, scale);
            }
        }
    }
    score
}

/// The sum of the logarithms of many numbers between 1 and 2³¹, by one logarithm for 32 of them: their product stays
/// inside the range of f64.
#[derive(Default)]
struct Logarithms {
    sum: f64,
    /// The product of the numbers that are not in the sum yet.
    product: Option<f64>,
    count: usize,
}

impl Logarithms {
    fn add(&mut self, value: f64) {
        self.product = Some(self.product.map_or(value, |product| product * value));
        self.count += 1;
        if self.count.is_multiple_of(32) {
            self.sum = self.total();
            self.product = None;
        }
    }

    fn total(&self) -> f64 {
        self.sum + self.product.map_or(0.0, libm::log)
    }
}

/// −ln softmax(logits)\[class\]. Writes its gradient: softmax(logits) − onehot(class).
pub fn cross_entropy<F: Real>(logits: &[F], class: usize, gradient: &mut [F]) -> F {
    let (largest, sum) = shifted_exponentials(logits, gradient);
    let loss = sum.ln_of() + (largest - logits[class]);
    divide(gradient, sum);
    gradient[class] -= F::one();
    loss
}

/// The probabilities of the classes.
pub fn softmax<F: Real>(logits: &[F], probabilities: &mut [F]) {
    let (_, sum) = shifted_exponentials(logits, probabilities);
    divide(probabilities, sum);
}

/// The mean over the V outputs of (output − target)². Writes its gradient: 2 (output − target) / V.
pub fn squared_error<F: Real>(outputs: &[F], target: &[F], gradient: &mut [F]) -> F {
    let share = F::of(1.0 / outputs.len() as f64);
    let mut sum = F::zero();
    for ((slope, &output), &target) in gradient.iter_mut().zip(outputs).zip(target) {
        let difference = output - target;
        sum += difference * difference;
        *slope = (difference + difference) * share;
    }
    sum * share
}

fn divide<F: Real>(values: &mut [F], divisor: F) {
    for value in values {
        *value /= divisor;
    }
}

/// Whether the largest output is that of `class`, the first of equal ones.
fn is_first_largest<F: Real>(outputs: &[F], class: usize) -> bool {
    let own = outputs[class];
    outputs[..class].iter().all(|&other| other < own)
        && outputs[class..].iter().all(|&other| other <= own)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_logits_cost_the_logarithm_of_the_number_of_classes() {
        let mut gradient = [0.0; 4];
        let loss = cross_entropy(&[7.0f64; 4], 2, &mut gradient);
        assert!((loss - 4f64.ln()).abs() < 1e-15);
        assert_eq!(gradient, [0.25, 0.25, -0.75, 0.25]);
    }

    #[test]
    fn huge_logits_neither_overflow_nor_hide_the_loss() {
        let mut gradient = [0.0; 3];
        let loss = cross_entropy(&[1000.0f32, -1000.0, 0.0], 1, &mut gradient);
        assert_eq!(loss, 2000.0);
        assert_eq!(gradient, [1.0, -1.0, 0.0]);
        assert!(cross_entropy(&[f32::NAN, 0.0, 0.0], 1, &mut gradient).is_nan());
        assert!(cross_entropy(&[0.0, f32::NAN, 0.0], 0, &mut gradient).is_nan());
    }

    #[test]
    fn squared_error_is_the_mean_over_the_outputs() {
        let mut gradient = [0.0; 2];
        let loss = squared_error(&[1.0f64, 5.0], &[0.0, 2.0], &mut gradient);
        assert_eq!((loss, gradient), (5.0, [1.0, 3.0]));
    }

    #[test]
    fn an_answer_is_right_by_its_largest_output_or_within_the_tolerance() {
        let mut gradient = [0.0; 4];
        let classes = PackedTargets::Classes(vec![1, 1]);
        let answers = score(&[0.0f64, 1.0, 2.0, 1.0], 2, &classes, 0.0, &mut gradient);
        assert_eq!((answers.right, answers.asked), (1, 2));
        let values = PackedTargets::Values(vec![1.0, 1.0, 1.0, 1.0]);
        let answers = score(&[1.03f64, 1.0, 1.0, 1.05], 2, &values, 0.04, &mut gradient);
        assert_eq!((answers.right, answers.asked), (1, 2));
        // The mean over two asked steps halves each step's gradient.
        assert!((gradient[3] - 0.05 / 2.0).abs() < 1e-12);
    }
}
