//! Letting a model write: it reads a prompt, and then each character that it chose itself.
//!
//! The state is carried from character to character, so a text of any length costs one step each. The
//! window carries the embeddings that it still sees.

use crate::Error;
use crate::data::rng::{Rng, Stream};
use crate::data::task::text::Alphabet;
use crate::experiment::Value;
use crate::kernel::real::Real;
use crate::kernel::vector::add_to;
use crate::nn::cell::{ForwardStep, PreviousState, RecurrentWeights, StepWeights};
use crate::nn::loss::softmax;
use crate::nn::model::Model;

/// How many characters can be asked for at once.
pub const LONGEST: usize = 10_000;

/// `length` characters that follow `prompt`, drawn from softmax(logits / `temperature`); at temperature 0
/// always the likeliest. The same weights, prompt and seed give the same text.
///
/// # Errors
/// A sentence about `prompt` when it is empty or has a character outside the alphabet, about `length`
/// when it is too large, about `temperature` when it is negative or not finite.
pub fn generate(
    model: &Model<f32>,
    alphabet: &Alphabet,
    prompt: &str,
    length: usize,
    temperature: f64,
    seed: u32,
) -> Result<String, Error> {
    if !temperature.is_finite() {
        return Err(Error::not_finite("temperature", temperature));
    }
    if temperature < 0.0 {
        return Err(Error::out_of_range(
            "temperature",
            Value::Number(temperature),
            "a number from 0",
        ));
    }
    if length > LONGEST {
        let allowed = format!("a whole number from 0 to {LONGEST}");
        return Err(Error::out_of_range("length", length.to_string(), allowed));
    }
    let prompt = alphabet.encode(prompt)?;
    if prompt.is_empty() {
        return Err(Error::text(
            "an empty prompt",
            "at least one character to go on from",
        ));
    }

    let mut reader = Reader::new(model);
    for &symbol in &prompt {
        reader.read(symbol as usize);
    }
    let mut rng = Rng::stream(seed, Stream::Generate);
    let mut written = Vec::with_capacity(length);
    for _ in 0..length {
        let symbol = choose(reader.logits(), temperature, &mut rng);
        written.push(symbol as u32);
        reader.read(symbol);
    }
    Ok(alphabet.decode(&written))
}

/// Draws from softmax(logits / temperature); of equal logits at temperature 0 the first.
fn choose(logits: &[f64], temperature: f64, rng: &mut Rng) -> usize {
    let likeliest = (0..logits.len()).fold(0, |best, index| {
        if logits[index] > logits[best] {
            index
        } else {
            best
        }
    });
    // A temperature so small that the division overflows is as good as 0.
    let scaled: Vec<f64> = logits
        .iter()
        .map(|logit| (logit - logits[likeliest]) / temperature)
        .collect();
    if temperature == 0.0 || scaled.iter().any(|value| value.is_nan()) {
        return likeliest;
    }
    let mut probabilities = vec![0.0; logits.len()];
    softmax(&scaled, &mut probabilities);
    let mut left = rng.uniform();
    for (symbol, probability) in probabilities.iter().enumerate() {
        left -= probability;
        if left < 0.0 {
            return symbol;
        }
    }
    likeliest
}

/// A model that reads one symbol after the other.
struct Reader<'a> {
    model: &'a Model<f32>,
    layers: Vec<Layer>,
    /// n·H: the embeddings that the window sees, the present one first; otherwise empty.
    window: Vec<f32>,
    logits: Vec<f64>,
}

/// One layer's state, and its weights as they are read.
struct Layer {
    /// W_hh.
    recurrent: RecurrentWeights<f32>,
    /// G·H: what is added to every projection.
    bias: Vec<f32>,
    /// G·H.
    gates: Vec<f32>,
    hidden: Vec<f32>,
    cell: Vec<f32>,
    previous_hidden: Vec<f32>,
    previous_cell: Vec<f32>,
    auxiliary: Vec<f32>,
}

