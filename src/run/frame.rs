//! What a run shows: one flat frame of numbers.
//!
//! A frame is a list of quantities, each a block of f32 at a fixed offset. The list is made once
//! ([`Frame::new`]); the layout that the page reads and the numbers that are written both come from it.
//! Writing allocates nothing.

use ndarray::{Array2, ArrayView2, s};
use serde::Serialize;

use crate::Error;
use crate::analysis::trace::Tracer;
use crate::error::Allowed;
use crate::linalg::magnitude::log10_abs;
use crate::nn::loss::{LossKind, softmax};
use crate::nn::parameters::Architecture;

/// One quantity of a frame: row-major numbers from `offset` on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct FrameField {
    pub name: String,
    /// The layer, from 0, or null for what belongs to none.
    pub layer: Option<usize>,
    /// Empty for a single number.
    pub shape: Vec<usize>,
    pub offset: usize,
}

/// How many numbers of attention a frame has of one layer at most, unless there is one row a head.
const MOST_ATTENTION: usize = 1 << 16;

/// What a trainer knows beside the trace of the probe.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Progress {
    /// Updates made.
    pub updates: u64,
    /// On the held-out sequences, all of full length.
    pub loss: f64,
    pub accuracy: f64,
    /// The batch's mean loss before the last update; NaN before the first.
    pub train_loss: f64,
    /// The norm of the last update's gradient before clipping; NaN before the first.
    pub grad_norm: f64,
    /// The same after clipping.
    pub clipped_norm: f64,
    /// Updates whose gradient was clipped, of all made.
    pub clipped_updates: u64,
}

/// What a field holds.
#[derive(Clone, Copy, Debug)]
enum Quantity {
    Update,
    Loss,
    Accuracy,
    ProbeLoss,
    TrainLoss,
    GradNorm,
    ClippedNorm,
    ClippedUpdates,
    Log10Ratio,
    Log10RatioMemory,
    Hidden,
    Cell,
    /// |s| of a complex state.
    Modulus,
    /// Its angle, −π to π.
    Phase,
    /// The gate of this block.
    Gate(usize),
    /// Of each head how far steps read each step.
    Attention,
    Log10AbsGradHidden,
    Log10GradHidden,
    Log10AbsGradCell,
    Log10GradCell,
    Log10GradInput,
    Outputs,
}

/// The quantities of a frame and how they are written.
#[derive(Clone, Debug)]
pub struct Frame {
    steps: usize,
    hidden: usize,
    outputs: usize,
    loss: LossKind,
    quantities: Vec<Quantity>,
    fields: Vec<FrameField>,
    /// V: the probabilities of one step.
    probabilities: Vec<f64>,
}

impl Frame {
    /// The frames of `tracer`'s model on sequences of `steps` steps.
    pub fn new(tracer: &Tracer, loss: LossKind, steps: usize) -> Self {
        let spec = tracer.model().spec();
        let &Architecture {
            hidden,
            outputs,
            layers,
            heads,
            ..
        } = tracer.model().architecture();
        let mut frame = Frame {
            steps,
            hidden,
            outputs,
            loss,
            quantities: Vec::new(),
            fields: Vec::new(),
            probabilities: vec![0.0; outputs],
        };
        for (name, quantity) in [
            ("update", Quantity::Update),
            ("loss", Quantity::Loss),
            ("accuracy", Quantity::Accuracy),
            ("probeLoss", Quantity::ProbeLoss),
            ("trainLoss", Quantity::TrainLoss),
            ("gradNorm", Quantity::GradNorm),
            ("clippedNorm", Quantity::ClippedNorm),
            ("clippedUpdates", Quantity::ClippedUpdates),
            ("log10Ratio", Quantity::Log10Ratio),
            ("log10RatioMemory", Quantity::Log10RatioMemory),
        ] {
            frame.push(name, quantity, None, &[]);
        }
        for layer in 0..layers {
            let layer = Some(layer);
            frame.push("hidden", Quantity::Hidden, layer, &[steps, hidden]);
            if spec.has_complex_state() {
                frame.push("modulus", Quantity::Modulus, layer, &[steps, hidden]);
                frame.push("phase", Quantity::Phase, layer, &[steps, hidden]);
            } else if spec.has_cell_state() {
                frame.push("cell", Quantity::Cell, layer, &[steps, hidden]);
            }
            for (block, name) in gate_names(tracer).iter().enumerate() {
                let name = ["gates.", name].concat();
                frame.push(&name, Quantity::Gate(block), layer, &[steps, hidden]);
            }
            if spec.attends {
                // Of a long sequence the last step's alone.
                let rows = if heads * steps * steps <= MOST_ATTENTION {
                    steps
                } else {
                    1
                };
                frame.push(
                    "attention",
                    Quantity::Attention,
                    layer,
                    &[heads, rows, steps],
                );
            }
            frame.push(
                "log10AbsGradHidden",
                Quantity::Log10AbsGradHidden,
                layer,
                &[steps, hidden],
            );
            frame.push(
                "log10GradHidden",
                Quantity::Log10GradHidden,
                layer,
                &[steps],
            );
            if spec.has_cell_state() {
                frame.push(
                    "log10AbsGradCell",
                    Quantity::Log10AbsGradCell,
                    layer,
                    &[steps, hidden],
                );
                frame.push("log10GradCell", Quantity::Log10GradCell, layer, &[steps]);
            }
        }
        frame.push("log10GradInput", Quantity::Log10GradInput, None, &[steps]);
        frame.push("outputs", Quantity::Outputs, None, &[steps, outputs]);
        frame
    }

