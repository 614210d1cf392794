//! What the front end knows of the core, written from the core itself: the table of parameters, the types, the version.

use std::fs;

use anyhow::{Context, Result, anyhow};
use ts_rs::{Config, TS};
use vanishing_point::data::task::catalogue;
use vanishing_point::experiment::{self, Experiment, PARAMETERS};
use vanishing_point::nn::cell::{CELLS, CellSpec};

use crate::core::out_dir;

/// Leaves `parameters.json`, `cells.json`, `tasks.json`, `types.ts` and `version.ts` in www/generated/.
pub fn write() -> Result<()> {
    fs::create_dir_all(out_dir()).context("www/generated/ cannot be made")?;
    let parameters = serde_json::to_string_pretty(PARAMETERS)?;
    put("parameters.json", parameters + "\n")?;
    let cells: Vec<&CellSpec> = CELLS.iter().map(|cell| &cell.spec).collect();
    put("cells.json", serde_json::to_string_pretty(&cells)? + "\n")?;
    let tasks = catalogue::describe_all().map_err(|error| anyhow!(error.message))?;
    put("tasks.json", serde_json::to_string_pretty(&tasks)? + "\n")?;
    put("types.ts", types())?;
    put("version.ts", version())
}

/// Writes only what changed, so that a development server is not woken for nothing.
fn put(name: &str, content: String) -> Result<()> {
    let file = out_dir().join(name);
    if fs::read_to_string(&file).is_ok_and(|old| old == content) {
        return Ok(());
    }
    fs::write(&file, content).with_context(|| format!("www/generated/{name} cannot be written"))
}

/// The version, which crate, package and page have in common, and the number of the engine.
fn version() -> String {
    format!(
        "// Made by the build from the Rust core. Do not edit.\n\n\
         /** The version of this build. */\nexport const version = '{}';\n\n\
         /** The number of its engine, which links carry. */\nexport const engine: number = {};\n",
        env!("CARGO_PKG_VERSION"),
        vanishing_point::ENGINE
    )
}

/// The declarations of everything that crosses the boundary.
fn types() -> String {
    // 64-bit integers cross the boundary as JavaScript numbers.
    let config = Config::new().with_large_int("number");
    let mut text = "// Made by the build from the Rust core. Do not edit.\n".to_string();
    macro_rules! declare {
        ($($type:ty),+ $(,)?) => {
            $(
                text.push('\n');
                if let Some(docs) = <$type as TS>::docs() {
                    text.push_str(&docs);
                }
                text.push_str("export ");
                text.push_str(&<$type as TS>::decl(&config));
                text.push('\n');
            )+
        };
    }
    declare!(
        experiment::CellKind,
        experiment::TaskKind,
        experiment::Activation,
        experiment::Reset,
        experiment::Init,
        experiment::OptimizerKind,
        experiment::ClipBy,
        experiment::Match,
        experiment::NewValue,
        experiment::Position,
        experiment::Passage,
        experiment::SeriesName,
        experiment::Sentences,
        experiment::Translation,
        Experiment,
        vanishing_point::error::ErrorKind,
        vanishing_point::error::Reason,
        vanishing_point::error::Rule,
        vanishing_point::error::ModuleFault,
        vanishing_point::error::Allowed,
        vanishing_point::error::Error,
        vanishing_point::data::foreign::ModuleKind,
        vanishing_point::data::foreign::ModulePart,
        vanishing_point::data::foreign::ModuleDescription,
        vanishing_point::nn::loss::LossKind,
        vanishing_point::nn::cell::StateName,
        vanishing_point::nn::cell::CellSpec,
        vanishing_point::analysis::divergence::Divergence,
        vanishing_point::run::trainer::TrainReport,
        vanishing_point::run::WeightGains,
        vanishing_point::analysis::jacobian::PathGains,
        vanishing_point::run::Gain,
        vanishing_point::analysis::verify::TensorCheck,
        vanishing_point::run::frame::FrameField,
        vanishing_point::run::description::Score,
        vanishing_point::run::description::ProbeTarget,
        vanishing_point::run::description::Probe,
        vanishing_point::run::description::RunDescription,
        vanishing_point::data::task::Channel,
        catalogue::InputForm,
        catalogue::AnswerForm,
        catalogue::DataChoice,
        catalogue::DataDescription,
        catalogue::TaskDescription,
        vanishing_point::linalg::spectrum::Spectrum,
        vanishing_point::analysis::trace::TensorValues,
        vanishing_point::analysis::trace::LayerTrace,
        vanishing_point::analysis::trace::Trace,
    );
    text
}
