//! Whether a mail that looks like a report of a failed delivery is one, and whether it tells of a letter of ours: pure.
//!
//! A report by the standard (RFC 3464) is one. What only reads like one must be written by a mail server and be about a
//! letter of ours. Everything else is somebody's words. A letter counts as failed only if the report names it: by the signed
//! address that it came to, by its Message-ID in the enclosed mail, or by its recipient in an answer to it. Otherwise anybody
//! could fail our letters.

/// What a report says, compared with the letter of ours that it may be about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, and any combination can be")]
pub struct Report {
    /// Whether it is a report by the standard.
    pub standard: bool,
    /// Whether a mail server wrote it.
    pub by_machine: bool,
    /// Whether it came to the address to which failures of a letter of ours are reported, and of no other.
    pub addressed: bool,
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

/// Whether a failure of good is one of the address: that a mail was too large or held what a server does not take, that a
/// server was in trouble, or that somebody's policy refused it, such as a list of addresses that send spam, says nothing about where it
/// was to go. `status` is the enhanced code (RFC 3463), where there is one.
#[must_use]
pub fn blames_address(status: Option<&str>) -> bool {
    let of_others = |status: &str| {
        let subject = ["5.3.", "5.6.", "5.7."].iter().any(|subject| status.starts_with(subject));
        subject || ["5.2.3", "5.4.3", "5.4.5", "5.4.6", "5.4.7"].contains(&status)
    };
    status.is_none_or(|status| status.starts_with("5.") && !of_others(status))
}

/// Whether the words in which our own mail server refused a recipient put the blame on the address. Without a code that
/// says so it may be the server, the sender or the mail.
#[must_use]
pub fn refuses_address(words: &str) -> bool {
    let code = |word: &str| {
        let code = word.trim_matches(|letter: char| !letter.is_ascii_digit());
        let of_address = code.starts_with("5.1.") && !["5.1.7", "5.1.8"].contains(&code);
        of_address || ["5.2.0", "5.2.1", "5.2.2"].contains(&code)
    };
    words.split_whitespace().any(code)
}

/// Words that say of a mail that it is too large.
const TOO_LARGE: [&str; 6] =
    ["too large", "too big", "message size", "mail size", "size limit", "maximum permitted size"];

/// Words that say so together with the code 552, which may also mean that a mailbox is full (RFC 5321, 4.2.3).
const EXCEEDS: [&str; 3] = ["size", "large", "exceed"];

/// Words that tell a full mailbox from a large mail.
const FULL: [&str; 4] = ["quota", "storage", "full", "5.2.2"];

/// Words about a file, beside a code of a policy.
const FILES: [&str; 6] =
    ["attachment", "file type", "filetype", "file extension", "executable", "potential security issue"];

/// Whether the words in which a mail server refused a mail, at once or in a report, say that the mail is too large or that one
/// of its files is not taken: without its files it may pass.
#[must_use]
pub fn refuses_files(words: &str) -> bool {
    let words = words.to_ascii_lowercase();
    let says = |phrases: &[&str]| phrases.iter().any(|phrase| words.contains(phrase));
    let codes = words.split(|letter: char| letter.is_whitespace() || letter == '-');
    let has = |is: fn(&str) -> bool| {
        codes.clone().any(|word| is(word.trim_matches(|letter: char| !letter.is_ascii_digit())))
    };
    if has(|code| ["5.2.3", "5.3.4", "4.3.4"].contains(&code)) {
        return true;
    }
    let of_size = has(|code| code == "552") && says(&EXCEEDS) || says(&TOO_LARGE);
    let of_files = has(|code| code == "552" || code.starts_with("5.7.")) && says(&FILES);
    of_files || (of_size && !says(&FULL))
}

/// Decides what a mail is that looks like a report.
#[must_use]
pub const fn undelivered(report: Report) -> Undelivered {
    match report {
        // Whoever passes a letter on has another address than the one that it went to.
        Report { addressed: true, standard: true, .. }
        | Report { addressed: true, by_recipient: false, .. }
        | Report { standard: true, encloses_ours: true, names_recipient: None | Some(true), .. }
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
