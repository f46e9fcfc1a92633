//! What holds for the tickets of one queue.

use std::collections::BTreeMap;

use super::mail::{MailContent, Replies};
use crate::{lifecycle::Delays, model::Address, sla::Delay};

/// What holds for the tickets of one queue: its own settings, and the installation's where it has none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueueTerms {
    /// Who its emails come from.
    pub sender: Address,
    /// The tag in its subjects, before the number.
    pub subject_tag: String,
    /// What its emails carry.
    pub content: MailContent,
    /// What happens with answers by email; `None`: what its mailbox says.
    pub replies: Option<Replies>,
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
