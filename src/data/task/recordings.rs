//! Recordings to tell apart: each is a row of measurements of natural length, and belongs to one class.
//!
//! - `speech` (Kudo, Toyama & Shimbo 1999): 12 cepstrum coefficients every 6.4 ms while one of nine men says /ae/; who it
//!   is, is asked at every frame, so that it shows how early the answer is known.
//! - `gesture` (Ratanamahatana & Keogh 2004): the height of a hand in 150 frames of video; whether it drew a gun or pointed
//!   a finger, is asked at the last.
//!
//! The data set says which steps are asked. A recording is drawn from its split, each as likely as any other. The best
//! answer that does not look at the input is the share of each class among the steps that are asked of the training
//! recordings.

use super::catalogue::{DataFiles, data_file};
use super::{Answer, Baseline, Channel, Input, Lengths, Split, Task, clear_dense};
use crate::Error;
use crate::data::dataset::{DataSet, Numbers};
use crate::data::rng::Rng;
use crate::data::sequence::{Inputs, Sequence, Target};
use crate::error::{Allowed, Rule};

/// The data set of `speech`.
pub const SPEECH: DataFiles = DataFiles {
    parameter: None,
    natural_lengths: true,
    choices: &[data_file!("vowels", "speech.safetensors")],
};

/// The data set of `gesture`.
pub const GESTURE: DataFiles = DataFiles {
    parameter: None,
    natural_lengths: true,
    choices: &[data_file!("gunpoint", "gesture.safetensors")],
};

/// The recordings of one split, one after the other.
struct Part {
    /// Steps × channels.
    values: Vec<f64>,
    /// Where each recording begins, in steps, and where the last one ends.
    starts: Vec<usize>,
    classes: Vec<u32>,
}

/// Recordings of two splits.
pub struct Recordings {
    channels: Vec<Channel>,
    labels: Vec<String>,
    longest: usize,
    at_every_step: bool,
    train: Part,
    held_out: Part,
    /// The visitor's own, in `own.values`, `own.lengths` and `own.classes`, of which the first is shown.
    own: Option<Part>,
    /// The share of each class among the steps of the training split that are asked.
    shares: Vec<f64>,
}

impl Recordings {
    /// # Errors
    /// A sentence about a tensor that is missing or has another shape, or about a class that the file does not name.
    pub fn new(data: &DataSet) -> Result<Recordings, Error> {
        let numbers = data.numbers()?;
        let words = |key| {
            numbers
                .metadata(key)
                .unwrap_or("")
                .split(',')
                .map(str::trim)
        };
        let channels: Vec<Channel> = words("channels").map(Channel::plain).collect();
        let labels: Vec<String> = words("labels").map(String::from).collect();
        let part = |split| Part::read(&numbers, split, channels.len(), labels.len());
        let (train, held_out) = (part("train")?, part("heldOut")?);
        let at_every_step = numbers.metadata("asked") == Some("every step");
        let mut counts = vec![0; labels.len()];
        for (steps, &class) in train.lengths().zip(&train.classes) {
            counts[class as usize] += if at_every_step { steps } else { 1 };
        }
        let asked: usize = counts.iter().sum();
        let longest = train.lengths().chain(held_out.lengths()).max();
        let own = match numbers.tensor("own.values", 2) {
            Ok(_) => Some(part("own")?),
            Err(_) => None,
        };
        if let Some(steps) = own.as_ref().and_then(|own| own.lengths().next())
            && Some(steps) > longest
        {
            let given = format!("{steps} steps");
            let allowed = format_args!("{} steps at most", longest.unwrap_or(1));
            return Err(Error::wrong_shape(
                "own.values",
                given,
                Allowed::shape(allowed),
            ));
        }
        Ok(Recordings {
            shares: (counts.iter().map(|&count| count as f64 / asked as f64)).collect(),
            longest: longest.unwrap_or(1),
            channels,
            labels,
            at_every_step,
            train,
            held_out,
            own,
        })
    }

    /// Writes one recording of a part into `sequence`.
    fn show(&self, part: &Part, index: usize, sequence: &mut Sequence) {
        let (from, to) = (part.starts[index], part.starts[index + 1]);
        let width = self.channels.len();
        let (values, targets) = clear_dense(sequence, to - from, width);
        values.extend_from_slice(&part.values[width * from..width * to]);
        let asked = if self.at_every_step { 0 } else { to - from - 1 };
        targets[asked..].fill(Target::Class(part.classes[index]));
    }
}

