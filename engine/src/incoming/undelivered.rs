//! Whether a mail that looks like a report of a failed delivery is one, and whether it tells of a letter of ours: pure.
//!
//! A report by the standard (RFC 3464) is one. What only reads like one must be written by a mail server and be about a
//! letter of ours. Everything else is somebody's words. A letter counts as failed only if the report names it: by its
//! Message-ID in the enclosed mail, or by its recipient in an answer to it. Otherwise anybody could fail our letters.

/// What a report says, compared with the letter of ours that it may be about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, and any combination can be")]
pub struct Report {
    /// Whether it is a report by the standard.
    pub standard: bool,
    /// Whether a mail server wrote it.
    pub by_machine: bool,
    /// Whether it encloses or quotes the Message-ID of a letter of ours.
    pub encloses_ours: bool,
    /// Whether it answers a letter of ours.
    pub answers_ours: bool,
    /// Whether the address that it names is that of the letter; `None`: it names none.
    pub names_recipient: Option<bool>,
    /// Whether it comes from the recipient of the letter: what they write has reached us, and they had our letter.
    pub by_recipient: bool,
}

/// What such a mail is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Undelivered {
    /// The letter was not delivered.
    Fails,
    /// Something was not delivered; it is noted, and no letter fails.
    Noted,
    /// No report at all.
    Words,
}

/// Decides what a mail is that looks like a report.
#[must_use]
pub const fn undelivered(report: Report) -> Undelivered {
    match report {
        Report { standard: true, encloses_ours: true, names_recipient: None | Some(true), .. }
        | Report { standard: true, answers_ours: true, names_recipient: Some(true), .. } => {
            Undelivered::Fails
        }
        Report { standard: true, .. } => Undelivered::Noted,
        Report { by_machine: false, .. } | Report { by_recipient: true, .. } => Undelivered::Words,
        Report { encloses_ours: true, .. }
        | Report { answers_ours: true, names_recipient: Some(true), .. } => Undelivered::Fails,
        Report { .. } => Undelivered::Words,
    }
}
