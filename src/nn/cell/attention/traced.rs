//! Backward for one sequence: any number of gradient rows, each with a power-of-two exponent of its own.
//!
//! Steps are gone through from the last to the first. A step sends slopes to the keys and values of itself and of all
//! steps before it; there they are gathered, each with its exponent, until their step's turn has come.

use std::ops::Range;

use ndarray::Array2;

use super::norm::through;
use super::weights::{BEFORE_ATTENTION, BEFORE_MLP, FINAL};
use super::{
    ACTIVE, ATTENTION, Attention, GIVEN, INNER, NORM_1, NORM_2, NORM_3, NORMAL, position,
    unit_gelu_back,
};
use crate::kernel::{F64x2, Matrix, MatrixMut, add_product, update};
use crate::linalg::magnitude;
use crate::nn::cell::embedding;
use crate::nn::layer::{
    LayerGradients, LayerPass, LayerWeights, ParameterSums, RowSpace, ScaledRows, StepGradients,
    StepVisitor, TracedLayer, place,
};
use crate::nn::parameters::Role;
use crate::nn::tape::LayerTape;

/// What a step notes of a gradient row, one after the other: the slopes of queries, keys and values, which are the
/// pre-activations; then of the block's output, of the residual stream after the MLP, of the MLP's inside, and of the
/// residual stream before the MLP.
struct Noted<'a> {
    projected: &'a [f64],
    output: &'a [f64],
    after: &'a [f64],
    inner: &'a [f64],
    middle: &'a [f64],
}

/// What a step works in.
struct Scratch<'a> {
    /// H: slopes of what a norm gives, and those times its scale.
    read: &'a mut [f64],
    scaled: &'a mut [f64],
    /// H: slopes of what the heads give.
    given: &'a mut [f64],
    /// One number a head: the mean slope of its attention.
    along: &'a mut [f64],
    /// heads × T: slopes of the attention.
    slopes: &'a mut [f64],
    /// As many numbers as a step notes.
    sent: &'a mut [f64],
}

impl Attention {
    fn noted<'a>(&self, numbers: &'a [f64]) -> Noted<'a> {
        let hidden = self.hidden;
        let (projected, rest) = numbers.split_at(3 * hidden);
        let (output, rest) = rest.split_at(hidden);
        let (after, rest) = rest.split_at(hidden);
        let (inner, middle) = rest.split_at(self.inner);
        Noted {
            projected,
            output,
            after,
            inner,
            middle,
        }
    }

    /// How many numbers are noted.
    fn width(&self) -> usize {
        6 * self.hidden + self.inner
    }

    /// Divides memory for a sequence of so many steps.
    fn scratch<'a>(&self, memory: &'a mut Vec<f64>, steps: usize) -> Scratch<'a> {
        let (hidden, heads) = (self.hidden, self.heads.count);
        memory.resize(3 * hidden + heads * (steps + 1) + self.width(), 0.0);
        let (read, rest) = memory.split_at_mut(hidden);
        let (scaled, rest) = rest.split_at_mut(hidden);
        let (given, rest) = rest.split_at_mut(hidden);
        let (along, rest) = rest.split_at_mut(heads);
        let (slopes, sent) = rest.split_at_mut(heads * steps);
        Scratch {
            read,
            scaled,
            given,
            along,
            slopes,
            sent,
        }
    }

    /// From ∂L/∂ the output of step `t` to the residual stream before the MLP. Writes all of `numbers` but the slopes of
    /// the projections.
    fn back_to_middle(
        &self,
        pass: LayerPass<f64>,
        tape: &LayerTape<f64>,
        t: usize,
        numbers: &mut [f64],
        scratch: &mut Scratch,
    ) {
        let (hidden, weights) = (self.hidden, pass.weights);
        let (output, rest) = numbers[3 * hidden..].split_at_mut(hidden);
        let (after, rest) = rest.split_at_mut(hidden);
        let (inner, middle) = rest.split_at_mut(self.inner);
        if self.last {
            after.fill(0.0);
            back_through_norm(FINAL, weights, tape, t, (output, scratch.scaled), after);
        } else {
            after.copy_from_slice(output);
        }
        back(after, Role::Narrow, weights, inner);
        let kept = |place: usize| Matrix::from(tape.extra[place].view()).row_block(t, t + 1);
        update(
            [MatrixMut::new(inner, self.inner)],
            [kept(INNER), kept(NORMAL)],
            unit_gelu_back::<F64x2>,
        );
        back(inner, Role::Widen, weights, scratch.read);
        middle.copy_from_slice(after);
        let slopes = (&*scratch.read, &mut *scratch.scaled);
        back_through_norm(BEFORE_MLP, weights, tape, t, slopes, middle);
    }

    /// From the residual stream before the MLP to the query of step `t`, whose slopes are written, and to the keys and
    /// values of the steps up to `t`, to whose slopes (steps × 2·H) is added.
    fn back_through_heads(
        &self,
        pass: LayerPass<f64>,
        tape: &LayerTape<f64>,
        t: usize,
        (numbers, exponent): (&mut [f64], i64),
        reached: &mut ScaledRows,
        scratch: &mut Scratch,
    ) {
        let hidden = self.hidden;
        let Scratch {
            given,
            along,
            slopes,
            sent,
            ..
        } = scratch;
        let (projected, rest) = numbers.split_at_mut(3 * hidden);
        let middle = &rest[rest.len() - hidden..];
        back(middle, Role::Merge, pass.weights, given);
        projected.fill(0.0);
        let steps = pass.batch.rows();
        let projections = Matrix::from(tape.gates.view());
        let [query, keys, values] = projections.blocks();
        let query = query.row(t);
        let factor = self.heads.factor();
        let attention =
            |head: usize, j: usize| tape.extra[ATTENTION][[(head * steps + t) * steps + j, 0]];
        let units = |head: usize| head * self.heads.width..(head + 1) * self.heads.width;
        along.fill(0.0);
        for j in 0..=t {
            for head in 0..self.heads.count {
                let read = values.row(j);
                let slope: f64 = units(head).map(|unit| given[unit] * read[unit]).sum();
                slopes[head * steps + j] = slope;
                along[head] += attention(head, j) * slope;
            }
        }
        let sent = &mut sent[..2 * hidden];
        for j in 0..=t {
            let keys = keys.row(j);
            for head in 0..self.heads.count {
                let p = attention(head, j);
                let slope = p * (slopes[head * steps + j] - along[head]) * factor;
                for unit in units(head) {
                    projected[unit] += slope * keys[unit];
                    sent[unit] = slope * query[unit];
                    sent[hidden + unit] = p * given[unit];
                }
            }
            let mut row = reached.values.row_mut(j);
            let row = row.as_slice_mut().expect("a row of a row-major array");
            magnitude::add(row, &mut [], &mut reached.exponents[j], sent, exponent);
            magnitude::normalise(row, &mut [], &mut reached.exponents[j]);
        }
    }
}

