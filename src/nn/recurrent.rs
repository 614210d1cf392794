//! The recurrent weights of a model that is training: how large their blocks are, and how to rescale them.
//!
//! W_hh holds one H × H block for each gate, below each other as in PyTorch. The spectral radius of a
//! block says whether the weights alone would shrink or grow what flows through them step after step.

use ndarray::{ArrayView2, Axis};

use crate::Error;
use crate::error::Rule;
use crate::experiment::{Experiment, PARAMETERS, Value};
use crate::kernel::real::Real;
use crate::linalg::spectrum::spectral_radius;
use crate::nn::model::Model;
use crate::nn::parameters::Role;

/// The H × H blocks of W_hh of one layer; none for a cell without.
pub fn blocks<F: Real>(model: &Model<F>, layer: usize) -> impl Iterator<Item = ArrayView2<'_, F>> {
    let hidden = model.architecture().hidden;
    let weight = model.layer_weights(layer).view(Role::WeightHh);
    let count = weight.nrows() / hidden;
    (0..count).map(move |block| {
        let (rest, _) = weight.split_at(Axis(0), (block + 1) * hidden);
        rest.split_at(Axis(0), block * hidden).1
    })
}

/// The spectral radius of every block of W_hh, layer by layer; NaN where it cannot be computed.
pub fn radii<F: Real>(model: &Model<F>) -> Vec<f64> {
    (0..model.architecture().layers)
        .flat_map(|layer| blocks(model, layer))
        .map(|block| spectral_radius(block.mapv(Into::into).view()))
        .collect()
}

/// What every block has to be multiplied by, for its spectral radius to be `radius`. A block that has
/// none to speak of (zero, or not computed) keeps its factor 1.
///
/// # Errors
/// A sentence about `radius` when the experiment does not allow it.
pub fn rescaling<F: Real>(model: &Model<F>, radius: f64) -> Result<Vec<f64>, Error> {
    if let Some(parameter) = PARAMETERS.iter().find(|each| each.key == "radius") {
        parameter.put(&mut Experiment::default(), &Value::Number(radius))?;
    }
    let factor = |present: f64| {
        let factor = radius / present;
        if factor.is_finite() { factor } else { 1.0 }
    };
    Ok(radii(model).into_iter().map(factor).collect())
}

/// Multiplies every block by its factor, in the order of [`radii`].
///
/// # Errors
/// A sentence about `factors` when there are not as many as blocks, or when a weight would no longer
/// be finite. Nothing is changed then.
pub fn scale<F: Real>(model: &mut Model<F>, factors: &[f64]) -> Result<(), Error> {
    let block = model.architecture().hidden * model.architecture().hidden;
    let layers: Vec<_> = (0..model.architecture().layers)
        .filter_map(|layer| model.layout().place(layer, Role::WeightHh))
        .collect();
    let blocks: usize = layers.iter().map(|range| range.len() / block).sum();
    if factors.len() != blocks {
        let given = format_args!("{} numbers", factors.len());
        let allowed = format!("{blocks} numbers, one for each block of the recurrent weights");
        return Err(Error::wrong_shape("factors", given, allowed));
    }
    let mut scaled = model.parameters().to_vec();
    let weights = layers
        .into_iter()
        .flat_map(|range| range.step_by(block))
        .zip(factors);
    for (start, &factor) in weights {
        for value in &mut scaled[start..start + block] {
            let wide: f64 = (*value).into();
            *value = F::of(wide * factor);
        }
    }
    if !scaled.iter().all(|value| value.is_finite()) {
        return Err(Error::wrong_value(
            "factors",
            "too large",
            Rule::FiniteWeights,
        ));
    }
    model.parameters_mut().copy_from_slice(&scaled);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::CellKind;
    use crate::nn::cell::CELLS;
    use crate::nn::parameters::Architecture;

    fn model(kind: CellKind) -> Model<f32> {
        let experiment = Experiment {
            units: 12,
            layers: 2,
            ..Experiment::default()
        };
        let architecture = Architecture::new(kind, &experiment, 5, 3);
        let weights = crate::nn::init::initial_weights(&architecture, &experiment);
        let mut model = Model::new(architecture);
        for (parameter, weight) in model.parameters_mut().iter_mut().zip(weights) {
            *parameter = weight as f32;
        }
        model
    }

    #[test]
    fn every_block_of_every_layer_gets_the_radius_and_nothing_else_changes() {
        for cell in CELLS.iter().filter(|cell| cell.spec.recurrent_matrix) {
            let (kind, blocks) = (cell.spec.kind, 2 * cell.spec.blocks.len());
            let mut scaled = model(kind);
            let factors = rescaling(&scaled, 1.25).unwrap();
            scale(&mut scaled, &factors).unwrap();
            let found = radii(&scaled);
            assert_eq!(found.len(), blocks);
            for radius in found {
                // The weights are f32.
                assert!((radius - 1.25).abs() < 1e-5, "{kind:?}: {radius}");
            }
            let before = model(kind);
            for tensor in before.layout().tensors() {
                let same =
                    before.parameters()[tensor.range()] == scaled.parameters()[tensor.range()];
                assert_eq!(
                    same,
                    !tensor.name.starts_with("weight_hh"),
                    "{}",
                    tensor.name
                );
            }
        }
    }

    #[test]
    fn a_cell_without_recurrent_matrix_has_no_radius_and_a_block_of_zeros_is_left() {
        for cell in CELLS.iter().filter(|cell| !cell.spec.recurrent_matrix) {
            assert!(radii(&model(cell.spec.kind)).is_empty());
        }
        let mut model = model(CellKind::Rnn);
        model.parameters_mut().fill(0.0);
        assert_eq!(rescaling(&model, 0.5), Ok(vec![1.0, 1.0]));
    }

    #[test]
    fn a_radius_out_of_range_and_factors_that_do_not_fit_are_refused_and_change_nothing() {
        let mut model = model(CellKind::Gru);
        let error = rescaling(&model, 11.0).unwrap_err();
        assert_eq!(error.key.as_deref(), Some("radius"));
        let before = model.parameters().to_vec();
        assert!(scale(&mut model, &[1.0]).is_err());
        assert!(scale(&mut model, &[1e300; 6]).is_err());
        assert_eq!(model.parameters(), before);
    }
}