impl Part {
    fn read(numbers: &Numbers, split: &str, channels: usize, labels: usize) -> Result<Part, Error> {
        let name = |what| format!("{split}.{what}");
        let values = numbers.tensor(&name("values"), 2)?;
        let lengths = numbers.tensor(&name("lengths"), 1)?;
        let classes = numbers.tensor(&name("classes"), 1)?;
        let mut starts = vec![0];
        for &length in &lengths.values {
            // A recording has a step at least, and a whole number of them.
            let start: usize = starts[starts.len() - 1];
            starts.push(start.saturating_add(length.max(1.0) as usize));
        }
        let steps = starts[starts.len() - 1];
        if steps == 0 || values.shape != [steps, channels] {
            let given = format!("{} × {}", values.shape[0], values.shape[1]);
            let expected = format_args!("{} × {channels}", steps.max(1));
            return Err(Error::wrong_shape(
                name("values"),
                given,
                Allowed::shape(expected),
            ));
        }
        if classes.shape != lengths.shape {
            let allowed = Allowed::shape(format_args!("{} numbers", lengths.shape[0]));
            let given = format!("{} numbers", classes.shape[0]);
            return Err(Error::wrong_shape(name("classes"), given, allowed));
        }
        let known = |class: &&f64| !(0..labels).any(|label| label as f64 == **class);
        if let Some(class) = classes.values.iter().find(known) {
            return Err(Error::wrong_value(name("classes"), class, Rule::KnownClass));
        }
        let per_unit = (numbers.metadata("perUnit"))
            .and_then(|text| text.parse::<u32>().ok())
            .map_or(1.0, f64::from);
        Ok(Part {
            values: values.values.iter().map(|value| value / per_unit).collect(),
            starts,
            classes: classes.values.iter().map(|&class| class as u32).collect(),
        })
    }

    /// How many steps each recording has.
    fn lengths(&self) -> impl Iterator<Item = usize> {
        self.starts.windows(2).map(|ends| ends[1] - ends[0])
    }
}

impl Task for Recordings {
    fn input(&self) -> Input {
        Input::Channels(self.channels.clone())
    }

    fn answer(&self) -> Answer {
        Answer::Classes(self.labels.clone())
    }

    fn lengths(&self) -> Lengths {
        Lengths::Natural {
            longest: self.longest,
        }
    }

    fn fill(&self, split: Split, _length: usize, rng: &mut Rng, sequence: &mut Sequence) {
        let part = match split {
            Split::Train => &self.train,
            Split::HeldOut => &self.held_out,
        };
        self.show(part, rng.below(part.classes.len()), sequence);
    }

    fn own(&self) -> Option<Sequence> {
        let own = self.own.as_ref()?;
        let mut sequence = Sequence {
            inputs: Inputs::Dense {
                values: Vec::new(),
                size: self.channels.len(),
            },
            targets: Vec::new(),
        };
        self.show(own, 0, &mut sequence);
        Some(sequence)
    }

    fn baseline(&self, _length: usize) -> Baseline {
        Baseline::of_shares(&self.shares)
    }

    fn baseline_answers(&self, length: usize) -> Vec<Vec<f64>> {
        vec![self.shares.iter().copied().map(libm::log).collect(); length]
    }

