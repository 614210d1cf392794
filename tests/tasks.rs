//! Every task keeps its definition at every length, and its baseline is what the baseline answer scores.

use std::collections::HashMap;
use std::ops::RangeInclusive;

use proptest::prelude::*;
use vanishing_point::data::dataset::sha256;
use vanishing_point::data::rng::Rng;
use vanishing_point::data::sequence::{Inputs, Sequence, Target};
use vanishing_point::data::task::catalogue::Source;
use vanishing_point::data::task::{self, Answer, Input, LENGTHS, Lengths, Split, Task};
use vanishing_point::experiment::{Choice, Experiment, Kind, PARAMETERS, TaskKind, Value};
use vanishing_point::nn::loss::LossKind;

fn build(task: TaskKind) -> Box<dyn Task> {
    task::build(task, None, None, 0.0).unwrap().0
}

/// How many steps a sequence that is asked for with `length` may have.
fn steps(task: &dyn Task, length: usize) -> RangeInclusive<usize> {
    match task.lengths() {
        Lengths::Chosen => length..=length,
        Lengths::Natural { longest } => 1..=longest,
    }
}

fn ids(sequence: &Sequence) -> &[u32] {
    match &sequence.inputs {
        Inputs::Symbols { ids, .. } => ids,
        Inputs::Dense { .. } => panic!("this task has symbols"),
    }
}

fn classes(sequence: &Sequence) -> Vec<Option<u32>> {
    let class = |target: &Target| match target {
        Target::None => None,
        Target::Class(class) => Some(*class),
        Target::Values(_) => panic!("this task has classes"),
    };
    sequence.targets.iter().map(class).collect()
}

