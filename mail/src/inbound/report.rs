//! What became of a mail and what was read in it: the line that `schalter mail import` prints.

use engine::{Automatic, Outcome, Received};
use serde::{Deserialize, Serialize};

use super::Parsed;

/// What became of a mail, in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Became {
    /// A new ticket.
    Created,
    /// A comment on a ticket.
    Commented,
    /// Nothing: it had been taken in before.
    Duplicate,
    /// A note that a mail of ours did not arrive.
    Bounced,
    /// Nothing: it is kept, and that is all.
    Ignored,
    /// Nothing yet: it waits for the staff to release or discard it.
    Held,
    /// Nothing yet: it has to be tried again.
    Failed,
}

impl From<Outcome> for Became {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Created => Self::Created,
            Outcome::Commented => Self::Commented,
            Outcome::Duplicate => Self::Duplicate,
            Outcome::Bounced => Self::Bounced,
            Outcome::Ignored => Self::Ignored,
            Outcome::Held => Self::Held,
            Outcome::Failed => Self::Failed,
        }
    }
}

/// Who wrote the mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sender {
    /// The decoded name; empty if there is none.
    pub name: String,
    /// The address.
    pub address: String,
}

/// A file of the mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct File {
    /// Its safe name.
    pub filename: String,
    /// Its media type.
    pub content_type: Option<String>,
    /// Its decoded size in bytes.
    pub size: u64,
}

/// One line of `schalter mail import`. Unknown is `null`; ids stand without angle brackets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// What became of the mail.
    pub outcome: Became,
    /// The number of the ticket.
    pub ticket: Option<i64>,
    /// The id of the comment.
    pub comment: Option<String>,
    /// `Message-ID`.
    pub message_id: Option<String>,
    /// The first id of `In-Reply-To`.
    pub in_reply_to: Option<String>,
    /// `References`, oldest first.
    pub references: Vec<String>,
    /// `From`.
    pub from: Option<Sender>,
    /// The addresses of `To`, in order.
    pub to: Vec<String>,
    /// The decoded subject.
    pub subject: Option<String>,
    /// What the reader of the ticket sees.
    pub text: Option<String>,
    /// Whether the mail has an HTML body.
    pub html: bool,
    /// Its files.
    pub attachments: Vec<File>,
    /// Whether a machine wrote it: an automatic reply or a generated mail. Mail of a list or in bulk does not count.
    pub automatic: bool,
    /// Why it became that, where it is not plain.
    pub reason: Option<String>,
}

impl Report {
    /// What was read in a mail, before it is known what becomes of it.
    #[must_use]
    pub fn of(parsed: &Parsed) -> Self {
        let message = &parsed.message;
        let files = message.attachments.iter().map(|file| File {
            filename: file.upload.filename.clone(),
            content_type: file.upload.content_type.clone(),
            size: file.upload.bytes.len(),
        });
        Self {
            outcome: Became::Failed,
            ticket: None,
            comment: None,
            message_id: message.message_id.clone(),
            in_reply_to: message.in_reply_to.first().cloned(),
            references: message.references.clone(),
            from: message
                .from
                .as_ref()
                .map(|from| Sender { name: from.name.clone(), address: from.address.clone() }),
            to: parsed.to.clone(),
            subject: Some(message.subject.clone()),
            text: Some(message.text.clone()),
            html: message.html.is_some(),
            attachments: files.collect(),
            automatic: matches!(message.automatic, Some(Automatic::AutoReply | Automatic::Generated)),
            reason: message
                .unreadable
                .then(|| "the mail could not be read; it is attached as it came".to_owned()),
        }
    }

    /// A mail that could not even be read from where it lies.
    #[must_use]
    pub fn failed(reason: String) -> Self {
        Self { subject: None, text: None, reason: Some(reason), ..Self::of(&Parsed::default()) }
    }

    /// A mail without a single character: there is nothing to keep, and nothing would be there at another attempt.
    #[must_use]
    pub fn empty(reason: String) -> Self {
        Self { outcome: Became::Ignored, ..Self::failed(reason) }
    }

    /// With what the engine made of the mail.
    #[must_use]
    pub fn became(mut self, received: Received) -> Self {
        self.outcome = received.outcome.into();
        self.ticket = received.ticket;
        self.comment = received.comment.map(|comment| comment.to_string());
        self.reason = received.reason.or(self.reason);
        self
    }

    /// Whether the mail is settled: in the ledger, whatever became of it, or empty. If not, it must be tried again.
    #[must_use]
    pub fn is_stored(&self) -> bool {
        self.outcome != Became::Failed
    }
}