impl<'a> Reader<'a> {
    /// At the start: every state is zero.
    fn new(model: &'a Model<f32>) -> Self {
        let architecture = model.architecture();
        let window = if architecture.is_recurrent() {
            0
        } else {
            architecture.window * architecture.hidden
        };
        Reader {
            layers: (0..architecture.layers)
                .map(|layer| Layer::new(model, layer))
                .collect(),
            window: vec![0.0; window],
            logits: vec![0.0; architecture.outputs],
            model,
        }
    }

    /// One time step.
    fn read(&mut self, symbol: usize) {
        let architecture = self.model.architecture();
        let hidden = architecture.hidden;
        if !architecture.is_recurrent() {
            let seen = self.window.len() - hidden;
            self.window.copy_within(..seen, hidden);
            let embedding = &self.model.parameters()[self.model.layout().embedding.clone()];
            self.window[..hidden].copy_from_slice(&embedding[symbol * hidden..][..hidden]);
        }
        for index in 0..self.layers.len() {
            let (below, layers) = self.layers.split_at_mut(index);
            let input = match below.last() {
                Some(below) => Input::Vector(&below.hidden),
                None if architecture.is_recurrent() => Input::Symbol(symbol),
                None => Input::Vector(&self.window),
            };
            layers[0].step(self.model, index, input);
        }
    }

    /// The logits of the next symbol.
    fn logits(&mut self) -> &[f64] {
        let (layout, parameters) = (self.model.layout(), self.model.parameters());
        let top = &self.layers[self.layers.len() - 1].hidden;
        let weight = parameters[layout.readout_weight.clone()].chunks_exact(top.len());
        let bias = &parameters[layout.readout_bias.clone()];
        for ((logit, row), bias) in self.logits.iter_mut().zip(weight).zip(bias) {
            *logit = f64::from(bias + dot(row, top));
        }
        &self.logits
    }
}

/// What a layer reads at one step.
enum Input<'a> {
    /// One-hot.
    Symbol(usize),
    Vector(&'a [f32]),
}

impl Layer {
    fn new(model: &Model<f32>, layer: usize) -> Self {
        let hidden = model.architecture().hidden;
        let width = model.architecture().blocks() * hidden;
        let ranges = &model.layout().layers[layer];
        let parameters = model.parameters();
        let mut recurrent = RecurrentWeights::default();
        let weight_hh = &parameters[ranges.weight_hh.clone()];
        recurrent.pack(model.cell().anatomy(), weight_hh, hidden);
        let mut bias = vec![0.0; width];
        let (bias_ih, bias_hh) = (
            &parameters[ranges.bias_ih.clone()],
            &parameters[ranges.bias_hh.clone()],
        );
        model.cell().projection_bias(bias_ih, bias_hh, &mut bias);
        let state = |used: bool| vec![0.0; if used { hidden } else { 0 }];
        let cell = model.cell();
        Layer {
            recurrent,
            bias,
            gates: vec![0.0; width],
            hidden: state(true),
            cell: state(cell.has_cell_state()),
            previous_hidden: state(true),
            previous_cell: state(cell.has_cell_state()),
            auxiliary: state(cell.keeps_auxiliary()),
        }
    }

    fn step(&mut self, model: &Model<f32>, layer: usize, input: Input) {
        std::mem::swap(&mut self.hidden, &mut self.previous_hidden);
        std::mem::swap(&mut self.cell, &mut self.previous_cell);
        let weight_ih = &model.parameters()[model.layout().layers[layer].weight_ih.clone()];
        let rows = weight_ih.chunks_exact(model.architecture().layer_inputs(layer));
        for (gate, row) in self.gates.iter_mut().zip(rows) {
            *gate = match input {
                Input::Symbol(symbol) => row[symbol],
                Input::Vector(values) => dot(row, values),
            };
        }
        add_to(&mut self.gates, &self.bias);
        let weights = StepWeights {
            hidden: model.architecture().hidden,
            recurrent: &self.recurrent,
            bias_hh: &model.parameters()[model.layout().layers[layer].bias_hh.clone()],
        };
        let step = ForwardStep {
            gates: &mut self.gates,
            hidden: &mut self.hidden,
            cell: &mut self.cell,
            auxiliary: &mut self.auxiliary,
            previous: Some(PreviousState {
                hidden: &self.previous_hidden,
                cell: &self.previous_cell,
            }),
        };
        model.cell().forward(weights, step);
    }
}

