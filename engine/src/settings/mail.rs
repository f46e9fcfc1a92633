//! `settings.mail`: mailboxes, senders, what is trusted and how much is let in.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::{
    content::address::{ROLE_NAMES, spelled},
    incoming::rules::MailRule,
    model::{Address, ConfiguredMailAccount, ConfiguredMailProvider},
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
    /// How many automatic letters go to one person within an hour, of all tickets together; what comes beyond is held.
    pub letters_per_person: u64,
    /// Headers by which a filter marks spam, as `Name: beginning of the value`.
    pub spam_marks: Vec<String>,
    /// The mail servers whose `Authentication-Results` are trusted, by the name that they write there (RFC 8601).
    pub trusted_authserv: Vec<String>,
    /// The certificates (DER) whose owners are trusted to say who signs mail (S/MIME).
    pub smime_roots: Vec<Vec<u8>>,
    /// What becomes of a mail of which a trusted server says that its sender did not write it (`dmarc=fail`, RFC 7489).
    pub dmarc_failure: DmarcFailure,
    /// How long a mail is kept as it came; `None`: for ever. What waits for the staff stays.
    pub keep_raw: Option<Duration>,
    /// How long the ledger keeps its line about a mail that is in no ticket; `None`: for ever. What waits for the staff stays.
    pub keep_ledger: Option<Duration>,
    /// Who mails come from. A queue may have its own.
    pub from: Address,
    /// What mails carry. A queue may have its own.
    pub content: MailContent,
    /// How many bytes of files an email carries that carries the text of an answer of the staff; what does not fit is on the
    /// ticket's page. 0: none.
    pub attachments: u64,
    /// The mailboxes of the configuration. Which ones are in force, [`crate::Engine::mailboxes_in_force`] says.
    pub mailboxes: Vec<MailboxSettings>,
    /// How mail comes in and goes out, for admins to see.
    pub routes: MailRoutes,
    /// The providers of mail that are asked for tokens.
    pub providers: Vec<ConfiguredMailProvider>,
    /// The accounts of the configuration that are used by tokens. Which ones there are in all, [`crate::Engine::mail_accounts`] says.
    pub accounts: Vec<ConfiguredMailAccount>,
}

impl MailSettings {
    /// Whether a mailbox of the configuration has this address, or this alias, however it is spelled.
    #[must_use]
    pub fn is_configured(&self, address: &str) -> bool {
        let address = spelled(address);
        self.mailboxes.iter().any(|mailbox| mailbox.has(&address))
    }
}

impl MailSettings {
    /// What people call a provider; empty for one that the configuration does not name.
    pub(crate) fn provider_title(&self, name: &str) -> String {
        let found = self.providers.iter().find(|provider| provider.name == name);
        found.map(|provider| provider.title.clone()).unwrap_or_default()
    }
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
            letters_per_person: 500,
            spam_marks: SPAM_MARKS.iter().map(|mark| (*mark).to_owned()).collect(),
            trusted_authserv: Vec::new(),
            smime_roots: Vec::new(),
            dmarc_failure: DmarcFailure::Mark,
            keep_raw: None,
            keep_ledger: None,
            from: Address { name: "Support".to_owned(), address: "support@localhost".to_owned() },
            content: MailContent::Link,
            attachments: 10 << 20,
            mailboxes: Vec::new(),
            routes: MailRoutes::default(),
            providers: Vec::new(),
            accounts: Vec::new(),
        }
    }
}

/// What becomes of a mail of which a trusted server says that its sender did not write it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum DmarcFailure {
    /// The same as of others, marked for the staff.
    Mark,
    /// It waits in the ledger for the staff.
    Hold,
    /// It stays in the ledger and becomes nothing. Nobody is told: whoever its sender seems to be did not write it.
    Refuse,
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

impl MailContent {
    /// Whether an email carries the text of a comment, and with it what its author wants below it.
    #[must_use]
    pub const fn carries_texts(self) -> bool {
        matches!(self, Self::Full)
    }
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

impl Replies {
    /// Every way, in the order of the documentation.
    pub const ALL: &'static [Self] = &[Self::Append, Self::AppendHint, Self::HintOnly, Self::Quarantine];

    /// The word as it is stored and sent.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Append => "APPEND",
            Self::AppendHint => "APPEND_HINT",
            Self::HintOnly => "HINT_ONLY",
            Self::Quarantine => "QUARANTINE",
        }
    }

    /// The way of a word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|way| way.as_str() == word)
    }
}

