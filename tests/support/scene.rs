//! The scenes of the gallery: www/scenes/scenes.json read as it is, and lanes that measure what it claims.
#![allow(dead_code)]

use std::collections::BTreeMap;

use ndarray::s;
use serde::Deserialize;
use vanishing_point::Experiment;
use vanishing_point::analysis::jacobian::{path_gains, step_singular_values};
use vanishing_point::analysis::trace::Tracer;
use vanishing_point::data::task::is_right;
use vanishing_point::experiment::{CellKind, Choice, Value};
use vanishing_point::run::trainer::Trainer;

/// One scene: an experiment, and what is true of it while it trains.
#[derive(Debug, Deserialize)]
pub struct Scene {
    pub id: String,
    /// The keys that differ from the defaults.
    pub experiment: Value,
    /// The update that the still picture shows.
    pub still: Still,
    /// Where an opened scene stops: an update at which it is what it says.
    pub stop: u64,
    pub claims: Vec<Claim>,
}

/// The numbers behind a still picture.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Still {
    pub update: u64,
    /// The gradient with respect to what.
    pub of: Of,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Of {
    Hidden,
    Input,
}

/// A quantity of one lane that is above or below a bound at every update from `from` to `to`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    pub cell: String,
    pub quantity: String,
    pub from: u64,
    pub to: u64,
    /// Updates between two looks, beside `from` and `to`; every update where it is left out.
    #[serde(default = "one")]
    pub every: u64,
    pub above: Option<f64>,
    pub below: Option<f64>,
}

fn one() -> u64 {
    1
}

impl Claim {
    /// Whether it speaks of this update.
    pub fn covers(&self, update: u64) -> bool {
        (self.from..=self.to).contains(&update)
            && (update == self.to || (update - self.from).is_multiple_of(self.every))
    }

    /// Whether `value` is what is claimed. A claim without a bound, and NaN, hold for nothing.
    pub fn holds(&self, value: f64) -> bool {
        (self.above.is_some() || self.below.is_some())
            && self.above.is_none_or(|bound| value > bound)
            && self.below.is_none_or(|bound| value < bound)
    }
}

/// The scenes in the file, in its order.
pub fn scenes() -> Vec<Scene> {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/www/scenes/scenes.json");
    let text = std::fs::read_to_string(file).expect("the scenes are beside the sources");
    serde_json::from_str(&text).expect("the scenes are as their reader has them")
}

impl Scene {
    /// The whole experiment; every key is known and every value allowed.
    pub fn experiment(&self) -> Experiment {
        Experiment::strict(&self.experiment)
            .unwrap_or_else(|error| panic!("{}: {}", self.id, error.message))
    }

    /// Trains every model of the scene once, and holds its claims against it on the way.
    pub fn told(&self) -> Told {
        let experiment = self.experiment();
        let mut told = Told::default();
        for &cell in &experiment.cells {
            let claims = self.claims.iter().map(|claim| (self.id.as_str(), claim));
            let (broken, logs) = told_of(&experiment, cell, claims, Some(self.still));
            told.broken.extend(broken);
            told.still.extend(logs.map(|logs| (cell.word(), logs)));
        }
        told
    }
}

/// What training a scene showed.
#[derive(Debug, Default)]
pub struct Told {
    /// What is not as the scene claims, one sentence each.
    pub broken: Vec<String>,
    /// The numbers behind the still picture, by cell.
    pub still: BTreeMap<&'static str, Vec<Option<f64>>>,
}

/// Trains one lane as far as something is said of it: each claim that does not hold, and the numbers of the still
/// picture if one is asked for. With each claim stands the name of the scene or beat that makes it.
pub fn told_of<'a>(
    experiment: &Experiment,
    cell: CellKind,
    claims: impl Iterator<Item = (&'a str, &'a Claim)>,
    still: Option<Still>,
) -> (Vec<String>, Option<Vec<Option<f64>>>) {
    let claims: Vec<_> = claims
        .filter(|(_, claim)| claim.cell == cell.word())
        .collect();
    let (mut broken, mut logs) = (Vec::new(), None);
    let mut lane = Lane::new(experiment, cell);
    let last = claims.iter().map(|(_, claim)| claim.to);
    let until = last.chain(still.map(|still| still.update)).max();
    for update in 0..=until.unwrap_or(0) {
        if update > 0 {
            lane.update();
        }
        let due = claims.iter().filter(|(_, claim)| claim.covers(update));
        for (index, (id, claim)) in due.enumerate() {
            if index == 0 {
                lane.look();
            }
            let value = lane.quantity(&claim.quantity);
            if !claim.holds(value) {
                broken.push(format!("{id}, update {update}: {value} breaks {claim:?}"));
            }
        }
        if let Some(still) = still.filter(|still| still.update == update) {
            lane.look();
            logs = Some(lane.relative_log10_norms(still.of));
        }
    }
    (broken, logs)
}

