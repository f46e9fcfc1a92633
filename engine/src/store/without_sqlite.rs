//! In the place of `sqlite.rs` where the feature `sqlite` is off: no file is opened.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use sea_orm::{DatabaseConnection, DbErr};

pub(super) const BUSY: Duration = Duration::ZERO;

pub(super) const IMPATIENT: Duration = Duration::ZERO;

/// The program was built without this database.
fn absent() -> DbErr {
    DbErr::Custom("this program was built without SQLite; turn on the feature `sqlite`".to_owned())
}

#[expect(clippy::unused_async, reason = "as the driver does")]
pub(super) async fn writer(_url: &str, _busy: Duration) -> Result<DatabaseConnection, DbErr> {
    Err(absent())
}

#[expect(clippy::unused_async, reason = "as the driver does")]
pub(super) async fn readers(_url: &str, _busy: Duration) -> Result<DatabaseConnection, DbErr> {
    Err(absent())
}

pub(super) const fn is_busy(_error: &DbErr) -> bool {
    false
}

#[expect(clippy::unused_async, reason = "as the driver does")]
pub(super) async fn copy(_database: &DatabaseConnection, _file: &Path) -> Result<(), DbErr> {
    Err(absent())
}

pub(super) const fn most_connections(_pool: &DatabaseConnection) -> Option<u32> {
    None
}

pub(super) fn file(_address: &str) -> Result<PathBuf, DbErr> {
    Err(absent())
}
