//! Backward for training: against the way forward, every weight's gradient one product over all rows.

use super::norm;
use super::weights::{BEFORE_ATTENTION, BEFORE_MLP, FINAL};
use super::{
    ACTIVE, AS_IT_IS, ATTENTION, Attention, BACK, GIVEN, INNER, MATRICES, MERGE, NARROW, NORM_1,
    NORM_2, NORM_3, NORMAL, PROJECT, WIDEN, gather, length, parts, position, rows_of, scatter,
    unit_gelu_back,
};
use crate::kernel::real::Real;
use crate::kernel::{
    GradientScratch, Matrix, MatrixMut, Panels, Start, add_transposed_product, product, update,
    vector,
};
use crate::nn::cell::embedding;
use crate::nn::layer::{LayerPass, WeightGradients};
use crate::nn::parameters::Role;
use crate::nn::tape::{LayerTape, Workspace, fit, fit_extra, fit_matrix};

impl Attention {
    /// See [`Layer::backward`](crate::nn::layer::Layer::backward).
    pub(super) fn train_backward<F: Real>(
        &self,
        pass: LayerPass<F>,
        tape: &LayerTape<F>,
        reach_below: bool,
        space: &mut Workspace<F>,
        mut gradient: WeightGradients<F>,
    ) {
        let (weights, rows) = (pass.weights, pass.batch.rows());
        let (hidden, inner) = (self.hidden, self.inner);
        fit_extra(&mut space.extra, 7);
        fit(&mut space.cell, rows, 0);
        let Workspace {
            hidden: states,
            preactivations,
            below,
            extra,
            panels,
            scratch,
            ..
        } = space;
        let kept = |place: usize| Matrix::from(tape.extra[place].view()).row_block(0, rows);
        let normed = |[n, inverse, _]: [usize; 3]| (kept(n), kept(inverse));
        // Slopes of the residual stream (N × H), of what is as narrow (N × H), and of some rows of the MLP's inside (F); and of
        // one sequence its projections, their slopes, those of what its heads give, and of its scores.
        let [
            stream,
            narrow,
            wide,
            projected,
            of_projected,
            of_given,
            scores,
        ] = &mut extra[..]
        else {
            unreachable!("there are seven arrays");
        };
        let mut stream = MatrixMut::from(fit(stream, rows, hidden));
        let mut narrow = MatrixMut::from(fit(narrow, rows, hidden));
        let mut states = MatrixMut::from(fit(states, rows, hidden));
        let packed = &tape.packed.further[..];
        for part in parts(rows) {
            // The MLP.
            let rows = part.len();
            let kept = |place: usize| rows_of(&tape.extra[place], &part);
            let normed = |[n, inverse, _]: [usize; 3]| (kept(n), kept(inverse));
            let mut stream = stream.reborrow().row_block(part.start, part.end);
            let states = states.reborrow().row_block(part.start, part.end);
            let mut wide = MatrixMut::from(fit(wide, rows, inner));
            let mut narrow = narrow.reborrow().row_block(0, rows);
            if self.last {
                (0..rows).for_each(|row| vector::clear(stream.row_mut(row)));
                let into = stream.reborrow();
                norm::backward(FINAL, weights, normed(NORM_3), states, into, &mut gradient);
            } else {
                copy(states.as_matrix(), &mut stream);
            }
            let matrix = (NARROW, Role::NarrowBias);
            let (read, into) = ((kept(ACTIVE), stream.as_matrix()), wide.reborrow());
            linear(matrix, packed, read, into, scratch, &mut gradient);
            let inside = [kept(INNER), kept(NORMAL)];
            update([wide.reborrow()], inside, unit_gelu_back::<F::Lanes>);
            let matrix = (WIDEN, Role::WidenBias);
            let (read, into) = ((kept(NORM_2[2]), wide.as_matrix()), narrow.reborrow());
            linear(matrix, packed, read, into, scratch, &mut gradient);
            norm::backward(
                BEFORE_MLP,
                weights,
                normed(NORM_2),
                narrow,
                stream,
                &mut gradient,
            );
        }
        // Attention.
        let matrix = (MERGE, Role::MergeBias);
        let (read, into) = ((kept(GIVEN), stream.as_matrix()), narrow.reborrow());
        linear(matrix, packed, read, into, scratch, &mut gradient);
        let mut preactivations = MatrixMut::from(fit(preactivations, rows, 3 * hidden));
        let (batch, queries) = (pass.batch, (hidden, self.heads.factor()));
        let mut rest = tape.extra[ATTENTION]
            .as_slice()
            .expect("one column has no gaps");
        for b in 0..batch.sequences() {
            let steps = length(batch, b);
            let own;
            (own, rest) = rest.split_at(self.heads.count * steps * steps);
            let mut projected = MatrixMut::from(fit(projected, steps, 3 * hidden));
            let (gates, into) = (Matrix::from(tape.gates.view()), projected.reborrow());
            gather(batch, b, gates, into, queries);
            let mut given = MatrixMut::from(fit(of_given, steps, hidden));
            gather(batch, b, narrow.as_matrix(), given.reborrow(), AS_IT_IS);
            let mut slopes = MatrixMut::from(fit(of_projected, steps, 3 * hidden));
            self.heads.backward(
                projected.as_matrix(),
                Matrix::new(own, steps),
                given.as_matrix(),
                fit_matrix(scores, steps, steps).into(),
                slopes.reborrow(),
                (&mut *panels, &mut *scratch),
            );
            scatter(batch, b, slopes.as_matrix(), &mut preactivations, queries);
        }
        let matrix = (PROJECT, Role::ProjectBias);
        let (read, slopes) = (kept(NORM_1[2]), preactivations.as_matrix());
        let into = narrow.reborrow();
        linear(matrix, packed, (read, slopes), into, scratch, &mut gradient);
        let (slopes, into) = (narrow.reborrow(), stream.reborrow());
        norm::backward(
            BEFORE_ATTENTION,
            weights,
            normed(NORM_1),
            slopes,
            into,
            &mut gradient,
        );
        copy(stream.as_matrix(), &mut states);
        if reach_below {
            copy(stream.as_matrix(), &mut fit(below, rows, hidden).into());
        }
        if self.first {
            self.add_positions(pass, stream.as_matrix(), &mut gradient);
            let of_embedding = gradient.view_mut(Role::Embedding).into();
            embedding::add_gradient(pass.input, stream.as_matrix(), of_embedding, scratch);
        }
    }

