//! A private PostgreSQL: a directory, and a server on it for as long as somebody holds it.

use std::{
    fs,
    os::unix::fs::{MetadataExt as _, chown},
    path::Path,
    process::{Command, Stdio},
    time::Duration,
};

use sea_orm::sqlx::{Connection as _, PgConnection};
use tests::servers::free_port;

use super::process::Process;

/// A running server with its default durability.
#[derive(Debug)]
pub(crate) struct Cluster {
    process: Process,
    port: u16,
}

impl Cluster {
    /// Makes an empty one.
    pub(crate) fn init(place: &Path) {
        fs::create_dir(place).expect("a new directory");
        if let Some((user, group)) = owner() {
            chown(place, Some(user), Some(group)).expect("given to PostgreSQL");
        }
        let mut command = command("initdb", place);
        command.arg("-D").arg(place);
        command.args(["-U", "schalter", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8"]);
        let made = command.output().expect("initdb runs");
        assert!(made.status.success(), "initdb failed: {}", String::from_utf8_lossy(&made.stderr));
    }

    /// Starts a server and waits until it answers.
    pub(crate) async fn start(place: &Path, settings: &[&str]) -> Self {
        let port = free_port();
        let log = fs::File::create(place.with_extension("log")).expect("a log");
        let mut command = command("postgres", place);
        command.arg("-D").arg(place).args(["-p", &port.to_string(), "-h", "127.0.0.1", "-k", ""]);
        for setting in settings {
            command.args(["-c", setting]);
        }
        command.stdout(Stdio::null()).stderr(log);
        // SIGINT does not wait for those who are connected.
        let mut process = Process::start(&mut command, "INT");
        let url = url_on(port, "postgres");
        for _ in 0..600 {
            assert!(process.runs(), "PostgreSQL gave up: see {}", place.with_extension("log").display());
            if PgConnection::connect(&url).await.is_ok() {
                return Self { process, port };
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("PostgreSQL does not answer: see {}", place.with_extension("log").display());
    }

    /// Where its first database is.
    pub(crate) fn url(&self) -> String {
        self.url_of("postgres")
    }

    /// Where one of its databases is.
    pub(crate) fn url_of(&self, database: &str) -> String {
        url_on(self.port, database)
    }

    /// The port on which it listens.
    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// The id of its first process.
    pub(crate) fn id(&self) -> u32 {
        self.process.id()
    }
}

fn url_on(port: u16, database: &str) -> String {
    format!("postgres://schalter@127.0.0.1:{port}/{database}")
}

/// A program of the newest PostgreSQL, run by somebody who is not root: it refuses root.
fn command(program: &str, place: &Path) -> Command {
    let program = newest().join(program);
    let mut command = if let Some((user, group)) = owner() {
        let mut command = Command::new("setpriv");
        command.args(["--reuid", &user.to_string(), "--regid", &group.to_string(), "--clear-groups"]);
        command.arg(program);
        command
    } else {
        Command::new(program)
    };
    command.current_dir(place);
    command
}

fn newest() -> std::path::PathBuf {
    let all = fs::read_dir("/usr/lib/postgresql").expect("PostgreSQL: tests/bench installs it").flatten();
    let version = |path: &Path| path.file_name()?.to_str()?.parse::<u32>().ok();
    let newest = all.map(|entry| entry.path()).max_by_key(|path| version(path));
    newest.expect("PostgreSQL: tests/bench installs it").join("bin")
}

/// If we are root: the user and the group that Debian's package has made.
fn owner() -> Option<(u32, u32)> {
    if fs::metadata("/proc/self").expect("procfs").uid() != 0 {
        return None;
    }
    let passwd = fs::read_to_string("/etc/passwd").expect("the system's users");
    let line = passwd.lines().find(|line| line.starts_with("postgres:")).expect("the user postgres");
    let mut ids = line.split(':').skip(2).map(|field| field.parse().expect("a number"));
    Some((ids.next()?, ids.next()?))
}
