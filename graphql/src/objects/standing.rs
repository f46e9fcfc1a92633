//! Why: the place of a ticket in a list, for whoever reads one after the other.

use async_graphql::SimpleObject;

/// The position of a ticket in a list.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct Standing {
    /// Its position, starting from 1; null if it is not in the list or after more than a thousand others.
    position: Option<u64>,
    /// The number of tickets in the list.
    total_count: u64,
    /// The number of the previous ticket. A ticket that has left the list also has neighbours: those that it would be
    /// between.
    previous: Option<i64>,
    /// The number of the next ticket.
    next: Option<i64>,
}

impl From<engine::Standing> for Standing {
    fn from(standing: engine::Standing) -> Self {
        let engine::Standing { position, total, previous, next } = standing;
        Self { position, total_count: total, previous, next }
    }
}
