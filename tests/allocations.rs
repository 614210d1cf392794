//! Nothing is allocated per time step or per update once a run has started.

use allocation_counter::measure;
use vanishing_point::Experiment;
use vanishing_point::experiment::{CellKind, OptimizerKind, TaskKind};
use vanishing_point::nn::cell::CELLS;
use vanishing_point::run::trainer::Trainer;

/// Every cell, with embedded and with one-hot inputs: what a cell allocates does not depend on where sequences come from.
const OF_CELLS: [TaskKind; 2] = [TaskKind::Recall, TaskKind::Sentiment];
/// Every other task, with one cell.
const OF_TASKS: [TaskKind; 10] = [
    TaskKind::Adding,
    TaskKind::Copy,
    TaskKind::Text,
    TaskKind::Digits,
    TaskKind::Speech,
    TaskKind::Gesture,
    TaskKind::Series,
    TaskKind::Entities,
    TaskKind::Translate,
    TaskKind::Video,
];

#[test]
fn updates_and_frames_allocate_nothing() {
    let gauge = measure(|| drop(std::hint::black_box(vec![1])));
    assert!(gauge.count_total > 0, "the gauge works");
    let cells = CELLS.iter().map(|cell| cell.spec.kind);
    let of_cells = cells.flat_map(|cell| OF_CELLS.map(|task| (task, cell)));
    for (task, cell) in of_cells.chain(OF_TASKS.map(|task| (task, CellKind::Lstm))) {
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
        assert_eq!(counted.count_total, 0, "{task:?} {cell:?}");
    }
}