/// ∂L/∂x = Wᵀ ∂L/∂y of one row.
fn back(slopes: &[f64], weight: Role, weights: LayerWeights<f64>, out: &mut [f64]) {
    out.fill(0.0);
    let (rows, width) = (Matrix::new(slopes, slopes.len()), out.len());
    add_product(
        rows,
        weights.view(weight).into(),
        MatrixMut::new(out, width),
    );
}

/// Adds to `into` what ∂L/∂y of a norm is for what it read at step `t`. Works in the second slice.
fn back_through_norm(
    which: u8,
    weights: LayerWeights<f64>,
    tape: &LayerTape<f64>,
    t: usize,
    (slopes, scaled): (&[f64], &mut [f64]),
    into: &mut [f64],
) {
    let scales = weights.slice(Role::NormScale(which));
    for ((scaled, &slope), &scale) in scaled.iter_mut().zip(slopes).zip(scales) {
        *scaled = slope * scale;
    }
    let [normed, inverse, _] = [NORM_1, NORM_2, NORM_3][usize::from(which) - 1];
    let normed = Matrix::from(tape.extra[normed].view()).row(t);
    through(scaled, normed, tape.extra[inverse][[t, 0]], into);
}

impl TracedLayer for Attention {
    fn backward_rows(
        &self,
        pass: LayerPass<f64>,
        tape: &LayerTape<f64>,
        steps: Range<usize>,
        _: usize,
        visitor: &mut dyn StepVisitor,
        space: &mut RowSpace,
    ) {
        let (hidden, width) = (self.hidden, self.width());
        let RowSpace {
            now,
            auxiliary,
            reached,
            numbers: memory,
            before,
            ..
        } = space;
        let mut scratch = self.scratch(memory, pass.batch.rows());
        now.reset(hidden, 0);
        let mut known = 0;
        for t in steps.clone().rev() {
            // The output of a step is read by no later one: of the rows there are, nothing reaches it but what enters.
            for row in 0..now.len() {
                let (output, _, exponent) = now.row_mut(row);
                output.fill(0.0);
                *exponent = 0;
            }
            visitor.enter(t, now);
            reached.resize_with(now.len().max(reached.len()), ScaledRows::default);
            while known < now.len() {
                reached[known].reset(steps.end, 2 * hidden);
                known += 1;
            }
            auxiliary.resize(now.len() * width, 0.0);
            before.reset(0, 0);
            for (row, numbers) in auxiliary.chunks_exact_mut(width).enumerate() {
                let (output, _, exponent) = now.row_mut(row);
                let reached = &mut reached[row];
                numbers[3 * hidden..4 * hidden].copy_from_slice(output);
                self.back_to_middle(pass, tape, t, numbers, &mut scratch);
                let row = (&mut *numbers, *exponent);
                self.back_through_heads(pass, tape, t, row, reached, &mut scratch);
                // What later steps and this one sent to the key and the value of this step.
                scratch.sent.fill(0.0);
                let row = reached.values.row(t);
                scratch.sent[hidden..3 * hidden].copy_from_slice(row.as_slice().expect("a row"));
                magnitude::add(
                    numbers,
                    &mut [],
                    exponent,
                    scratch.sent,
                    reached.exponents[t],
                );
                let noted = self.noted(numbers);
                back(noted.projected, Role::Project, pass.weights, scratch.read);
                output.copy_from_slice(noted.middle);
                let slopes = (&*scratch.read, &mut *scratch.scaled);
                back_through_norm(BEFORE_ATTENTION, pass.weights, tape, t, slopes, output);
                // The exponents before a visitor rescales rows.
                before.push(&[], *exponent);
            }
            if !visitor.arrive(t, now) {
                return;
            }
            let exponents = before.exponents().iter().zip(now.exponents());
            for (numbers, (&was, &is)) in auxiliary.chunks_exact_mut(width).zip(exponents) {
                magnitude::scale(numbers, was - is);
            }
            let noted = Matrix::new(auxiliary, width);
            let left = StepGradients {
                hidden: now.hidden().into(),
                cell: now.cell().into(),
                preactivations: noted.column_block(0, 3 * hidden),
                auxiliary: noted.column_block(3 * hidden, width),
            };
            visitor.leave(t, left, now.exponents());
        }
    }

