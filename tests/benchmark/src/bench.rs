//! What a run has: where it works, and desks, each a copy of the data with a site on it.

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::Command,
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

use sea_orm::{
    ConnectOptions, ConnectionTrait as _, DatabaseConnection, Statement,
    sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous},
};

use crate::{
    client::Client,
    data::{
        self,
        plan::{Plan, organisation_name},
    },
    machine::{
        cluster::Cluster,
        sink::Sink,
        site::{Server, Site},
        usage,
    },
    options::{Kind, Options, Size},
};

/// A password that the rules take.
const PASSWORD: &str = "Benchmark-2026-Geheim";

/// One run.
#[derive(Debug)]
pub(crate) struct Bench {
    pub(crate) options: Options,
    pub(crate) binary: PathBuf,
    pub(crate) store: PathBuf,
    pub(crate) sink: Sink,
    place: PathBuf,
    serial: AtomicU32,
}

impl Bench {
    /// Prepares the places.
    pub(crate) async fn new(options: Options) -> Self {
        let store = options.data.clone();
        let place = store.join(format!("run-{}", std::process::id()));
        fs::create_dir_all(&place).unwrap_or_else(|error| panic!("cannot make {}: {error}", place.display()));
        sweep(&store);
        for folder in [&store, &place] {
            // PostgreSQL runs as somebody else.
            fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).expect("our own directory");
        }
        let own = std::env::current_exe().expect("a program has a path");
        let binary = own.with_file_name("schalter");
        assert!(binary.is_file(), "{} is not built: tests/bench builds it", binary.display());
        Self { options, binary, store, sink: Sink::start().await, place, serial: AtomicU32::new(0) }
    }

    /// A path that nobody has used in this run.
    pub(crate) fn fresh(&self, name: &str) -> PathBuf {
        self.place.join(format!("{}-{name}", self.serial.fetch_add(1, Ordering::Relaxed)))
    }

    /// Where copies lie: on the disk that is measured.
    pub(crate) fn place(&self) -> &Path {
        &self.place
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        let _gone = fs::remove_dir_all(&self.place);
    }
}

/// Removes what runs have left behind that were killed: it ends in the id of a process that is no more.
fn sweep(store: &Path) {
    for path in fs::read_dir(store).expect("our own directory").flatten().map(|entry| entry.path()) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let id = name.strip_prefix("run-").or_else(|| name.split_once('.').map(|(_, id)| id));
        let dead = id
            .and_then(|id| id.parse::<u32>().ok())
            .is_some_and(|id| !Path::new(&format!("/proc/{id}")).exists());
        if dead {
            let _gone = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
        }
    }
}

/// A copy of the data, and a site on it. What is first here ends first.
#[derive(Debug)]
pub(crate) struct Desk {
    pub(crate) site: Site,
    cluster: Option<Cluster>,
    pub(crate) kind: Kind,
    pub(crate) plan: Plan,
    url: String,
    _copy: Copy,
}

/// A directory that goes with its owner.
#[derive(Debug)]
struct Copy(PathBuf);

impl Drop for Copy {
    fn drop(&mut self) {
        let _gone = fs::remove_dir_all(&self.0);
    }
}

impl Desk {
    /// Copies the data; `mailbox` is added to the configuration of the mailbox.
    pub(crate) async fn open(bench: &Bench, kind: Kind, size: Size, mailbox: &str) -> Self {
        let kept = data::kept(bench, kind, size).await;
        let copy = Copy(bench.fresh("copy"));
        fs::create_dir(&copy.0).expect("a new directory");
        let own = copy.0.join(if kind == Kind::Sqlite { "schalter.db" } else { "cluster" });
        let mut command = Command::new("cp");
        command.args(["-a", "--reflink=auto"]).arg(&kept).arg(&own);
        assert!(command.status().expect("cp runs").success(), "the data can be copied");
        // What the copy left in memory to be written must not slow down what is measured.
        assert!(Command::new("sync").arg("-f").arg(&own).status().expect("sync runs").success());
        let (cluster, url) = match kind {
            Kind::Sqlite => (None, format!("sqlite://{}", own.display())),
            Kind::Postgres => {
                let cluster = Cluster::start(&own, &[]).await;
                let url = cluster.url();
                (Some(cluster), url)
            }
        };
        let site = Site::new(bench, &url, mailbox);
        // Makes the directory for files, which no other command but `serve` makes.
        site.succeed(&["migrate"], "");
        Self { site, cluster, kind, plan: size.plan(), url, _copy: copy }
    }

