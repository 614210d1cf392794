//! A packed, time-major batch: only the rows of sequences that have not ended (PyTorch's `PackedSequence`).

use std::ops::Range;

use ndarray::ArrayView2;

use super::packing::{Column, Packing};
use crate::Error;
use crate::data::sequence::{LossKind, Sequence};
use crate::kernel::real::Real;

/// Several sequences, packed: see the legend in the crate's documentation. Its memory is used again
/// by every [`Batch::fill`].
#[derive(Clone, Debug)]
pub struct Batch<F> {
    input_size: usize,
    output_size: usize,
    /// `order[b]`: which of the given sequences is row b.
    order: Vec<usize>,
    /// `offsets[t]..offsets[t + 1]` are the rows of step t; T + 1 numbers.
    offsets: Vec<usize>,
    /// Work space of `sort_by_length` in `packing.rs`.
    places: Vec<usize>,
    inputs: PackedInputs<F>,
    /// The rows that have a target, ascending.
    target_rows: Vec<usize>,
    targets: PackedTargets<F>,
}

/// What the model reads, one entry a row.
#[derive(Clone, Copy, Debug)]
pub enum InputRows<'a, F> {
    /// N one-hot vectors as indices, each below I.
    Symbols(&'a [u32]),
    /// N × I, or in a buffer that has more rows.
    Vectors(ArrayView2<'a, F>),
}

/// What the model should answer, one entry a row that has a target.
#[derive(Clone, Copy, Debug)]
pub enum TargetRows<'a, F> {
    /// Classes, each below V.
    Classes(&'a [u32]),
    /// Rows of V values.
    Values(ArrayView2<'a, F>),
}

/// The inputs as they are packed.
#[derive(Clone, Debug)]
enum PackedInputs<F> {
    /// N symbols, each below I.
    Symbols(Vec<u32>),
    /// N × I.
    Dense(Vec<F>),
}

/// The targets as they are packed.
#[derive(Clone, Debug)]
enum PackedTargets<F> {
    /// Classes, each below V.
    Classes(Vec<u32>),
    /// Rows of V values.
    Values(Vec<F>),
}

impl<'a, F> InputRows<'a, F> {
    /// The same rows for a shorter time.
    pub fn reborrow<'b>(self) -> InputRows<'b, F>
    where
        'a: 'b,
    {
        match self {
            InputRows::Symbols(ids) => InputRows::Symbols(ids),
            InputRows::Vectors(values) => InputRows::Vectors(values.reborrow()),
        }
    }
}

impl<F> Default for Batch<F> {
    /// A batch without memory, which stands where another was taken away.
    fn default() -> Self {
        Batch {
            input_size: 0,
            output_size: 0,
            order: Vec::new(),
            offsets: Vec::new(),
            places: Vec::new(),
            inputs: PackedInputs::Symbols(Vec::new()),
            target_rows: Vec::new(),
            targets: PackedTargets::Classes(Vec::new()),
        }
    }
}

impl<F: Real> Batch<F> {
    /// An empty batch for inputs of width `input_size` and targets of a loss over `output_size` outputs.
    pub fn new(input_size: usize, output_size: usize, loss: LossKind) -> Self {
        Batch {
            input_size,
            output_size,
            order: Vec::new(),
            offsets: vec![0],
            places: Vec::new(),
            inputs: PackedInputs::Symbols(Vec::new()),
            target_rows: Vec::new(),
            targets: match loss {
                LossKind::CrossEntropy => PackedTargets::Classes(Vec::new()),
                LossKind::SquaredError => PackedTargets::Values(Vec::new()),
            },
        }
    }

    /// Packs `sequences`, whatever their lengths.
    ///
    /// # Errors
    /// A sentence about `inputs` or `targets` when there is nothing to learn from, a shape does not
    /// fit, a class or symbol does not exist or a number is not finite. The batch is empty then.
    pub fn fill(&mut self, sequences: &[Sequence]) -> Result<(), Error> {
        self.clear();
        // A run packs one kind for ever, so this replaces an empty vector at its first batch at most.
        match (&self.inputs, sequences.first().map(Sequence::is_symbolic)) {
            (PackedInputs::Dense(_), Some(true)) => self.inputs = PackedInputs::Symbols(Vec::new()),
            (PackedInputs::Symbols(_), Some(false)) => {
                self.inputs = PackedInputs::Dense(Vec::new())
            }
            _ => {}
        }
        let packing = Packing {
            input_size: self.input_size,
            output_size: self.output_size,
            order: &mut self.order,
            offsets: &mut self.offsets,
            places: &mut self.places,
            target_rows: &mut self.target_rows,
            inputs: match &mut self.inputs {
                PackedInputs::Symbols(ids) => Column::Words(ids),
                PackedInputs::Dense(values) => {
                    Column::Numbers(&mut |value| values.push(F::of(value)))
                }
            },
            targets: match &mut self.targets {
                PackedTargets::Classes(classes) => Column::Words(classes),
                PackedTargets::Values(values) => {
                    Column::Numbers(&mut |value| values.push(F::of(value)))
                }
            },
        };
        let result = packing.pack(sequences);
        if result.is_err() {
            self.clear();
        }
        result
    }

    /// T, the steps of the longest sequence.
    pub fn steps(&self) -> usize {
        self.offsets.len().saturating_sub(1)
    }

    /// N, the rows of all steps together.
    pub fn rows(&self) -> usize {
        self.offsets[self.steps()]
    }

    /// B, how many sequences there are.
    pub fn sequences(&self) -> usize {
        self.order.len()
    }

    /// The rows of step `t`, counted from 0.
    pub fn step(&self, t: usize) -> Range<usize> {
        self.offsets[t]..self.offsets[t + 1]
    }

    /// The step that `row` belongs to, counted from 0.
    pub fn step_of(&self, row: usize) -> usize {
        self.offsets.partition_point(|&offset| offset <= row) - 1
    }

    /// The end of the first step with which the rows from `start` on are `count` or more; N if there is none.
    pub fn rows_from(&self, start: usize, count: usize) -> usize {
        let reached = self
            .offsets
            .partition_point(|&offset| offset < start + count);
        self.offsets[reached.min(self.steps())]
    }

    /// `order[b]` tells which of the given sequences is row b of its steps.
    pub fn order(&self) -> &[usize] {
        &self.order
    }

    /// I.
    pub fn input_size(&self) -> usize {
        self.input_size
    }

    /// V.
    pub fn output_size(&self) -> usize {
        self.output_size
    }

    /// One entry for each of the N rows.
    pub fn inputs(&self) -> InputRows<'_, F> {
        match &self.inputs {
            PackedInputs::Symbols(ids) => InputRows::Symbols(ids),
            PackedInputs::Dense(values) => InputRows::Vectors(array(values, self.input_size)),
        }
    }

    /// The rows that have a target, ascending.
    pub fn target_rows(&self) -> &[usize] {
        &self.target_rows
    }

    /// One entry for each of [`Batch::target_rows`].
    pub fn targets(&self) -> TargetRows<'_, F> {
        match &self.targets {
            PackedTargets::Classes(classes) => TargetRows::Classes(classes),
            PackedTargets::Values(values) => TargetRows::Values(array(values, self.output_size)),
        }
    }

    fn clear(&mut self) {
        self.order.clear();
        self.offsets.clear();
        self.offsets.push(0);
        self.target_rows.clear();
        match &mut self.inputs {
            PackedInputs::Symbols(ids) => ids.clear(),
            PackedInputs::Dense(values) => values.clear(),
        }
        match &mut self.targets {
            PackedTargets::Classes(classes) => classes.clear(),
            PackedTargets::Values(values) => values.clear(),
        }
    }
}