/// Only the last step is asked, and the answer is this class.
fn asked_at_the_end(length: usize, class: u32) -> Vec<Option<u32>> {
    let mut targets = vec![None; length];
    targets[length - 1] = Some(class);
    targets
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn every_task_draws_what_it_says(asked in LENGTHS, seed: u64) {
        for &kind in TaskKind::ALL {
            let task = build(kind);
            let sequence = task.sample(Split::Train, asked, &mut Rng::from_seed(seed));
            let length = sequence.steps();
            prop_assert!(steps(task.as_ref(), asked).contains(&length));
            prop_assert_eq!(sequence.inputs.steps(), length);
            prop_assert_eq!(sequence.inputs.size(), task.input().size());
            match (&sequence.inputs, task.input()) {
                (Inputs::Symbols { ids, .. }, Input::Symbols(labels)) => {
                    prop_assert!(ids.iter().all(|&id| (id as usize) < labels.len()));
                }
                (Inputs::Dense { .. }, Input::Channels(_) | Input::Image { .. }) => {}
                _ => prop_assert!(false, "{:?} draws other inputs than it says", kind),
            }
            let answer = task.answer();
            for target in &sequence.targets {
                match target {
                    Target::None => {}
                    Target::Class(class) => {
                        prop_assert_eq!(task.loss(), LossKind::CrossEntropy);
                        prop_assert!(matches!(answer, Answer::Classes(_)));
                        prop_assert!((*class as usize) < task.outputs());
                    }
                    Target::Values(values) => {
                        prop_assert_eq!(task.loss(), LossKind::SquaredError);
                        prop_assert!(matches!(answer, Answer::Values(_)));
                        prop_assert_eq!(values.len(), task.outputs());
                    }
                }
            }
            prop_assert!(sequence.targets.iter().any(|target| *target != Target::None));
            let marks = task.marks(&sequence);
            prop_assert!(marks.is_sorted_by(|a, b| a < b));
            prop_assert!(marks.iter().all(|&t| t < length));
        }
    }

    #[test]
    fn the_same_seed_draws_the_same_data_into_used_memory_too(
        length in LENGTHS, before in LENGTHS, seed: u64,
    ) {
        let mut used = build(TaskKind::Adding).sample(Split::Train, before, &mut Rng::from_seed(1));
        for &kind in TaskKind::ALL {
            let task = build(kind);
            let fresh = task.sample(Split::Train, length, &mut Rng::from_seed(seed));
            task.fill(Split::Train, before, &mut Rng::from_seed(2), &mut used);
            task.fill(Split::Train, length, &mut Rng::from_seed(seed), &mut used);
            prop_assert_eq!(&fresh, &used);
        }
    }

    #[test]
    fn recall_asks_for_the_first_symbol_at_the_end(length in LENGTHS, seed: u64) {
        let sequence = build(TaskKind::Recall).sample(Split::Train, length, &mut Rng::from_seed(seed));
        let ids = ids(&sequence);
        prop_assert!(ids[0] < 4);
        prop_assert!(ids[1..].iter().all(|&id| (4..8).contains(&id)));
        prop_assert_eq!(classes(&sequence), asked_at_the_end(length, ids[0]));
    }

    #[test]
    fn adding_asks_for_the_sum_of_one_number_of_each_half(length in LENGTHS, seed: u64) {
        let task = build(TaskKind::Adding);
        let sequence = task.sample(Split::Train, length, &mut Rng::from_seed(seed));
        let Inputs::Dense { values, .. } = &sequence.inputs else { panic!() };
        let marks = task.marks(&sequence);
        prop_assert_eq!(marks.len(), 2);
        prop_assert!(marks[0] < length / 2 && length / 2 <= marks[1]);
        let sum = values[2 * marks[0]] + values[2 * marks[1]];
        prop_assert_eq!(&sequence.targets[length - 1], &Target::Values(vec![sum]));
        prop_assert!(sequence.targets[..length - 1].iter().all(|each| *each == Target::None));
        prop_assert!(values.iter().all(|value| (0.0..=1.0).contains(value)));
    }

    #[test]
    fn copy_repeats_the_symbols_after_the_delimiter(length in LENGTHS, seed: u64) {
        let sequence = build(TaskKind::Copy).sample(Split::Train, length, &mut Rng::from_seed(seed));
        let (ids, targets) = (ids(&sequence), classes(&sequence));
        let count = ids.iter().filter(|&&id| id < 8).count();
        prop_assert!(ids[..count].iter().all(|&id| id < 8));
        prop_assert_eq!(count, if length > 20 { 10 } else { ((length - 1) / 2).max(1) });
        let delimiters: Vec<usize> = (0..length).filter(|&t| ids[t] == 9).collect();
        let delimiter = if length > 2 { vec![length - count - 1] } else { vec![] };
        prop_assert_eq!(delimiters, delimiter);
        prop_assert!(targets[..length - count].iter().all(|&class| class == Some(8)));
        for k in 0..count {
            prop_assert_eq!(targets[length - count + k], Some(ids[k]));
        }
    }

    #[test]
    fn order_asks_which_two_symbols_came(length in LENGTHS, seed: u64) {
        let task = build(TaskKind::Order);
        let sequence = task.sample(Split::Train, length, &mut Rng::from_seed(seed));
        let (ids, marks) = (ids(&sequence), task.marks(&sequence));
        prop_assert_eq!(marks.len(), 2);
        prop_assert!(marks[0] < length / 2 && length / 2 <= marks[1]);
        if length >= 10 {
            prop_assert!((length / 10..2 * length / 10).contains(&marks[0]));
            prop_assert!((length / 2..6 * length / 10).contains(&marks[1]));
        }
        let class = 2 * ids[marks[0]] + ids[marks[1]];
        prop_assert_eq!(classes(&sequence), asked_at_the_end(length, class));
    }

    #[test]
    fn parity_asks_for_the_running_exclusive_or(length in LENGTHS, seed: u64) {
        let sequence = build(TaskKind::Parity).sample(Split::Train, length, &mut Rng::from_seed(seed));
        let ids = ids(&sequence);
        for (t, class) in classes(&sequence).into_iter().enumerate() {
            prop_assert_eq!(class, Some(ids[..=t].iter().sum::<u32>() % 2));
        }
    }

    #[test]
    fn brackets_ask_after_each_closing_one_which_comes_next(length in LENGTHS, seed: u64) {
        let sequence = build(TaskKind::Brackets).sample(Split::Train, length, &mut Rng::from_seed(seed));
        let (ids, targets) = (ids(&sequence), classes(&sequence));
        let mut depth = 0i64;
        for t in 0..length {
            depth += if ids[t] == 0 { 1 } else { -1 };
            prop_assert!(depth >= 0);
            let next = if depth == 0 { 0 } else { 1 };
            prop_assert_eq!(targets[t], (ids[t] == 1).then_some(next));
            if t + 1 < length && ids[t] == 1 {
                prop_assert_eq!(ids[t + 1], next);
            }
        }
        prop_assert_eq!(depth, (length % 2) as i64);
    }

    #[test]
    fn text_asks_for_the_next_character(length in LENGTHS, seed: u64, text in ".{2,50}") {
        let Ok(task) = task::text::Text::new(&text, 0.0) else { return Ok(()) };
        let sequence = task.sample(Split::Train, length, &mut Rng::from_seed(seed));
        let alphabet = task.alphabet().unwrap();
        let read = alphabet.decode(ids(&sequence));
        let count = text.chars().count();
        prop_assert!(text.repeat(2 + length / count).contains(&read));
        let next: Vec<u32> = classes(&sequence).into_iter().map(Option::unwrap).collect();
        prop_assert_eq!(&next[..length - 1], &ids(&sequence)[1..]);
    }
}

/// The loss of an answer to one target, and whether it is right.
fn score(task: &dyn Task, answer: &[f64], target: &Target) -> Option<(f64, bool)> {
    let right = task::is_right(answer, target, task.tolerance())?;
    let loss = match target {
        Target::None => return None,
        Target::Class(class) => {
            let sum: f64 = answer.iter().map(|logit| logit.exp()).sum();
            sum.ln() - answer[*class as usize]
        }
        Target::Values(values) => {
            let squares = answer.iter().zip(values).map(|(a, b)| (a - b).powi(2));
            squares.sum::<f64>() / values.len() as f64
        }
    };
    Some((loss, right))
}