    fn input_gradients(
        &self,
        pass: LayerPass<f64>,
        gradients: &LayerGradients,
        space: &mut RowSpace,
        out: &mut ScaledRows,
    ) {
        if self.first {
            let embedded = (&gradients.hidden, &gradients.exponents[..]);
            return embedding::input_gradients(pass.weights, embedded, &mut space.arrays, out);
        }
        // What a block reads is its state.
        out.reset(gradients.exponents.len(), self.hidden);
        out.exponents.copy_from_slice(&gradients.exponents);
        out.values.assign(&gradients.hidden);
    }

    fn add_parameter_gradients(
        &self,
        pass: LayerPass<f64>,
        tape: &LayerTape<f64>,
        gradients: &LayerGradients,
        sums: &mut ParameterSums,
    ) {
        let (hidden, weights) = (self.hidden, pass.weights);
        let at = |role| place(weights.tensors, role);
        let learned = weights.view(Role::Position);
        for (t, &exponent) in gradients.exponents.iter().enumerate() {
            let numbers: Vec<f64> = (gradients.preactivations.row(t).into_iter())
                .chain(gradients.auxiliary.row(t))
                .copied()
                .collect();
            let noted = self.noted(&numbers);
            let kept = |place: usize| tape.extra[place].row(t).to_vec();
            for ([weight, bias], slopes, read) in [
                (
                    [Role::Project, Role::ProjectBias],
                    noted.projected,
                    NORM_1[2],
                ),
                ([Role::Merge, Role::MergeBias], noted.middle, GIVEN),
                ([Role::Widen, Role::WidenBias], noted.inner, NORM_2[2]),
                ([Role::Narrow, Role::NarrowBias], noted.after, ACTIVE),
            ] {
                sums.add_outer(&at(weight), slopes, &kept(read), exponent);
                sums.add(&at(bias), slopes, exponent);
            }
            let mut of_norm = |which: u8, normed: usize, slopes: &[f64]| {
                let scaled: Vec<f64> = slopes
                    .iter()
                    .zip(kept(normed))
                    .map(|(a, b)| a * b)
                    .collect();
                sums.add(&at(Role::NormScale(which)), &scaled, exponent);
                sums.add(&at(Role::NormShift(which)), slopes, exponent);
            };
            let mut read = vec![0.0; hidden];
            back(noted.projected, Role::Project, weights, &mut read);
            of_norm(BEFORE_ATTENTION, NORM_1[0], &read);
            back(noted.inner, Role::Widen, weights, &mut read);
            of_norm(BEFORE_MLP, NORM_2[0], &read);
            if self.last {
                of_norm(FINAL, NORM_3[0], noted.output);
            }
            if self.first && !learned.is_empty() {
                let mut table = Array2::zeros(learned.dim());
                table
                    .row_mut(position(learned, t))
                    .assign(&gradients.hidden.row(t));
                let table = table.as_slice().expect("a new array is row-major");
                sums.add(&at(Role::Position), table, exponent);
            }
        }
        if self.first {
            let input = (pass.input, pass.batch.input_size());
            let embedded = (&gradients.hidden, &gradients.exponents[..]);
            embedding::add_parameter_gradients(input, weights, embedded, sums);
        }
    }

    fn attention<'a>(&self, tape: &'a LayerTape<f64>) -> &'a [f64] {
        tape.extra[ATTENTION]
            .as_slice()
            .expect("one column has no gaps")
    }

    fn activation_gradients(
        &self,
        _: LayerPass<f64>,
        _: &LayerTape<f64>,
        gradients: &LayerGradients,
    ) -> Array2<f64> {
        Array2::zeros((gradients.exponents.len(), 0))
    }
}
