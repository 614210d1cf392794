//! A text of one's own, with a part held out.
#![no_main]
use vanishing_point::data::rng::Rng;
use vanishing_point::data::task::{Split, build};
use vanishing_point::experiment::TaskKind;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    for held_out in [0.0, 0.2, 0.5] {
        if let Ok((task, _)) = build(TaskKind::Text, None, Some(bytes), held_out) {
            let _ = task.sample(Split::HeldOut, 8, &mut Rng::from_seed(1));
        }
    }
});