fn dot(a: &[f32], b: &[f32]) -> f32 {
    a.iter()
        .zip(b)
        .fold(f32::of(0.0), |sum, (a, b)| sum + a * b)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::batch::Batch;
    use crate::data::sequence::Inputs;
    use crate::experiment::{CellKind, Experiment, Reset, TaskKind};
    use crate::nn::model::ReadOut;
    use crate::run::trainer::Trainer;

    const POEM: &str = "so much depends upon a red wheel barrow glazed with rain water";

    fn trainer(kind: CellKind, change: Experiment) -> Trainer {
        let experiment = Experiment {
            task: TaskKind::Text,
            length: 12,
            ..change
        };
        let mut trainer = Trainer::new(&experiment, kind, Some(POEM.as_bytes())).unwrap();
        for _ in 0..20 {
            trainer.update().unwrap();
        }
        trainer
    }

    fn write(
        trainer: &Trainer,
        prompt: &str,
        temperature: f64,
        seed: u32,
    ) -> Result<String, Error> {
        let alphabet = trainer.task().alphabet().unwrap();
        generate(trainer.model(), alphabet, prompt, 40, temperature, seed)
    }

    #[test]
    fn reading_one_symbol_after_the_other_gives_what_the_tape_has() {
        let before = Experiment {
            reset: Reset::Before,
            ..Experiment::default()
        };
        let two_layers = Experiment {
            layers: 2,
            ..Experiment::default()
        };
        for (kind, change) in [
            (CellKind::Rnn, two_layers.clone()),
            (CellKind::Lstm, two_layers.clone()),
            (CellKind::Gru, two_layers.clone()),
            (CellKind::Gru, before),
            (CellKind::Window, two_layers),
        ] {
            let trainer = trainer(kind, change);
            let (model, probe) = (trainer.model(), trainer.probe());
            let outputs = model.architecture().outputs;
            let mut batch = Batch::new(model.architecture().inputs, outputs, trainer.task().loss());
            batch.fill(std::slice::from_ref(probe)).unwrap();
            let mut tape = model.tape();
            model.forward(&batch, &mut tape, ReadOut::All);

            let Inputs::Symbols { ids, .. } = &probe.inputs else {
                panic!("text has symbols")
            };
            let mut reader = Reader::new(model);
            for (&id, expected) in ids.iter().zip(tape.outputs().chunks_exact(outputs)) {
                reader.read(id as usize);
                for (found, &expected) in reader.logits().iter().zip(expected) {
                    let close = (found - f64::from(expected)).abs() < 1e-4;
                    assert!(close, "{kind:?}: {found} is not {expected}");
                }
            }
        }
    }

    #[test]
    fn the_same_seed_writes_the_same_text_and_another_seed_another() {
        let trainer = trainer(CellKind::Gru, Experiment::default());
        let text = write(&trainer, "so ", 1.0, 7).unwrap();
        assert_eq!(text.chars().count(), 40);
        assert_eq!(write(&trainer, "so ", 1.0, 7).unwrap(), text);
        assert_ne!(write(&trainer, "so ", 1.0, 8).unwrap(), text);
    }

    #[test]
    fn at_temperature_zero_the_likeliest_character_follows_whatever_the_seed() {
        let trainer = trainer(CellKind::Lstm, Experiment::default());
        let text = write(&trainer, "so ", 0.0, 1).unwrap();
        assert_eq!(write(&trainer, "so ", 0.0, 2).unwrap(), text);
        assert_eq!(write(&trainer, "so ", 1e-320, 3).unwrap(), text);
    }

    #[test]
    fn what_cannot_be_written_from_is_refused_with_a_sentence() {
        let trainer = trainer(CellKind::Rnn, Experiment::default());
        let kind = |prompt, temperature| write(&trainer, prompt, temperature, 1).unwrap_err().kind;
        assert_eq!(kind("", 1.0), crate::error::ErrorKind::Text);
        assert_eq!(kind("水", 1.0), crate::error::ErrorKind::Text);
        assert_eq!(kind("so", -1.0), crate::error::ErrorKind::OutOfRange);
        assert_eq!(kind("so", f64::NAN), crate::error::ErrorKind::NotFinite);
    }
}
