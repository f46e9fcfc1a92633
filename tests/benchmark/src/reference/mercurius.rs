//! A peer: the part of our schema that is measured, written by hand for Node.js (`tests/mercurius`), on the same database.

use std::{
    fs,
    process::{Command, Stdio},
    time::Duration,
};

use tests::servers::{free_port, node};

use crate::{
    bench::Bench,
    client::Client,
    figures::progress,
    machine::{load::Load, process::Process, site::ready},
};

/// What the server consists of, beside its packages.
const FILES: [&str; 4] = ["server.mjs", "session.mjs", "pages.mjs", "comment.mjs"];
/// The first Node.js that runs its packages.
const OLDEST: (u32, u32) = (20, 19);

/// A running server; one process, as Node.js is.
#[derive(Debug)]
pub(crate) struct Mercurius {
    process: Process,
    url: String,
}

impl Mercurius {
    /// Starts one on this database and waits until it answers; `None`: there is no Node.js that runs it.
    pub(crate) async fn start(bench: &Bench, database: &str) -> Option<Self> {
        let (major, minor) = OLDEST;
        if version().is_none_or(|version| version < OLDEST) {
            progress(format!("  without Mercurius, which needs Node.js {major}.{minor} or newer"));
            return None;
        }
        let place = node::installed("mercurius", &FILES);
        let (port, path) = (free_port(), bench.fresh("mercurius.log"));
        let log = fs::File::create(&path).expect("a log");
        let mut command = Command::new("node");
        command.arg("server.mjs").current_dir(place).env("NODE_ENV", "production");
        command.env("DATABASE_URL", database).env("PORT", port.to_string());
        command.stdout(Stdio::null()).stderr(log);
        let mut process = Process::start(&mut command, "TERM");
        for _ in 0..600 {
            assert!(process.runs(), "Mercurius gave up: {}", fs::read_to_string(&path).unwrap_or_default());
            if ready(port).await {
                return Some(Self { process, url: format!("http://127.0.0.1:{port}") });
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("Mercurius does not answer: {}", fs::read_to_string(&path).unwrap_or_default());
    }

    /// Its process.
    pub(crate) fn id(&self) -> u32 {
        self.process.id()
    }

    /// The same load on this server.
    pub(crate) fn load(&self, load: &Load) -> Load {
        Load { url: self.url.clone(), ..load.clone() }
    }

    /// A client of this server with the rights of this token.
    pub(crate) fn client(&self, token: &str) -> Client {
        Client::new(&self.url, Some(token))
    }
}

/// The version of Node.js, if it is installed.
fn version() -> Option<(u32, u32)> {
    let output = Command::new("node").arg("--version").output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let mut numbers = text.trim().trim_start_matches('v').split('.').map(str::parse);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}
