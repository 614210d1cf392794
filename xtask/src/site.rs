//! The page: what Vite makes of www/, and serving it.

use anyhow::Result;
use clap::Args;

use crate::tools::{command, root, run};
use crate::{core, generated, node};

#[derive(Args)]
pub struct Serve {
    /// The port to serve on; the next free one where it is taken.
    #[arg(long, default_value_t = 4173)]
    port: u16,
    /// Do not open the page in a browser.
    #[arg(long)]
    no_open: bool,
    /// Serve the sources and reload the page when they change, instead of the finished build.
    #[arg(long)]
    watch: bool,
}

/// Everything that www/ needs from the Rust side, and the npm packages.
pub fn prepare() -> Result<()> {
    node::ensure_packages()?;
    core::build()?;
    generated::write()
}

/// Leaves the finished page in dist/, with the offline file beside it, and the npm package in dist-npm/.
pub fn build() -> Result<()> {
    prepare()?;
    bundle("www/vite.config.ts")?;
    bundle("www/offline/vite.config.ts")?;
    script("www/package/build.js", "Building the npm package")?;
    script(
        "www/offline/finish.js",
        "Listing what the page keeps for later",
    )
}

/// Runs a step of the build that is a script of its own.
fn script(path: &str, what: &str) -> Result<()> {
    run(command("node").arg(root().join(path)), what)
}

/// Runs Vite's build with one configuration.
pub fn bundle(config: &str) -> Result<()> {
    let mut vite = node::package("vite/bin/vite.js")?;
    run(
        vite.args(["build", "--logLevel", "warn", "--config", config]),
        "Bundling the page",
    )
}

/// Serves until it is stopped.
pub fn serve(options: &Serve) -> Result<()> {
    if options.watch {
        prepare()?;
    } else {
        build()?;
    }
    let mut vite = node::package("vite/bin/vite.js")?;
    if !options.watch {
        vite.arg("preview");
    }
    vite.args([
        "--config",
        "www/vite.config.ts",
        "--port",
        &options.port.to_string(),
    ]);
    if !options.no_open && has_screen() {
        vite.arg("--open");
    }
    run(&mut vite, "Serving the page")
}

/// Whether a browser could be opened: not on a machine without a screen, nor in CI.
fn has_screen() -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !set("CI")
        && (cfg!(any(windows, target_os = "macos")) || set("DISPLAY") || set("WAYLAND_DISPLAY"))
}
