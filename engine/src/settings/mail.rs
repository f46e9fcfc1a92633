//! `settings.mail`: mailboxes, senders, what is trusted and how much is let in.

use serde::{Deserialize, Serialize};

use crate::{
    content::address::ROLE_NAMES,
    incoming::rules::MailRule,
    model::{Address, ConfiguredMailAccount},
};

/// What the usual filters write into mails that they take for spam.
const SPAM_MARKS: &[&str] = &[
    "X-Spam-Flag: Yes",
    "X-Spam-Flag: True",
    "X-Spam-Status: Yes",
    "X-Spam: Yes",
    "X-Spam: True",
    "X-Spam: Spam",
];

/// What comes in and goes out by mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailSettings {
    /// The tag in subjects, before the number. A queue may have its own.
    pub subject_tag: String,
    /// Names before the `@` that belong to a function rather than a person; shown to the staff, never refused.
    pub role_addresses: Vec<String>,
    /// Domains at which anybody gets an address, beside those that are known; in lower case.
    pub free_mail_domains: Vec<String>,
    /// How many people who write for the first time get a confirmation within an hour. What comes beyond is a ticket
    /// all the same: a flood of made-up senders shall not make us write to all of them.
    pub first_confirmations_per_hour: u64,
    /// How many people may write for the first time within an hour, in all; what comes beyond waits for the staff.
    pub new_senders_per_hour: u64,
    /// The same for the senders of one organisation's domain.
    pub new_senders_per_domain: u64,
    /// The same for senders from one network, where the mail tells from where it entered.
    pub new_senders_per_range: u64,
    /// How many mails of one sender are processed within an hour; what comes beyond waits for the staff.
    pub mails_per_sender: u64,
    /// Headers by which a filter marks spam, as `Name: beginning of the value`.
    pub spam_marks: Vec<String>,
    /// The mail servers whose `Authentication-Results` are trusted, by the name that they write there (RFC 8601).
    pub trusted_authserv: Vec<String>,
    /// Who mails come from. A queue may have its own.
    pub from: Address,
    /// What mails carry. A queue may have its own.
    pub content: MailContent,
    /// How many bytes of files an email carries that carries the text of an answer of the staff; what does not fit is on the
    /// ticket's page. 0: none.
    pub attachments: u64,
    /// The mailboxes that feed queues.
    pub mailboxes: Vec<MailboxSettings>,
    /// How mail comes in and goes out, for admins to see.
    pub routes: MailRoutes,
    /// The accounts at providers of mail that are used by tokens.
    pub accounts: Vec<ConfiguredMailAccount>,
}

impl Default for MailSettings {
    fn default() -> Self {
        Self {
            subject_tag: "schalter".to_owned(),
            role_addresses: ROLE_NAMES.iter().map(|name| (*name).to_owned()).collect(),
            free_mail_domains: Vec::new(),
            first_confirmations_per_hour: 500,
            new_senders_per_hour: 500,
            new_senders_per_domain: 100,
            new_senders_per_range: 100,
            mails_per_sender: 100,
            spam_marks: SPAM_MARKS.iter().map(|mark| (*mark).to_owned()).collect(),
            trusted_authserv: Vec::new(),
            from: Address { name: "Support".to_owned(), address: "support@localhost".to_owned() },
            content: MailContent::Link,
            attachments: 10 << 20,
            mailboxes: Vec::new(),
            routes: MailRoutes::default(),
            accounts: Vec::new(),
        }
    }
}

/// What a mail carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum MailContent {
    /// The link alone.
    Link,
    /// The text of the comment too.
    Full,
}

/// What happens with an answer to one of our mails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Replies {
    /// It becomes a comment.
    Append,
    /// It becomes a comment, and our mails ask to use the web.
    AppendHint,
    /// Our mails ask to use the web, and an answer becomes a comment for the staff alone.
    HintOnly,
    /// An answer becomes a comment for the staff alone.
    Quarantine,
}

/// A mailbox that feeds a queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailboxSettings {
    /// Its address.
    pub address: String,
    /// The queue it feeds; made at the start if it is missing.
    pub queue: String,
    /// What happens with answers.
    pub replies: Replies,
    /// Whether `name+anything@host` arrives in it, so that reply addresses can be signed.
    pub plus_addressing: bool,
    /// Whether people who are copied in by a customer, and colleagues who answer, watch the ticket.
    pub cc_watches: bool,
    /// What is looked for in its mails, beside what every mail says about its thread.
    pub rules: Vec<MailRule>,
}

/// How mail comes in and goes out. The engine does neither: it is what the transports were told, for admins to see.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MailRoutes {
    /// The addresses of mailboxes that are fetched, and where from.
    pub fetched: Vec<(String, String)>,
    /// Where a mail server delivers by LMTP.
    pub lmtp: Option<String>,
    /// The domains whose mail is signed (DKIM), and those below.
    pub signed_domains: Vec<String>,
}
