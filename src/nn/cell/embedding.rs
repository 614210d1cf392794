//! The embedding of cells that embed their input: a row of numbers for each symbol, or a product for a vector.

use ndarray::{Array2, s};

use crate::kernel::real::Real;
use crate::kernel::{
    GradientScratch, Matrix, MatrixMut, add_product, add_transposed_product, vector,
};
use crate::nn::layer::{InputRows, LayerWeights, ParameterSums, ScaledRows, place};
use crate::nn::parameters::{Architecture, Initial, Role, TensorSpec};
use crate::nn::tape::{fit, fit_extra};

/// `embedding.weight`, I × how wide an embedding is.
pub(super) fn tensor(architecture: &Architecture) -> TensorSpec {
    TensorSpec {
        name: "embedding.weight".into(),
        role: Role::Embedding,
        rows: architecture.inputs,
        columns: Some(architecture.embedding()),
        initial: Initial::Normal,
    }
}

/// Writes the embeddings of `count` rows of input.
pub(super) fn embed<F: Real>(
    weights: LayerWeights<F>,
    input: InputRows<F>,
    count: usize,
    out: &mut Array2<F>,
) {
    let embedding = weights.view(Role::Embedding);
    let mut out = fit(out, count, embedding.ncols());
    match input {
        InputRows::Symbols(ids) => {
            for (mut out, &id) in out.rows_mut().into_iter().zip(ids) {
                out.assign(&embedding.row(id as usize));
            }
        }
        InputRows::Vectors(values) => {
            out.fill(F::zero());
            let values = values.slice(s![..count, ..]);
            add_product(values.into(), embedding.into(), out.into());
        }
    }
}

/// Adds to the gradient of the embedding what those of the embedded rows say of it.
pub(super) fn add_gradient<F: Real>(
    input: InputRows<F>,
    embedded: Matrix<F>,
    mut gradient: MatrixMut<F>,
    scratch: &mut GradientScratch<F>,
) {
    match input {
        InputRows::Symbols(ids) => {
            for (row, &id) in ids.iter().enumerate().take(embedded.rows()) {
                vector::add_to(gradient.row_mut(id as usize), embedded.row(row));
            }
        }
        InputRows::Vectors(values) => add_transposed_product(
            Matrix::from(values).row_block(0, embedded.rows()),
            embedded,
            gradient,
            scratch,
        ),
    }
}

/// Writes ∂loss/∂ the inputs, from those of the embedded rows. Works in the second of `space.arrays`.
pub(super) fn input_gradients(
    weights: LayerWeights<f64>,
    (embedded, exponents): (&Array2<f64>, &[i64]),
    arrays: &mut Vec<Array2<f64>>,
    out: &mut ScaledRows,
) {
    let embedding = weights.view(Role::Embedding);
    out.reset(exponents.len(), embedding.nrows());
    out.exponents.copy_from_slice(exponents);
    fit_extra(arrays, 2);
    let mut turned = fit(&mut arrays[1], embedding.ncols(), embedding.nrows());
    turned.assign(&embedding.t());
    add_product(
        embedded.view().into(),
        turned.view().into(),
        out.values.view_mut().into(),
    );
}

/// Adds ∂loss/∂ the embedding, step by step.
pub(super) fn add_parameter_gradients(
    (input, size): (InputRows<f64>, usize),
    weights: LayerWeights<f64>,
    (embedded, exponents): (&Array2<f64>, &[i64]),
    sums: &mut ParameterSums,
) {
    let embedding = place(weights.tensors, Role::Embedding);
    let slopes = Matrix::from(embedded.view());
    let mut one_hot = vec![0.0; size];
    for (t, &exponent) in exponents.iter().enumerate() {
        match input {
            InputRows::Vectors(values) => {
                let input = Matrix::from(values);
                sums.add_outer(&embedding, input.row(t), slopes.row(t), exponent);
            }
            InputRows::Symbols(ids) => {
                one_hot[ids[t] as usize] = 1.0;
                sums.add_outer(&embedding, &one_hot, slopes.row(t), exponent);
                one_hot[ids[t] as usize] = 0.0;
            }
        }
    }
}
