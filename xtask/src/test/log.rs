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

/// A program that says nothing for so long hangs: it is ended, and counts as failed. How long all of it takes depends on
/// the machine, and is no fault.
const SILENCE: Duration = Duration::from_secs(15 * 60);
/// What an ended program has to end those that it started.
const GRACE: Duration = Duration::from_secs(20);

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
        let status = self.wait(&mut child, SILENCE)?;
        if status.is_none() {
            end(&mut child)?;
            self.say(&format!(
                "It had said nothing for {} minutes, and was ended.",
                SILENCE.as_secs() / 60
            ))?;
        }
        let success = status.is_some_and(|status| status.success());
        Ok((success, self.text()?.split_off(before)))
    }

    /// Waits for a program; `None` if it has fallen silent.
    fn wait(&self, child: &mut Child, silence: Duration) -> Result<Option<ExitStatus>> {
        let (mut said, mut since) = (0, Instant::now());
        while since.elapsed() < silence {
            if let Some(status) = child.try_wait()? {
                return Ok(Some(status));
            }
            let length = fs::metadata(self.path())?.len();
            if length != said {
                (said, since) = (length, Instant::now());
            }
            thread::sleep(Duration::from_millis(50));
        }
        Ok(None)
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

/// Ends a program; asked to, a test runner ends its browsers first.
fn end(child: &mut Child) -> Result<()> {
    let asked = crate::tools::output(Command::new("kill").arg(child.id().to_string())).is_some();
    let began = Instant::now();
    while asked && began.elapsed() < GRACE {
        if child.try_wait()?.is_some() {
            return Ok(());
        }
        thread::sleep(Duration::from_millis(50));
    }
    child.kill()?;
    child.wait()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_silent_program_is_ended() {
        let log = Log::new("a silent program").unwrap();
        let mut child = Command::new("sleep").arg("600").spawn().unwrap();
        let silence = Duration::from_millis(100);
        assert!(log.wait(&mut child, silence).unwrap().is_none());
        end(&mut child).unwrap();
        assert!(!child.try_wait().unwrap().unwrap().success());
    }

    #[test]
    fn a_program_that_speaks_is_waited_for() {
        let log = Log::new("a program that speaks").unwrap();
        let mut command = Command::new("echo");
        let (success, said) = log.run(command.arg("at work")).unwrap();
        assert!(success);
        assert_eq!(said, "at work\n");
    }
}
