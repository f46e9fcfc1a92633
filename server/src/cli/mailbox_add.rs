//! `schalter mailbox add`: what can be said of a mailbox on the command line, the same as on the page.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// `schalter mailbox add`
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub struct MailboxAdd {
    /// The address whose mail arrives in it
    #[arg(value_name = "ADDRESS")]
    pub address: String,
    /// The queue that it feeds
    #[arg(long, value_name = "NAME")]
    pub queue: String,
    /// The IMAP address that it is fetched from, with user, host and folder (else its mail comes by pipe or LMTP)
    #[arg(long, value_name = "URL")]
    pub imap: Option<String>,
    /// Read the password from standard input
    #[arg(long, requires = "imap", conflicts_with = "password_file")]
    pub password_stdin: bool,
    /// Read the password from a file
    #[arg(long, requires = "imap", value_name = "FILE")]
    pub password_file: Option<PathBuf>,
    /// A provider of the configuration ([mail.oauth.NAME]) whose tokens open it in the place of a password
    #[arg(long, requires = "imap", value_name = "NAME", conflicts_with_all = ["password_file", "password_stdin"])]
    pub oauth: Option<String>,
    /// Trust the certificates in this file (PEM) beside those of the system
    #[arg(long, requires = "imap", value_name = "FILE")]
    pub ca_file: Option<PathBuf>,
    /// What happens with answers by email
    #[arg(long, value_enum, default_value = "append")]
    pub replies: RepliesName,
    /// address+anything arrives in it as well
    #[arg(long)]
    pub plus_addressing: bool,
    /// People who are copied in do not watch the ticket
    #[arg(long)]
    pub no_cc_watches: bool,
    /// For how many days after a ticket was closed an answer reopens it; a later one opens a linked new ticket (else for ever)
    #[arg(long, value_name = "DAYS", allow_negative_numbers = true)]
    pub reopen_days: Option<i32>,
    /// Rules for its mails: a TOML file with sections named rule, as the configuration has them below a mailbox
    #[arg(long, value_name = "FILE")]
    pub rules: Option<PathBuf>,
    /// Do not fetch it for now
    #[arg(long, requires = "imap")]
    pub paused: bool,
    /// What becomes of a mail in the mailbox once it was taken in: mark it as read, move it, or delete it
    #[arg(long, requires = "imap", value_name = "WHAT", value_parser = ["mark", "move", "delete"], default_value = "mark")]
    pub after_fetch: String,
    /// The folder that mails are moved to, with --after-fetch move
    #[arg(long, value_name = "FOLDER", required_if_eq("after_fetch", "move"))]
    pub move_to: Option<String>,
    /// Leave alone what came before this day, such as 2026-01-31
    #[arg(long, requires = "imap", value_name = "DATE")]
    pub only_newer_than: Option<String>,
    /// What becomes of mails that came more than a day before: those that nobody has read are taken in without emails to anybody
    /// (quiet), all are (import), or those that nobody has read are confirmed as if they came now (answer)
    #[arg(long, requires = "imap", value_name = "WHAT", value_parser = ["quiet", "import", "answer"], default_value = "quiet")]
    pub old_mail: String,
}

/// What happens with answers, in the words of the configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RepliesName {
    /// They become comments
    Append,
    /// They become comments, and our mails ask to use the web
    #[value(name = "append+hint")]
    AppendHint,
    /// Our mails ask to use the web, and an answer is for the staff alone
    HintOnly,
    /// An answer is for the staff alone
    Quarantine,
}
