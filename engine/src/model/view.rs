//! A saved search.

use super::{UserId, ViewId};

/// A search with a name, that its owner keeps alone or shares with the staff.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct View {
    /// Its id.
    pub id: ViewId,
    /// Who saved it.
    pub owner: UserId,
    /// Its name.
    pub name: String,
    /// The search, as it was typed.
    pub query: String,
    /// Whether all of the staff have it.
    pub shared: bool,
}
