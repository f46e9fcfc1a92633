//! Through which mailbox a mail came, and what was agreed for it.

use crate::{engine::Engine, model::Delivery, settings::MailboxSettings};

impl Engine {
    pub(super) fn mailbox_settings(&self, delivery: &Delivery) -> Option<&MailboxSettings> {
        let mailboxes = &self.settings().mailboxes;
        let is = |address: &str| {
            let plain = without_plus(&address.to_lowercase());
            mailboxes.iter().find(|mailbox| mailbox.address.to_lowercase() == plain)
        };
        delivery
            .mailbox
            .as_deref()
            .and_then(is)
            .or_else(|| delivery.message.recipients.iter().find_map(|to| is(to)))
    }
}

/// `name+anything@host` as `name@host`.
fn without_plus(address: &str) -> String {
    match address.rsplit_once('@') {
        Some((local, domain)) => format!("{}@{domain}", local.split('+').next().unwrap_or(local)),
        None => address.to_owned(),
    }
}
