//! Backward for one sequence: any number of gradient rows at a time, each with a power-of-two exponent of its own.

use std::ops::Range;

use ndarray::Array2;

use super::super::rnn::differentiate;
use super::{Lru, READING, unit_turn_back, weights};
use crate::experiment::Activation::Tanh;
use crate::kernel::{F64x2, Matrix, MatrixMut, add_product, update};
use crate::nn::layer::{
    InputRows, LayerGradients, LayerPass, LayerWeights, ParameterSums, RowSpace, ScaledRows,
    StepGradients, StepVisitor, TracedLayer, place,
};
use crate::nn::parameters::Role;
use crate::nn::tape::{LayerTape, fit_extra, fit_matrix};

impl TracedLayer for Lru {
    fn backward_rows(
        &self,
        _: LayerPass<f64>,
        tape: &LayerTape<f64>,
        steps: Range<usize>,
        truncate: usize,
        visitor: &mut dyn StepVisitor,
        space: &mut RowSpace,
    ) {
        let RowSpace {
            now,
            before,
            preactivations,
            ..
        } = space;
        let reading = Matrix::from(tape.extra[READING].view());
        let taped = Matrix::from(tape.hidden.view());
        now.reset(self.hidden, 2 * self.hidden);
        for t in steps.rev() {
            visitor.enter(t, now);
            if !visitor.arrive(t, now) {
                return;
            }
            if now.is_empty() {
                continue;
            }
            let rows = now.len();
            before.reset_like(now);
            preactivations.resize(rows * self.hidden, 0.0);
            let mut outputs = MatrixMut::new(preactivations, self.hidden);
            let (hidden, mut states) = now.step();
            let state = taped.row_block(t, t + 1).repeated(rows);
            differentiate(Tanh, state, hidden, outputs.reborrow());
            add_product(outputs.as_matrix(), reading, states.reborrow());
            let cut = t == 0 || truncate > 0 && t.is_multiple_of(truncate);
            if !cut {
                let ([re, im], [turn, lift]) =
                    (states.as_matrix().blocks(), self.eigenvalues(tape, rows));
                let (_, past) = before.step_mut();
                let sources = [re, im, turn, lift];
                update(past.blocks(), sources, unit_turn_back::<F64x2>);
            }
            let left = StepGradients {
                hidden: now.hidden().into(),
                cell: now.cell().into(),
                preactivations: outputs.as_matrix(),
                auxiliary: Matrix::from(now.cell()).column_block(0, 0),
            };
            visitor.leave(t, left, now.exponents());
            if cut {
                before.clear();
            }
            std::mem::swap(now, before);
        }
    }

    fn input_gradients(
        &self,
        pass: LayerPass<f64>,
        gradients: &LayerGradients,
        space: &mut RowSpace,
        out: &mut ScaledRows,
    ) {
        fit_extra(&mut space.arrays, 1);
        let mut projection = fit_matrix(&mut space.arrays[0], 3 * self.hidden, self.inputs);
        weights::write_projection(pass.weights, projection.view_mut());
        let projection = Matrix::from(projection.view());
        let (drive, direct) = (2 * self.hidden, 3 * self.hidden);
        out.reset(gradients.exponents.len(), self.inputs);
        out.exponents.copy_from_slice(&gradients.exponents);
        let mut values = MatrixMut::from(out.values.view_mut());
        add_product(
            gradients.cell.view().into(),
            projection.row_block(0, drive),
            values.reborrow(),
        );
        add_product(
            gradients.preactivations.view().into(),
            projection.row_block(drive, direct),
            values,
        );
    }

    fn add_parameter_gradients(
        &self,
        pass: LayerPass<f64>,
        tape: &LayerTape<f64>,
        gradients: &LayerGradients,
        sums: &mut ParameterSums,
    ) {
        let mut input = vec![0.0; self.inputs];
        for t in 0..gradients.exponents.len() {
            match pass.input {
                InputRows::Vectors(values) => {
                    input.copy_from_slice(Matrix::from(values).row(t));
                }
                InputRows::Symbols(ids) => {
                    input.fill(0.0);
                    input[ids[t] as usize] = 1.0;
                }
            }
            self.add_step(pass.weights, tape, gradients, (t, &input), sums);
        }
    }

