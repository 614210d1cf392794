//! Nothing is allocated per time step or per update once a run has started.

use allocation_counter::measure;
use vanishing_point::Experiment;
use vanishing_point::experiment::{OptimizerKind, TaskKind};
use vanishing_point::nn::cell::CELLS;
use vanishing_point::run::trainer::Trainer;

#[test]
fn updates_and_frames_allocate_nothing() {
    for task in [
        TaskKind::Recall,
        TaskKind::Adding,
        TaskKind::Copy,
        TaskKind::Text,
        TaskKind::Digits,
        TaskKind::Speech,
        TaskKind::Gesture,
        TaskKind::Sentiment,
    ] {
        for cell in CELLS.iter().map(|cell| cell.spec.kind) {
            let experiment = Experiment {
                task,
                length: 30,
                layers: 2,
                optimizer: OptimizerKind::Adam,
                ..Experiment::default()
            };
            let mut lane = Trainer::new(&experiment, cell, None).unwrap();
            let mut frame = vec![0.0; lane.frame_length()];
            // The first frame finds the tracer without its buffers.
            lane.write_frame(&mut frame).unwrap();
            let counted = measure(|| {
                for _ in 0..20 {
                    lane.update().unwrap();
                }
                lane.write_frame(&mut frame).unwrap();
            });
            assert!(
                measure(|| drop(std::hint::black_box(vec![1]))).count_total > 0,
                "the gauge works"
            );
            assert_eq!(counted.count_total, 0, "{task:?} {cell:?}");
        }
    }
}
