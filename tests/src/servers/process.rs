//! A child process that never outlives its test.

use std::{
    os::unix::process::CommandExt as _,
    process::{Child, Command, Stdio},
};

/// A child in a process group of its own; dropping it ends the whole group, by its id.
#[derive(Debug)]
pub(super) struct Process(Child);

impl Process {
    /// Starts `command` in a group of its own.
    pub(super) fn start(command: &mut Command) -> Self {
        let child = command.process_group(0).stdin(Stdio::null()).spawn();
        Self(child.unwrap_or_else(|error| panic!("cannot start {command:?}: {error}")))
    }

    /// The child itself.
    pub(super) fn child(&mut self) -> &mut Child {
        &mut self.0
    }

    /// Its id.
    pub(super) fn pid(&self) -> u32 {
        self.0.id()
    }

    /// Whether it still runs.
    pub(super) fn runs(&mut self) -> bool {
        matches!(self.0.try_wait(), Ok(None))
    }

    /// Sends a signal to the process alone.
    pub(super) fn signal(&self, name: &str) {
        send(name, &self.0.id().to_string());
    }

    /// Ends the whole group at once, and reaps the child.
    pub(super) fn kill(&mut self) {
        if self.runs() {
            send("KILL", &format!("-{}", self.0.id()));
        }
        let _ = self.0.wait();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}

/// The shell's own `kill` is there even where procps is not.
fn send(signal: &str, target: &str) {
    let script = format!("kill -{signal} {target}");
    let _ = Command::new("sh").args(["-c", &script]).stderr(Stdio::null()).status();
}
