//! Gradients of one loss by itself: the rows of the flow matrix, step by step, and nothing that training feels.

use vanishing_point::Experiment;
use vanishing_point::analysis::trace::{Follow, Trace, Tracer};
use vanishing_point::data::sequence::{Inputs, Sequence};
use vanishing_point::experiment::{CellKind, TaskKind};
use vanishing_point::run::trainer::Trainer;

const CELLS: [CellKind; 4] = [
    CellKind::Rnn,
    CellKind::Lstm,
    CellKind::Gru,
    CellKind::Window,
];

fn experiment(task: TaskKind) -> Experiment {
    Experiment {
        task,
        length: 12,
        units: 5,
        layers: 2,
        window: 3,
        batch: 4,
        ..Experiment::default()
    }
}

/// The tracer of a model that has learned a little.
fn trained(experiment: &Experiment, cell: CellKind) -> (Tracer, Trainer) {
    let mut trainer = Trainer::new(experiment, cell, None).unwrap();
    let loss = trainer.task().loss();
    for _ in 0..3 {
        trainer.update().unwrap();
    }
    let tracer = Tracer::new(trainer.model(), loss, experiment.truncate);
    (tracer, trainer)
}

fn trace(tracer: &mut Tracer, trainer: &Trainer, follow: Follow) -> Trace {
    tracer.follow(follow);
    tracer.run(trainer.probe()).unwrap();
    tracer.trace()
}

fn assert_near(a: f64, b: f64, what: &str) {
    assert!(
        (a - b).abs() <= 1e-9 * (1.0 + b.abs()),
        "{what}: {a} is not {b}"
    );
}

#[test]
fn the_gradient_of_one_loss_is_its_row_of_the_flow_matrix() {
    for task in [TaskKind::Parity, TaskKind::Copy, TaskKind::Brackets] {
        for cell in CELLS {
            for truncate in [0, 5] {
                let experiment = Experiment {
                    truncate,
                    ..experiment(task)
                };
                let (mut tracer, trainer) = trained(&experiment, cell);
                let all = trace(&mut tracer, &trainer, Follow::All);
                assert_eq!(all.of, None);
                let asked = all.losses.iter().enumerate();
                for (k, _) in asked.filter(|(_, loss)| loss.is_some()) {
                    let one = trace(&mut tracer, &trainer, Follow::Step(k));
                    assert_eq!(one.of, Some(k));
                    assert_eq!(one.outputs, all.outputs, "the forward pass is the same");
                    for (t, shown) in one.layers[1].log10_grad_hidden.iter().enumerate() {
                        match (shown, all.flow[k][t]) {
                            (Some(shown), Some(row)) => {
                                assert_near(*shown, row, &format!("{task:?} {cell:?} {k} {t}"));
                            }
                            (shown, row) => assert_eq!((shown, row), (&None, None)),
                        }
                    }
                }
            }
        }
    }
}

/// What the losses do one by one adds up to what their mean does, in every layer, state, input and weight.
#[test]
fn the_gradients_of_the_single_losses_add_up_to_that_of_their_mean() {
    for cell in CELLS {
        let experiment = experiment(TaskKind::Parity);
        let (mut tracer, trainer) = trained(&experiment, cell);
        let all = trace(&mut tracer, &trainer, Follow::All);
        let asked: Vec<usize> = (0..all.losses.len())
            .filter(|&k| all.losses[k].is_some())
            .collect();
        let single: Vec<Trace> = asked
            .iter()
            .map(|&k| trace(&mut tracer, &trainer, Follow::Step(k)))
            .collect();
        let mean =
            |of: &dyn Fn(&Trace) -> f64| single.iter().map(of).sum::<f64>() / single.len() as f64;
        for layer in 0..2 {
            for t in 0..all.losses.len() {
                for unit in 0..5 {
                    let hidden = |trace: &Trace| trace.layers[layer].grad_hidden.0[[t, unit]];
                    assert_near(mean(&hidden), hidden(&all), "h");
                    if cell == CellKind::Lstm {
                        let cell = |trace: &Trace| {
                            trace.layers[layer].grad_cell.as_ref().unwrap().0[[t, unit]]
                        };
                        assert_near(mean(&cell), cell(&all), "c");
                    }
                }
            }
        }
        tracer.follow(Follow::All);
        tracer.run(trainer.probe()).unwrap();
        let whole = tracer.parameter_gradients();
        let mut sum = vec![0.0; whole.len()];
        for &k in &asked {
            tracer.follow(Follow::Step(k));
            tracer.run(trainer.probe()).unwrap();
            for (sum, one) in sum.iter_mut().zip(tracer.parameter_gradients()) {
                *sum += one / asked.len() as f64;
            }
        }
        for (sum, whole) in sum.iter().zip(whole) {
            assert_near(*sum, whole, "weights");
        }
    }
}

