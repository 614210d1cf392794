//! What a step says: kept in a file while others run beside it, and printed in one piece when it has ended.

use std::cell::RefCell;
use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use crate::tools::{absent, root};

/// A program that has not ended by then hangs: it is ended, and counts as failed.
const LIMIT: Duration = Duration::from_secs(20 * 60);

pub struct Log {
    name: String,
    failures: RefCell<Vec<String>>,
}

impl Log {
    /// An empty log in target/tests/.
    pub fn new(step: &str) -> Result<Self> {
        let log = Log {
            name: step
                .replace(|letter: char| !letter.is_ascii_alphanumeric(), "-")
                .to_lowercase(),
            failures: RefCell::default(),
        };
        fs::create_dir_all(root().join("target/tests"))
            .and_then(|()| File::create(log.path()))
            .context("target/tests/ cannot be written")?;
        Ok(log)
    }

    fn path(&self) -> PathBuf {
        root().join(format!("target/tests/{}.log", self.name))
    }

    /// Where a test runner leaves its own report. Nothing is there yet: an old report would be counted anew.
    pub fn report(&self) -> Result<PathBuf> {
        let path = self.path().with_extension("json");
        if path.exists() {
            fs::remove_file(&path).context("an old report cannot be removed")?;
        }
        Ok(path)
    }

    /// Runs a program to its end. Whether it succeeded, and what it said.
    pub fn run(&self, command: &mut Command) -> Result<(bool, String)> {
        let before = self.text()?.len();
        let file = OpenOptions::new().append(true).open(self.path())?;
        let mut child = command
            .stdout(file.try_clone()?)
            .stderr(file)
            .spawn()
            .with_context(|| absent(command, "This step"))?;
        let status = end(&mut child)?;
        if status.is_none() {
            self.say(&format!(
                "It had not ended after {} minutes, and was ended.",
                LIMIT.as_secs() / 60
            ))?;
        }
        let success = status.is_some_and(|status| status.success());
        Ok((success, self.text()?.split_off(before)))
    }

    /// Writes down what this program itself has to say.
    pub fn say(&self, text: &str) -> Result<()> {
        let mut file = OpenOptions::new().append(true).open(self.path())?;
        Ok(writeln!(file, "{text}")?)
    }

    /// Keeps a failed test, with what it said, for the end of the run.
    pub fn failed(&self, what: String) {
        self.failures.borrow_mut().push(what);
    }

    /// The failed tests so far.
    pub fn failures(&self) -> Vec<String> {
        self.failures.borrow().clone()
    }

    /// All that was said so far.
    pub fn text(&self) -> Result<String> {
        let bytes = fs::read(self.path()).context("a log cannot be read")?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }
}

/// Waits for a program; `None` if it had to be ended.
fn end(child: &mut Child) -> Result<Option<ExitStatus>> {
    let began = Instant::now();
    while began.elapsed() < LIMIT {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        thread::sleep(Duration::from_millis(50));
    }
    child.kill()?;
    child.wait()?;
    Ok(None)
}
