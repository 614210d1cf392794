//! The data sets of all tasks that read one, but texts and models of one's own, which have targets of theirs; the first
//! byte chooses the task.
#![no_main]
use std::sync::LazyLock;

use vanishing_point::data::rng::Rng;
use vanishing_point::data::task::catalogue::Source;
use vanishing_point::data::task::{Split, build, source};
use vanishing_point::experiment::{Choice, TaskKind};

static KINDS: LazyLock<Vec<TaskKind>> = LazyLock::new(|| {
    let reads = |kind: &TaskKind| matches!(source(*kind), Source::Data(..));
    let elsewhere = |kind: &TaskKind| matches!(kind, TaskKind::Text | TaskKind::Own);
    (TaskKind::ALL.iter().copied())
        .filter(|kind| reads(kind) && !elsewhere(kind))
        .collect()
});

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((&first, bytes)) = bytes.split_first() else {
        return;
    };
    let kind = KINDS[first as usize % KINDS.len()];
    if let Ok((task, _)) = build(kind, None, Some(bytes), f64::from(first >> 6) / 8.0) {
        let _ = task.sample(Split::Train, 8, &mut Rng::from_seed(1));
    }
});