#[test]
fn the_ratios_are_of_all_losses_together_whichever_is_followed() {
    let experiment = experiment(TaskKind::Parity);
    for cell in [CellKind::Rnn, CellKind::Lstm, CellKind::Gru] {
        let (mut tracer, trainer) = trained(&experiment, cell);
        let all = trace(&mut tracer, &trainer, Follow::All);
        let ratio = |logs: &[Option<f64>], last: usize| logs[0].unwrap() - logs[last].unwrap();
        let hidden = &all.layers[1].log10_grad_hidden;
        let memory = all.layers[1].log10_grad_cell.as_ref().unwrap_or(hidden);
        let wanted = [ratio(hidden, 11), ratio(memory, 11)];
        for follow in [Follow::All, Follow::Step(7), Follow::Step(11)] {
            let shown = trace(&mut tracer, &trainer, follow);
            assert_near(tracer.log10_ratio(), wanted[0], "h");
            assert_near(tracer.log10_ratio_memory(), wanted[1], "memory");
            // What is shown is the gradient of the loss that is followed, and its ratio another.
            if follow == Follow::Step(7) {
                let of_one = ratio(&shown.layers[1].log10_grad_hidden, 7);
                assert!((of_one - wanted[0]).abs() > 1e-3, "{cell:?}");
            }
        }
    }
}

#[test]
fn following_one_loss_changes_what_a_frame_shows_and_no_bit_of_training() {
    for cell in CELLS {
        let mut plain = Trainer::new(&experiment(TaskKind::Parity), cell, None).unwrap();
        let mut following = Trainer::new(&experiment(TaskKind::Parity), cell, None).unwrap();
        following.follow(Some(11)).unwrap();
        plain.train(5);
        following.train(5);
        let frame = |lane: &mut Trainer| {
            let mut frame = vec![0.0; lane.frame_length()];
            lane.write_frame(&mut frame).unwrap();
            frame
        };
        let (all, one) = (frame(&mut plain), frame(&mut following));
        assert_ne!(all, one);
        assert_eq!(plain.snapshot(), following.snapshot());
        following.follow(None).unwrap();
        assert_eq!(frame(&mut following), all);
    }
}

#[test]
fn a_step_without_a_loss_is_refused_and_the_view_stays() {
    let mut lane = Trainer::new(&experiment(TaskKind::Recall), CellKind::Rnn, None).unwrap();
    lane.follow(Some(11)).unwrap();
    for step in [0, 12, usize::MAX] {
        let error = lane.follow(Some(step)).unwrap_err();
        assert_eq!(error.key.as_deref(), Some("of"));
    }
    assert_eq!(
        lane.follow(Some(0)).unwrap_err().message,
        "of is step 1, but must be all or a step at which an answer is due."
    );
}

#[test]
fn what_a_prediction_hangs_on_is_the_slope_of_its_logarithm() {
    let experiment = experiment(TaskKind::Text);
    for cell in CELLS {
        let mut trainer = Trainer::new(&experiment, cell, Some(b"abcabdabeabc")).unwrap();
        for _ in 0..3 {
            trainer.update().unwrap();
        }
        let mut tracer = Tracer::new(trainer.model(), trainer.task().loss(), 0);
        let k = 8;
        let shown = trace(&mut tracer, &trainer, Follow::Step(k)).log10_grad_input;
        let Inputs::Symbols { ids, size } = &trainer.probe().inputs else {
            panic!("a text has symbols")
        };
        // −log p of the right character at step k, as a function of what is read at step t.
        let mut loss = |t: usize, symbol: usize, by: f64| {
            let mut values = vec![0.0; ids.len() * size];
            for (step, &id) in ids.iter().enumerate() {
                values[step * size + id as usize] = 1.0;
            }
            values[t * size + symbol] += by;
            let inputs = Inputs::Dense {
                values,
                size: *size,
            };
            let targets = trainer.probe().targets.clone();
            tracer.run(&Sequence { inputs, targets }).unwrap();
            tracer.trace().losses[k].unwrap()
        };
        let by = 1e-5;
        for (t, shown) in shown.iter().enumerate().take(k + 2) {
            let slope = |symbol| (loss(t, symbol, by) - loss(t, symbol, -by)) / (2.0 * by);
            let norm = (0..*size)
                .map(slope)
                .map(|slope| slope * slope)
                .sum::<f64>()
                .sqrt();
            let exact = shown.map_or(0.0, |log10| 10f64.powf(log10));
            let near = (norm - exact).abs() <= 1e-8 + 1e-5 * exact;
            assert!(near, "{cell:?} step {t}: {norm} is not {exact}");
        }
        // Later characters do not matter, and these do.
        assert!(shown[k].is_some() && shown[k + 1].is_none());
    }
}