/// The experiments with each data set or rule of a task.
fn choices(task: TaskKind) -> Vec<Experiment> {
    let default = Experiment {
        task,
        ..Experiment::default()
    };
    let key = task::catalogue::data_parameter(task);
    let Some(row) = PARAMETERS.iter().find(|row| Some(row.key) == key) else {
        return vec![default];
    };
    let Kind::OneOf(words) = row.kind else {
        panic!("{} chooses by name", row.key)
    };
    let with = |word: &&str| {
        let mut experiment = default.clone();
        row.put(&mut experiment, &Value::Text(word.to_string()))
            .unwrap();
        experiment
    };
    words.iter().map(with).collect()
}

/// The parameter that chooses has the names that the task has, in its order.
#[test]
fn every_data_set_and_rule_can_be_chosen() {
    for &kind in TaskKind::ALL {
        let Some(key) = task::catalogue::data_parameter(kind) else {
            continue;
        };
        let row = PARAMETERS.iter().find(|row| row.key == key).unwrap();
        let names: Vec<&str> = match task::source(kind) {
            Source::Data(files, _) => files.choices.iter().map(|file| file.name).collect(),
            _ => task::translate::DIRECTIONS.to_vec(),
        };
        assert_eq!(row.kind, Kind::OneOf(names.leak()), "{kind:?}");
    }
}

/// tests/fixtures/number_words.py makes the digests with num2words and cn2an.
#[test]
fn number_words_are_those_of_the_libraries() {
    let file = include_str!("fixtures/number_words.json");
    let digests: HashMap<String, String> = serde_json::from_str(file).unwrap();
    for language in ["english", "chinese"] {
        let write = match language {
            "english" => task::numerals::english,
            _ => task::numerals::chinese,
        };
        let mut text = String::new();
        for number in 0..=task::numerals::LARGEST {
            if number > 0 {
                text.push('\n');
            }
            write(number, &mut text);
        }
        assert_eq!(sha256(text.as_bytes()), digests[language], "{language}");
    }
}

/// At equal logits one class is as good as another: the expected accuracy then is not seen in
/// samples of one, but over many sequences it is.
#[test]
fn every_baseline_is_what_its_answer_scores() {
    const SEQUENCES: usize = 20_000;
    for &kind in TaskKind::ALL {
        for experiment in choices(kind) {
            let (task, _) = experiment.build_task(None).unwrap();
            let chosen = task.lengths() == Lengths::Chosen;
            let lengths: &[usize] = if chosen {
                &[2, 3, 5, 20, 21, 40]
            } else {
                &[40]
            };
            for &length in lengths {
                // As many answers as the longest sequence has steps.
                let length = *steps(task.as_ref(), length).end();
                let answers = task.baseline_answers(length);
                if kind == TaskKind::Series {
                    // The last value, which is another in each sequence: src/data/task/series.rs holds it.
                    assert!(answers.is_empty());
                    continue;
                }
                assert_eq!(answers.len(), length);
                let mut rng = Rng::from_seed(length as u64);
                let (mut asked, mut loss, mut right) = (0.0, 0.0, 0.0);
                for _ in 0..SEQUENCES {
                    let sequence = task.sample(Split::Train, length, &mut rng);
                    for (answer, target) in answers.iter().zip(&sequence.targets) {
                        if let Some((each, correct)) = score(task.as_ref(), answer, target) {
                            asked += 1.0;
                            loss += each;
                            right += f64::from(u8::from(correct));
                        }
                    }
                }
                let baseline = task.baseline(length);
                let (loss, right) = (loss / asked, right / asked);
                // Three standard errors and more: the means are over at least 20,000 answers.
                let near = |a: f64, b: f64| (a - b).abs() < 0.012;
                assert!(
                    near(loss, baseline.loss),
                    "{kind:?} {length}: {loss} {baseline:?}"
                );
                assert!(
                    near(right, baseline.accuracy),
                    "{kind:?} {length}: {right} {baseline:?}"
                );
            }
        }
    }
}

#[test]
fn the_canonical_baselines_are_the_published_ones() {
    let near = |a: f64, b: f64| (a - b).abs() < 1e-12;
    assert!(near(build(TaskKind::Recall).baseline(40).loss, 4f64.ln()));
    assert!(near(build(TaskKind::Adding).baseline(40).loss, 1.0 / 6.0));
    assert!(near(
        build(TaskKind::Copy).baseline(120).loss,
        10.0 * 8f64.ln() / 120.0
    ));
    assert!(near(build(TaskKind::Order).baseline(100).loss, 4f64.ln()));
    assert!(near(build(TaskKind::Parity).baseline(40).accuracy, 0.5));
}
