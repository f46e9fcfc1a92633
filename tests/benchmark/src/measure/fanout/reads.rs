//! How often the database is asked for one event: by the server's own count, and by PostgreSQL's of transactions.

use std::time::Duration;

use crate::{
    bench::{Desk, Served},
    client::Client,
};

/// The server's count of its readings of the journal.
const COUNTER: &str = "schalter_journal_reads_total";
/// PostgreSQL's count, of the whole database.
const COMMITS: &str =
    "SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = current_database()";
/// PostgreSQL's processes tell what they did about once a second.
const UNTIL_TOLD: Duration = Duration::from_millis(1_500);
/// How long the quiet is watched.
const QUIET: Duration = Duration::from_secs(4);

/// Both counts at one moment.
#[derive(Debug)]
pub(super) struct Reading {
    reads: Option<f64>,
    commits: Option<i64>,
    at: std::time::Instant,
}

/// What was counted in a time.
#[derive(Debug)]
pub(super) struct Counted {
    reads: Option<f64>,
    commits: Option<i64>,
    took: Duration,
}

/// What is said of it.
#[derive(Debug)]
pub(super) struct Told {
    pub(super) words: String,
    pub(super) per_event: Option<f64>,
}

/// Counts while nothing happens.
pub(super) async fn quiet(desk: &Desk, served: &Served) -> Counted {
    let reading = begin(desk, served).await;
    tokio::time::sleep(QUIET).await;
    end(desk, served, &reading).await
}

/// Reads both counts.
pub(super) async fn begin(desk: &Desk, served: &Served) -> Reading {
    if desk.database().is_some() {
        tokio::time::sleep(UNTIL_TOLD).await;
    }
    let metrics = Client::new(served.server.url(), None).text("/metrics").await;
    let line = metrics.lines().find(|line| line.starts_with(COUNTER));
    let reads = line.and_then(|line| line.rsplit(' ').next()?.parse().ok());
    let commits = if desk.database().is_some() {
        let pools = desk.pools().await;
        let commits = pools.number(COMMITS).await;
        pools.close().await;
        Some(commits)
    } else {
        None
    };
    Reading { reads, commits, at: std::time::Instant::now() }
}

/// Reads both again.
pub(super) async fn end(desk: &Desk, served: &Served, before: &Reading) -> Counted {
    let now = begin(desk, served).await;
    Counted {
        reads: now.reads.zip(before.reads).map(|(now, before)| now - before),
        commits: now.commits.zip(before.commits).map(|(now, before)| now - before),
        took: now.at - before.at,
    }
}

/// What an event cost beyond the quiet.
#[expect(clippy::cast_precision_loss, reason = "a rate")]
pub(super) fn tell(busy: &Counted, quiet: &Counted, events: usize) -> Told {
    let share = busy.took.as_secs_f64() / quiet.took.as_secs_f64();
    let each = |busy: f64, quiet: f64| ((busy - quiet * share) / events as f64).max(0.0);
    // The server reads nothing in quiet; what it read then was for those who had just connected.
    let per_event = busy.reads.map(|reads| reads / events as f64);
    let mut words = per_event
        .map_or_else(|| "journal reads: -".to_owned(), |reads| format!("{reads:.1} journal reads each"));
    if let Some((busy, quiet)) = busy.commits.zip(quiet.commits) {
        let commits = each(busy as f64, quiet as f64);
        words = format!("{words}, {commits:.1} transactions each, with the comment and its letter");
    }
    Told { words, per_event }
}
