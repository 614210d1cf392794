//! `cargo xtask test`: every test there is, in one table and one closing line.

mod engines;
mod log;
mod notebooks;
mod steps;
mod tally;

use std::collections::VecDeque;
use std::sync::Mutex;
use std::thread::{self, ScopedJoinHandle};
use std::time::Instant;

use anyhow::{Result, bail};
use clap::{Args, ValueEnum};

use engines::Engine;
use log::Log;
use tally::Tally;

#[derive(Args)]
pub struct Options {
    /// Run only these groups (repeat or separate by commas); all of them by default.
    #[arg(long, value_delimiter = ',')]
    only: Vec<Group>,
    /// Also compare with a live PyTorch, which must be importable by python3.
    #[arg(long)]
    torch: bool,
    /// Drive only these browser engines.
    #[arg(long, value_delimiter = ',')]
    engines: Vec<Engine>,
}

/// Tests that need the same tools.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Group {
    /// rustfmt, clippy, rustdoc, and the Rust tests.
    Rust,
    /// TypeScript's checker, ESLint, the front end's units, the WebAssembly build in Node, and what a browser loads.
    Web,
    /// The engine and the page in Chromium, Firefox and WebKit.
    Browsers,
    /// The packed npm package in projects built with Vite, webpack, esbuild and nothing, and in Node.
    Packaging,
    /// The wheel in a real JupyterLab and a real marimo; needs Python 3 with venv.
    Notebooks,
}

/// One line of the table.
struct Line {
    name: String,
    tally: Tally,
    seconds: f64,
    /// What is said again at the end: each failed test with its reason, or the end of what a failed check said.
    failures: Vec<String>,
}

/// Something to run, and the name of its line.
type Step<'a> = (String, Box<dyn Fn(&Log) -> Result<Tally> + Send + 'a>);

fn step<'a>(name: &str, work: impl Fn(&Log) -> Result<Tally> + Send + 'a) -> Step<'a> {
    (name.to_string(), Box::new(work))
}

/// Runs a step; what it says is printed when it has ended.
fn perform((name, work): Step) -> Line {
    println!("── {name} …");
    let began = Instant::now();
    let (mut said, mut failures, tally) = match Log::new(&name) {
        Ok(log) => {
            let tally = work(&log);
            (log.text().unwrap_or_default(), log.failures(), tally)
        }
        Err(error) => (String::new(), Vec::new(), Err(error)),
    };
    let tally = tally.unwrap_or_else(|error| {
        said.push_str(&format!("error: {error:#}\n"));
        Tally::failure()
    });
    if tally.failed > 0 && failures.is_empty() {
        failures.push(end_of(&said));
    }
    let seconds = began.elapsed().as_secs_f64();
    println!("\n── {name}: {tally}, {seconds:.1} s\n{said}");
    Line {
        name,
        tally,
        seconds,
        failures,
    }
}

/// The last lines of a text, as many as a screen has.
fn end_of(text: &str) -> String {
    let lines: Vec<_> = text.lines().collect();
    lines[lines.len().saturating_sub(40)..].join("\n")
}

/// How many steps run at a time. A page that plays while its driver waits for a core makes work for nothing: with three
/// on two cores all are done later, and what a busy machine makes slow is taken for a fault.
const AT_ONCE: usize = 2;

/// Runs steps side by side: whoever is free takes the next one.
fn side_by_side(steps: Vec<Step>) -> Vec<Line> {
    let waiting: Mutex<VecDeque<_>> = Mutex::new(steps.into_iter().enumerate().collect());
    let next = || waiting.lock().ok()?.pop_front();
    let work = || {
        let mut done = Vec::new();
        while let Some((place, step)) = next() {
            done.push((place, perform(step)));
        }
        done
    };
    let mut lines: Vec<(usize, Line)> = thread::scope(|scope| {
        let workers: Vec<_> = (0..AT_ONCE).map(|_| scope.spawn(work)).collect();
        workers.into_iter().flat_map(joined).collect()
    });
    lines.sort_by_key(|&(place, _)| place);
    lines.into_iter().map(|(_, line)| line).collect()
}