/// One cell of a scene in training.
pub struct Lane {
    trainer: Trainer,
    tracer: Tracer,
    grad_norm: f64,
    clipped: u64,
    diverged: bool,
}

impl Lane {
    pub fn new(experiment: &Experiment, cell: CellKind) -> Self {
        let trainer = Trainer::new(experiment, cell, None).expect("a scene's lane can be built");
        let loss = trainer.task().loss();
        let tracer = Tracer::new(trainer.model(), loss, experiment.truncate);
        let mut lane = Lane {
            trainer,
            tracer,
            grad_norm: f64::NAN,
            clipped: 0,
            diverged: false,
        };
        lane.look();
        lane
    }

    /// One update; a lane that became non-finite stays where it stood.
    pub fn update(&mut self) {
        if self.diverged {
            return;
        }
        match self.trainer.update() {
            Ok(report) => {
                let clip = self.trainer.experiment().clip;
                self.grad_norm = report.grad_norm;
                self.clipped += u64::from(clip.is_some_and(|clip| report.grad_norm > clip));
            }
            Err(_) => self.diverged = true,
        }
    }

    /// Traces the probe with the weights of now.
    pub fn look(&mut self) {
        self.tracer.load(self.trainer.model());
        self.tracer
            .run(self.trainer.probe())
            .expect("a probe fits its model");
    }

