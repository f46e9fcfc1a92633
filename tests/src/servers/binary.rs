//! The binary `schalter` as its operator runs it: with a configuration file, on a free port, until it is told to stop.

use std::{
    fs,
    io::{BufRead as _, BufReader, Read, Write as _},
    os::unix::{
        fs::{PermissionsExt as _, chown},
        process::CommandExt as _,
    },
    path::{Path, PathBuf},
    process::{Command, ExitStatus, Output, Stdio},
    sync::{Arc, Mutex},
};

use tempfile::TempDir;

use super::process::Process;
use crate::wait::until;

/// A place with a configuration, in which commands can be run and the server started, several times if need be.
#[derive(Debug)]
pub struct Site {
    directory: TempDir,
    config: PathBuf,
}

/// A server that was started and listens.
#[derive(Debug)]
pub struct Server {
    process: Process,
    url: String,
    lines: Arc<Mutex<Vec<String>>>,
}

impl Site {
    /// A site with this configuration, written as `schalter.toml`. `{data}` in it stands for the site's directory.
    #[must_use]
    pub fn new(toml: &str) -> Self {
        let directory = tempfile::Builder::new().prefix("schalter-site-").tempdir().expect("a directory");
        let config = directory.path().join("schalter.toml");
        let toml = toml.replace("{data}", &directory.path().display().to_string());
        fs::write(&config, toml).expect("a configuration");
        Self { directory, config }
    }

    /// As [`Site::new`], with a database: commands other than `serve` and `migrate` make none.
    #[must_use]
    pub fn migrated(toml: &str) -> Self {
        let site = Self::new(toml);
        let _said = site.succeed(&["migrate"], "");
        site
    }

    /// Where it keeps everything.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.directory.path()
    }

    /// A command of the program in this site, ready for more arguments.
    #[must_use]
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Self::bare(arguments, self.path());
        command.arg("--config").arg(&self.config);
        command
    }

    /// A command of the program in this directory, without any configuration.
    #[must_use]
    pub fn bare(arguments: &[&str], directory: &Path) -> Command {
        let mut command = Command::new(binary());
        command.args(arguments).current_dir(directory);
        without_variables(&mut command);
        command
    }

    /// Runs a command to its end.
    #[must_use]
    pub fn run(&self, arguments: &[&str], input: impl AsRef<[u8]>) -> Output {
        let mut command = self.command(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the binary starts");
        let mut stdin = child.stdin.take().expect("piped");
        // A command that reads nothing may be gone before everything is written.
        let _ = stdin.write_all(input.as_ref());
        drop(stdin);
        child.wait_with_output().expect("it ends")
    }

    /// Runs a command that must succeed, and answers what it printed.
    #[must_use]
    pub fn succeed(&self, arguments: &[&str], input: impl AsRef<[u8]>) -> String {
        let output = self.run(arguments, input);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?} failed: {errors}");
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    /// Starts the server and waits until it listens.
    pub async fn serve(&self, arguments: &[&str]) -> Server {
        let mut command = self.command(&["serve"]);
        command.args(arguments);
        Server::start(command).await
    }

    /// Gives everything to another user, and starts the server as that one; needs root.
    pub async fn serve_as(&self, user: (u32, u32)) -> Server {
        Server::start(self.command_as(&["serve"], user)).await
    }

    /// Gives everything to another user, and answers a command that runs as that one; needs root.
    #[must_use]
    pub fn command_as(&self, arguments: &[&str], (uid, gid): (u32, u32)) -> Command {
        let program = self.path().join("schalter");
        fs::copy(binary(), &program).expect("a copy that everybody may run");
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect("set");
        give(self.path(), (uid, gid));
        let mut command = Command::new(&program);
        command.args(arguments).args(["--config", "schalter.toml"]);
        command.current_dir(self.path()).uid(uid).gid(gid);
        without_variables(&mut command);
        command
    }
}

/// Gives a directory and what is in it to another user; needs root.
pub fn give(path: &Path, (uid, gid): (u32, u32)) {
    chown(path, Some(uid), Some(gid)).expect("this needs root");
    for entry in fs::read_dir(path).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            give(&path, (uid, gid));
        } else {
            chown(path, Some(uid), Some(gid)).expect("given");
        }
    }
}

/// A test must not change with the variables of whoever runs it.
fn without_variables(command: &mut Command) {
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("SCHALTER_")) {
        command.env_remove(name);
    }
}

impl Server {
    /// Starts this command, which is `serve`, and waits until it listens.
    pub async fn start(mut command: Command) -> Self {
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut process = Process::start(&mut command);
        let lines = Arc::new(Mutex::new(Vec::new()));
        let child = process.child();
        follow(child.stdout.take().expect("piped"), Arc::clone(&lines));
        follow(child.stderr.take().expect("piped"), Arc::clone(&lines));
        let url = until("the server to listen", || {
            let told = lines.lock().expect("no panic inside").clone();
            let url = told.iter().find_map(|line| listening(line));
            assert!(url.is_some() || process.runs(), "the server gave up:\n{}", told.join("\n"));
            std::future::ready(url)
        })
        .await;
        Self { process, url, lines }
    }

    /// Where it listens, `http://127.0.0.1:…`.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Everything it said so far, on both outputs.
    #[must_use]
    pub fn log(&self) -> String {
        self.lines.lock().expect("no panic inside").join("\n")
    }

    /// Its process.
    #[must_use]
    pub fn pid(&self) -> u32 {
        self.process.pid()
    }

    /// Sends it a signal, such as `TERM`.
    pub fn signal(&self, name: &str) {
        self.process.signal(name);
    }

    /// How it ended, once it has.
    pub fn ended(&mut self) -> Option<ExitStatus> {
        self.process.child().try_wait().expect("a child")
    }

    /// Ends it as a power cut does.
    pub fn kill(mut self) {
        self.process.kill();
    }

    /// Asks it to stop, and waits until it did.
    pub async fn stop(mut self) -> ExitStatus {
        self.process.signal("TERM");
        let process = &mut self.process;
        until("the server to stop", || std::future::ready(process.child().try_wait().expect("a child"))).await
    }
}

/// The binary that was built beside this test.
#[must_use]
pub fn binary() -> PathBuf {
    if let Some(path) = std::env::var_os("SCHALTER_TEST_BINARY") {
        return path.into();
    }
    let test = std::env::current_exe().expect("this test has a path");
    let profile = test.parent().and_then(Path::parent).expect("target/<profile>/deps/<test>");
    let binary = profile.join("schalter");
    assert!(binary.is_file(), "{} is not built: run `tests/run`, or `cargo build` first", binary.display());
    binary
}

fn follow(output: impl Read + Send + 'static, lines: Arc<Mutex<Vec<String>>>) {
    std::thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            lines.lock().expect("no panic inside").push(line);
        }
    });
}

/// The address in the line that tells where the server listens; a log's colours do not get in the way.
fn listening(line: &str) -> Option<String> {
    let line = line.to_lowercase();
    let at = line.find("http://127.0.0.1:").filter(|_| line.contains("listening"))?;
    let rest = line.get(at + "http://127.0.0.1:".len()..)?;
    let port: String = rest.chars().take_while(char::is_ascii_digit).collect();
    (!port.is_empty()).then(|| format!("http://127.0.0.1:{port}"))
}
