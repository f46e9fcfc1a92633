//! The databases that every engine test runs on.

use std::path::Path;

use crate::{prepared, servers::postgres};

/// A kind of database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    /// A file of its own in the test's directory.
    Sqlite,
    /// A database of its own on the PostgreSQL of this run.
    Postgres,
}

impl Backend {
    /// All of them, for a test that goes through them itself.
    #[must_use]
    pub const fn each() -> [Self; 2] {
        [Self::Sqlite, Self::Postgres]
    }

    /// The address of an empty database.
    pub async fn fresh(self, directory: &Path) -> String {
        match self {
            Self::Sqlite => format!("sqlite://{}", directory.join("schalter.db").display()),
            Self::Postgres => postgres::fresh_database().await,
        }
    }

    /// The address of a database with all its tables, in which nothing is.
    pub async fn prepared(self, directory: &Path) -> String {
        match self {
            Self::Sqlite => {
                let file = directory.join("schalter.db");
                prepared::sqlite(&file).await;
                format!("sqlite://{}", file.display())
            }
            Self::Postgres => postgres::prepared_database().await,
        }
    }
}

/// Runs tests on every database. Each is an `async fn` of this name in the same module that takes a [`crate::TestApp`]:
///
/// ```ignore
/// tests::on_each_database!(a_comment_of_the_customer_reopens_a_resolved_ticket);
/// async fn a_comment_of_the_customer_reopens_a_resolved_ticket(app: TestApp) { … }
/// ```
#[macro_export]
macro_rules! on_each_database {
    ($($name:ident),+ $(,)?) => {$(
        mod $name {
            #[tokio::test]
            async fn on_sqlite() {
                super::$name($crate::TestApp::on($crate::Backend::Sqlite).await).await;
            }

            #[tokio::test]
            async fn on_postgres() {
                super::$name($crate::TestApp::on($crate::Backend::Postgres).await).await;
            }
        }
    )+};
}