    /// None: which moments matter is for the model to find out.
    fn marks(&self, _sequence: &Sequence) -> Vec<usize> {
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use safetensors::tensor::TensorView;
    use safetensors::{Dtype, SafeTensors};

    fn shipped(files: &DataFiles) -> Recordings {
        Recordings::new(&DataSet::new(files.choices[0].bytes)).unwrap()
    }

    /// The rows of a split's recordings.
    fn rows<'a>(all: &'a Recordings, part: &'a Part) -> Vec<&'a [f64]> {
        let width = all.channels.len();
        let ends = part.starts.windows(2);
        ends.map(|ends| &part.values[width * ends[0]..width * ends[1]])
            .collect()
    }

    #[test]
    fn both_sets_are_the_published_ones_with_their_own_split() {
        for (files, counts, lengths, channels, classes) in [
            (&SPEECH, (270, 370), (7, 29), 12, 9),
            (&GESTURE, (50, 150), (150, 150), 1, 2),
        ] {
            let all = shipped(files);
            let (train, held_out) = (rows(&all, &all.train), rows(&all, &all.held_out));
            assert_eq!((train.len(), held_out.len()), counts);
            let steps = || all.train.lengths().chain(all.held_out.lengths());
            assert_eq!(
                (steps().min(), steps().max()),
                (Some(lengths.0), Some(lengths.1))
            );
            assert_eq!((all.channels.len(), all.labels.len()), (channels, classes));
            assert!(held_out.iter().all(|recording| !train.contains(recording)));
        }
    }

    #[test]
    fn the_first_utterance_is_what_the_loader_gives() {
        let all = shipped(&SPEECH);
        let first = &all.train.values[..4];
        assert_eq!(first, [1.8609, -0.2074, 0.2616, -0.2146]);
        assert_eq!(all.train.starts[1], 20);
    }

    #[test]
    fn speakers_are_asked_at_every_frame_and_gestures_at_the_last() {
        let speech = shipped(&SPEECH).sample(Split::Train, 2, &mut Rng::from_seed(5));
        let first = &speech.targets[0];
        assert!(matches!(first, Target::Class(_)));
        assert!(speech.targets.iter().all(|target| target == first));
        let gesture = shipped(&GESTURE).sample(Split::HeldOut, 2, &mut Rng::from_seed(5));
        assert_eq!(gesture.inputs.steps(), 150);
        assert!(matches!(&gesture.inputs, Inputs::Dense { size: 1, .. }));
        let asked = |target: &Target| *target != Target::None;
        assert_eq!(gesture.targets.iter().position(asked), Some(149));
    }

    /// The shipped utterances, and one of the visitor's with so many frames.
    fn with_own(frames: usize) -> Result<Recordings, Error> {
        let bytes = SPEECH.choices[0].bytes;
        let file = SafeTensors::deserialize(bytes).unwrap();
        let (_, header) = SafeTensors::read_metadata(bytes).unwrap();
        let values: Vec<u8> = (0..12 * frames)
            .flat_map(|index| (index as f64 * 10_000.0).to_le_bytes())
            .collect();
        let (length, class) = ([frames as u8], [3]);
        let mut tensors: Vec<(String, TensorView)> = (file.iter())
            .map(|(name, view)| (name.to_string(), view))
            .collect();
        let own = |name: &str, dtype, shape, bytes| {
            let view = TensorView::new(dtype, shape, bytes).unwrap();
            (format!("own.{name}"), view)
        };
        tensors.push(own("values", Dtype::F64, vec![frames, 12], &values));
        tensors.push(own("lengths", Dtype::U8, vec![1], &length));
        tensors.push(own("classes", Dtype::U8, vec![1], &class));
        let file = safetensors::serialize(tensors, header.metadata().clone()).unwrap();
        Recordings::new(&DataSet::new(&file))
    }

    #[test]
    fn a_voice_of_ones_own_is_shown_and_draws_nothing_else() {
        let all = with_own(8).unwrap();
        let own = all.own().unwrap();
        assert_eq!(own.targets, vec![Target::Class(3); 8]);
        let Inputs::Dense { values, size: 12 } = &own.inputs else {
            panic!("twelve coefficients a frame")
        };
        assert_eq!(values[13], 13.0);
        let draw = |all: &Recordings| all.sample(Split::Train, 2, &mut Rng::from_seed(5));
        assert_eq!(draw(&all), draw(&shipped(&SPEECH)));
        assert!(shipped(&SPEECH).own().is_none());
        let error = with_own(30).err().unwrap();
        assert_eq!(error.key.as_deref(), Some("own.values"));
    }

    #[test]
    fn bytes_that_hold_no_recordings_are_refused_in_one_sentence() {
        let error = Recordings::new(&DataSet::new(b"no recordings"))
            .err()
            .unwrap();
        assert_eq!(error.key.as_deref(), Some("data"));
        // The digits are numbers, but no recordings.
        let digits = super::super::digits::FILES.choices[0].bytes;
        let error = Recordings::new(&DataSet::new(digits)).err().unwrap();
        assert_eq!(error.key.as_deref(), Some("train.values"));
        // More steps in all than can be counted.
        let lengths = [1e300_f64.to_le_bytes(), 1e300_f64.to_le_bytes()].concat();
        let view = |shape, bytes| TensorView::new(Dtype::F64, shape, bytes).unwrap();
        let tensors = [
            ("train.values", view(vec![2, 1], &lengths)),
            ("train.lengths", view(vec![2], &lengths)),
            ("train.classes", view(vec![2], &lengths)),
        ];
        let file = safetensors::serialize(tensors, None).unwrap();
        let error = Recordings::new(&DataSet::new(&file)).err().unwrap();
        assert_eq!(error.key.as_deref(), Some("train.values"));
    }
}
