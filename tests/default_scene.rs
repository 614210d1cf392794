//! The first scene shows what docs/default-scene.md promises of it.

use vanishing_point::analysis::trace::Tracer;
use vanishing_point::experiment::{CellKind, Experiment};
use vanishing_point::run::trainer::Trainer;

/// What one lane shows at one update.
struct Report {
    accuracy: f64,
    log10_ratio: f64,
}

/// The reports of updates 0 to `updates`, every one of them.
fn reports(cell: CellKind, updates: usize) -> Vec<Report> {
    let experiment = Experiment::default();
    let mut trainer = Trainer::new(&experiment, cell, None).unwrap();
    let loss = trainer.task().loss();
    let mut tracer = Tracer::new(trainer.model(), loss, experiment.truncate);
    let mut reports = Vec::new();
    for update in 0..=updates {
        if update > 0 {
            trainer.update().unwrap();
        }
        tracer.load(trainer.model());
        tracer.run(trainer.probe()).unwrap();
        let accuracy = trainer.evaluate().accuracy();
        reports.push(Report {
            accuracy,
            log10_ratio: tracer.log10_ratio(),
        });
    }
    reports
}

/// The first update from which on every report has at least 95 % right.
fn learned(reports: &[Report]) -> usize {
    reports
        .iter()
        .rposition(|report| report.accuracy < 0.95)
        .map_or(0, |last| last + 1)
}

/// A change of the arithmetic's order, and with it of the bits, may fail this test. Then
/// `node tests/measure/default-scene.mjs seeds 200` finds a seed that shows the scene again.
#[test]
fn the_rnn_vanishes_while_the_lstm_arrives_and_the_gru_opens_its_path() {
    const UPDATES: usize = 140;
    let [rnn, lstm, gru] =
        [CellKind::Rnn, CellKind::Lstm, CellKind::Gru].map(|cell| reports(cell, UPDATES));
    let until = learned(&lstm).max(learned(&gru));
    assert!(
        until < UPDATES,
        "LSTM and GRU have not learned it by update {UPDATES}"
    );
    for update in 0..=until {
        let (rnn, lstm) = (rnn[update].log10_ratio, lstm[update].log10_ratio);
        assert!(rnn < -5.0, "update {update}: the RNN's ratio is 1e{rnn:.1}");
        assert!(
            lstm > -3.0,
            "update {update}: the LSTM's ratio is 1e{lstm:.1}"
        );
    }
    assert!(gru[0].log10_ratio < -7.0);
    assert!(gru[until].log10_ratio > -1.0);
    assert!(rnn[until].accuracy < 0.5);
}
