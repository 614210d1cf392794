//! The core as WebAssembly: cargo → wasm-bindgen → wasm-opt → www/generated/.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use anyhow::{Context, Result, anyhow};
use wasm_bindgen_cli_support::Bindgen;

use crate::node;
use crate::tools::{cargo, command, have, output, root, run};

const TARGET: &str = "wasm32-unknown-unknown";

/// What the compiler emits and so wasm-opt must be told of. All of it is in Chromium, Firefox, WebKit and Node 20;
/// relaxed SIMD is not, and its results differ between machines.
const FEATURES: [&str; 8] = [
    "--enable-simd",
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// Full optimisation, but without copies of code that only loops gain from that are written in vectors by hand.
/// A tenth of the download; with the optimisation levels for size the kernels take three to ten times as long.
const LEAN: [&str; 5] = [
    "-Cno-vectorize-loops",
    "-Cno-vectorize-slp",
    "-Cllvm-args=-inline-threshold=20",
    "-Cllvm-args=-unroll-runtime=false",
    "-Cllvm-args=-unswitch-threshold=0",
];

/// The name of the module and of its glue.
const NAME: &str = "vanishing_point";

/// Where the module and its glue are put.
pub fn out_dir() -> PathBuf {
    root().join("www/generated")
}

/// Leaves the module's `.js`, `.d.ts` and `_bg.wasm` in www/generated/.
pub fn build() -> Result<()> {
    ensure_target()?;
    fs::create_dir_all(out_dir()).context("www/generated/ cannot be made")?;
    let compiled = compile()?;
    let optimised = out_dir().join(format!("{NAME}_bg.wasm"));
    if newer(&optimised, &compiled) && newer(&optimised, &std::env::current_exe()?) {
        return Ok(());
    }
    bind(&compiled)?;
    optimise(&optimised)
}

/// Adds the compiler's target where it is missing.
pub fn ensure_target() -> Result<()> {
    let sysroot = output(command("rustc").args(["--print", "sysroot"])).ok_or_else(|| {
        anyhow!("rustc could not be started: install Rust with https://rustup.rs.")
    })?;
    if Path::new(&sysroot)
        .join("lib/rustlib")
        .join(TARGET)
        .is_dir()
    {
        return Ok(());
    }
    if !have("rustup") {
        return Err(anyhow!(
            "The Rust target {TARGET} is missing, and there is no rustup to add it."
        ));
    }
    run(
        command("rustup").args(["target", "add", TARGET]),
        &format!("Adding the Rust target {TARGET}"),
    )
}

/// Makes a cargo command compile for the browser, in a target folder of its own: with other flags in the same folder
/// cargo would throw the native build away each time.
pub fn for_browser(cargo: &mut Command) {
    let mut flags: Vec<String> = ["-C", "target-feature=+simd128"].map(String::from).into();
    flags.extend(LEAN.map(String::from));
    // The same bytes wherever it is built, and no machine's paths in panic messages.
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(std::env::home_dir()?.join(".cargo")));
    for (from, to) in [(Some(root()), "."), (home, "cargo")] {
        flags.extend(from.map(|from| format!("--remap-path-prefix={}={to}", from.display())));
    }
    cargo
        .args([
            "--package",
            "vanishing-point",
            "--target",
            TARGET,
            "--target-dir",
        ])
        .arg(target_dir())
        .env("CARGO_ENCODED_RUSTFLAGS", flags.join("\x1f"));
}

fn target_dir() -> PathBuf {
    root().join("target/wasm")
}

fn compile() -> Result<PathBuf> {
    let mut cargo = cargo();
    // As a module alone: with a library for Rust beside it the linker must keep every function's arguments as they are.
    cargo.args(["rustc", "--lib", "--crate-type", "cdylib"]);
    cargo.args(["--profile", "wasm"]);
    for_browser(&mut cargo);
    run(&mut cargo, "Compiling the core for WebAssembly")?;
    Ok(target_dir()
        .join(TARGET)
        .join("wasm")
        .join("vanishing_point.wasm"))
}

fn bind(compiled: &Path) -> Result<()> {
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(compiled)
        .out_name(NAME)
        .typescript(true)
        .ts_typed_array_buffers(true);
    // The page always says where the module is; a default path in the glue would be a second copy for bundlers.
    bindgen
        .web(true)
        .and_then(|bindgen| {
            bindgen
                .omit_default_module_path(true)
                .remove_name_section(true)
                .remove_producers_section(true)
                .generate(out_dir())
        })
        .context("wasm-bindgen could not make the glue")
}

fn optimise(module: &Path) -> Result<()> {
    let mut wasm_opt = node::package("binaryen/bin/wasm-opt")?;
    wasm_opt
        .arg(module)
        .args(["-O3", "--dealign"])
        // Functions that stay apart compress better than one that holds them all.
        .arg("--one-caller-inline-max-function-size=0")
        .args(FEATURES)
        .arg("-o")
        .arg(module);
    run(&mut wasm_opt, "Optimising the WebAssembly module")
}

/// Whether `made` exists and is younger than `source`.
fn newer(made: &Path, source: &Path) -> bool {
    let time = |path: &Path| -> Option<SystemTime> { fs::metadata(path).ok()?.modified().ok() };
    matches!((time(made), time(source)), (Some(made), Some(source)) if made > source)
}
