//! The two losses: softmax cross-entropy and squared error.

use ndarray::{ArrayView2, ArrayViewMut2};

use crate::data::batch::TargetRows;
pub use crate::data::sequence::LossKind;
use crate::kernel::real::Real;
use crate::kernel::{exponentials, scale_flushed, subtract_largest, sum};

/// How well the target steps of a batch were answered.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Score {
    /// The sum of the losses of all target steps.
    pub total: f64,
    /// How many steps were answered right.
    pub right: usize,
    /// How many steps have a target.
    pub targets: usize,
}

impl Score {
    /// The mean over the target steps.
    pub fn loss(&self) -> f64 {
        self.total / self.targets as f64
    }

    /// The share of target steps that were answered right.
    pub fn accuracy(&self) -> f64 {
        self.right as f64 / self.targets as f64
    }

    /// Counts other answers in.
    pub fn add(&mut self, other: Score) {
        self.total += other.total;
        self.right += other.right;
        self.targets += other.targets;
    }
}

/// The sum of the losses of R × V `outputs` (logits or values). Writes the gradient of their *mean* with respect to
/// each output.
///
/// # Panics
/// An array is not row-major, or the shapes differ.
pub fn total_loss<F: Real>(
    outputs: ArrayView2<F>,
    targets: TargetRows<F>,
    mut gradient: ArrayViewMut2<F>,
) -> f64 {
    let (rows, width) = outputs.dim();
    let scale = F::of(1.0 / rows as f64);
    let outputs = numbers(&outputs);
    let gradient = gradient.as_slice_mut().expect("gradients are row-major");
    match targets {
        TargetRows::Classes(classes) => {
            let outputs = outputs.chunks(BLOCK * width);
            let gradient = gradient.chunks_mut(BLOCK * width);
            let blocks = outputs.zip(classes.chunks(BLOCK)).zip(gradient);
            blocks
                .map(|((outputs, classes), gradient)| {
                    cross_entropies(outputs, classes, scale, gradient)
                })
                .sum()
        }
        TargetRows::Values(values) => {
            let values = numbers(&values).chunks_exact(width);
            let rows = outputs.chunks_exact(width).zip(values);
            let mut total = 0.0;
            for ((outputs, target), gradient) in rows.zip(gradient.chunks_exact_mut(width)) {
                let loss: f64 = squared_error(outputs, target, gradient).into();
                total += loss;
                scale_flushed(gradient, scale);
            }
            total
        }
    }
}

/// How many rows of R × V `outputs` answer right. An answer in numbers does when none is further than `tolerance` from
/// its target; of classes the largest output decides, the first of equal ones.
///
/// # Panics
/// An array is not row-major.
pub fn right_answers<F: Real>(
    outputs: ArrayView2<F>,
    targets: TargetRows<F>,
    tolerance: f64,
) -> usize {
    let width = outputs.ncols();
    let rows = numbers(&outputs).chunks_exact(width);
    match targets {
        TargetRows::Classes(classes) => rows
            .zip(classes)
            .filter(|(outputs, class)| argmax(outputs) == **class as usize)
            .count(),
        TargetRows::Values(values) => rows
            .zip(numbers(&values).chunks_exact(width))
            .filter(|(outputs, target)| {
                let mut pairs = outputs.iter().zip(*target);
                pairs.all(|(&output, &target)| (output - target).abs().into() <= tolerance)
            })
            .count(),
    }
}

/// The loss of row number `index` of R × V outputs. Writes its gradient with respect to them.
pub fn row_loss<F: Real>(
    outputs: &[F],
    targets: TargetRows<F>,
    index: usize,
    gradient: &mut [F],
) -> F {
    match targets {
        TargetRows::Classes(classes) => cross_entropy(outputs, classes[index] as usize, gradient),
        TargetRows::Values(values) => {
            let width = values.ncols();
            let values = &numbers(&values)[index * width..(index + 1) * width];
            squared_error(outputs, values, gradient)
        }
    }
}

fn numbers<'a, F>(array: &'a ArrayView2<F>) -> &'a [F] {
    array.as_slice().expect("outputs and targets are row-major")
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
    use ndarray::{Array2, array};

    use super::*;

    #[test]
    fn the_sum_of_many_losses_is_that_of_each_row_by_itself() {
        let (rows, width) = (100, 7);
        let mut rng = crate::data::rng::Rng::from_seed(3);
        let outputs = Array2::from_shape_fn((rows, width), |_| 4.0 * rng.normal());
        let classes: Vec<u32> = (0..rows).map(|_| rng.below(width) as u32).collect();
        let (mut all, mut one) = (Array2::zeros((rows, width)), vec![0.0; width]);
        let targets = TargetRows::Classes(&classes);
        let total = total_loss(outputs.view(), targets, all.view_mut());
        let mut expected = 0.0;
        for (row, &class) in classes.iter().enumerate() {
            let outputs = outputs.row(row).to_vec();
            expected += cross_entropy(&outputs, class as usize, &mut one);
            for (all, one) in all.row(row).iter().zip(&one) {
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
        let classes = TargetRows::Classes(&[1, 1]);
        let outputs = array![[0.0f64, 1.0], [2.0, 1.0]];
        assert_eq!(right_answers(outputs.view(), classes, 0.0), 1);
        let (values, outputs) = (Array2::ones((2, 2)), array![[1.03f64, 1.0], [1.0, 1.05]]);
        let values = TargetRows::Values(values.view());
        assert_eq!(right_answers(outputs.view(), values, 0.04), 1);
        let mut gradient = Array2::zeros((2, 2));
        total_loss(outputs.view(), values, gradient.view_mut());
        // The mean over two target steps halves each step's gradient.
        assert!((gradient[[1, 1]] - 0.05 / 2.0).abs() < 1e-12);
    }
}
