//! Which browser engines are here, and getting the missing ones where the system can be asked for them.

use std::fmt;
use std::fs;

use anyhow::{Context, Result, bail};
use clap::ValueEnum;

use crate::node;
use crate::tools::{command, have, output, run};

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Engine {
    Chromium,
    Firefox,
    Webkit,
}

impl Engine {
    const ALL: [Engine; 3] = [Engine::Chromium, Engine::Firefox, Engine::Webkit];

    /// The name that the test drivers use.
    pub fn name(&self) -> &'static str {
        match self {
            Engine::Chromium => "chromium",
            Engine::Firefox => "firefox",
            Engine::Webkit => "webkit",
        }
    }

    /// What Debian calls everything that is needed to drive it.
    fn debian_packages(&self) -> &'static [&'static str] {
        match self {
            Engine::Chromium => &["chromium"],
            Engine::Firefox => &["firefox-esr"],
            Engine::Webkit => &["webkit2gtk-driver", "xvfb"],
        }
    }
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.pad(self.name())
    }
}

/// Whether the environment says that nobody is watching.
pub fn in_ci() -> bool {
    std::env::var("CI").is_ok_and(|value| value == "true" || value == "1")
}

/// The engines among `wanted` (all, if none is named) that are installed, and those that are not, after what can be
/// installed here has been. An engine that is named must be there.
pub fn prepare(wanted: &[Engine]) -> Result<(Vec<Engine>, Vec<Engine>)> {
    let all = if wanted.is_empty() {
        &Engine::ALL
    } else {
        wanted
    };
    install_missing(all)?;
    let (ready, missing): (Vec<_>, Vec<_>) = {
        let installed = installed()?;
        all.iter().partition(|engine| installed.contains(engine))
    };
    if let (false, Some(engine)) = (wanted.is_empty(), missing.first()) {
        bail!("{engine} was asked for by name and is not installed.");
    }
    Ok((ready, missing))
}

/// The drivers know best what they can drive.
fn installed() -> Result<Vec<Engine>> {
    node::ensure_packages()?;
    let names = output(command("node").arg("tests/browser/driver/list.js"))
        .context("the list of installed browsers could not be read")?;
    Ok(Engine::ALL
        .into_iter()
        .filter(|engine| names.lines().any(|name| name == engine.name()))
        .collect())
}

/// On Debian, and with the right to: asks apt for missing engines, and for a font with Chinese characters.
fn install_missing(wanted: &[Engine]) -> Result<()> {
    let Some(apt) = debian_apt() else {
        return Ok(());
    };
    let installed = installed()?;
    let mut packages: Vec<_> = wanted
        .iter()
        .filter(|engine| !installed.contains(engine))
        .flat_map(Engine::debian_packages)
        .copied()
        .collect();
    if output(command("fc-list").args([":lang=zh-cn", "family"]))
        .unwrap_or_default()
        .is_empty()
    {
        packages.push("fonts-noto-cjk");
    }
    if packages.is_empty() {
        return Ok(());
    }
    println!("\n── installing {}", packages.join(" "));
    let apt_get = |arguments: &[&str]| {
        let mut command = command(apt[0]);
        command
            .args(&apt[1..])
            .args(arguments)
            .env("DEBIAN_FRONTEND", "noninteractive");
        command
    };
    run(&mut apt_get(&["update", "-q"]), "Updating apt's lists")?;
    let mut install = apt_get(&["install", "-qy", "--no-install-recommends"]);
    run(install.args(packages), "Installing browsers")
}

/// How to call apt-get here; None where it is not Debian's, or not ours to call.
fn debian_apt() -> Option<Vec<&'static str>> {
    let release = fs::read_to_string("/etc/os-release").ok()?;
    // Ubuntu's packages of these names only point to snaps, which cannot be driven like this.
    if !release.lines().any(|line| line == "ID=debian") || !have("apt-get") {
        return None;
    }
    if output(command("id").arg("-u"))? == "0" {
        return Some(vec!["apt-get"]);
    }
    output(command("sudo").args(["-n", "true"])).map(|_| vec!["sudo", "-n", "apt-get"])
}
