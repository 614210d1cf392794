//! The data sets of all tasks that have one; the first byte chooses the task.
#![no_main]
use vanishing_point::data::rng::Rng;
use vanishing_point::data::task::{Split, build};
use vanishing_point::experiment::{Choice, TaskKind};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((&first, bytes)) = bytes.split_first() else {
        return;
    };
    let word = TaskKind::WORDS[first as usize % TaskKind::WORDS.len()];
    let kind = TaskKind::from_word(word).expect("it is one of the words");
    if let Ok((task, _)) = build(kind, None, Some(bytes), f64::from(first >> 6) / 8.0) {
        let _ = task.sample(Split::Train, 8, &mut Rng::from_seed(1));
    }
});
