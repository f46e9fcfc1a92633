//! Why: whether mail still comes in is worth a look.

use async_graphql::SimpleObject;

use crate::scalars::DateTime;

/// The health of a mailbox that is fetched.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct Mailbox {
    /// Its name: the address, and the server it is fetched from.
    name: String,
    /// When it was last read without a fault.
    last_success_at: Option<DateTime>,
    /// What the last fault was; null since the last success.
    last_error: Option<String>,
    /// When that was.
    last_error_at: Option<DateTime>,
}

impl From<engine::MailboxHealth> for Mailbox {
    fn from(health: engine::MailboxHealth) -> Self {
        Self {
            name: health.name,
            last_success_at: health.last_success_at.map(DateTime),
            last_error: health.last_error,
            last_error_at: health.last_error_at.map(DateTime),
        }
    }
}
