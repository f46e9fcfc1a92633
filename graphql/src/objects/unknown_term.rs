//! A term of a search that names nothing.

use async_graphql::SimpleObject;

use super::SearchProperty;

/// A term of a search that names nothing which exists, as far as the viewer may know, or that is no property.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct UnknownSearchTerm {
    /// The term as it was typed, such as `queue:abc,Support`.
    term: String,
    /// What it should name.
    property: SearchProperty,
    /// The name that nothing has, such as `abc`.
    value: String,
    /// Of a property that does not exist: the one that was probably meant, such as `status`; null when none is close.
    nearest: Option<String>,
}

impl From<engine::UnknownTerm> for UnknownSearchTerm {
    fn from(unknown: engine::UnknownTerm) -> Self {
        Self {
            term: unknown.term,
            property: unknown.property.into(),
            value: unknown.value,
            nearest: unknown.nearest.map(str::to_owned),
        }
    }
}
