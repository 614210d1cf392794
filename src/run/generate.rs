//! Letting a model write: it reads a prompt, and then each character that it chose itself.
//!
//! The state is carried from character to character, so a text of any length costs one step each. The
//! window carries the embeddings that it still sees.

use ndarray::ArrayView2;

use crate::Error;
use crate::data::batch::InputRows;
use crate::data::rng::{self, Rng};
use crate::data::task::text::Alphabet;
use crate::error::{Allowed, Rule};
use crate::experiment::Value;
use crate::nn::loss::softmax;
use crate::nn::model::Model;
use crate::nn::stream::Stream;

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
            Allowed::Range {
                min: 0.0,
                max: None,
                exclusive_min: false,
                integer: false,
                nullable: false,
            },
        ));
    }
    if length > LONGEST {
        let allowed = Allowed::integer(0.0, LONGEST as f64);
        return Err(Error::out_of_range("length", length.to_string(), allowed));
    }
    let prompt = alphabet.encode(prompt)?;
    if prompt.is_empty() {
        return Err(Error::text("an empty prompt", Rule::Prompt));
    }

    let mut stream = Stream::new(model, true);
    let mut logits = Vec::new();
    let mut read = |symbol: u32, logits: &mut Vec<f64>| {
        let outputs = stream.read(InputRows::Symbols(&[symbol])).iter();
        logits.clear();
        logits.extend(outputs.map(|&logit| f64::from(logit)));
    };
    for &symbol in &prompt {
        read(symbol, &mut logits);
    }
    let mut rng = Rng::stream(seed, rng::Stream::Generate);
    let mut written = Vec::with_capacity(length);
    for _ in 0..length {
        let symbol = choose(&logits, temperature, &mut rng) as u32;
        written.push(symbol);
        read(symbol, &mut logits);
    }
    Ok(alphabet.decode(&written))
}

/// What a model answers after it has read `given` (n × I), and after each of its own `steps` answers that it reads then:
/// (1 + steps) × I numbers.
pub fn forecast(model: &Model<f32>, given: &[f32], steps: usize) -> Vec<f64> {
    let width = model.architecture().inputs;
    let mut stream = Stream::new(model, false);
    let mut read = |input: &[f32]| -> Vec<f32> {
        let input = ArrayView2::from_shape((1, width), input).expect("an input is I numbers");
        stream.read(InputRows::Vectors(input)).to_vec()
    };
    let mut answer = Vec::new();
    for input in given.chunks_exact(width) {
        answer = read(input);
    }
    let mut answers: Vec<f64> = Vec::with_capacity((1 + steps) * width);
    answers.extend(answer.iter().map(|&value| f64::from(value)));
    for _ in 0..steps {
        answer = read(&answer);
        answers.extend(answer.iter().map(|&value| f64::from(value)));
    }
    answers
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
            reset_gate: Reset::Before,
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
            let mut stream = Stream::new(model, true);
            for (&id, expected) in ids.iter().zip(tape.outputs().rows()) {
                let found = stream.read(InputRows::Symbols(&[id]));
                assert_eq!(found, expected.to_slice().unwrap(), "{kind:?}");
            }
        }
    }

    #[test]
    fn a_forecast_reads_what_is_given_and_then_its_own_answers() {
        let experiment = Experiment {
            task: TaskKind::Series,
            series: crate::experiment::SeriesName::Airline,
            ..Experiment::default()
        };
        let mut trainer = Trainer::new(&experiment, CellKind::Gru, None).unwrap();
        for _ in 0..20 {
            trainer.update().unwrap();
        }
        let steps = trainer.probe().steps();
        let said = |trainer: &mut Trainer| -> Vec<f64> {
            trainer.trace().unwrap().outputs.0.column(0).to_vec()
        };
        let before = said(&mut trainer);
        let near = |a: f64, b: f64| (a - b).abs() < 1e-5;
        // With all of the probe read, the one answer is that of its last step.
        let whole = trainer.forecast(steps);
        assert!(whole.len() == 1 && near(whole[0], before[steps - 1]));
        // Running on is the same as reading a sequence whose later values are the model's own.
        let forecast = trainer.forecast(12);
        assert_eq!(forecast.len(), steps - 11);
        let Inputs::Dense { values, .. } = &mut trainer.probe.inputs else {
            panic!("a series has values")
        };
        for (value, own) in values[12..].iter_mut().zip(&forecast) {
            *value = *own;
        }
        let after = said(&mut trainer);
        assert!((after[11..].iter().zip(&forecast)).all(|(&a, &b)| near(a, b)));
        assert!(!near(after[20], before[20]));
        // What is answered is not what is read: nothing to run on with.
        let adding = Experiment {
            task: TaskKind::Adding,
            ..Experiment::default()
        };
        let trainer = Trainer::new(&adding, CellKind::Rnn, None).unwrap();
        assert!(trainer.forecast(3).is_empty());
    }

    #[test]
    fn a_number_is_written_from_what_stands_before_the_separator() {
        let experiment = Experiment {
            task: TaskKind::Translate,
            ..Experiment::default()
        };
        let trainer = Trainer::new(&experiment, CellKind::Gru, None).unwrap();
        let written = trainer.generate("42=", 60, 0.0).unwrap();
        assert_eq!(written.chars().count(), 60);
        assert_eq!(
            trainer.generate("4!2=", 60, 0.0).unwrap_err().kind,
            crate::error::ErrorKind::Text
        );
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
