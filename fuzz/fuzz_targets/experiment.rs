//! An experiment, strictly and leniently; what was read is in force without a further word.
#![no_main]
use vanishing_point::experiment::{Experiment, Value};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Ok(value) = serde_json::from_slice::<Value>(bytes) else {
        return;
    };
    let _ = Experiment::strict(&value);
    let (experiment, _) = Experiment::lenient(&value);
    let text = serde_json::to_vec(&experiment).expect("an experiment is JSON");
    let again = serde_json::from_slice(&text).expect("JSON is read again");
    let (same, problems) = Experiment::lenient(&again);
    assert!(problems.is_empty() && same == experiment);
});
