//! The two losses: softmax cross-entropy and squared error.

use serde::{Deserialize, Serialize};

use crate::data::batch::PackedTargets;
use crate::kernel::real::Real;
use crate::kernel::{exponentials, scale_flushed, subtract_largest, sum};

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

/// The sum of the losses of rows of V `outputs` (logits or values). Writes the gradient of their *mean* with respect to
/// each output.
pub fn total_loss<F: Real>(
    outputs: &[F],
    width: usize,
    targets: &PackedTargets<F>,
    gradient: &mut [F],
) -> f64 {
    let asked = outputs.len() / width;
    let scale = F::of(1.0 / asked as f64);
    match targets {
        PackedTargets::Classes(classes) => {
            let outputs = outputs.chunks(BLOCK * width);
            let gradient = gradient.chunks_mut(BLOCK * width);
            let blocks = outputs.zip(classes.chunks(BLOCK)).zip(gradient);
            blocks
                .map(|((outputs, classes), gradient)| {
                    cross_entropies(outputs, classes, scale, gradient)
                })
                .sum()
        }
        PackedTargets::Values(values) => {
            let rows = outputs.chunks_exact(width).zip(values.chunks_exact(width));
            let mut total = 0.0;
            for ((outputs, wanted), gradient) in rows.zip(gradient.chunks_exact_mut(width)) {
                let loss: f64 = squared_error(outputs, wanted, gradient).into();
                total += loss;
                scale_flushed(gradient, scale);
            }
            total
        }
    }
}

/// How many rows of V `outputs` answer right. An answer in numbers does when none is further than `tolerance` from its
/// target; of classes the largest output decides, the first of equal ones.
pub fn right_answers<F: Real>(
    outputs: &[F],
    width: usize,
    targets: &PackedTargets<F>,
    tolerance: f64,
) -> usize {
    let rows = outputs.chunks_exact(width);
    match targets {
        PackedTargets::Classes(classes) => rows
            .zip(classes)
            .filter(|(outputs, class)| argmax(outputs) == **class as usize)
            .count(),
        PackedTargets::Values(values) => rows
            .zip(values.chunks_exact(width))
            .filter(|(outputs, wanted)| {
                let mut pairs = outputs.iter().zip(*wanted);
                pairs.all(|(&given, &wanted)| (given - wanted).abs().into() <= tolerance)
            })
            .count(),
    }
}

/// How many rows go through one part of the softmax before the next: few enough to stay in the first cache.
const BLOCK: usize = 32;

/// The sum of −ln softmax(logits)\[class\] = ln Σ e^(logit − largest) − (logits\[class\] − largest) over up to
/// [`BLOCK`] rows. Writes its gradient times `scale`.
fn cross_entropies<F: Real>(logits: &[F], classes: &[u32], scale: F, gradient: &mut [F]) -> f64 {
    let width = logits.len() / classes.len();
    let mut total = 0.0;
    let rows = logits.chunks_exact(width).zip(classes);
    for ((logits, &class), gradient) in rows.zip(gradient.chunks_exact_mut(width)) {
        subtract_largest(logits, gradient);
        let shifted: f64 = gradient[class as usize].into();
        total -= shifted;
    }
    exponentials(gradient);
    // One logarithm for all rows: the sums are between 1 and V, so the product of 32 stays in the range of f64.
    let mut product = 1.0;
    for (gradient, &class) in gradient.chunks_exact_mut(width).zip(classes) {
        let sum = sum(gradient);
        let factor: f64 = sum.into();
        product *= factor;
        scale_flushed(gradient, scale / sum);
        gradient[class as usize] -= scale;
    }
    total + libm::log(product)
}

/// −ln softmax(logits)\[class\]. Writes its gradient: softmax(logits) − onehot(class).
pub fn cross_entropy<F: Real>(logits: &[F], class: usize, gradient: &mut [F]) -> F {
    subtract_largest(logits, gradient);
    let shifted = gradient[class];
    exponentials(gradient);
    let sum = sum(gradient);
    divide(gradient, sum);
    gradient[class] -= F::one();
    sum.ln_of() - shifted
}

/// The probabilities of the classes.
pub fn softmax<F: Real>(logits: &[F], probabilities: &mut [F]) {
    subtract_largest(logits, probabilities);
    exponentials(probabilities);
    let sum = sum(probabilities);
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

fn argmax<F: Real>(values: &[F]) -> usize {
    let mut best = 0;
    for (index, &value) in values.iter().enumerate() {
        if value > values[best] {
            best = index;
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sum_of_many_losses_is_that_of_each_row_by_itself() {
        let (rows, width) = (100, 7);
        let mut rng = crate::data::rng::Rng::from_seed(3);
        let outputs: Vec<f64> = (0..rows * width).map(|_| 4.0 * rng.normal()).collect();
        let classes: Vec<u32> = (0..rows).map(|_| rng.below(width) as u32).collect();
        let (mut all, mut one) = (vec![0.0; rows * width], vec![0.0; width]);
        let targets = PackedTargets::Classes(classes.clone());
        let total = total_loss(&outputs, width, &targets, &mut all);
        let mut expected = 0.0;
        for ((outputs, class), all) in
            (outputs.chunks_exact(width).zip(classes)).zip(all.chunks_exact(width))
        {
            expected += cross_entropy(outputs, class as usize, &mut one);
            for (all, one) in all.iter().zip(&one) {
                assert!((all * rows as f64 - one).abs() < 1e-14);
            }
        }
        assert!((total - expected).abs() < 1e-11, "{total} {expected}");
    }

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
        assert_eq!(right_answers(&[0.0f64, 1.0, 2.0, 1.0], 2, &classes, 0.0), 1);
        let (values, outputs) = (
            PackedTargets::Values(vec![1.0; 4]),
            [1.03f64, 1.0, 1.0, 1.05],
        );
        assert_eq!(right_answers(&outputs, 2, &values, 0.04), 1);
        total_loss(&outputs, 2, &values, &mut gradient);
        // The mean over two asked steps halves each step's gradient.
        assert!((gradient[3] - 0.05 / 2.0).abs() < 1e-12);
    }
}