/// A mailbox that feeds a queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailboxSettings {
    /// Its address.
    pub address: String,
    /// Further addresses whose mail arrives in it.
    pub aliases: Vec<String>,
    /// The queue it feeds; made at the start if it is missing.
    pub queue: String,
    /// What happens with answers.
    pub replies: Replies,
    /// Whether `name+anything@host` arrives in it, so that reply addresses can be signed.
    pub plus_addressing: bool,
    /// Whether people who are copied in by a customer, and colleagues who answer, watch the ticket.
    pub cc_watches: bool,
    /// How long after a ticket was closed an answer still reopens it; a later one opens a new ticket that is linked to it.
    /// `None`: however long.
    pub reopen_within: Option<Duration>,
    /// What is looked for in its mails, beside what every mail says about its thread.
    pub rules: Vec<MailRule>,
}

impl MailboxSettings {
    /// A mailbox about which nothing else was decided: answers become comments, and reopen whatever its age is.
    #[must_use]
    pub fn new(address: &str, queue: &str) -> Self {
        Self {
            address: address.to_owned(),
            aliases: Vec::new(),
            queue: queue.to_owned(),
            replies: Replies::Append,
            plus_addressing: false,
            cc_watches: true,
            reopen_within: None,
            rules: Vec::new(),
        }
    }

    /// Whether mail to this address arrives in it, in the spelling in which addresses are compared.
    fn has(&self, address: &str) -> bool {
        std::iter::once(&self.address).chain(&self.aliases).any(|own| spelled(own) == address)
    }
}

/// The mailboxes that are in force: those of the configuration in its order, then those that admins added, the oldest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mailboxes(Vec<MailboxSettings>);

impl Mailboxes {
    /// All of them; what the configuration says of an address comes before what an admin said.
    #[must_use]
    pub fn of(configured: &[MailboxSettings], added: impl IntoIterator<Item = MailboxSettings>) -> Self {
        let mut all = Self(configured.to_vec());
        for mailbox in added {
            if all.at(&mailbox.address).is_none() {
                all.0.push(mailbox);
            }
        }
        all
    }

    /// Each of them.
    pub fn iter(&self) -> std::slice::Iter<'_, MailboxSettings> {
        self.0.iter()
    }

    /// The one with this address or this alias, however it is spelled.
    #[must_use]
    pub fn at(&self, address: &str) -> Option<&MailboxSettings> {
        let address = spelled(address);
        self.0.iter().find(|mailbox| mailbox.has(&address))
    }

    /// Whether answers to the sender of a queue arrive: a mailbox has its address or alias, or it is the queue's own address, which
    /// says that mail to it is led here.
    #[must_use]
    pub fn receive_for(&self, sender: &str, queue_address: Option<&str>) -> bool {
        self.at(sender).is_some() || queue_address.is_some_and(|own| spelled(own) == spelled(sender))
    }

    /// The first one that feeds the queue of this name.
    #[must_use]
    pub fn of_queue(&self, name: &str) -> Option<&MailboxSettings> {
        self.0.iter().find(|mailbox| mailbox.queue == name)
    }

    /// Every address under which we receive or send, in the spelling in which they are compared.
    #[must_use]
    pub fn own_addresses(&self, from: &Address) -> Vec<String> {
        let boxes =
            self.0.iter().flat_map(|mailbox| std::iter::once(&mailbox.address).chain(&mailbox.aliases));
        boxes.chain([&from.address]).map(|address| spelled(address)).collect()
    }
}

impl<'m> IntoIterator for &'m Mailboxes {
    type Item = &'m MailboxSettings;
    type IntoIter = std::slice::Iter<'m, MailboxSettings>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// How mail comes in and goes out. The engine does neither: it is what the transports were told, for admins to see.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MailRoutes {
    /// The addresses of mailboxes that are fetched, and where from.
    pub fetched: Vec<(String, String)>,
    /// The folders that these are fetched from.
    pub folders: Vec<FetchedFolder>,
    /// Where a mail server delivers by LMTP.
    pub lmtp: Option<String>,
    /// The domains whose mail is signed (DKIM), and those below.
    pub signed_domains: Vec<String>,
}

/// A folder that a mailbox of the configuration is fetched from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FetchedFolder {
    /// The address of the mailbox.
    pub mailbox: String,
    /// Whom to log in as.
    pub user: String,
    /// The server's name or IP address.
    pub host: String,
    /// The folder.
    pub folder: String,
    /// Whether mails are moved out of it, or deleted.
    pub emptied: bool,
}
