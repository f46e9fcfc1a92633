//! The program under test with a configuration of its own, and its server while it runs.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use tests::servers::free_port;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use super::process::Process;
use crate::{bench::Bench, data::plan::MAILBOX};

/// More people who write for the first time than a run has: each of them is to be answered, and counted.
const NEWCOMERS: u32 = 1_000_000;
/// More comments than one agent writes in a run.
const COMMENTS: u32 = 1_000_000;

/// A directory with a configuration; removed in the end.
#[derive(Debug)]
pub(crate) struct Site {
    directory: PathBuf,
    binary: PathBuf,
    port: u16,
}

/// A server that is ready.
#[derive(Debug)]
pub(crate) struct Server {
    process: Process,
    url: String,
    took: Duration,
}

impl Site {
    /// A site on this database, with the shipped defaults but for the bounds on first confirmations and on what an agent
    /// writes; `mailbox` is added to the configuration of its mailbox.
    pub(crate) fn new(bench: &Bench, database: &str, mailbox: &str) -> Self {
        let directory = bench.fresh("site");
        fs::create_dir(&directory).expect("a new directory");
        let (port, place, smtp) = (free_port(), directory.display(), bench.sink.url());
        let config = format!(
            "[server]\nbind = \"127.0.0.1:{port}\"\npublic_url = \"http://127.0.0.1:{port}\"\n\
             [database]\nurl = \"{database}\"\n[blobs]\nurl = \"file://{place}/blobs\"\n\
             [mail]\nfrom = \"Bench <{MAILBOX}>\"\nfirst_confirmations_per_hour = {NEWCOMERS}\n[mail.smtp]\nurl = \"{smtp}\"\n\
             [limits]\nstaff_per_hour = {COMMENTS}\n\
             [[mail.mailbox]]\naddress = \"{MAILBOX}\"\nqueue = \"Support\"\n{mailbox}\n"
        );
        fs::write(directory.join("schalter.toml"), config).expect("a configuration");
        Self { directory, binary: bench.binary.clone(), port }
    }

    /// Where it keeps everything but the database.
    pub(crate) fn path(&self) -> &Path {
        &self.directory
    }

    /// A command of the program, ready to run.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.binary);
        command.args(arguments).arg("--config").arg(self.directory.join("schalter.toml"));
        command.current_dir(&self.directory);
        // What is measured must not change with the variables of whoever runs it.
        for (name, _) in
            std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("SCHALTER_"))
        {
            command.env_remove(name);
        }
        command
    }

    /// Runs a command that must succeed, and answers what it printed.
    pub(crate) fn succeed(&self, arguments: &[&str], input: impl AsRef<[u8]>) -> String {
        let mut command = self.command(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the binary starts");
        let mut stdin = child.stdin.take().expect("piped");
        // A command that reads nothing may be gone before everything is written.
        let _read = stdin.write_all(input.as_ref());
        drop(stdin);
        let output = child.wait_with_output().expect("it ends");
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?} failed: {errors}");
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    /// Starts the server and waits until it says that it is ready.
    pub(crate) async fn serve(&self) -> Server {
        let log = self.directory.join("log");
        let mut command = self.command(&["serve"]);
        command.stdout(Stdio::null()).stderr(fs::File::create(&log).expect("a log"));
        let begin = Instant::now();
        let mut process = Process::start(&mut command, "TERM");
        while !ready(self.port).await {
            let told = || fs::read_to_string(&log).unwrap_or_default();
            assert!(process.runs(), "the server gave up: {}", told());
            assert!(begin.elapsed() < Duration::from_mins(2), "the server does not get ready: {}", told());
            tokio::time::sleep(Duration::from_micros(500)).await;
        }
        Server { process, url: format!("http://127.0.0.1:{}", self.port), took: begin.elapsed() }
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        // What cannot be removed now is removed with the run's place.
        let _gone = fs::remove_dir_all(&self.directory);
    }
}

impl Server {
    /// Where it listens.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Its process.
    pub(crate) fn id(&self) -> u32 {
        self.process.id()
    }

    /// How long it took from its start until it was ready.
    pub(crate) fn took(&self) -> Duration {
        self.took
    }
}

/// Asks a server once whether it is ready, over a connection of its own.
pub(crate) async fn ready(port: u16) -> bool {
    let asked = async {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).await?;
        stream.write_all(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").await?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await?;
        std::io::Result::Ok(answer)
    };
    asked.await.is_ok_and(|answer| answer.starts_with(b"HTTP/1.1 200"))
}