    /// How many numbers a frame has.
    pub fn length(&self) -> usize {
        self.fields
            .last()
            .map_or(0, |field| field.offset + field.length())
    }

    /// Where each quantity stands.
    pub fn layout(&self) -> &[FrameField] {
        &self.fields
    }

    /// Writes what `tracer` has run last and what the trainer knows.
    ///
    /// # Errors
    /// `out` has another length than [`Frame::length`], or the traced sequence another than the frame's.
    pub fn write(
        &mut self,
        tracer: &Tracer,
        progress: &Progress,
        out: &mut [f32],
    ) -> Result<(), Error> {
        if out.len() != self.length() {
            let (given, allowed) = (out.len(), self.length());
            return Err(Error::wrong_shape(
                "frame length",
                given,
                Allowed::shape(allowed),
            ));
        }
        if tracer.steps() != self.steps {
            let (given, allowed) = (tracer.steps(), self.steps);
            return Err(Error::wrong_shape(
                "probe length",
                given,
                Allowed::shape(allowed),
            ));
        }
        for index in 0..self.fields.len() {
            let field = &self.fields[index];
            let out = &mut out[field.offset..field.offset + field.length()];
            let layer = field.layer.unwrap_or(0);
            self.write_field(self.quantities[index], layer, tracer, progress, out);
        }
        Ok(())
    }

    fn push(&mut self, name: &str, quantity: Quantity, layer: Option<usize>, shape: &[usize]) {
        let offset = self.length();
        self.fields.push(FrameField {
            name: name.to_string(),
            layer,
            shape: shape.to_vec(),
            offset,
        });
        self.quantities.push(quantity);
    }

