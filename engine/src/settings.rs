//! What an operator decides and the rules read: plain values with working defaults, in groups.

mod accounts;
mod brand;
mod limits;
mod mail;
mod mailbox;
mod queue;
mod tickets;

use std::collections::BTreeMap;

pub use accounts::AccountSettings;
pub use brand::{BrandSettings, Wording};
pub use limits::{LimitSettings, UploadBudget};
pub use mail::{
    DmarcFailure, FetchedFolder, MailContent, MailRoutes, MailSettings, MailboxSettings, Mailboxes, Replies,
};
pub use mailbox::MailboxDefinition;
pub use queue::QueueTerms;
pub use tickets::TicketSettings;

use crate::{
    error::{Error, Result},
    lifecycle::Delays,
    line::quoted,
    model::{Address, QueueSettings},
    sla::Delay,
};

/// How the engine behaves; the defaults are those of the documentation. A queue's own settings ([`QueueSettings`]) come before
/// these where it has some: see [`Settings::of_queue`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Where the web pages are, without a slash at the end.
    pub public_url: String,
    /// Who the installation is to people, and how it speaks to them.
    pub brand: BrandSettings,
    /// How tickets behave, where their queue says nothing else.
    pub tickets: TicketSettings,
    /// What comes in and goes out by mail.
    pub mail: MailSettings,
    /// How large and how much at most.
    pub limits: LimitSettings,
    /// How people log in.
    pub accounts: AccountSettings,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            public_url: "http://127.0.0.1:8080".to_owned(),
            brand: BrandSettings::default(),
            tickets: TicketSettings::default(),
            mail: MailSettings::default(),
            limits: LimitSettings::default(),
            accounts: AccountSettings::default(),
        }
    }
}

impl Settings {
    /// What holds for the tickets of a queue.
    #[must_use]
    pub fn of_queue(&self, own: &QueueSettings) -> QueueTerms {
        let notice = |locale: &str, text: &Option<String>| Some((locale.to_owned(), text.clone()?));
        let own_notices: BTreeMap<_, _> = [("de", &own.notice_de), ("en", &own.notice_en)]
            .into_iter()
            .filter_map(|(l, t)| notice(l, t))
            .collect();
        let has_own = own.notice_version.as_ref().filter(|_| !own_notices.is_empty());
        QueueTerms {
            sender: Address {
                name: own.sender_name.clone().unwrap_or_else(|| self.mail.from.name.clone()),
                address: own.sender_address.clone().unwrap_or_else(|| self.mail.from.address.clone()),
            },
            subject_tag: own.subject_tag.clone().unwrap_or_else(|| self.mail.subject_tag.clone()),
            content: own.content.unwrap_or(self.mail.content),
            replies: own.replies,
            signature: own.signature.clone(),
            delays: Delays {
                resolved: own.resolved_closes_after.unwrap_or(self.tickets.resolved_closes_after),
                pending: own.pending_closes_after.unwrap_or(self.tickets.pending_closes_after),
            },
            remind_before: own.remind_before.unwrap_or(Delay::Time(self.tickets.remind_before)),
            notice_version: has_own.unwrap_or(&self.brand.notice_version).clone(),
            notices: if has_own.is_some() { own_notices } else { self.brand.notices.clone() },
        }
    }

    /// Refuses a language that mails and pages are not written in.
    ///
    /// # Errors
    /// `BadInput` for `locale`.
    pub(crate) fn known_locale(&self, tag: &str) -> Result<()> {
        if self.brand.locales.iter().any(|known| known == tag) {
            return Ok(());
        }
        let message = format!(
            "Unknown language {}. Supported languages: {}.",
            quoted(tag),
            self.brand.locales.join(", ")
        );
        Err(Error::bad("locale", "locale-unknown", message))
    }

    /// What the engine writes into titles and names in this language.
    pub(crate) fn wording(&self, locale: &str) -> Wording {
        self.brand.wordings.get(locale).cloned().unwrap_or_default()
    }

    /// The absolute link to a ticket's page.
    #[must_use]
    pub fn ticket_url(&self, number: i64) -> String {
        format!("{}/tickets/{number}", self.public_url)
    }
}
