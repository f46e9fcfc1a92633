//! The ticket's page as the schema answers it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    clocks::Clock,
    pages::ticket::{
        case::delivery::Delivery,
        case::memo::Memo,
        feedback::page::Rating,
        work::page::{External, Link},
        zoom::draft_files::DraftFile,
    },
    phones::Phone,
    presence::Present,
    view::{Limits, Named},
};

#[derive(Debug, Deserialize)]
pub(crate) struct Answer {
    pub(crate) ticket: Option<Ticket>,
    pub(crate) limits: Limits,
    #[serde(rename = "textBlocks")]
    pub(crate) text_blocks: Option<Vec<Block>>,
    pub(crate) macros: Option<Vec<Named>>,
    pub(crate) queues: Option<Vec<Named>>,
    pub(crate) agents: Option<Nodes<Named>>,
    pub(crate) admins: Option<Nodes<Named>>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Nodes<T> {
    pub(crate) nodes: Vec<T>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Ticket {
    pub(crate) number: i32,
    pub(crate) title: String,
    pub(crate) status: String,
    pub(crate) status_choices: Vec<Choice>,
    pub(crate) waiting_for: String,
    pub(crate) viewer_is_customer: bool,
    pub(crate) channel: String,
    pub(crate) created_at: String,
    pub(crate) auto_close_at: Option<String>,
    /// Whether the viewer may rate it; asked for by the customer's page.
    #[serde(default)]
    pub(crate) may_rate: bool,
    pub(crate) rating: Option<Rating>,
    #[serde(default)]
    pub(crate) file_count: u64,
    pub(crate) reply_received_at: Option<String>,
    pub(crate) version: i64,
    /// Until when the viewer had read it; asked for by the staff's page.
    #[serde(default)]
    pub(crate) read_until: Option<DateTime<Utc>>,
    #[serde(default)]
    pub(crate) presence: Vec<Present>,
    /// What stands below the email with the viewer's answer; asked for by the staff's page.
    #[serde(default)]
    pub(crate) answer_signature: Option<String>,
    pub(crate) draft: Option<Draft>,
    #[serde(default)]
    pub(crate) draft_files: Vec<DraftFile>,
    pub(crate) customer: Customer,
    pub(crate) is_private: bool,
    pub(crate) external_id: Option<String>,
    pub(crate) notice_version: Option<String>,
    pub(crate) watchers: Vec<Watcher>,
    pub(crate) organisation: Option<Organisation>,
    pub(crate) assignee: Option<Named>,
    pub(crate) tags: Option<Vec<String>>,
    pub(crate) response: Option<Clock>,
    pub(crate) restoration: Option<Clock>,
    pub(crate) priority: Option<String>,
    pub(crate) queue: Option<Queue>,
    pub(crate) unsent_emails: Option<Vec<Email>>,
    /// What became of its emails; asked for by the staff's page.
    #[serde(default)]
    pub(crate) delivered: Vec<Delivery>,
    pub(crate) links: Vec<Link>,
    pub(crate) external_links: Vec<External>,
    pub(crate) open_children: Option<Vec<Titled>>,
    pub(crate) merged_tickets: Option<Vec<Titled>>,
    /// The first comment alone; asked for by the staff's page.
    #[serde(default)]
    pub(crate) first: Option<Comments>,
    pub(crate) comments: Comments,
    pub(crate) events: Events,
}

/// A status that the viewer may set.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Choice {
    pub(crate) status: String,
    pub(crate) auto_close_at: Option<DateTime<Utc>>,
}

impl Ticket {
    /// Whether the viewer may set this status.
    pub(crate) fn allows(&self, status: &str) -> bool {
        self.status_choices.iter().any(|choice| choice.status == status)
    }
}

/// A text block that can be inserted.
#[derive(Debug, Deserialize)]
pub(crate) struct Block {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) locale: Option<String>,
}

/// Another ticket, by number and title.
#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct Titled {
    number: i32,
    title: String,
}

