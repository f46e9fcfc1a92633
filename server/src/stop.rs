//! Stopping in order: one signal asks everything to finish, a second one ends the process where it stands.

use std::io;
use std::time::Duration;

use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::Instant;
use tracing::{info, warn};

/// What a shell reports for a program that an interrupt ended.
const INTERRUPTED: i32 = 130;

/// The number of `SIGXFSZ` on the systems that we run on: a file has reached the limit of its size.
const FILE_SIZE: i32 = 25;

/// From here on a write beyond the process's limit of a file's size fails like one on a full disk; by default it would
/// end the process. Holds for as long as the answer lives.
pub(crate) fn survive_limits() -> io::Result<Signal> {
    signal(SignalKind::from_raw(FILE_SIZE))
}

/// Listens for the signals that ask the process to stop, and for one that is often meant to make a server read its configuration
/// again.
#[derive(Debug)]
pub(crate) struct Signals {
    terminate: Signal,
    interrupt: Signal,
    hang_up: Signal,
}

impl Signals {
    /// From here on a signal no longer kills the process but asks it.
    ///
    /// # Errors
    /// When the system refuses to tell us of signals.
    pub(crate) fn listen() -> io::Result<Self> {
        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
            hang_up: signal(SignalKind::hangup())?,
        })
    }

    /// Waits for the next signal that asks to stop, and names it. By default a hang-up would end the process where it stands.
    pub(crate) async fn next(&mut self) -> &'static str {
        loop {
            tokio::select! {
                _ = self.terminate.recv() => return "SIGTERM",
                _ = self.interrupt.recv() => return "SIGINT",
                _ = self.hang_up.recv() => info!(
                    signal = "SIGHUP",
                    "ignored: the configuration is read at the start; restart the server after a change"
                ),
            }
        }
    }

    /// Watches for a second signal while everything finishes.
    pub(crate) fn hurry(mut self) -> JoinHandle<()> {
        tokio::spawn(async move {
            let name = self.next().await;
            warn!(
                signal = name,
                "asked again: ending at once; what is under way is done again at the next start"
            );
            std::process::exit(INTERRUPTED);
        })
    }
}

/// What the time of `server.stop_within` is for, counted from the signal: the end comes within it, whatever hangs.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Grace {
    /// The parts are asked to finish now, also when requests are still under way.
    pub parts: Instant,
    /// Requests and parts are cut off.
    pub work: Instant,
    /// What is still closing is left to the end of the process.
    pub end: Instant,
}

impl Grace {
    /// Begins to count.
    pub(crate) fn from_now(stop_within: Duration) -> Self {
        let now = Instant::now();
        Self { parts: now + stop_within / 2, work: now + stop_within * 9 / 10, end: now + stop_within }
    }
}

/// A part of the server that runs until it is asked to stop.
#[derive(Debug)]
pub(crate) struct Part {
    name: &'static str,
    task: JoinHandle<()>,
}

/// The parts that run beside the web: started in order, ended together.
#[derive(Debug, Default)]
pub(crate) struct Parts {
    asked: watch::Sender<bool>,
    parts: Vec<Part>,
}

impl Parts {
    /// Starts a part; what it gets turns true when it shall finish.
    pub(crate) fn start<F>(&mut self, name: &'static str, part: impl FnOnce(watch::Receiver<bool>) -> F)
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let task = tokio::spawn(part(self.asked.subscribe()));
        self.parts.push(Part { name, task });
    }

    /// Asks every part to finish.
    pub(crate) fn ask(&self) {
        self.asked.send_replace(true);
    }

    /// Asks every part to finish and waits for each, all until then.
    pub(crate) async fn stop(self, until: Instant) {
        self.ask();
        for mut part in self.parts {
            match tokio::time::timeout_at(until, &mut part.task).await {
                Ok(Ok(())) => info!(part = part.name, "finished"),
                Ok(Err(error)) => warn!(part = part.name, %error, "ended badly"),
                Err(_elapsed) => {
                    part.task.abort();
                    warn!(
                        part = part.name,
                        "did not finish in time; its work is done again at the next start"
                    );
                }
            }
        }
    }
}