    /// The gradient of learned positions.
    fn add_positions<F: Real>(
        &self,
        pass: LayerPass<F>,
        stream: Matrix<F>,
        gradient: &mut WeightGradients<F>,
    ) {
        let learned = pass.weights.view(Role::Position);
        if learned.is_empty() {
            return;
        }
        let mut table = MatrixMut::from(gradient.view_mut(Role::Position));
        for t in 0..pass.batch.steps() {
            let place = position(learned, t);
            for row in pass.batch.step(t) {
                vector::add_to(table.row_mut(place), stream.row(row));
            }
        }
    }
}

fn copy<F: Real>(from: Matrix<F>, to: &mut MatrixMut<F>) {
    update([to.reborrow()], [from], |_, [value]| [value]);
}

/// Back through y = W x + b: writes ∂L/∂x, and adds to the gradients of W and b. `read` is x, `slopes` is ∂L/∂y.
fn linear<F: Real>(
    (weight, bias): (usize, Role),
    packed: &[Panels<F>],
    (read, slopes): (Matrix<F>, Matrix<F>),
    into: MatrixMut<F>,
    scratch: &mut GradientScratch<F>,
    gradient: &mut WeightGradients<F>,
) {
    vector::add_column_sums(slopes, gradient.slice_mut(bias));
    let of_weight = gradient.view_mut(MATRICES[weight]);
    add_transposed_product(slopes, read, of_weight.into(), scratch);
    product(slopes, &packed[BACK + weight], Start::Zero, into);
}
