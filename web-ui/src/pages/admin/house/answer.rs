//! The house as the schema answers it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::view::Named;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Answer {
    pub(super) people: People,
    pub(super) organisations: Nodes<Organisation>,
    pub(super) queues: Vec<Queue>,
    pub(super) agents: Nodes<Named>,
    pub(super) agreements: Vec<Named>,
    pub(super) mail_server: MailServer,
    pub(super) mailboxes: Vec<Mailbox>,
}

/// How the outgoing mail server fares.
#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct MailServer {
    failing_since: Option<DateTime<Utc>>,
    last_error: Option<String>,
    last_success_at: Option<DateTime<Utc>>,
    waiting: u64,
    oldest_waiting_at: Option<DateTime<Utc>>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Nodes<T> {
    pub(super) nodes: Vec<T>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct People {
    pub(super) total_count: u64,
    pub(super) page_info: PageInfo,
    pub(super) nodes: Vec<Person>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PageInfo {
    pub(super) has_next_page: bool,
    pub(super) end_cursor: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Person {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) email: String,
    pub(super) role: String,
    pub(super) active: bool,
    pub(super) sees_organisation: bool,
    pub(super) is_role_address: bool,
    pub(super) mail_failed: Option<DateTime<Utc>>,
    pub(super) organisation: Option<Named>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Organisation {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) domains: Vec<String>,
    pub(super) sharing: String,
    pub(super) open_domains: Vec<String>,
    pub(super) joined_by_domain: Vec<Joined>,
    pub(super) agreement: Option<Id>,
}

/// Who joined an organisation by the domain of their address.
#[derive(Debug, Deserialize, Serialize)]
pub(super) struct Joined {
    pub(super) user: Name,
    pub(super) domain: String,
}

#[derive(Debug, Deserialize, Serialize)]
pub(super) struct Name {
    pub(super) name: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Queue {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) address: Option<String>,
    pub(super) members: Vec<Id>,
    pub(super) settings: QueueSettings,
}

/// What is decided for a queue alone.
#[derive(Debug, Deserialize)]
pub(super) struct QueueSettings {
    pub(super) agreement: Option<Id>,
}

#[derive(Debug, Deserialize, Serialize)]
pub(super) struct Id {
    pub(super) id: String,
}

/// Shown as it is.
#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Mailbox {
    name: String,
    last_success_at: Option<DateTime<Utc>>,
    last_error: Option<String>,
    last_error_at: Option<DateTime<Utc>>,
}
