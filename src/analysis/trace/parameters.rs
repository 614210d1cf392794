//! ∂loss/∂ every weight: the sum over all time steps of what each contributes.

use ndarray::Axis;

use super::Tracer;
use crate::nn::layer::ParameterSums;

impl Tracer {
    /// ∂loss/∂ every weight, laid out like the model's parameters. What is beyond the range of f64 is infinite.
    pub fn parameter_gradients(&self) -> Vec<f64> {
        let layout = self.model.layout();
        let tensors = layout.tensors().iter().map(|tensor| tensor.range());
        let mut sums = ParameterSums::new(layout.len(), tensors);
        self.add_readout(&mut sums);
        for (index, gradients) in self.gradients.iter().enumerate() {
            let (pass, tape) = (self.pass(index), self.tape.layer(index));
            self.layer(index)
                .add_parameter_gradients(pass, tape, gradients, &mut sums);
        }
        sums.into_values()
    }

    fn add_readout(&self, sums: &mut ParameterSums) {
        let layout = self.model.layout();
        let states = self.model.top(&self.tape);
        let targets = self.batch.target_rows().iter();
        for (&t, gradient) in targets.zip(self.loss_gradients.axis_iter(Axis(0))) {
            let share = self.share(t);
            if share == 0.0 {
                continue;
            }
            let slope = gradient.mapv(|gradient| gradient * share).to_vec();
            let state = states.row(t);
            let state = state.as_slice().expect("a row of a row-major array");
            sums.add_outer(&layout.readout_weight, &slope, state, 0);
            sums.add(&layout.readout_bias, &slope, 0);
        }
    }
}
