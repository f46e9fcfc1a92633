//! A window on a list, by Relay's rules for cursors.

/// Which window: `first` items after a cursor, or the `last` items before one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Paging {
    /// How many from the beginning; at most 100.
    pub first: Option<i64>,
    /// Behind this cursor.
    pub after: Option<String>,
    /// How many from the end; at most 100.
    pub last: Option<i64>,
    /// Before this cursor.
    pub before: Option<String>,
}

/// A window on a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// Each item with the cursor of its place.
    pub items: Vec<(String, T)>,
    /// Whether more follows.
    pub has_next: bool,
    /// Whether something stands before.
    pub has_previous: bool,
    /// Whether these are all that the list has.
    pub whole: bool,
}

impl<T> Default for Page<T> {
    /// A page that nobody has filled.
    fn default() -> Self {
        Self { items: Vec::new(), has_next: false, has_previous: false, whole: false }
    }
}
