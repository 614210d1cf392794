//! The page: what Vite makes of www/, and serving it.

use std::process::Command;

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

#[derive(Args, Default)]
pub struct Build {
    /// Where the pages will stand, such as https://example.org/vanishing-point/: links to them then show their picture
    /// everywhere, for which many readers of links want its whole address.
    #[arg(long, value_parser = folder)]
    address: Option<String>,
}

/// The address of a folder on the web, with a slash at its end.
fn folder(given: &str) -> Result<String, String> {
    let on_the_web = given.starts_with("https://") || given.starts_with("http://");
    if !on_the_web || given.contains(['?', '#', ' ']) {
        return Err(
            "allowed is an address such as https://example.org/vanishing-point/, without ? and #"
                .to_string(),
        );
    }
    Ok(format!("{}/", given.trim_end_matches('/')))
}

/// What tells the bundler the public address.
const ADDRESS: &str = "VANISHING_POINT_ADDRESS";

/// Everything that www/ needs from the Rust side, and the npm packages.
pub fn prepare() -> Result<()> {
    node::ensure_packages()?;
    core::build()?;
    generated::write()
}

/// Leaves the finished page in dist/, with the offline file beside it, the npm package in dist-npm/, the Python
/// package in dist-python/, and the course for learning platforms in dist-scorm/.
pub fn build(options: &Build) -> Result<()> {
    prepare()?;
    let mut page = bundler("www/vite.config.ts")?;
    if let Some(address) = &options.address {
        page.env(ADDRESS, address);
    }
    run(&mut page, BUNDLING)?;
    bundle("www/offline/vite.config.ts")?;
    script("www/package/build.js", "Building the npm package")?;
    bundle("www/notebook/vite.config.ts")?;
    script("python/build.js", "Packing the Python package")?;
    script(
        "www/package/scorm.js",
        "Packing the course for learning platforms",
    )?;
    script(
        "www/offline/finish.js",
        "Listing what the page keeps for later",
    )
}

/// Runs a step of the build that is a script of its own.
fn script(path: &str, what: &str) -> Result<()> {
    run(command("node").arg(root().join(path)), what)
}

const BUNDLING: &str = "Bundling the page";

/// Vite's build with one configuration.
fn bundler(config: &str) -> Result<Command> {
    let mut vite = node::package("vite/bin/vite.js")?;
    vite.args(["build", "--logLevel", "warn", "--config", config]);
    Ok(vite)
}

/// Runs Vite's build with one configuration.
pub fn bundle(config: &str) -> Result<()> {
    run(&mut bundler(config)?, BUNDLING)
}

/// Serves until it is stopped.
pub fn serve(options: &Serve) -> Result<()> {
    if options.watch {
        prepare()?;
    } else {
        build(&Build::default())?;
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

#[cfg(test)]
mod tests {
    use super::folder;

    #[test]
    fn a_public_address_is_one_of_a_folder() {
        for given in ["https://example.org/vp", "https://example.org/vp/"] {
            assert_eq!(folder(given), Ok("https://example.org/vp/".to_string()));
        }
        for given in [
            "example.org",
            "ftp://example.org/",
            "https://example.org/?a",
            "https://example.org/#a",
        ] {
            assert!(
                folder(given).unwrap_err().contains("allowed is an address"),
                "{given}"
            );
        }
    }
}