/// Numbers as rows of `width`.
fn array<F>(values: &[F], width: usize) -> ArrayView2<'_, F> {
    ArrayView2::from_shape((values.len() / width, width), values)
        .unwrap_or_else(|_| unreachable!("only whole rows are packed"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::sequence::{Inputs, Target};

    fn sequence(ids: &[u32], targets: &[Option<u32>]) -> Sequence {
        Sequence {
            inputs: Inputs::Symbols {
                ids: ids.to_vec(),
                size: 10,
            },
            targets: targets
                .iter()
                .map(|t| t.map_or(Target::None, Target::Class))
                .collect(),
        }
    }

    #[test]
    fn sequences_are_packed_longest_first_without_padding() {
        let mut batch = Batch::<f32>::new(10, 3, LossKind::CrossEntropy);
        let short = sequence(&[1], &[Some(2)]);
        let long = sequence(&[4, 5, 6], &[None, Some(0), None]);
        let middle = sequence(&[7, 8], &[None, Some(1)]);
        batch.fill(&[short, long, middle]).unwrap();
        assert_eq!((batch.steps(), batch.rows(), batch.sequences()), (3, 6, 3));
        assert_eq!(batch.order(), [1, 2, 0]);
        assert_eq!(
            (0..3).map(|t| batch.step(t)).collect::<Vec<_>>(),
            [0..3, 3..5, 5..6]
        );
        let InputRows::Symbols(ids) = batch.inputs() else {
            panic!("symbols were given")
        };
        assert_eq!(ids, &[4, 7, 1, 5, 8, 6]);
        assert_eq!(batch.target_rows(), [2, 3, 4]);
        let TargetRows::Classes(classes) = batch.targets() else {
            panic!("classes were given")
        };
        assert_eq!(classes, &[2, 0, 1]);
        assert_eq!(
            (0..6).map(|row| batch.step_of(row)).collect::<Vec<_>>(),
            [0, 0, 0, 1, 1, 2]
        );
    }

    #[test]
    fn a_batch_that_cannot_be_learned_from_is_refused_in_one_sentence() {
        let mut batch = Batch::<f32>::new(10, 3, LossKind::CrossEntropy);
        let mut message = |sequences: &[Sequence]| batch.fill(sequences).unwrap_err().message;
        assert_eq!(
            message(&[]),
            "batch is empty, but must be one sequence or more."
        );
        assert_eq!(
            message(&[sequence(&[1], &[None])]),
            "targets is null at every step, but must be given for one step at least."
        );
        assert_eq!(
            message(&[sequence(&[1], &[Some(3)])]),
            "targets is 3, but must be a class below 3."
        );
        assert_eq!(
            message(&[sequence(&[10], &[Some(0)])]),
            "inputs is 10, but must be a symbol below 10."
        );
        let dense = |values: Vec<f64>| Sequence {
            inputs: Inputs::Dense { values, size: 10 },
            targets: vec![Target::Class(0)],
        };
        assert_eq!(
            message(&[dense(vec![f64::NAN; 10])]),
            "inputs is NaN, but must be a finite number."
        );
        assert_eq!(
            message(&[dense(vec![0.0; 7])]),
            "targets is 1 steps long, but must be as long as inputs."
        );
        assert_eq!(
            message(&[dense(vec![0.0; 10]), sequence(&[1], &[Some(0)])]),
            "inputs is a mixture of symbols and vectors, but must be one or the other in a batch."
        );
    }
}
