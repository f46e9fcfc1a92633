//! A PostgreSQL of one test's own, which can be stopped, frozen and started again.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use sea_orm::{ConnectionTrait as _, Database};
use tempfile::TempDir;

use super::{free_port, process::Process};
use crate::wait::until;

/// A cluster of databases in a directory of its own.
#[derive(Debug)]
pub struct Cluster {
    directory: TempDir,
    port: u16,
    server: Option<Process>,
}

impl Cluster {
    /// Makes one and starts it.
    pub async fn start() -> Self {
        let directory = tempfile::Builder::new().prefix("schalter-cluster-").tempdir().expect("a directory");
        give(directory.path());
        let mut made = unprivileged("initdb");
        made.arg("-D").arg(directory.path().join("data"));
        made.args(["-U", "schalter", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8"]);
        let made = made.current_dir(directory.path()).output().expect("initdb runs");
        assert!(made.status.success(), "initdb failed: {}", String::from_utf8_lossy(&made.stderr));
        let mut cluster = Self { directory, port: free_port(), server: None };
        cluster.resume().await;
        cluster
    }

    /// Its port.
    #[must_use]
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// The address of a database in it, seen through this port.
    #[must_use]
    pub fn url(&self, database: &str) -> String {
        format!("postgres://schalter@127.0.0.1:{}/{database}", self.port)
    }

    /// Makes an empty database and answers its address.
    pub async fn database(&self, name: &str) -> String {
        self.run(&format!("CREATE DATABASE {name} TEMPLATE template0")).await;
        self.url(name)
    }

    /// Makes an empty database that lies in this directory.
    pub async fn database_in(&self, name: &str, place: &Path) -> String {
        let place = place.join("tablespace");
        fs::create_dir(&place).expect("a directory");
        give(&place);
        self.run(&format!("CREATE TABLESPACE tiny LOCATION '{}'", place.display())).await;
        self.run(&format!("CREATE DATABASE {name} TEMPLATE template0 TABLESPACE tiny")).await;
        self.url(name)
    }

    async fn run(&self, sql: &str) {
        let connection = Database::connect(self.url("postgres")).await.expect("it answers");
        connection.execute_unprepared(sql).await.expect(sql);
        connection.close().await.expect("closed");
    }

    /// Ends it as its administrator does, without waiting for clients.
    pub async fn stop(&mut self) {
        let mut server = self.server.take().expect("it runs");
        server.signal("INT");
        until("PostgreSQL to stop", || std::future::ready((!server.runs()).then_some(()))).await;
    }

    /// Starts it again.
    pub async fn resume(&mut self) {
        let mut postgres = unprivileged("postgres");
        postgres.arg("-D").arg(self.directory.path().join("data")).arg("-k").arg(self.directory.path());
        postgres.args(["-h", "127.0.0.1", "-p", &self.port.to_string()]);
        for setting in ["fsync=off", "shared_buffers=16MB", "max_connections=60"] {
            postgres.args(["-c", setting]);
        }
        postgres.current_dir(self.directory.path()).stdout(Stdio::null()).stderr(Stdio::null());
        let server = Process::start(&mut postgres);
        until("PostgreSQL to answer", || async {
            Database::connect(self.url("postgres")).await.ok()?.close().await.ok()
        })
        .await;
        self.server = Some(server);
    }

    /// Freezes every process of it: connections stay, and nothing answers.
    pub fn freeze(&self) {
        self.signal_all("STOP");
    }

    /// Lets it go on.
    pub fn thaw(&self) {
        self.signal_all("CONT");
    }

    fn signal_all(&self, name: &str) {
        let pid = self.server.as_ref().expect("it runs").pid();
        // The parent first: it would start what it misses.
        // A child may end between being listed and being signalled.
        let script = format!(
            "kill -{name} {pid} || exit 1
             for child in $(cat /proc/{pid}/task/{pid}/children); do kill -{name} $child 2>/dev/null; done; true"
        );
        let done = Command::new("sh").args(["-c", &script]).status().expect("a shell");
        assert!(done.success(), "PostgreSQL's processes could not be signalled");
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if let Some(mut server) = self.server.take() {
            // Frozen processes notice nothing.
            server.signal("CONT");
            server.signal("QUIT");
            let _ = server.child().wait();
        }
    }
}

/// PostgreSQL refuses to run as root.
fn unprivileged(program: &str) -> Command {
    let program = programs().join(program);
    match owner() {
        Some((uid, gid)) => {
            let mut command = Command::new("setpriv");
            command.args(["--reuid", &uid, "--regid", &gid, "--clear-groups", "--"]).arg(program);
            command
        }
        None => Command::new(program),
    }
}

/// Gives a directory to whom PostgreSQL runs as.
fn give(directory: &Path) {
    if let Some((uid, gid)) = owner() {
        let ids = (uid.parse().ok(), gid.parse().ok());
        std::os::unix::fs::chown(directory, ids.0, ids.1).expect("given away");
    }
}

/// Whom root lets PostgreSQL run as; `None` when this is not root.
fn owner() -> Option<(String, String)> {
    let id = |arguments: &[&str]| {
        let output = Command::new("id").args(arguments).output().ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
    };
    (id(&["-u"])? == "0").then_some(())?;
    let name = if id(&["-u", "postgres"]).is_some() { "postgres" } else { "nobody" };
    Some((id(&["-u", name])?, id(&["-g", name])?))
}

fn programs() -> PathBuf {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let newest =
        versions.map(|version| version.path().join("bin")).filter(|bin| bin.join("initdb").is_file());
    newest.max().unwrap_or_else(|| panic!("this test needs PostgreSQL: run `tests/run`, which installs it"))
}
