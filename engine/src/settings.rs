//! What an operator decides and the rules read: plain values with working defaults.

use std::{collections::BTreeMap, path::PathBuf, time::Duration};

use serde::{Deserialize, Serialize};

use crate::{
    content::address::{ROLE_NAMES, spelled},
    error::{Error, Result},
    incoming::rules::MailRule,
    lifecycle::Delays,
    model::{Address, ConfiguredMailAccount, ProviderTerms, QueueSettings, Role},
    policy::{password::PasswordRule, rates::Rates},
    sla::Delay,
};

const DAY: Duration = Duration::from_hours(24);

/// What the usual filters write into mails that they take for spam.
const SPAM_MARKS: &[&str] = &[
    "X-Spam-Flag: Yes",
    "X-Spam-Flag: True",
    "X-Spam-Status: Yes",
    "X-Spam: Yes",
    "X-Spam: True",
    "X-Spam: Spam",
];

/// How the engine behaves; the defaults are those of the documentation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Where the web pages are, without a slash at the end.
    pub public_url: String,
    /// Who we are.
    pub brand_name: String,
    /// The language where none is known, one of [`Settings::locales`].
    pub locale: String,
    /// The tags of the languages that mails and pages are written in.
    pub locales: Vec<String>,
    /// What the engine itself writes into titles and names, by language; where there is none, its own words.
    pub wordings: BTreeMap<String, Wording>,
    /// IANA name of the zone where none is known.
    pub time_zone: String,
    /// Where to turn to.
    pub contact: String,
    /// Number of the first ticket.
    pub first_number: i64,
    /// The tag in subjects, before the number.
    pub subject_tag: String,
    /// How long after RESOLVED the system closes.
    pub resolved_closes_after: Delay,
    /// How long after PENDING the system closes.
    pub pending_closes_after: Delay,
    /// How long before that the customer is reminded; if it is not shorter than the delay, nobody is.
    pub remind_before: Duration,
    /// Whether a public answer of the staff to a ticket that nobody is responsible for assigns it to its author.
    pub answer_assigns: bool,
    /// How long an answer written on a page can be taken back; so long its emails wait. Zero: not at all.
    pub undo_send: Duration,
    /// Whether customers are asked how satisfied they are when a ticket is resolved or closed.
    pub satisfaction: bool,
    /// The share of an agreed time after which the staff are warned, in percent.
    pub warn_percent: u8,
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
    /// Who mails come from.
    pub mail_from: Address,
    /// What mails carry.
    pub mail_content: MailContent,
    /// The mailboxes that feed queues.
    pub mailboxes: Vec<MailboxSettings>,
    /// How mail comes in and goes out, for admins to see.
    pub mail_routes: MailRoutes,
    /// The accounts at providers of mail that are used by tokens.
    pub mail_accounts: Vec<ConfiguredMailAccount>,
    /// The largest file in bytes.
    pub attachment_limit: u64,
    /// The largest message in bytes, all files together.
    pub message_limit: u64,
    /// The largest answer to one GraphQL document, in bytes.
    pub answer_limit: u64,
    /// How much is let through within an hour.
    pub rates: Rates,
    /// How much may be on its way in at once.
    pub upload_budget: UploadBudget,
    /// Where files lie on their way in; `None`: in `incoming` of the blob store if that is a directory, otherwise among
    /// the temporary files.
    pub incoming: Option<PathBuf>,
    /// What a password must have.
    pub password_rule: PasswordRule,
    /// How long a log-in lasts.
    pub session_lifetime: Duration,
    /// How long it lasts with "remember me".
    pub remember_lifetime: Duration,
    /// How long a password link works.
    pub link_lifetime: Duration,
    /// The providers of single sign-on, in the order in which the log-in names them.
    pub providers: Vec<ProviderTerms>,
    /// Whose log-ins need a second factor.
    pub second_factor: Vec<Role>,
    /// Who logs in by single sign-on alone: passwords and passkeys of these roles are refused.
    pub single_sign_on: Vec<Role>,
    /// Which version of the privacy notice is shown; recorded on new tickets.
    pub notice_version: String,
    /// The privacy notice by language, for confirmations; where there is none, they say something general.
    pub notices: BTreeMap<String, String>,
}

/// What the engine itself writes into titles and names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording {
    /// The title of a ticket whose mail has no subject.
    pub no_subject: String,
    /// The name in the place of a person who was erased.
    pub erased_person: String,
    /// The title in the place of a ticket of such a person.
    pub erased_request: String,
}