    fn activation_gradients(
        &self,
        _: LayerPass<f64>,
        _: &LayerTape<f64>,
        gradients: &LayerGradients,
    ) -> Array2<f64> {
        Array2::zeros((gradients.exponents.len(), 0))
    }

    fn eigenvalues(&self, weights: LayerWeights<f64>) -> Option<Vec<[f64; 2]>> {
        let (decays, phases) = (weights.slice(Role::Decay), weights.slice(Role::Phase));
        let units = decays.iter().zip(phases);
        Some(
            units
                .map(|(&decay, &phase)| weights::eigenvalue(decay, phase))
                .collect(),
        )
    }
}

impl Lru {
    /// What step `t`, which read `input`, contributes to the gradients of the tensors.
    fn add_step(
        &self,
        weights: LayerWeights<f64>,
        tape: &LayerTape<f64>,
        gradients: &LayerGradients,
        (t, input): (usize, &[f64]),
        sums: &mut ParameterSums,
    ) {
        let exponent = gradients.exponents[t];
        let at = |role| place(weights.tensors, role);
        let row = |array: &Array2<f64>, t: usize| array.row(t).to_vec();
        let outputs = row(&gradients.preactivations, t);
        let slopes = row(&gradients.cell, t);
        let (re, im) = slopes.split_at(self.hidden);
        // D and C.
        let state = row(&tape.cell, t);
        let (state_re, state_im) = state.split_at(self.hidden);
        let negated: Vec<f64> = outputs.iter().map(|slope| -slope).collect();
        sums.add_outer(&at(Role::Direct), &outputs, input, exponent);
        sums.add_outer(&at(Role::ReadRe), &outputs, state_re, exponent);
        sums.add_outer(&at(Role::ReadIm), &negated, state_im, exponent);
        // B and γ: the slope of e^γ (B u) by both of its factors.
        let scales = weights.slice(Role::Scale);
        let mut by_scale = vec![0.0; self.hidden];
        for (role, slopes) in [(Role::DriveRe, re), (Role::DriveIm, im)] {
            let pairs = slopes.iter().zip(scales);
            let scaled: Vec<f64> = pairs
                .map(|(slope, &scale)| slope * libm::exp(scale))
                .collect();
            let matrix = weights.view(role);
            for ((sum, &slope), row) in by_scale.iter_mut().zip(&scaled).zip(matrix.rows()) {
                let drive: f64 = row.iter().zip(input).map(|(a, b)| a * b).sum();
                *sum += slope * drive;
            }
            sums.add_outer(&at(role), &scaled, input, exponent);
        }
        sums.add(&at(Role::Scale), &by_scale, exponent);
        // λ: nothing comes from before the first step.
        let Some(before) = t.checked_sub(1) else {
            return;
        };
        let was = row(&tape.cell, before);
        let (mut by_decay, mut by_phase) = (vec![0.0; self.hidden], vec![0.0; self.hidden]);
        let (decays, phases) = (weights.slice(Role::Decay), weights.slice(Role::Phase));
        for unit in 0..self.hidden {
            let (was_re, was_im) = (was[unit], was[self.hidden + unit]);
            let slopes = [
                re[unit] * was_re + im[unit] * was_im,
                im[unit] * was_re - re[unit] * was_im,
            ];
            let of_unit = weights::of_eigenvalue(decays[unit], phases[unit], slopes);
            [by_decay[unit], by_phase[unit]] = of_unit;
        }
        sums.add(&at(Role::Decay), &by_decay, exponent);
        sums.add(&at(Role::Phase), &by_phase, exponent);
    }
}
