//! In the place of `postgres.rs` where the feature `postgres` is off: there is no server, and none can be reached.

use std::{convert::Infallible, sync::Arc, time::Duration};

use sea_orm::{DatabaseConnection, DbErr, sqlx::Error};
use tokio::sync::watch;

use super::Liveness;

/// There is none.
#[derive(Debug, Clone)]
pub(crate) enum Server {}

/// The program was built without this database.
fn absent() -> DbErr {
    DbErr::Custom("this program was built without PostgreSQL; turn on the feature `postgres`".to_owned())
}

#[expect(clippy::unused_async, reason = "as the driver does")]
pub(super) async fn connect(_url: &str, _liveness: &Arc<Liveness>) -> Result<DatabaseConnection, DbErr> {
    Err(absent())
}

pub(super) fn parse(_url: &str) -> Result<Server, DbErr> {
    Err(absent())
}

#[expect(clippy::unused_async, reason = "as the driver does")]
pub(super) async fn ask(server: &Server, _patience: Duration) -> Result<(), Error> {
    match *server {}
}

#[expect(clippy::unused_async, reason = "as the driver does")]
pub(super) async fn works_on(
    server: &Server,
    _sql: &str,
    _asked: Duration,
    _patience: Duration,
) -> Result<bool, Error> {
    match *server {}
}

pub(super) const fn is_away(_error: &Error) -> bool {
    false
}

pub(super) const fn sentence(server: &Server, _error: &Error) -> String {
    match *server {}
}

pub(super) const fn server_of(_pool: &DatabaseConnection) -> Option<Arc<Server>> {
    None
}

pub(super) const fn aside(server: &Server) -> DatabaseConnection {
    match *server {}
}

pub(super) const fn most_connections(_pool: &DatabaseConnection) -> Option<u32> {
    None
}

/// No node needs a sign of life.
#[derive(Debug, Default)]
pub(crate) struct Life {}

impl Life {
    #[expect(clippy::unused_async, reason = "as the driver does")]
    pub(crate) async fn name(&self, server: Arc<Server>, _closing: watch::Receiver<bool>) -> Option<String> {
        match *server {}
    }
}

/// There is nothing to hear.
pub(crate) struct Listener(Infallible);

impl Listener {
    #[expect(clippy::unused_async, reason = "as the driver does")]
    pub(crate) async fn open(server: &Server, _channel: &str) -> Result<Self, Error> {
        match *server {}
    }

    #[expect(clippy::unused_async, reason = "as the driver does")]
    pub(crate) async fn hear(&mut self) -> Result<Option<String>, Error> {
        match self.0 {}
    }
}