impl Default for Wording {
    fn default() -> Self {
        Self {
            no_subject: "(no subject)".to_owned(),
            erased_person: "Erased person".to_owned(),
            erased_request: "Erased request".to_owned(),
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

/// What holds for the tickets of one queue: its own settings, and the installation's where it has none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueueTerms {
    /// Who its emails come from.
    pub sender: Address,
    /// The tag in its subjects, before the number.
    pub subject_tag: String,
    /// What its emails carry.
    pub content: MailContent,
    /// What happens with answers by email.
    pub replies: Replies,
    /// What stands below its emails, in the place of the installation's name.
    pub signature: Option<String>,
    /// How long its tickets wait before the system closes them.
    pub delays: Delays,
    /// How long before that the customer is reminded.
    pub remind_before: Delay,
    /// Which version of the privacy notice is shown.
    pub notice_version: String,
    /// The privacy notice by language; where there is none, something general is said.
    pub notices: BTreeMap<String, String>,
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

impl Default for Settings {
    fn default() -> Self {
        Self {
            public_url: "http://127.0.0.1:8080".to_owned(),
            brand_name: "Support".to_owned(),
            locale: "en".to_owned(),
            locales: vec!["de".to_owned(), "en".to_owned()],
            wordings: BTreeMap::new(),
            time_zone: "UTC".to_owned(),
            contact: String::new(),
            first_number: 10_001,
            subject_tag: "schalter".to_owned(),
            resolved_closes_after: Delay::Time(7 * DAY),
            pending_closes_after: Delay::Time(14 * DAY),
            remind_before: 2 * DAY,
            answer_assigns: true,
            undo_send: Duration::from_secs(10),
            satisfaction: true,
            warn_percent: 75,
            role_addresses: ROLE_NAMES.iter().map(|name| (*name).to_owned()).collect(),
            free_mail_domains: Vec::new(),
            first_confirmations_per_hour: 500,
            new_senders_per_hour: 500,
            new_senders_per_domain: 100,
            new_senders_per_range: 100,
            mails_per_sender: 100,
            spam_marks: SPAM_MARKS.iter().map(|mark| (*mark).to_owned()).collect(),
            trusted_authserv: Vec::new(),
            mail_from: Address { name: "Support".to_owned(), address: "support@localhost".to_owned() },
            mail_content: MailContent::Link,
            mailboxes: Vec::new(),
            mail_routes: MailRoutes::default(),
            mail_accounts: Vec::new(),
            attachment_limit: 25 * 1024 * 1024,
            message_limit: 50 * 1024 * 1024,
            answer_limit: 16 * 1024 * 1024,
            rates: Rates::default(),
            upload_budget: UploadBudget::default(),
            incoming: None,
            password_rule: PasswordRule::default(),
            session_lifetime: DAY,
            remember_lifetime: 30 * DAY,
            link_lifetime: DAY,
            providers: Vec::new(),
            second_factor: Vec::new(),
            single_sign_on: Vec::new(),
            notice_version: "1".to_owned(),
            notices: BTreeMap::new(),
        }
    }
}

impl Settings {
    /// Every address under which we receive or send, in the spelling in which they are compared.
    #[must_use]
    pub fn own_addresses(&self) -> Vec<String> {
        let boxes = self.mailboxes.iter().map(|mailbox| &mailbox.address);
        boxes.chain([&self.mail_from.address]).map(|address| spelled(address)).collect()
    }

    /// What holds for the tickets of a queue.
    #[must_use]
    pub fn of_queue(&self, name: &str, own: &QueueSettings) -> QueueTerms {
        let mailbox = self.mailboxes.iter().find(|mailbox| mailbox.queue == name);
        let notice = |locale: &str, text: &Option<String>| Some((locale.to_owned(), text.clone()?));
        let own_notices: BTreeMap<_, _> = [("de", &own.notice_de), ("en", &own.notice_en)]
            .into_iter()
            .filter_map(|(l, t)| notice(l, t))
            .collect();
        let has_own = own.notice_version.as_ref().filter(|_| !own_notices.is_empty());
        QueueTerms {
            sender: Address {
                name: own.sender_name.clone().unwrap_or_else(|| self.mail_from.name.clone()),
                address: own.sender_address.clone().unwrap_or_else(|| self.mail_from.address.clone()),
            },
            subject_tag: own.subject_tag.clone().unwrap_or_else(|| self.subject_tag.clone()),
            content: own.content.unwrap_or(self.mail_content),
            replies: own.replies.or(mailbox.map(|mailbox| mailbox.replies)).unwrap_or(Replies::Append),
            signature: own.signature.clone(),
            delays: Delays {
                resolved: own.resolved_closes_after.unwrap_or(self.resolved_closes_after),
                pending: own.pending_closes_after.unwrap_or(self.pending_closes_after),
            },
            remind_before: own.remind_before.unwrap_or(Delay::Time(self.remind_before)),
            notice_version: has_own.unwrap_or(&self.notice_version).clone(),
            notices: if has_own.is_some() { own_notices } else { self.notices.clone() },
        }
    }

    /// Refuses a language that mails and pages are not written in.
    ///
    /// # Errors
    /// `BadInput` for `locale`.
    pub(crate) fn known_locale(&self, tag: &str) -> Result<()> {
        if self.locales.iter().any(|known| known == tag) {
            return Ok(());
        }
        let message = format!("Unknown language {tag:?}; use one of these: {}.", self.locales.join(", "));
        Err(Error::bad("locale", "locale-unknown", message))
    }

    /// What the engine writes into titles and names in this language.
    pub(crate) fn wording(&self, locale: &str) -> Wording {
        self.wordings.get(locale).cloned().unwrap_or_default()
    }

    /// Whether this address is one of those that a mailbox of the configuration fetches.
    #[must_use]
    pub fn fetches(&self, address: &str) -> bool {
        self.mailboxes.iter().any(|mailbox| mailbox.address.eq_ignore_ascii_case(address))
    }

    /// The absolute link to a ticket's page.
    #[must_use]
    pub fn ticket_url(&self, number: i64) -> String {
        format!("{}/tickets/{number}", self.public_url)
    }
}
