//! A term of a search that names nothing.

use async_graphql::SimpleObject;

use super::SearchProperty;

/// A search term that names an unknown property, or something that does not exist or that the viewer is not allowed to
/// see.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct UnknownSearchTerm {
    /// The term as typed, such as `queue:abc,Support`.
    term: String,
    /// What kind of thing it names.
    property: SearchProperty,
    /// The unknown name, such as `abc`.
    value: String,
    /// For an unknown property: the one that was probably meant, such as `status`; null if none is similar.
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
