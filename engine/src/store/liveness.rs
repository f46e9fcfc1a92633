//! Frees callers of a database server that does not answer any more.
//!
//! A server that is stopped, hangs or is cut off answers no statement, and a connection does not tell that from a slow
//! one. So when a call takes long, or fails for want of the database, the server is asked for an answer on a connection
//! of its own. If none comes, all calls under way end as unavailable, and new ones at once, until it answers again.
//! SQLite has no server: there this does nothing.

use std::{
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use sea_orm::{DatabaseConnection, DbErr};
use tokio::sync::{Notify, watch};

use super::postgres::{self, Server};
use crate::error::{Code, Error, Result};

/// A call that takes longer makes one wonder.
const DOUBT: Duration = Duration::from_millis(400);

/// How long the server may take to answer on a connection of its own. Together with [`DOUBT`] less than two seconds.
const PATIENCE: Duration = Duration::from_millis(1100);

/// How often a server that is away is asked again.
const AGAIN: Duration = Duration::from_millis(300);

/// A server that has just answered is not asked again for this long.
const TRUST: Duration = Duration::from_millis(250);

/// Why a call was ended.
#[derive(Debug, thiserror::Error)]
#[error("the database does not answer")]
struct Away;

/// What is known of the database server.
#[derive(Debug)]
pub(crate) struct Liveness {
    server: Option<Server>,
    away: watch::Sender<bool>,
    doubted: Notify,
    last_away: Mutex<Option<Instant>>,
}

impl Liveness {
    /// For a database without a server.
    pub(super) fn unwatched() -> Self {
        Self {
            server: None,
            away: watch::Sender::new(false),
            doubted: Notify::new(),
            last_away: Mutex::new(None),
        }
    }

    /// For the PostgreSQL at this address.
    pub(super) fn of(url: &str) -> Result<Self, DbErr> {
        Ok(Self { server: Some(postgres::parse(url)?), ..Self::unwatched() })
    }

    /// For the server of a pool that a host brought, if it has one.
    pub(super) fn of_pool(pool: &DatabaseConnection) -> Self {
        let server = postgres::server_of(pool).map(|server| (*server).clone());
        Self { server, ..Self::unwatched() }
    }

    /// Runs a call, and ends it when the server turns out to be away.
    ///
    /// # Errors
    /// The call's own, and [`Error::Unavailable`] when the server does not answer.
    pub(crate) async fn guard<T>(&self, call: impl Future<Output = Result<T>>) -> Result<T> {
        if self.server.is_none() {
            return call.await;
        }
        let mut away = self.away.subscribe();
        let watching = async {
            loop {
                tokio::select! {
                    biased;
                    // The sender lives as long as this.
                    _ = away.wait_for(|away| *away) => return,
                    () = tokio::time::sleep(DOUBT) => self.doubted.notify_one(),
                }
            }
        };
        let done = tokio::select! {
            biased;
            () = watching => Err(Error::unavailable(Away)),
            done = call => done,
        };
        if done.as_ref().is_err_and(|error| error.code() == Code::Unavailable) {
            // Other connections may have broken with this one: each is looked at before it is used again.
            self.note_away();
            self.doubted.notify_one();
        }
        done
    }

    /// Asks the server whenever somebody doubts, and until it answers.
    pub(crate) async fn watch(&self) {
        let Some(server) = &self.server else { return std::future::pending().await };
        loop {
            if *self.away.borrow() {
                tokio::time::sleep(AGAIN).await;
            } else {
                self.doubted.notified().await;
            }
            match postgres::ask(server, PATIENCE).await {
                Err(error) if postgres::is_away(&error) => {
                    self.note_away();
                    if !self.away.send_replace(true) {
                        tracing::error!("{}", postgres::sentence(server, &error));
                    }
                }
                // A server that refuses a new connection for another reason still answers on those that are there.
                _ => {
                    if self.away.send_replace(false) {
                        tracing::info!("the database answers again");
                    }
                    tokio::time::sleep(TRUST).await;
                }
            }
        }
    }

    /// Whether the server was away at any time since a connection was put aside.
    #[cfg_attr(not(feature = "postgres"), expect(dead_code, reason = "only the driver of PostgreSQL asks"))]
    pub(super) fn was_away_within(&self, time: Duration) -> bool {
        let last = *self.last_away.lock().unwrap_or_else(PoisonError::into_inner);
        last.is_some_and(|last| last.elapsed() <= time)
    }

    /// The server, if there is one.
    pub(super) const fn server(&self) -> Option<&Server> {
        self.server.as_ref()
    }

    /// Has connections looked at before they are used again.
    pub(super) fn note_away(&self) {
        *self.last_away.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
    }
}
