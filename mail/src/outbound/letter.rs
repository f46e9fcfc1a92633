//! What each kind of letter may say: one struct a kind, made from the engine's plain letter by `fill`.
//!
//! A template sees exactly these fields, named in camel case. Values that may be absent are `null`, so that a condition
//! on a misspelt name is an error. Names and titles come from strangers and are cleaned on the way here, once for all
//! templates.

mod fill;

use chrono::{DateTime, Utc};
use serde::Serialize;
use thiserror::Error;
use words::Lang;

/// Why a letter cannot be written. No later attempt helps.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum LetterError {
    /// A kind of letter needs something that this one lacks.
    #[error("a letter of the kind {kind} lacks its {what}")]
    Missing {
        /// The kind, as the outbox names it.
        kind: &'static str,
        /// What it lacks.
        what: &'static str,
    },
}

/// All that a template sees: the reader, the house, and what this kind of letter is about.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct View {
    /// Language of the letter.
    pub lang: Lang,
    /// IANA zone of its times.
    pub time_zone: String,
    /// When it is written.
    pub now: DateTime<Utc>,
    /// Name of the recipient; `None` when none is known that may be shown.
    pub recipient_name: Option<String>,
    /// Who we are.
    pub brand_name: String,
    /// The lines of the queue's own signature; empty: the usual farewell and our name stand below the letter.
    pub signature: Vec<String>,
    /// Where to turn to.
    pub contact: Option<String>,
    /// Where the web pages are.
    pub public_url: String,
    /// What it is about.
    #[serde(flatten)]
    pub content: Content,
}

/// The kinds of letters, each with what its templates may use.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Content {
    /// Your ticket has this number.
    Confirmation(Confirmation),
    /// There is something new.
    Changed(Changed),
    /// We have a question.
    Question(Closing),
    /// We think it is done.
    Resolved(Closing),
    /// It is about to close itself.
    Reminder(Closing),
    /// It is closed.
    Closed(Closing),
    /// A part of it goes on as a ticket of its own.
    Split(Split),
    /// Here is the link to set a password.
    PasswordRequest(Link),
    /// An account was prepared for you.
    Invitation(Link),
    /// A second factor was set up, turned off or reset.
    SecondFactor(SecondFactor),
    /// The account has another address.
    AddressChanged(AddressChanged),
    /// This is what happened in several tickets.
    Digest(Digest),
    /// An agreed time is about to pass.
    SlaWarning(Due),
    /// An agreed time has passed.
    SlaBreached(Due),
}

/// What every letter about a ticket says of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct About {
    /// The ticket.
    pub ticket: TicketLine,
    /// The first of the comments.
    pub comment: Option<Quote>,
    /// The comments, where mails carry texts, in order.
    pub comments: Vec<Quote>,
    /// Whether an answer by mail becomes a comment.
    pub may_reply: bool,
    /// Key of the sentence that says how to answer, and to the staff who will read it.
    pub reply: &'static str,
    /// Whether answers belong on the web.
    pub reply_on_the_web: bool,
}

/// The ticket in a letter.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TicketLine {
    /// Its number, as text: a number would be free to get separators.
    pub number: String,
    /// Its title without the tag, in one line.
    pub title: String,
    /// The tag of subjects.
    pub subject_tag: String,
    /// Its status, as the interfaces name it.
    pub status: &'static str,
    /// Absolute link to its page.
    pub url: String,
}

/// A comment in a letter.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Quote {
    /// Who wrote it.
    pub author: Option<String>,
    /// Its lines; empty ones are empty texts.
    pub lines: Vec<String>,
    /// All of it as HTML, with its links, lists and emphasis; none of what came by mail, or is cut.
    pub html: Option<String>,
    /// How many files it has that are on the ticket's page alone.
    pub more_files: usize,
    /// Whether the ticket has more of it.
    pub cut: bool,
}

/// `confirmation`
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Confirmation {
    /// The ticket.
    #[serde(flatten)]
    pub about: About,
    /// What the house says about data protection, instead of the general words.
    pub notice: Option<String>,
    /// Whether the reader writes from the address of a function, which several people may read.
    pub role_address: bool,
    /// The closed ticket that it goes on with, as `#10034`.
    pub follows: Option<String>,
}

/// `changed`
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Changed {
    /// The ticket.
    #[serde(flatten)]
    pub about: About,
    /// Key of the first sentence: it differs for the customer, the staff and whoever was made responsible.
    pub intro: &'static str,
    /// What is different now, as far as this reader may know.
    pub changes: Vec<ChangeLine>,
    /// How many further tickets have no assignee any more, if this letter stands for them as well.
    pub further: Option<u64>,
}

/// One thing that is different now; both values are names of the interfaces.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ChangeLine {
    /// `status` or `priority`.
    pub field: String,
    /// What it was.
    pub from: String,
    /// What it is.
    pub to: String,
}

/// `question`, `resolved`, `reminder`, `closed`
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Closing {
    /// The ticket.
    #[serde(flatten)]
    pub about: About,
    /// When it closes itself.
    pub closes_at: Option<DateTime<Utc>>,
    /// The link by which the customer says that it is solved; these four lead to one page, which asks again.
    pub solved_url: Option<String>,
    /// The link by which they say that it is not.
    pub not_solved_url: Option<String>,
    /// The link by which they say that they are satisfied.
    pub good_url: Option<String>,
    /// The link by which they say that they are not.
    pub bad_url: Option<String>,
}

/// `split`
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Split {
    /// The new ticket.
    #[serde(flatten)]
    pub about: About,
    /// The number of the ticket from which it was split, with `#` before it.
    pub from: String,
}

/// `sla_warning`, `sla_breached`
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Due {
    /// The ticket.
    #[serde(flatten)]
    pub about: About,
    /// Which agreed time: `response` or `restoration`.
    pub clock: &'static str,
    /// When it passes or has passed.
    pub due_at: DateTime<Utc>,
}

/// `password_request`, `invitation`
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Link {
    /// The link; whoever has it can set the password.
    pub link: String,
    /// Until when it works.
    pub link_expires_at: DateTime<Utc>,
}

/// `second_factor`
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SecondFactor {
    /// Key of the subject.
    pub subject: &'static str,
    /// Key of the first sentence: it differs by what happened.
    pub intro: &'static str,
    /// Which provider lets its reader in from now on; empty, if that is not what happened.
    pub provider: String,
    /// When it happened.
    pub happened_at: DateTime<Utc>,
}

/// `address_changed`
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AddressChanged {
    /// When it was changed.
    pub happened_at: DateTime<Utc>,
}

/// `digest`
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Digest {
    /// In how many tickets something happened.
    pub count: usize,
    /// The first of them.
    pub tickets: Vec<NewsLine>,
    /// How many more there are; `None`: none.
    pub more: Option<usize>,
}

/// A ticket in `digest`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NewsLine {
    /// Its number, as text.
    pub number: String,
    /// Its title, in one line.
    pub title: String,
    /// Absolute link to its page.
    pub url: String,
    /// What happened, as the interfaces name it.
    pub notices: Vec<&'static str>,
}