/// What the viewer has written and not sent yet.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Draft {
    pub(crate) text: String,
    pub(crate) visibility: String,
    pub(crate) status: Option<String>,
    pub(crate) saved_at: DateTime<Utc>,
    pub(crate) revision: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Customer {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) email: Option<String>,
    #[serde(default)]
    pub(crate) mail_failed: Option<DateTime<Utc>>,
    #[serde(default)]
    pub(crate) undeliverable: Option<Undeliverable>,
    #[serde(default)]
    pub(crate) is_role_address: bool,
    /// Whether it is nobody; asked for by the staff's page.
    #[serde(default)]
    pub(crate) is_unknown_sender: bool,
    pub(crate) active: Option<bool>,
    pub(crate) reachable: Option<bool>,
    pub(crate) locale: Option<String>,
    /// Asked for by the staff's page.
    #[serde(default)]
    pub(crate) phones: Vec<Phone>,
    /// What the staff keep in mind; asked for by their page.
    #[serde(default)]
    pub(crate) memo: Option<Memo>,
    /// Where they belong; for the staff.
    pub(crate) organisations: Option<Vec<Named>>,
}

/// Since when and why emails do not reach somebody.
#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct Undeliverable {
    pub(crate) since: DateTime<Utc>,
    pub(crate) words: String,
}

/// Somebody who watches the ticket.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Watcher {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) email: Option<String>,
    pub(crate) is_staff: bool,
}

/// An email of the ticket that has not left.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Email {
    pub(crate) id: String,
    pub(crate) to: String,
    pub(crate) state: String,
    pub(crate) reason: Option<String>,
    pub(crate) created_at: DateTime<Utc>,
}

/// The organisation of the ticket's customer.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Organisation {
    #[serde(default)]
    pub(crate) id: Option<String>,
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) shares_tickets: bool,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Name {
    pub(crate) name: String,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Queue {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) address: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Comments {
    #[serde(default)]
    pub(crate) total_count: u64,
    pub(crate) page_info: PageInfo,
    pub(crate) nodes: Vec<Comment>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PageInfo {
    pub(crate) has_previous_page: bool,
    pub(crate) start_cursor: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, and any combination can be")]
pub(crate) struct Comment {
    pub(crate) id: String,
    pub(crate) visibility: String,
    pub(crate) channel: String,
    pub(crate) html: String,
    pub(crate) has_more: bool,
    /// Whether `html` is the beginning alone.
    pub(crate) is_longer: bool,
    /// The whole text of its email, if it was asked for.
    #[serde(default)]
    pub(crate) full: Option<String>,
    /// The same as HTML, where the email came with any.
    #[serde(default)]
    pub(crate) full_html: Option<String>,
    /// Whether its email shows pictures that are loaded only for those who ask.
    #[serde(default)]
    pub(crate) has_remote_images: bool,
    pub(crate) redacted_at: Option<DateTime<Utc>>,
    pub(crate) redacted_files: u32,
    pub(crate) automatic: bool,
    pub(crate) by_staff: bool,
    pub(crate) sounds_settled: bool,
    pub(crate) mail: Option<Mail>,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) author: Named,
    pub(crate) attachments: Vec<Attachment>,
}

/// The mail that a comment came by; for the staff.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Mail {
    pub(crate) from: Option<String>,
    pub(crate) is_warning: bool,
    pub(crate) reason_code: Option<String>,
    pub(crate) reason_detail: Option<String>,
    pub(crate) relation: Option<String>,
    #[serde(default)]
    pub(crate) signature: Option<Signature>,
}

/// What the signature of a mail says.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Signature {
    pub(crate) state: String,
    pub(crate) name: Option<String>,
    pub(crate) address: Option<String>,
    pub(crate) is_trusted: bool,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Attachment {
    pub(crate) filename: String,
    pub(crate) is_previewable: bool,
    pub(crate) size: u64,
    pub(crate) encrypted: bool,
    pub(crate) weak_encryption: bool,
    pub(crate) url: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Events {
    pub(crate) total_count: u64,
    pub(crate) nodes: Vec<Event>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Event {
    pub(crate) cursor: String,
    pub(crate) kind: String,
    pub(crate) at: DateTime<Utc>,
    pub(crate) comment: Option<Id>,
    pub(crate) actor: Option<Doer>,
    pub(crate) changes: Vec<Change>,
}

/// Who did something.
#[derive(Debug, Deserialize)]
pub(crate) struct Doer {
    /// Asked for by the pages with a form for an answer.
    #[serde(default)]
    pub(crate) id: Option<String>,
    pub(crate) name: String,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Id {
    pub(crate) id: String,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Change {
    pub(crate) field: String,
    pub(crate) from: Option<String>,
    pub(crate) to: Option<String>,
}
