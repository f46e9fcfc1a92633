//! A child process that does not outlive its owner.

use std::{
    os::unix::process::CommandExt as _,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

/// How long a process may take to end by itself.
const PATIENCE: Duration = Duration::from_secs(20);

/// A child in a group of its own, so that Ctrl-C reaches us first; dropping it asks it to end, and waits.
#[derive(Debug)]
pub(crate) struct Process {
    child: Child,
    farewell: &'static str,
}

impl Process {
    /// Starts it. `farewell` is the signal that ends it in good order.
    pub(crate) fn start(command: &mut Command, farewell: &'static str) -> Self {
        let child = command.process_group(0).stdin(Stdio::null()).spawn();
        let child = child.unwrap_or_else(|error| panic!("cannot start {command:?}: {error}"));
        Self { child, farewell }
    }

    /// Its id.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Whether it still runs.
    pub(crate) fn runs(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        send(self.farewell, self.child.id());
        let begin = Instant::now();
        while self.runs() {
            if begin.elapsed() > PATIENCE {
                send("KILL", self.child.id());
                let _gone = self.child.wait();
                return;
            }
            pause();
        }
    }
}

/// A drop cannot wait asynchronously.
#[expect(clippy::disallowed_methods, reason = "runs in a drop, with nothing else to do")]
fn pause() {
    std::thread::sleep(Duration::from_millis(5));
}

/// The shell's own `kill` is there even where procps is not.
fn send(signal: &str, id: u32) {
    let script = format!("kill -{signal} {id}");
    let _sent = Command::new("sh").args(["-c", &script]).stderr(Stdio::null()).status();
}
