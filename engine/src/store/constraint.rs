//! Which constraint refused a statement: what two callers ask for at once, the second one learns from it.

use sea_orm::{DbErr, SqlErr};

/// Whether a statement was refused because a row with the same value of this column exists.
pub(crate) fn violates(cause: &DbErr, column: &str) -> bool {
    matches!(cause.sql_err(), Some(SqlErr::UniqueConstraintViolation(which)) if which.contains(column))
}
