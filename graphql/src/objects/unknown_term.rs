//! A term of a search that names nothing.

use async_graphql::SimpleObject;

use super::SearchProperty;

/// A term of a search that names nothing which exists, as far as the viewer may know.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct UnknownSearchTerm {
    /// The term as it was typed, such as `queue:abc,Support`.
    term: String,
    /// What it should name.
    property: SearchProperty,
    /// The name that nothing has, such as `abc`.
    value: String,
}

impl From<engine::UnknownTerm> for UnknownSearchTerm {
    fn from(unknown: engine::UnknownTerm) -> Self {
        Self { term: unknown.term, property: unknown.property.into(), value: unknown.value }
    }
}
