//! The file that an error is about.

use super::Error;

impl Error {
    /// The name of the file that is too large, by itself or with others, and the limit in bytes.
    #[must_use]
    pub fn file(&self) -> Option<(&str, u64)> {
        match self {
            Self::TooLarge { name, limit, .. } | Self::TooLargeTogether { name, limit, .. } => {
                Some((name, *limit))
            }
            Self::InChange { cause, .. }
            | Self::InRule { cause, .. }
            | Self::Several { first: cause, .. } => cause.file(),
            _ => None,
        }
    }
}
