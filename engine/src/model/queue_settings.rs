//! What is decided for one queue: where nothing is, the installation's settings hold.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    settings::{MailContent, Replies},
    sla::Delay,
};

/// What is decided for a queue alone; `None`: what holds for the installation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct QueueSettings {
    /// The name that its emails come from.
    pub sender_name: Option<String>,
    /// The address that its emails come from, in lower case.
    pub sender_address: Option<String>,
    /// The tag in its subjects.
    pub subject_tag: Option<String>,
    /// What its emails carry.
    pub content: Option<MailContent>,
    /// What happens with answers by email.
    pub replies: Option<Replies>,
    /// What stands below its emails; lines are separated by line feeds.
    pub signature: Option<String>,
    /// How long after RESOLVED the system closes.
    pub resolved_closes_after: Option<Delay>,
    /// How long after PENDING the system closes.
    pub pending_closes_after: Option<Delay>,
    /// How long before that the customer is reminded.
    pub remind_before: Option<Delay>,
    /// The privacy notice in German.
    pub notice_de: Option<String>,
    /// The privacy notice in English.
    pub notice_en: Option<String>,
    /// Which version of the notice these texts are; set by the engine.
    pub notice_version: Option<String>,
}

/// One setting of a queue, with what it is to be; `None`: what holds for the installation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QueueSetting {
    /// The name that its emails come from.
    SenderName(Option<String>),
    /// The address that its emails come from.
    SenderAddress(Option<String>),
    /// The tag in its subjects.
    SubjectTag(Option<String>),
    /// What its emails carry.
    Content(Option<MailContent>),
    /// What happens with answers by email.
    Replies(Option<Replies>),
    /// What stands below its emails.
    Signature(Option<String>),
    /// How long after RESOLVED the system closes, as `7d` or `7bd`.
    ResolvedClosesAfter(Option<String>),
    /// How long after PENDING the system closes.
    PendingClosesAfter(Option<String>),
    /// How long before that the customer is reminded.
    RemindBefore(Option<String>),
    /// The privacy notice in German.
    NoticeDe(Option<String>),
    /// The privacy notice in English.
    NoticeEn(Option<String>),
}

/// A version of a privacy notice, as it is or was shown.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PrivacyNotice {
    /// Which version.
    pub version: String,
    /// Its German text; `None`: the pages say something general.
    pub de: Option<String>,
    /// Its English text.
    pub en: Option<String>,
    /// Since when it was shown; `None`: it stands in the configuration.
    pub created_at: Option<DateTime<Utc>>,
}