    /// What the last look shows:
    ///
    /// - `log10Ratio`, `log10RatioMemory`, `loss`, `accuracy`, `gradNorm`: as in a frame.
    /// - `log10InputRatio`: log10 of ‖∂L/∂x_1‖ over ‖∂L/∂x_T‖.
    /// - `log10Peak`: log10 of the largest ‖∂L/∂h_t‖ over the last one.
    /// - `zeroSteps`, `zeroInputs`: at how many steps ∂L/∂h_t, ∂L/∂x_t is exactly zero.
    /// - `clipped`: the share of updates whose gradient was clipped.
    /// - `diverged`: 1 once an update became non-finite.
    /// - `saturated`: the share of |h| above 0.95.
    /// - `leastBestGain`: the least, over all steps, of the most that one step back can stretch a gradient.
    /// - `log10BestTogether`: log10 of the most that all steps back together can.
    /// - `overlap`: how nearly, on average, what a step stretches most comes out where the next stretches most: |cos|.
    /// - `radius`: the spectral radius of W_hh, of a gated cell the largest of its blocks'.
    /// - `weights`, `multiplications`: how many there are, the latter on the way forward over the probe.
    /// - `right:STEP`: 1 where the answer at a step (from 1) of the probe is right, 0 where it is wrong.
    /// - `shut:GATE`, `open:GATE`, `mean:GATE`: the share of a gate below 0.1, above 0.9, and its mean.
    pub fn quantity(&mut self, name: &str) -> f64 {
        let steps = self.tracer.steps();
        let top = self.tracer.model().architecture().layers - 1;
        let zeros =
            |logs: Vec<f64>| logs.iter().filter(|&&log| log == f64::NEG_INFINITY).count() as f64;
        if let Some(step) = name.strip_prefix("right:") {
            return self.is_right(step.parse().expect("a step"));
        }
        if let Some((measure, gate)) = name.split_once(':') {
            let values = self.gate(gate);
            let share = |test: &dyn Fn(f64) -> bool| {
                values.iter().filter(|&&value| test(value)).count() as f64 / values.len() as f64
            };
            return match measure {
                "shut" => share(&|value| value < 0.1),
                "open" => share(&|value| value > 0.9),
                "mean" => values.iter().sum::<f64>() / values.len() as f64,
                _ => panic!("{name} is no quantity"),
            };
        }
        match name {
            "log10Ratio" => self.tracer.log10_ratio(),
            "log10RatioMemory" => self.tracer.log10_ratio_memory(),
            "log10InputRatio" => {
                let logs = self.log10_norms(Of::Input);
                logs[0] - logs[steps - 1]
            }
            "log10Peak" => {
                let logs = self.log10_norms(Of::Hidden);
                let last = logs[steps - 1];
                logs.into_iter().fold(f64::NEG_INFINITY, f64::max) - last
            }
            "zeroSteps" => zeros(self.log10_norms(Of::Hidden)),
            "zeroInputs" => zeros(self.log10_norms(Of::Input)),
            "loss" => self.trainer.evaluate().loss(),
            "accuracy" => self.trainer.evaluate().accuracy(),
            "gradNorm" => self.grad_norm,
            "weights" => self.tracer.model().layout().len() as f64,
            "multiplications" => {
                let model = self.tracer.model();
                model.layout().multiplications(model.architecture(), steps)
            }
            "clipped" => self.clipped as f64 / self.trainer.updates() as f64,
            "diverged" => f64::from(u8::from(self.diverged)),
            "saturated" => {
                let states = self.tracer.hidden(top);
                let count = states.iter().filter(|state| state.abs() > 0.95).count();
                count as f64 / states.len() as f64
            }
            "leastBestGain" => {
                let best = step_singular_values(&self.tracer);
                best.column(0).iter().copied().fold(f64::INFINITY, f64::min)
            }
            "log10BestTogether" => {
                let all = path_gains(&self.tracer).log10_product_singular_values;
                all[0][0].unwrap_or(f64::NEG_INFINITY)
            }
            "overlap" => {
                let each: Vec<_> = (path_gains(&self.tracer).direction_overlaps.into_iter())
                    .flatten()
                    .collect();
                each.iter().sum::<f64>() / each.len() as f64
            }
            "radius" => {
                let spectra = self.tracer.spectra();
                spectra
                    .iter()
                    .map(|(_, each)| each.radius)
                    .fold(f64::NEG_INFINITY, f64::max)
            }
            _ => panic!("{name} is no quantity"),
        }
    }

    fn is_right(&self, step: usize) -> f64 {
        let target = &self.trainer.probe().targets[step - 1];
        let answer = self.tracer.outputs().row(step - 1).to_vec();
        let right = is_right(&answer, target, self.trainer.task().tolerance());
        f64::from(u8::from(right.expect("the step is asked")))
    }

    /// log10 of the gradient's norm at every step; −∞ for exactly zero.
    pub fn log10_norms(&self, of: Of) -> Vec<f64> {
        let steps = 0..self.tracer.steps();
        let top = self.tracer.model().architecture().layers - 1;
        match of {
            Of::Hidden => steps
                .map(|t| self.tracer.gradients(top).log10_hidden(t))
                .collect(),
            Of::Input => steps
                .map(|t| self.tracer.input_gradients().log10(t))
                .collect(),
        }
    }

    /// log10 of the gradient's norm at every step over that of the last step, rounded to hundredths; `None` is exactly
    /// zero.
    fn relative_log10_norms(&self, of: Of) -> Vec<Option<f64>> {
        let logs = self.log10_norms(of);
        let last = logs[logs.len() - 1];
        let relative = logs.iter().map(|log| {
            log.is_finite()
                .then_some(((log - last) * 100.0).round() / 100.0)
        });
        relative.collect()
    }

    /// T × H: the values of one gate of the top layer.
    fn gate(&self, name: &str) -> Vec<f64> {
        let model = self.tracer.model();
        let (hidden, blocks) = (model.architecture().hidden, model.spec().blocks);
        let block = blocks
            .iter()
            .position(|block| *block == name)
            .unwrap_or_else(|| panic!("{} has no gate {name}", model.architecture().kind.word()));
        let top = model.architecture().layers - 1;
        let columns = block * hidden..(block + 1) * hidden;
        let gate = self.tracer.gates(top).slice_move(s![.., columns]);
        gate.iter().copied().collect()
    }
}
