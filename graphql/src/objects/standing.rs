//! Why: the place of a ticket in a list, for whoever reads one after the other.

use async_graphql::SimpleObject;

/// Where a ticket stands in a list.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct Standing {
    /// Its place, from 1; null: it is not in the list, or more than a thousand stand before it.
    position: Option<u64>,
    /// How many tickets the list has.
    total_count: u64,
    /// The number of the ticket before it. A ticket that has left the list has neighbours, too: those between which it
    /// would stand.
    previous: Option<i64>,
    /// The number of the ticket after it.
    next: Option<i64>,
}

impl From<engine::Standing> for Standing {
    fn from(standing: engine::Standing) -> Self {
        let engine::Standing { position, total, previous, next } = standing;
        Self { position, total_count: total, previous, next }
    }
}
