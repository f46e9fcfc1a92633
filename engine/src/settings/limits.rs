//! `settings.limits`: sizes, and how much is let through.

use std::path::PathBuf;

use crate::policy::rates::Rates;

/// How large and how much at most.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LimitSettings {
    /// The largest file in bytes.
    pub attachment: u64,
    /// The largest message in bytes, all files together.
    pub message: u64,
    /// The largest answer to one GraphQL document, in bytes.
    pub answer: u64,
    /// How much is let through within an hour.
    pub rates: Rates,
    /// How much may be on its way in at once.
    pub uploads: UploadBudget,
    /// Where files lie on their way in; `None`: in `incoming` of the blob store if that is a directory, otherwise among
    /// the temporary files.
    pub incoming: Option<PathBuf>,
}

impl Default for LimitSettings {
    fn default() -> Self {
        Self {
            attachment: 25 * 1024 * 1024,
            message: 50 * 1024 * 1024,
            answer: 16 * 1024 * 1024,
            rates: Rates::default(),
            uploads: UploadBudget::default(),
            incoming: None,
        }
    }
}

/// How many bytes of files may be on their way in at once, on this node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UploadBudget {
    /// Of everybody together.
    pub total: u64,
    /// Of one person.
    pub per_person: u64,
    /// From one network address; of IPv6 a /64.
    pub per_address: u64,
}

impl Default for UploadBudget {
    fn default() -> Self {
        Self { total: 1 << 30, per_person: 200 << 20, per_address: 400 << 20 }
    }
}
