//! Handwritten digits, pixel by pixel (after Le et al. 2015, arXiv 1504.00941, who read MNIST so): each of 64 steps brings
//! one pixel of an 8 × 8 image, row by row, and at the last step the digit is asked for.
//!
//! The images are those of `data/digits.safetensors`, with a shade from 0 to 1; every fifth image of each digit is held out.
//! The best answer that does not look at the input is the share of each digit among the training images.

use super::catalogue::{DataFiles, data_file};
use super::{Answer, Baseline, Channel, Input, Lengths, Split, Task, clear_dense};
use crate::Error;
use crate::data::dataset::{DataSet, Numbers};
use crate::data::rng::Rng;
use crate::data::sequence::{Inputs, Sequence, Target};
use crate::error::{Allowed, Rule};

/// The one data set that ships.
pub const FILES: DataFiles = DataFiles {
    parameter: None,
    natural_lengths: true,
    choices: &[data_file!("digits", "digits.safetensors")],
};

/// Images of one split, and the class of each.
struct Images {
    pixels: Vec<f64>,
    classes: Vec<u32>,
}

/// Images to tell apart.
pub struct Digits {
    labels: Vec<String>,
    /// How many pixels an image has.
    size: usize,
    train: Images,
    held_out: Images,
    /// What the user drew, in `own.images` and `own.classes`.
    own: Option<Images>,
}

impl Digits {
    /// # Errors
    /// A sentence about a tensor that is missing or has another shape, or about a class that the file does not name.
    pub fn new(data: &DataSet) -> Result<Digits, Error> {
        let numbers = data.numbers()?;
        let labels = numbers.metadata("labels").unwrap_or("").split_whitespace();
        let labels: Vec<String> = labels.map(String::from).collect();
        let size = numbers.tensor("train.images", 2)?.shape[1];
        let shades = numbers
            .metadata("shades")
            .and_then(|text| text.parse::<u32>().ok())
            .map_or(1.0, f64::from);
        let images = |split: &str| read(&numbers, split, size, labels.len(), shades);
        Ok(Digits {
            train: images("train")?,
            held_out: images("heldOut")?,
            own: match numbers.tensor("own.images", 2) {
                Ok(_) => Some(images("own")?),
                Err(_) => None,
            },
            labels,
            size,
        })
    }

    fn show(&self, images: &Images, index: usize, sequence: &mut Sequence) {
        let (values, targets) = clear_dense(sequence, self.size, 1);
        targets[self.size - 1] = Target::Class(images.classes[index]);
        values.extend_from_slice(&images.pixels[index * self.size..][..self.size]);
    }

    /// The share of each digit among the training images.
    fn shares(&self) -> impl Iterator<Item = f64> {
        let classes = &self.train.classes;
        (0..self.labels.len() as u32).map(|digit| {
            let count = classes.iter().filter(|&&class| class == digit).count();
            count as f64 / classes.len() as f64
        })
    }
}

fn read(
    numbers: &Numbers,
    split: &str,
    size: usize,
    labels: usize,
    shades: f64,
) -> Result<Images, Error> {
    let (name, of_classes) = (format!("{split}.images"), format!("{split}.classes"));
    let (images, classes) = (numbers.tensor(&name, 2)?, numbers.tensor(&of_classes, 1)?);
    let count = classes.shape[0];
    if count == 0 || size == 0 || images.shape != [count, size] {
        let given = format!("{} × {}", images.shape[0], images.shape[1]);
        let expected = format_args!("{} × {}", count.max(1), size.max(1));
        return Err(Error::wrong_shape(name, given, Allowed::shape(expected)));
    }
    let known = |class: &&f64| !(0..labels).any(|label| label as f64 == **class);
    if let Some(class) = classes.values.iter().find(known) {
        return Err(Error::wrong_value(of_classes, class, Rule::KnownClass));
    }
    Ok(Images {
        pixels: images.values.iter().map(|shade| shade / shades).collect(),
        classes: classes.values.iter().map(|&class| class as u32).collect(),
    })
}

impl Task for Digits {
    fn input(&self) -> Input {
        Input::Channels(vec![Channel::plain("pixel")])
    }

    fn answer(&self) -> Answer {
        Answer::Classes(self.labels.clone())
    }

    fn lengths(&self) -> Lengths {
        Lengths::Natural { longest: self.size }
    }

    fn fill(&self, split: Split, _length: usize, rng: &mut Rng, sequence: &mut Sequence) {
        let images = match split {
            Split::Train => &self.train,
            Split::HeldOut => &self.held_out,
        };
        self.show(images, rng.below(images.classes.len()), sequence);
    }

    fn own(&self) -> Option<Sequence> {
        let mut sequence = Sequence {
            inputs: Inputs::Dense {
                values: Vec::new(),
                size: 1,
            },
            targets: Vec::new(),
        };
        self.show(self.own.as_ref()?, 0, &mut sequence);
        Some(sequence)
    }

    fn baseline(&self, _length: usize) -> Baseline {
        Baseline::of_shares(&self.shares().collect::<Vec<_>>())
    }

    fn baseline_answers(&self, length: usize) -> Vec<Vec<f64>> {
        vec![self.shares().map(libm::log).collect(); length]
    }

    /// None: which pixels matter is for the model to find out.
    fn marks(&self, _sequence: &Sequence) -> Vec<usize> {
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_held_out_images_are_others_than_those_to_learn() {
        let digits = Digits::new(&DataSet::new(FILES.choices[0].bytes)).unwrap();
        assert_eq!((digits.size, digits.labels.len()), (64, 10));
        assert_eq!(
            (digits.train.classes.len(), digits.held_out.classes.len()),
            (1433, 364)
        );
        let train: Vec<&[f64]> = digits.train.pixels.chunks(64).collect();
        assert!(
            digits
                .held_out
                .pixels
                .chunks(64)
                .all(|image| !train.contains(&image))
        );
        let shades = digits.train.pixels.iter().chain(&digits.held_out.pixels);
        assert!(shades.clone().all(|shade| (0.0..=1.0).contains(shade)));
        assert!(shades.clone().any(|&shade| shade == 1.0));
    }

    #[test]
    fn bytes_that_hold_no_digits_are_refused_in_one_sentence() {
        let error = Digits::new(&DataSet::new(b"no digits")).err().unwrap();
        assert_eq!(error.key.as_deref(), Some("data"));
        assert_eq!(
            *error.allowed,
            Allowed::Rule {
                rule: Rule::Safetensors
            }
        );
    }
}
