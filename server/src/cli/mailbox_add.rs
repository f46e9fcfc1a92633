//! `schalter mailbox add`: what can be said of a mailbox on the command line, the same as on the page.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// `schalter mailbox add`
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub struct MailboxAdd {
    /// The address of the mailbox
    #[arg(value_name = "ADDRESS")]
    pub address: String,
    /// The queue for its mail
    #[arg(long, value_name = "NAME")]
    pub queue: String,
    /// The IMAP URL to fetch it from, with user, host and folder (default: its mail arrives by pipe or LMTP)
    #[arg(long, value_name = "URL")]
    pub imap: Option<String>,
    /// Read the password from standard input
    #[arg(long, requires = "imap", conflicts_with = "password_file")]
    pub password_stdin: bool,
    /// Read the password from a file
    #[arg(long, requires = "imap", value_name = "FILE")]
    pub password_file: Option<PathBuf>,
    /// A provider in the configuration ([mail.oauth.NAME]) whose tokens are used instead of a password
    #[arg(long, requires = "imap", value_name = "NAME", conflicts_with_all = ["password_file", "password_stdin"])]
    pub oauth: Option<String>,
    /// Trust the certificates in this file (PEM) in addition to those of the system
    #[arg(long, requires = "imap", value_name = "FILE")]
    pub ca_file: Option<PathBuf>,
    /// What happens to replies by email
    #[arg(long, value_enum, default_value = "append")]
    pub replies: RepliesName,
    /// Also accept address+anything
    #[arg(long)]
    pub plus_addressing: bool,
    /// Do not make people in Cc watch the ticket
    #[arg(long)]
    pub no_cc_watches: bool,
    /// For how many days after closing a reply reopens a ticket; a later one opens a new, linked ticket (default: forever)
    #[arg(long, value_name = "DAYS", allow_negative_numbers = true)]
    pub reopen_days: Option<i32>,
    /// Rules for its mail: a TOML file with sections named rule, like those of a mailbox in the configuration
    #[arg(long, value_name = "FILE")]
    pub rules: Option<PathBuf>,
    /// Do not fetch it yet
    #[arg(long, requires = "imap")]
    pub paused: bool,
    /// What happens to a mail on the server after import: mark it as read, move it or delete it
    #[arg(long, requires = "imap", value_name = "WHAT", value_parser = ["mark", "move", "delete"], default_value = "mark")]
    pub after_fetch: String,
    /// The folder to move mail to, with --after-fetch move
    #[arg(long, value_name = "FOLDER", required_if_eq("after_fetch", "move"))]
    pub move_to: Option<String>,
    /// Ignore mail received before this day, such as 2026-01-31
    #[arg(long, requires = "imap", value_name = "DATE")]
    pub only_newer_than: Option<String>,
    /// What happens to mail that is more than a day old: unread mail is imported without notifying anybody (quiet), all mail
    /// is (import), or unread mail is confirmed as if it arrived now (answer)
    #[arg(long, requires = "imap", value_name = "WHAT", value_parser = ["quiet", "import", "answer"], default_value = "quiet")]
    pub old_mail: String,
}

/// What happens to replies, in the words of the configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RepliesName {
    /// They become comments
    Append,
    /// They become comments, and our emails ask to use the web
    #[value(name = "append+hint")]
    AppendHint,
    /// Our emails ask to use the web, and replies are visible only to the staff
    HintOnly,
    /// Replies are visible only to the staff
    Quarantine,
}