/// Runs the groups asked for and ends with "N passed, N failed": executed tests, and each failed check as one failure.
///
/// The Rust side runs beside the build and what needs no more than a core of its own; browsers start when it has ended.
pub fn run(options: &Options) -> Result<()> {
    let wants = |group| options.only.is_empty() || options.only.contains(&group);
    let began = Instant::now();
    let (lines, left_out) = thread::scope(|scope| -> Result<_> {
        let rust = scope.spawn(|| {
            let steps = rust_steps(wants(Group::Rust), options.torch);
            steps.into_iter().map(perform).collect::<Vec<_>>()
        });
        let mut lines = Vec::new();
        let mut left_out = Vec::new();
        let wants_page = wants(Group::Web)
            || wants(Group::Browsers)
            || wants(Group::Packaging)
            || wants(Group::Notebooks);
        if wants_page {
            lines.push(perform(step("the build", steps::build)));
        }
        let built = wants_page && lines.iter().all(|line| line.tally.failed == 0);
        let mut quiet = VecDeque::from(if built && wants(Group::Web) {
            web_steps()
        } else {
            Vec::new()
        });
        while !rust.is_finished()
            && let Some(step) = quiet.pop_front()
        {
            lines.push(perform(step));
        }
        let mut all = joined(rust);
        if built {
            let mut steps = Vec::new();
            if wants(Group::Browsers) {
                let (ready, missing) = engines::prepare(&options.engines)?;
                left_out = missing;
                steps = browser_steps(&ready);
            }
            if wants(Group::Packaging) {
                steps.push(step("the package in projects", steps::packaging));
            }
            if wants(Group::Notebooks) {
                steps.push(step("the wheel in notebooks", notebooks::notebooks));
                if options.torch {
                    // After the other: both write into one folder.
                    steps.push(step("inspect and a live PyTorch", notebooks::inspect));
                }
            }
            steps.extend(quiet);
            lines.extend(side_by_side(steps));
        }
        all.append(&mut lines);
        Ok((all, left_out))
    })?;
    report(&lines, &left_out, began.elapsed().as_secs_f64())
}

/// What a thread leaves; if it panicked, so do we.
fn joined<T>(handle: ScopedJoinHandle<T>) -> T {
    handle
        .join()
        .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

fn rust_steps(wanted: bool, torch: bool) -> Vec<Step<'static>> {
    let mut all = Vec::new();
    if wanted {
        all.push(step("rustfmt", steps::rustfmt));
        all.push(step("clippy", steps::clippy));
        all.push(step("clippy, WebAssembly", steps::clippy_wasm));
        all.push(step("rustdoc", steps::rustdoc));
        all.push(step("Rust tests of the core", steps::rust_core));
        all.push(step("Rust tests of the build", steps::rust_build));
    }
    if torch {
        all.push(step("PyTorch, live", steps::torch));
    }
    all
}

/// What drives the page that was built, the longest first.
fn browser_steps(ready: &[Engine]) -> Vec<Step<'static>> {
    let mut all = Vec::new();
    for &engine in ready.iter().rev() {
        let name = format!("browser tests in {engine}");
        all.push(step(&name, move |log| steps::browser(log, engine)));
    }
    if ready.contains(&Engine::Chromium) {
        all.insert(1, step("views in chromium", steps::views));
    }
    all
}

/// What needs what was built, but drives no page, the shortest first.
fn web_steps() -> Vec<Step<'static>> {
    vec![
        step("the WebAssembly build in Node", steps::wasm_in_node),
        step("the TypeScript reference", steps::reference),
        step("tsc", steps::tsc),
        step("front-end units", steps::units),
        step("ESLint", steps::eslint),
        step("sizes", steps::sizes),
    ]
}

fn report(lines: &[Line], left_out: &[Engine], seconds: f64) -> Result<()> {
    for line in lines {
        for failure in &line.failures {
            println!("\n✖ {}: {failure}", line.name);
        }
    }
    println!();
    let mut total = Tally::default();
    for Line {
        name,
        tally,
        seconds,
        ..
    } in lines
    {
        println!("{name:<32}{tally:<28}{seconds:>6.1} s");
        total = total + *tally;
    }
    for engine in left_out {
        println!("{engine:<32}left out: it is not installed");
        // Where nobody watches, an engine that silently stays away would pass for one that works.
        if engines::in_ci() {
            total = total + Tally::failure();
        }
    }
    println!(
        "\n{} passed, {} failed, {seconds:.0} s",
        total.passed, total.failed
    );
    if total.failed > 0 {
        bail!("the tests did not pass.");
    }
    Ok(())
}
