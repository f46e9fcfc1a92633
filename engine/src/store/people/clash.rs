//! What of an account somebody else has, as a constraint says of two who write the same at once.

use sea_orm::{DbErr, SqlErr};

use crate::store::constraint::violates;

/// What of an account is somebody else's already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Clash {
    /// An address.
    Address,
    /// The user name.
    UserName,
    /// What another system calls the person.
    ExternalId,
}

impl Clash {
    /// Why a constraint refused a new account: what is neither its external id nor its user name counts as its address.
    pub(super) fn of_new(cause: &DbErr) -> Option<Self> {
        match cause.sql_err() {
            _ if violates(cause, "external_id") => Some(Self::ExternalId),
            _ if violates(cause, "user_name") => Some(Self::UserName),
            Some(SqlErr::UniqueConstraintViolation(_)) => Some(Self::Address),
            Some(_) | None => None,
        }
    }

    /// Why a constraint refused the change of an account.
    pub(super) fn of_changed(cause: &DbErr) -> Option<Self> {
        if violates(cause, "email") || violates(cause, "account_address") {
            Some(Self::Address)
        } else if violates(cause, "external_id") {
            Some(Self::ExternalId)
        } else if violates(cause, "user_name") {
            Some(Self::UserName)
        } else {
            None
        }
    }
}
