//! A model of one's own with its sequences; where it can be had a sequence is drawn from it.
#![no_main]
use vanishing_point::data::rng::Rng;
use vanishing_point::data::task::{Split, build};
use vanishing_point::experiment::TaskKind;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok((task, _)) = build(TaskKind::Own, None, Some(bytes), 0.0) {
        let _ = task.sample(Split::Train, 8, &mut Rng::from_seed(1));
    }
});