    /// Starts the server and logs people in.
    pub(crate) async fn serve(&self) -> Served {
        let create = ["user", "create", "--password-stdin", "--email"];
        let agent = [&create[..], &["agent@bench.example", "--name", "Bench", "--role", "agent"]].concat();
        self.site.succeed(&agent, PASSWORD);
        let name = organisation_name(0);
        let customer =
            [&create[..], &["customer@bench.example", "--name", "Kundin", "--organisation", &name]];
        self.site.succeed(&customer.concat(), PASSWORD);
        let server = self.site.serve().await;
        let anybody = Client::new(server.url(), None);
        let agent = anybody.login("agent@bench.example", PASSWORD).await;
        let customer = anybody.login("customer@bench.example", PASSWORD).await;
        Served { server, agent, customer, database: self.cluster.as_ref().map(Cluster::id) }
    }

    /// Connections as the engine opens them.
    pub(crate) async fn pools(&self) -> Pools {
        match self.kind {
            Kind::Sqlite => Pools { ro: sqlite(&self.url, 4).await, rw: sqlite(&self.url, 1).await },
            Kind::Postgres => {
                let mut options = ConnectOptions::new(&self.url);
                options.max_connections(8).sqlx_logging(false);
                let pool = sea_orm::Database::connect(options).await.expect("the database");
                Pools { ro: pool.clone(), rw: pool }
            }
        }
    }

    /// Where the database is.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Processor time that the database took; none of its own with SQLite.
    pub(crate) fn database(&self) -> Option<u32> {
        self.cluster.as_ref().map(Cluster::id)
    }
}

async fn sqlite(url: &str, connections: u32) -> DatabaseConnection {
    let mut options = ConnectOptions::new(url);
    options.max_connections(connections).sqlx_logging(false).map_sqlx_sqlite_opts(|options| {
        options
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(20))
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
    });
    sea_orm::Database::connect(options).await.expect("the database")
}

/// Connections for reading and for writing.
#[derive(Debug, Clone)]
pub(crate) struct Pools {
    pub(crate) ro: DatabaseConnection,
    pub(crate) rw: DatabaseConnection,
}

impl Pools {
    /// The whole number that a statement answers.
    pub(crate) async fn number(&self, sql: &str) -> i64 {
        let statement = Statement::from_string(self.ro.get_database_backend(), sql);
        let row = self.ro.query_one_raw(statement).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
        row.expect("a row").try_get_by_index(0).expect("a number")
    }

    /// Closes them.
    pub(crate) async fn close(self) {
        self.ro.close_by_ref().await.expect("closed");
        self.rw.close_by_ref().await.expect("closed");
    }
}

/// A running server, and who is logged in.
#[derive(Debug)]
pub(crate) struct Served {
    pub(crate) server: Server,
    pub(crate) agent: String,
    pub(crate) customer: String,
    database: Option<u32>,
}

impl Served {
    /// Processor time of the server and its database so far.
    pub(crate) fn cpu(&self) -> Duration {
        let database = self.database.map(usage::cpu_of_family).unwrap_or_default();
        usage::cpu(self.server.id()) + database
    }

    /// Resident memory of the server.
    pub(crate) fn memory(&self) -> u64 {
        usage::memory(self.server.id())
    }

    /// A client with the rights of this token.
    pub(crate) fn client(&self, token: &str) -> Client {
        Client::new(self.server.url(), Some(token))
    }
}