    fn write_field(
        &mut self,
        quantity: Quantity,
        layer: usize,
        tracer: &Tracer,
        progress: &Progress,
        out: &mut [f32],
    ) {
        let gradients = tracer.gradients(layer);
        let logs = |values: &Array2<f64>, out: &mut [f32]| {
            let rows = values.rows().into_iter();
            let rows = rows.zip(out.chunks_exact_mut(self.hidden));
            for ((values, out), &exponent) in rows.zip(&gradients.exponents) {
                for (out, &value) in out.iter_mut().zip(values) {
                    *out = log10_abs(value, exponent) as f32;
                }
            }
        };
        match quantity {
            Quantity::Update => out[0] = progress.updates as f32,
            Quantity::Loss => out[0] = progress.loss as f32,
            Quantity::Accuracy => out[0] = progress.accuracy as f32,
            Quantity::ProbeLoss => out[0] = tracer.loss() as f32,
            Quantity::TrainLoss => out[0] = progress.train_loss as f32,
            Quantity::GradNorm => out[0] = progress.grad_norm as f32,
            Quantity::ClippedNorm => out[0] = progress.clipped_norm as f32,
            Quantity::ClippedUpdates => out[0] = progress.clipped_updates as f32,
            Quantity::Log10Ratio => out[0] = tracer.log10_ratio() as f32,
            Quantity::Log10RatioMemory => out[0] = tracer.log10_ratio_memory() as f32,
            Quantity::Hidden => narrow(tracer.hidden(layer), out),
            Quantity::Cell => narrow(tracer.cell(layer), out),
            Quantity::Modulus => {
                complex(tracer.cell(layer), self.hidden, out, |_, re, im| {
                    libm::hypot(re, im)
                });
            }
            Quantity::Phase => {
                complex(tracer.cell(layer), self.hidden, out, |_, re, im| {
                    libm::atan2(im, re)
                });
            }
            Quantity::Gate(block) => {
                let columns = block * self.hidden..(block + 1) * self.hidden;
                narrow(tracer.gates(layer).slice(s![.., columns]), out);
            }
            Quantity::Attention => {
                let steps = self.steps;
                let heads = tracer.model().architecture().heads;
                let rows = out.len() / (heads * steps);
                for (row, out) in out.chunks_exact_mut(steps).enumerate() {
                    let step = steps - rows + row % rows;
                    for (out, &value) in
                        out.iter_mut()
                            .zip(tracer.attention(layer, row / rows, step))
                    {
                        *out = value as f32;
                    }
                }
            }
            Quantity::Log10AbsGradHidden => logs(&gradients.hidden, out),
            Quantity::Log10AbsGradCell if gradients.cell.ncols() > self.hidden => {
                complex(gradients.cell.view(), self.hidden, out, |t, re, im| {
                    log10_abs(libm::hypot(re, im), gradients.exponents[t])
                });
            }
            Quantity::Log10AbsGradCell => logs(&gradients.cell, out),
            Quantity::Log10GradHidden => {
                out.iter_mut()
                    .enumerate()
                    .for_each(|(t, out)| *out = gradients.log10_hidden(t) as f32);
            }
            Quantity::Log10GradCell => {
                out.iter_mut()
                    .enumerate()
                    .for_each(|(t, out)| *out = gradients.log10_cell(t) as f32);
            }
            Quantity::Log10GradInput => {
                let input = tracer.input_gradients();
                out.iter_mut()
                    .enumerate()
                    .for_each(|(t, out)| *out = input.log10(t) as f32);
            }
            Quantity::Outputs => {
                let outputs = tracer.outputs();
                if self.loss == LossKind::SquaredError {
                    return narrow(outputs, out);
                }
                let rows = outputs.rows().into_iter();
                for (outputs, out) in rows.zip(out.chunks_exact_mut(self.outputs)) {
                    let outputs = outputs.to_slice().expect("outputs are row-major");
                    softmax(outputs, &mut self.probabilities);
                    for (out, &probability) in out.iter_mut().zip(&self.probabilities) {
                        *out = probability as f32;
                    }
                }
            }
        }
    }
}

impl FrameField {
    /// How many numbers it has.
    pub fn length(&self) -> usize {
        self.shape.iter().product()
    }
}

/// The names of the gates; none for a cell without.
pub(super) fn gate_names(tracer: &Tracer) -> &'static [&'static str] {
    tracer.model().spec().gates
}

/// Of every step (T × 2·H: real parts, then imaginary ones) what `of` makes of the step, and of both parts of each unit.
fn complex(
    values: ArrayView2<f64>,
    hidden: usize,
    out: &mut [f32],
    of: impl Fn(usize, f64, f64) -> f64,
) {
    let steps = values.rows().into_iter().zip(out.chunks_exact_mut(hidden));
    for (t, (values, out)) in steps.enumerate() {
        for (unit, out) in out.iter_mut().enumerate() {
            *out = of(t, values[unit], values[hidden + unit]) as f32;
        }
    }
}

fn narrow(values: ArrayView2<f64>, out: &mut [f32]) {
    for (out, &value) in out.iter_mut().zip(values) {
        *out = value as f32;
    }
}
