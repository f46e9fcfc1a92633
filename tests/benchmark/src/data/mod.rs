//! The data: planned ([`plan`]), written out as rows ([`rows`]), loaded ([`sqlite`], [`postgres`]) and kept for later runs.
//!
//! What is kept is named after its size, its database and the version of what made it: this generator and the files of
//! the migrations. A run works on a copy.

pub(crate) mod numbers;
pub(crate) mod plan;
mod postgres;
mod rows;
mod sqlite;
pub(crate) mod words;

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Instant,
};

use plan::Plan;

use crate::{
    bench::Bench,
    figures::{progress, seconds},
    machine::{cluster::Cluster, site::Site},
    options::{Kind, Size},
};

/// To be raised when the same plan makes other rows.
const GENERATOR: u32 = 2;

/// The queue of the configured mailbox was made with the tables; ours takes its place.
const CLEAR: &str = "DELETE FROM queue";

/// The counts that the engine keeps by triggers, counted anew.
const TALLY: &str = "INSERT INTO ticket_tally (queue_id, status, assignee_id, count)
    SELECT queue_id, status, assignee_id, count(*) FROM ticket GROUP BY queue_id, status, assignee_id";

/// Where the kept data of this size and database lie; made now if they are not there.
pub(crate) async fn kept(bench: &Bench, kind: Kind, size: Size) -> PathBuf {
    let name = format!("{kind}-{size}-{}", version());
    let place = bench.store.join(&name);
    if place.exists() {
        return place;
    }
    progress(format!("making {name}, once"));
    let begin = Instant::now();
    let aside = bench.store.join(format!("{name}.{}", std::process::id()));
    match kind {
        Kind::Sqlite => make_sqlite(bench, &aside, size.plan()).await,
        Kind::Postgres => make_postgres(bench, &aside, size.plan()).await,
    }
    fs::rename(&aside, &place).expect("a name of its own");
    progress(format!("  {} in {}", size_of(&place), seconds(begin.elapsed())));
    place
}

async fn make_sqlite(bench: &Bench, file: &Path, plan: Plan) {
    let site = Site::new(bench, &format!("sqlite://{}", file.display()), "");
    site.succeed(&["migrate"], "");
    sqlite::load(file, plan).await;
    // Some columns are filled in when a database is opened that has rows from before; that is not the first start's.
    site.succeed(&["migrate"], "");
}

async fn make_postgres(bench: &Bench, place: &Path, plan: Plan) {
    Cluster::init(place);
    // Nobody reads it before it has been written whole; and its log is not worth keeping.
    let hasty = [
        "fsync=off",
        "full_page_writes=off",
        "wal_level=minimal",
        "max_wal_senders=0",
        "max_wal_size=2GB",
        "min_wal_size=80MB",
        "wal_recycle=off",
    ];
    let cluster = Cluster::start(place, &hasty).await;
    let site = Site::new(bench, &cluster.url(), "");
    site.succeed(&["migrate"], "");
    postgres::load(&cluster.url(), plan).await;
    site.succeed(&["migrate"], "");
    drop(cluster);
    let synced = Command::new("sync").arg("-f").arg(place).status().expect("sync runs");
    assert!(synced.success(), "the data reach the disk");
}

/// Changes with the generator and with the shape of the database.
fn version() -> String {
    let migrations = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migration/src");
    let files = fs::read_dir(migrations).expect("the migrations").flatten();
    let mut names: Vec<_> = files.map(|file| file.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    format!("v{GENERATOR}-{:08x}", numbers::digest(&names.join(" ")) >> 32)
}

/// How much room it takes, in words.
pub(crate) fn size_of(place: &Path) -> String {
    let told = Command::new("du").arg("-sh").arg(place).output().expect("du runs");
    let told = String::from_utf8_lossy(&told.stdout).into_owned();
    told.split_whitespace().next().unwrap_or("?").to_owned()
}
